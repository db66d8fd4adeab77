import { describe, expect, it } from 'vitest';
import { errorOf, referenceOf } from '../../src/harness/verify.js';
import type { Workload } from '../../src/workloads/workload.js';

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

it('computes the reference in float64', async () => {
  const inputs = {
    a: { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    b: { dtype: 'float32', shape: [2, 1], data: Float32Array.of(5, 6) },
  } as const;
  expect(await referenceOf(matmul('float32'), inputs)).toEqual(Float64Array.of(23, 34));
});

it('returns errors as multiples of the tolerance', () => {
  const reference = [1, -10];
  expect(errorOf(matmul('float32'), Float32Array.of(1, -10), reference)).toBe(0);
  // 1e-4 of the largest, 10, is 1e-3.
  expect(errorOf(matmul('float32'), Float64Array.of(1.0005, -10), reference)).toBeCloseTo(0.5, 6);
  expect(errorOf(matmul('float64'), Float64Array.of(1.0005, -10), reference)).toBeGreaterThan(1e5);
  expect(errorOf(matmul('float32'), Float32Array.of(1), reference)).toBe(Number.POSITIVE_INFINITY);
  expect(errorOf(matmul('float32'), Float32Array.of(1, -10, 0), reference)).toBe(Number.POSITIVE_INFINITY);
  expect(errorOf(matmul('float32'), Float32Array.of(1, Number.NaN), reference)).toBe(Number.POSITIVE_INFINITY);
});

it('a text is right only if every token is', () => {
  const size = { vocabulary: 7, context: 8, blocks: 1, width: 8, heads: 2 };
  const generation: Workload = { ...matmul('float32'), kind: 'generate', size, length: 3 } as Workload;
  expect(errorOf(generation, Float32Array.of(3, 1, 4), [3, 1, 4])).toBe(0);
  expect(errorOf(generation, Float32Array.of(3, 1, 5), [3, 1, 4])).toBe(Number.POSITIVE_INFINITY);
  expect(errorOf(generation, Float32Array.of(3, 1), [3, 1, 4])).toBe(Number.POSITIVE_INFINITY);
});

describe('the losses of a training run', () => {
  const training = (dtype: 'float32' | 'float64'): Workload => ({
    suite: 'train',
    name: 'test',
    kind: 'train',
    dtype,
    flops: null,
    inputs: {},
    hidden: [5],
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 4,
    resultEpochs: 1,
  });
  const losses = [20, ...Array.from({ length: 149 }, () => 2)];
  const error = (dtype: 'float32' | 'float64', at: number, value: number) =>
    errorOf(training(dtype), Float64Array.from(losses.with(at, value)), losses);

  it('are wrong if one is missing or one is too many', () => {
    const [less, more] = [losses.slice(0, -1), [...losses, 2]];
    expect(errorOf(training('float32'), Float64Array.from(losses), losses)).toBe(0);
    expect(errorOf(training('float32'), Float64Array.from(less), losses)).toBe(Number.POSITIVE_INFINITY);
    expect(errorOf(training('float32'), Float64Array.from(more), losses)).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([0, 1, 2])('are compared with themselves at step %d', (at) => {
    const right = losses[at] ?? 0;
    expect(error('float32', at, right * (1 + 5e-6))).toBeCloseTo(0.5, 6);
    expect(error('float32', at, right * (1 - 2e-5))).toBeCloseTo(2, 6);
    expect(error('float64', at, right * (1 + 5e-11))).toBeCloseTo(0.5, 3);
    expect(error('float32', at, Number.NaN)).toBe(Number.POSITIVE_INFINITY);
  });

  it('may drift apart from the fourth step on, and without limit after a hundred', () => {
    // 1e-3 of the largest, 20, is 0.02.
    expect(error('float32', 3, 2.01)).toBeCloseTo(0.5, 6);
    expect(error('float64', 99, 2 + 1e-7)).toBeCloseTo(0.5, 6);
    expect(error('float32', 99, 2.1)).toBeGreaterThan(1);
    expect(error('float32', 100, 3)).toBe(0);
  });
});
