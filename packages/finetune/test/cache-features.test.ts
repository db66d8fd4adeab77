import { createBackend } from '@nablajs/backend-ts';
import { type Backend, type Dataset, Dense, type DenseArray, dense, Network, Random } from '@nablajs/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cacheFeatures, predictSequences } from '../src/index.js';

let backend: Backend;
let network: Network;
beforeAll(async () => {
  backend = await createBackend();
  const parameters = new Map([
    ['weight', dense(Float32Array.of(1, 10), [1, 2])],
    ['bias', dense(Float32Array.of(0, 0.5), [2])],
  ]);
  network = new Network(backend, new Dense(2), { inputShape: [1], parameters });
});
afterAll(() => backend.dispose());

/** Reuses its buffers, as data sets may. */
function counting(length: number): { dataset: Dataset<DenseArray[]>; asked: number[] } {
  const asked: number[] = [];
  const buffer = new Float32Array(length);
  const labels = new Int32Array(2 * length);
  const dataset: Dataset<DenseArray[]> = {
    length,
    inputShape: [1],
    batch: (indices) => {
      asked.push(indices.length);
      buffer.set(indices);
      indices.forEach((index, at) => {
        labels[2 * at] = index;
        labels[2 * at + 1] = -index;
      });
      const n = indices.length;
      const y = [dense(buffer.slice(0, n), [n]), dense(labels.subarray(0, 2 * n), [n, 2])];
      return { x: dense(buffer.subarray(0, n), [n, 1]), y, weights: buffer.subarray(0, n) };
    },
    order: () => Int32Array.from({ length }, (_, at) => length - 1 - at),
  };
  return { dataset, asked };
}

test('has the outputs, targets, weights and order of each example, and asks once for each', async () => {
  const { dataset, asked } = counting(7);
  const progress: number[][] = [];
  const cached = await cacheFeatures(network, dataset, {
    batchSize: 3,
    onProgress: (...numbers) => void progress.push(numbers),
  });
  expect(progress).toEqual([
    [3, 7],
    [6, 7],
    [7, 7],
  ]);
  expect([cached.length, cached.inputShape]).toEqual([7, [2]]);
  expect(cached.order?.(new Random(1))).toEqual(Int32Array.of(6, 5, 4, 3, 2, 1, 0));
  expect(await cached.batch(Int32Array.of(5, 0, 5))).toEqual({
    x: dense(Float32Array.of(5, 50.5, 0, 0.5, 5, 50.5), [3, 2]),
    y: [dense(Float32Array.of(5, 0, 5), [3]), dense(Int32Array.of(5, -5, 0, -0, 5, -5), [3, 2])],
    weights: dense(Float64Array.of(5, 0, 5), [3]),
  });
  expect(asked).toEqual([3, 3, 1]);
});

test('one array of targets, weights of elements, and no weights stay as they are', async () => {
  const y = dense(Int32Array.of(4), [1]);
  const one = { length: 1, inputShape: [1], batch: () => ({ x: dense(Float32Array.of(2), [1, 1]), y }) };
  expect(await (await cacheFeatures(network, one)).batch(Int32Array.of(0))).toEqual({
    x: dense(Float32Array.of(2, 20.5), [1, 2]),
    y,
  });
  const weights = dense(Float32Array.of(1, 2), [1, 2]);
  const weighted = { ...one, batch: () => ({ ...one.batch(), weights }) };
  expect((await (await cacheFeatures(network, weighted)).batch(Int32Array.of(0))).weights).toEqual(weights);
});

test('data that varies, and examples of several shapes, are refused', async () => {
  const { dataset } = counting(4);
  await expect(cacheFeatures(network, { ...dataset, variesByEpoch: true })).rejects.toThrow(
    /cacheFeatures: the data set differs from epoch to epoch/,
  );
  const growing: Dataset = {
    length: 2,
    inputShape: [1],
    batch: ([at = 0]) => ({ x: dense(Float32Array.of(at), [1, 1]), y: dense(new Float32Array(at + 1), [1, at + 1]) }),
  };
  await expect(cacheFeatures(network, growing, { batchSize: 1 })).rejects.toThrow(
    /expected examples of one shape. Received \[1\] and \[2\]/,
  );
  for (const batchSize of [0, -1, 1.5, Number.NaN, '4' as never]) {
    await expect(cacheFeatures(network, dataset, { batchSize })).rejects.toMatchObject({
      code: 'argument',
      message: expect.stringContaining('cacheFeatures batchSize: expected a whole number >= 1'),
    });
    const own = { batchSize, padding: 0 };
    await expect(predictSequences(network, [[1], [2]], own)).rejects.toThrow(/predictSequences batchSize: expected/);
  }
  await expect(cacheFeatures(network, dataset, { batch: 3 } as never)).rejects.toThrow(/unknown option 'batch'/);
});
