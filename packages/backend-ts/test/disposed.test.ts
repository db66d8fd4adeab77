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
import { createBackend } from '../src/index.js';

async function codeOf(body: () => unknown): Promise<string | undefined> {
  const error = await (async () => body())().catch((thrown: unknown) => thrown);
  return isNablaError(error) ? error.code : undefined;
}

it('every function throws after dispose, and tensors can still be disposed', async () => {
  const backend = await createBackend();
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
  const backend = await createBackend();
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
    message: expect.stringMatching(/: backend 'ts' was disposed, with its tensors\. Call dispose\(\) after the/),
  });
});
