import { execFileSync } from 'node:child_process';
import {
  type Dataset,
  Dense,
  dense,
  fit,
  isNablaError,
  MeanSquaredError,
  Sequential,
  SGD,
  tensor,
} from '@nablajs/core';
import { expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';

async function codeOf(body: () => unknown): Promise<string | undefined> {
  const error = await (async () => body())().catch((thrown: unknown) => thrown);
  return isNablaError(error) ? error.code : undefined;
}

it('every function throws after dispose, and tensors can still be disposed', async () => {
  const backend = await createBackend({ threads: 2 });
  const x = tensor(backend, [1, 2]);
  await backend.dispose();
  const groups = [backend, backend.csr ?? {}, backend.fused ?? {}];
  const functions = groups.flatMap((group) => Object.entries(group).filter(([, member]) => member instanceof Function));
  expect(functions.length).toBeGreaterThan(35);
  for (const [name, call] of functions)
    expect(await codeOf(call), name).toBe(/^(release|dispose)$/.test(name) ? undefined : 'disposed');
  x.dispose();
});

it('the error after dispose during training says what to do', async () => {
  const backend = await createBackend({ threads: 2 });
  const model = new Sequential(backend, { inputShape: [2], layers: [new Dense(1)] });
  const dataset: Dataset = {
    length: 8,
    inputShape: [2],
    batch: ({ length }) => ({
      x: dense(new Float32Array(2 * length).fill(1), [length, 2]),
      y: dense(new Float32Array(length), [length, 1]),
    }),
  };
  const options = { loss: new MeanSquaredError(), optimizer: new SGD({ learningRate: 0.1 }), epochs: 5, batchSize: 4 };
  const run = fit(model, dataset, {
    ...options,
    onEvent: ({ type }) => void (type === 'epoch-end' && backend.dispose()),
  });
  await expect(run).rejects.toMatchObject({
    code: 'disposed',
    message: expect.stringMatching(/: backend 'wasm' was disposed, with its tensors\. Call dispose\(\) after the/),
  });
});

it('frees its memory even if the program keeps the backend', () => {
  const entry = JSON.stringify(new URL('../../dist/index.js', import.meta.url).href);
  const program = `import { createBackend } from ${entry};
    import { setTimeout } from 'node:timers/promises';
    const MB = 2 ** 20;
    const backend = await createBackend({ threads: 2 });
    const before = process.memoryUsage().rss;
    backend.fill([75 * MB], 1, 'float32');
    await backend.download({ storage: backend.fill([1], 1, 'float32'), shape: [1], dtype: 'float32' });
    const held = process.memoryUsage().rss;
    await backend.dispose();
    let after = held;
    for (let tries = 0; tries < 50 && after - before > 100 * MB; tries++) {
      gc();
      await setTimeout(20);
      after = process.memoryUsage().rss;
    }
    console.log(JSON.stringify({ backend: backend.name, held: (held - before) / MB, after: (after - before) / MB }));`;
  const args = ['--expose-gc', '--input-type=module', '--eval', program];
  const printed = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  expect(printed.backend).toBe('wasm');
  expect(printed.held).toBeGreaterThan(150);
  expect(printed.after).toBeLessThan(100);
});
