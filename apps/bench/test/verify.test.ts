import { expect, it } from 'vitest';
import { errorOf, referenceOf } from '../src/verify.js';
import type { Workload } from '../src/workload.js';

const matmul = (dtype: 'float32' | 'float64'): Workload => ({
  suite: 'ops',
  name: 'matmul 2x2x1',
  kind: 'matmul',
  dtype,
  flops: 8,
  transposeA: true,
  transposeB: false,
  inputs: {},
});

it('the reference is computed in float64', async () => {
  const inputs = {
    a: { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    b: { dtype: 'float32', shape: [2, 1], data: Float32Array.of(5, 6) },
  } as const;
  expect(await referenceOf(matmul('float32'), inputs)).toEqual(Float64Array.of(23, 34));
});

it('an error is told in units of what it may be', () => {
  const reference = [1, -10];
  expect(errorOf(matmul('float32'), Float32Array.of(1, -10), reference)).toBe(0);
  // 1e-4 of the largest, 10, is 1e-3.
  expect(errorOf(matmul('float32'), Float64Array.of(1.0005, -10), reference)).toBeCloseTo(0.5, 6);
  expect(errorOf(matmul('float64'), Float64Array.of(1.0005, -10), reference)).toBeGreaterThan(1e5);
  expect(errorOf(matmul('float32'), Float32Array.of(1), reference)).toBe(Number.POSITIVE_INFINITY);
  expect(errorOf(matmul('float32'), Float32Array.of(1, Number.NaN), reference)).toBe(Number.POSITIVE_INFINITY);
});

it('the losses of a training run may drift apart, after a hundred steps as they like', () => {
  const training: Workload = {
    suite: 'train',
    name: 'test',
    kind: 'train',
    dtype: 'float32',
    flops: null,
    inputs: {},
    hidden: [5],
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 4,
    resultEpochs: 1,
  };
  const losses = Array.from({ length: 150 }, () => 2);
  const drifted = (at: number, value: number) => Float32Array.from(losses.with(at, value));
  expect(errorOf(training, drifted(99, 2.001), losses)).toBeCloseTo(0.5, 3);
  expect(errorOf(training, drifted(99, 2.01), losses)).toBeGreaterThan(1);
  expect(errorOf(training, drifted(100, 3), losses)).toBe(0);
});
