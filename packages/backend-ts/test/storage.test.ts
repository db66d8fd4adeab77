import type { Backend, Operand } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { StoragePool } from '../src/storage.js';

describe('StoragePool', () => {
  it('throws a clear error if the engine cannot allocate an array', () => {
    const pool = new StoragePool(1000);
    expect(() => pool.allocate('float32', Number.MAX_SAFE_INTEGER)).toThrow(
      expect.objectContaining({
        code: 'memory',
        message: expect.stringMatching(
          /^backend 'ts' is out of memory: .* cannot allocate 9007199254740991 elements of float32 .* batchSize/,
        ),
        cause: expect.any(RangeError),
      }),
    );
    expect(pool.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('reuses a released array of the same dtype and length, and no other', () => {
    const pool = new StoragePool(1000);
    const first = pool.allocate('float32', 10);
    pool.release(first);
    expect(pool.idleBytes).toBe(40);
    expect(pool.allocate('float64', 10)).not.toBe(first);
    expect(pool.allocate('float32', 11)).not.toBe(first);
    expect(pool.allocate('float32', 10)).toBe(first);
    expect(pool.allocate('float32', 10)).not.toBe(first);
    expect(pool.idleBytes).toBe(0);
  });

  it('keeps at most its capacity, and drops the least recently used length', () => {
    const pool = new StoragePool(100);
    const arrays = [10, 11, 12].map((length) => pool.allocate('float32', length));
    for (const array of arrays) pool.release(array);
    expect(pool.idleBytes).toBe(92);
    expect(pool.allocate('float32', 10)).not.toBe(arrays[0]);
    expect(pool.allocate('float32', 11)).toBe(arrays[1]);
    expect(pool.allocate('float32', 12)).toBe(arrays[2]);
  });

  it('keeps nothing longer than its capacity, and nothing with a capacity of 0', () => {
    const pool = new StoragePool(0);
    const array = pool.allocate('float32', 1);
    pool.release(array);
    expect(pool.idleBytes).toBe(0);
    expect(pool.allocate('float32', 1)).not.toBe(array);
  });

  it('keeps released arrays when an array longer than its capacity is released', () => {
    const pool = new StoragePool(100);
    const [small, large] = [pool.allocate('float32', 10), pool.allocate('float32', 26)];
    pool.release(small);
    pool.release(large);
    expect(pool.idleBytes).toBe(40);
    expect(pool.allocate('float32', 26)).not.toBe(large);
    expect(pool.allocate('float32', 10)).toBe(small);
  });

  it('counts live storages only', () => {
    const pool = new StoragePool(1000);
    const first = pool.allocate('float64', 4);
    pool.allocate('int32', 2);
    expect(pool.memory()).toEqual({ buffers: 2, bytes: 40 });
    pool.release(first);
    expect(pool.memory()).toEqual({ buffers: 1, bytes: 8 });
    pool.clear();
    expect(pool.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('refuses a storage that is not live', () => {
    const pool = new StoragePool(1000);
    const array = pool.allocate('float32', 3);
    pool.release(array);
    expect(() => pool.release(array)).toThrow('release: expected a live storage of this backend');
    expect(() => pool.release(new Float32Array(3))).toThrow('Release each storage once');
  });
});

describe('createBackend', () => {
  it('refuses a pool size that is not a number >= 0', async () => {
    await expect(createBackend({ poolBytes: -1 })).rejects.toThrow('poolBytes must be a number >= 0. Received -1.');
    await expect(createBackend({ poolBytes: Number.NaN })).rejects.toMatchObject({ code: 'argument' });
  });

  it('refuses an option that it does not know', async () => {
    const options = { poolByte: 1 } as object;
    await expect(createBackend(options)).rejects.toMatchObject({
      code: 'argument',
      message: "createBackend: unknown option 'poolByte'. Did you mean 'poolBytes'? Known: poolBytes.",
    });
  });

  it('copies on upload and on download', async () => {
    const backend = await createBackend();
    const data = Float32Array.of(1, Number.NaN, -0, Number.NEGATIVE_INFINITY, 1e-45);
    const x: Operand = { storage: backend.upload(data, [5], 'float32'), shape: [5], dtype: 'float32' };
    data.fill(9);
    const copy = await backend.download(x);
    expect(Array.from(copy)).toEqual([1, Number.NaN, -0, Number.NEGATIVE_INFINITY, 1.401298464324817e-45]);
    copy.fill(9);
    expect((await backend.download(x))[0]).toBe(1);
  });

  it('gives the same numbers without a pool, and memory stays flat over steps', async () => {
    const results = await Promise.all([0, 1 << 20].map((poolBytes) => createBackend({ poolBytes }).then(steps)));
    expect(results[0]).toEqual(results[1]);
  });
});

/** A hundred products and sums of their rows; the last sums. */
async function steps(backend: Backend) {
  const data = Float64Array.from({ length: 12 }, (_, i) => i / 7);
  const x: Operand = { storage: backend.upload(data, [3, 4], 'float64'), shape: [3, 4], dtype: 'float64' };
  const usage = backend.memory();
  let last = new Float64Array(0);
  for (let step = 0; step < 100; step++) {
    const product = backend.matmul(x, x, false, true, [3, 3]);
    const sums = backend.sum({ storage: product, shape: [3, 3], dtype: 'float64' }, [3, 3, 1]);
    last = (await backend.download({ storage: sums, shape: [3], dtype: 'float64' })) as Float64Array<ArrayBuffer>;
    backend.release(product);
    backend.release(sums);
    expect(backend.memory()).toEqual(usage);
  }
  return last;
}
