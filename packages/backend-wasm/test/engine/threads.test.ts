import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type Backend,
  type CsrArray,
  Dense,
  dense,
  Random,
  ReLU,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  tensor,
  upload,
} from '@nablajs/core';
import { digestBytes } from '@nablajs/golden';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBackend } from '../../src/index.js';

afterEach(() => vi.unstubAllGlobals());

const drawn = new Map<string, Float32Array>();

/** Draws numbers once: it takes longer than the kernels. */
function numbers(length: number, seed: number): Float32Array {
  const random = new Random(seed);
  const found = drawn.get(`${length} ${seed}`) ?? new Float32Array(length).map(() => random.normal());
  drawn.set(`${length} ${seed}`, found);
  return found;
}

/** Large enough that every kernel has several items. */
async function results(threads: number): Promise<readonly string[]> {
  const backend = await createBackend({ threads });
  const found: string[] = [];
  const put = (shape: readonly number[], seed: number) => ({
    storage: backend.upload(
      numbers(
        shape.reduce((a, b) => a * b, 1),
        seed,
      ),
      shape,
      'float32',
    ),
    shape,
    dtype: 'float32' as const,
  });
  const take = async (storage: unknown, shape: readonly number[]): Promise<void> => {
    found.push(digestBytes([await backend.download({ storage, shape, dtype: 'float32' })]));
    backend.release(storage);
  };
  const [a, b, long] = [put([301, 257], 1), put([257, 190], 2), put([100_003], 3)];
  await take(backend.matmul(a, b, false, false, [301, 190]), [301, 190]);
  await take(backend.matmul(b, a, true, true, [190, 301]), [190, 301]);
  await take(backend.sum(long, [1, 100_003, 1]), []);
  await take(backend.sum(a, [1, 301, 257]), [257]);
  await take(backend.exp(long), [100_003]);
  await take(backend.multiply(a, { ...b, shape: [1, 257] }, [301, 257]), [301, 257]);
  const matrix = sparse(700, 257);
  const x = { storage: backend.csr?.upload(matrix), shape: matrix.shape, dtype: 'float32' as const };
  await take(backend.csr?.matmul(x, b, false), [700, 190]);
  await take(backend.csr?.matmul(x, put([700, 190], 4), true), [257, 190]);
  const [left, right] = [put([7, 1, 70, 61], 5), put([1, 3, 61, 40], 6)];
  await take(backend.matmul(left, right, false, false, [7, 3, 70, 40]), [7, 3, 70, 40]);
  await take(backend.permute(left, [2, 0, 3, 1]), [70, 7, 61, 1]);
  await take(backend.slice(a, [3, 5], [290, 250]), [290, 250]);
  await take(backend.pad(a, [3, 5], [310, 270], 0.1), [310, 270]);
  await take(backend.concat([{ ...a, shape: [301, 257, 1] }, put([301, 100, 1], 9)]), [301, 357]);
  await take(backend.subtract(0.1, a, [301, 257]), [301, 257]);
  const places = Int32Array.from({ length: 700 }, (_, i) => (i * i) % 95);
  const indices = { storage: backend.upload(places, [700], 'int32'), shape: [700], dtype: 'int32' as const };
  await take(backend.gather(a, indices), [700, 257]);
  await take(backend.scatterAdd(put([700, 190], 10), indices, 90), [90, 190]);
  await backend.dispose();
  return found;
}

function sparse(rows: number, columns: number): CsrArray {
  const random = new Random(7);
  const kept = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, (_, column) => column).filter(() => random.uniform() < 0.2),
  );
  const offsets = [0];
  for (const [at, row] of kept.entries()) offsets.push((offsets[at] as number) + row.length);
  return {
    layout: 'csr',
    shape: [rows, columns],
    rowOffsets: Int32Array.from(offsets),
    columns: Int32Array.from(kept.flat()),
    values: numbers(offsets.at(-1) ?? 0, 8),
  };
}

const TASKS = '/proc/self/task';
if (!existsSync(TASKS)) console.warn(`SKIPPED: tests that count the threads of this process, which need ${TASKS}.`);
const threadCount = (): number => readdirSync(TASKS).length;

async function trainSome(backend: Backend, steps: number): Promise<void> {
  const model = new Sequential(backend, {
    inputShape: [40],
    layers: [new Dense(30), new ReLU(), new Dense(10)],
    dtype: 'float32',
  });
  const optimizer = new SGD({ learningRate: 0.01, momentum: 0.9 });
  const x = upload(backend, dense(numbers(64 * 40, 1), [64, 40]));
  const y = tensor(
    backend,
    Array.from({ length: 64 }, (_, i) => i % 10),
    'int32',
  );
  for (let step = 0; step < steps; step++) {
    const { loss, gradients } = model.pass(x, y, new SoftmaxCrossEntropy(), { seed: 0, step: 1 });
    optimizer.step(model.parameters.list, gradients);
    for (const one of [loss, ...gradients.values()]) one.dispose();
  }
  for (const one of [x, y]) one.dispose();
  optimizer.dispose();
  model.dispose();
}

describe('threads', () => {
  it('give the same bits in any number', async () => {
    const alone = await results(1);
    for (const threads of [3, 8]) expect(await results(threads), `${threads} threads`).toEqual(alone);
  });

  it('are counted in the description', async () => {
    const backend = await createBackend({ threads: 2 });
    expect([backend.description, backend.notice]).toEqual(['WebAssembly SIMD, 2 threads', undefined]);
    await backend.dispose();
  });

  it.each([0, -1, 1.5, 65, Number.NaN])('refuse to be %d', async (threads) => {
    await expect(createBackend({ threads })).rejects.toThrow(
      `createBackend: threads must be 'auto' or a whole number from 1 to 64. Received ${threads}.`,
    );
  });

  it('are refused under another option name', async () => {
    const options = { thread: 2 } as object;
    await expect(createBackend(options)).rejects.toMatchObject({
      code: 'argument',
      message: expect.stringContaining("createBackend: unknown option 'thread'. Did you mean 'threads'?"),
    });
  });

  // A leak shows after four backends as well; a hundred would also run out of threads and memory.
  const rounds = process.env['NABLA_SLOW'] === '1' ? 100 : 4;

  it.runIf(existsSync(TASKS))(`end and free their memory when ${rounds} backends are disposed`, async () => {
    const before = threadCount();
    for (let i = 0; i < rounds; i++) {
      const backend = await createBackend({ threads: 3 });
      await trainSome(backend, 1);
      await backend.dispose();
    }
    expect(threadCount()).toBeLessThanOrEqual(before);
  });

  it('let the process continue after dispose, and do not keep it alive', () => {
    const entry = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
    const program = `import { createBackend } from ${JSON.stringify(entry)};
      await (await createBackend({ threads: 3 })).dispose();
      console.log('disposed');
      const backend = await createBackend({ threads: 3 });
      console.log(backend.description);`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
    expect(printed).toBe('disposed\nWebAssembly SIMD, 3 threads\n');
  });
});

describe('if a feature is missing', () => {
  it.each([
    ['SharedArrayBuffer', undefined],
    ['crossOriginIsolated', false],
  ])('%s %s: one thread, and a notice', async (name, value) => {
    vi.stubGlobal(name, value);
    const backend = await createBackend({ threads: 4 });
    expect(backend.description).toBe('WebAssembly SIMD, 1 thread');
    expect(backend.notice).toBe(
      'there is no shared memory, so it runs on 1 thread. In a page, serve the page cross-origin isolated.',
    );
    await trainSome(backend, 3);
    expect(backend.memory().buffers).toBe(0);
    await backend.dispose();
  });

  it('SIMD: names the backend that does not need it', async () => {
    vi.stubGlobal('WebAssembly', {
      ...WebAssembly,
      Memory: WebAssembly.Memory,
      compile: () => Promise.reject(new Error('Wasm SIMD unsupported')),
    });
    await expect(createBackend({ threads: 1 })).rejects.toThrow(
      /needs WebAssembly with SIMD, which is missing here\. Use the backend 'ts', which runs everywhere\./,
    );
  });
});

describe('memory', () => {
  it('stays flat over 1,000 steps', async () => {
    const backend = await createBackend({ threads: 1, maximumBytes: 2 ** 23 });
    await trainSome(backend, 1000);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
    await backend.dispose();
  });

  it('that cannot grow causes one clear error, and the backend still works', async () => {
    const backend = await createBackend({ threads: 1, maximumBytes: 2 ** 23 });
    expect(() => backend.fill([4_000_000], 1, 'float32')).toThrow(
      expect.objectContaining({
        code: 'memory',
        message: expect.stringMatching(/^backend 'wasm' is out of memory: it needs another 16\.0 MB/),
      }),
    );
    const storage = backend.fill([1000], 1, 'float32');
    expect(await backend.download({ storage, shape: [1000], dtype: 'float32' })).toEqual(
      new Float32Array(1000).fill(1),
    );
    backend.release(storage);
    await backend.dispose();
  });

  it.each([1000, 2 ** 33])('refuses a limit of %d bytes', async (maximumBytes) => {
    await expect(createBackend({ maximumBytes })).rejects.toThrow(
      `createBackend: maximumBytes must be a number from 8388608 to 4294967296. Received ${maximumBytes}.`,
    );
  });
});
