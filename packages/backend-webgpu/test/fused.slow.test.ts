/** Fused kernels where conformance has no case: wide rows, many rows, gates, values and gradients of several axes. */
import {
  type Backend,
  dense,
  gelu,
  layerNorm,
  logSoftmax,
  multiply,
  type Operand,
  rmsNorm,
  softmax,
  sum,
  type Tensor,
  upload,
  valueAndGrad,
} from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { describeOnAdapter } from './adapter.js';

/** Numbers from -2 to 2 that repeat late. */
const spread = (size: number, seed: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => ((i * 7919 + seed * 104_729) % 4001) / 1000 - 2);

type Function = (...xs: Tensor[]) => Tensor;

/** Returns f and the gradients of sum(f dY) on a backend. */
async function computed(backend: Backend, f: Function, shapes: readonly (readonly number[])[]): Promise<number[][]> {
  const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
  const xs = shapes.map((shape, at) => upload(backend, dense(spread(size(shape), at), shape)));
  const first = shapes[0] as readonly number[];
  const dY = upload(backend, dense(spread(size(first), 9), first));
  const y = f(...xs);
  const { value, gradients } = valueAndGrad((given: readonly Tensor[]) => sum(multiply(f(...given), dY)), xs);
  const made = [y, ...gradients];
  const data = await Promise.all(made.map(async (one) => Array.from(await one.data())));
  for (const one of [...xs, dY, value, ...made]) one.dispose();
  return data;
}

const [WIDTH, LONG] = [300, 10_000];

const FUNCTIONS: readonly [name: string, f: Function, ...shapes: (readonly number[])[]][] = [
  ['softmax', (x) => softmax(x as Tensor), [3, WIDTH]],
  ['softmax of long rows', (x) => softmax(x as Tensor), [2, LONG]],
  ['softmax of many rows', (x) => softmax(x as Tensor), [70_000, 2]],
  ['log-softmax', (x) => logSoftmax(x as Tensor), [3, WIDTH]],
  ['gelu', (x) => gelu(x as Tensor), [5, 70]],
  ['gelu of tanh', (x) => gelu(x as Tensor, { approximate: 'tanh' }), [5, 70]],
  ['layerNorm', (x, a, b) => layerNorm(x as Tensor, a, b, 1e-5), [6, 3, WIDTH], [WIDTH], [WIDTH]],
  ['layerNorm without parameters', (x) => layerNorm(x as Tensor, undefined, undefined, 1e-5), [2, 7]],
  ['layerNorm of many rows', (x, a, b) => layerNorm(x as Tensor, a, b, 1e-5), [3000, 5], [5], [5]],
  ['rmsNorm', (x, a) => rmsNorm(x as Tensor, a, 1e-5), [4, 3, WIDTH], [WIDTH]],
];

describeOnAdapter('fused kernels', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createBackend();
  });
  afterAll(() => backend.dispose());

  it.each(FUNCTIONS)('%s has the values and gradients of the definition', async (_name, f, ...shapes) => {
    const [made, defined] = [await computed(backend, f, shapes), await computed(await createNaive(), f, shapes)];
    for (const [at, expected] of defined.entries()) {
      const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
      const off = expected.reduce((most, x, i) => Math.max(most, Math.abs(x - (made[at]?.[i] ?? NaN))), 0);
      expect(off / largest).toBeLessThan(1e-5);
    }
    expect(backend.memory().buffers).toBe(0);
  });

  const vector = (...values: number[]): Operand => {
    const data = Float32Array.from(values);
    return { storage: backend.upload(data, [data.length], 'float32'), shape: [data.length], dtype: 'float32' };
  };
  const scalar = (value: number): Operand => ({ ...vector(value), shape: [] });

  it.each([
    [0, true],
    [-0, true],
    [NaN, false],
    [1, false],
    [1e-45, false],
    [Number.NEGATIVE_INFINITY, false],
  ])('takes a step with a gate of %s: %s', async (value, steps) => {
    const [parameter, gradient, m, v, velocity] = [
      vector(1, 2, 3),
      vector(1, 1, 1),
      vector(0, 0, 0),
      vector(4, 4, 4),
      vector(5, 5, 5),
    ];
    const given = { learningRate: 0.5, weightDecay: 0 };
    const gate = scalar(value);
    const momentum = { momentum: 0.5, dampening: 0, nesterov: false, first: false };
    backend.fused?.sgd?.(parameter, gradient, velocity, { ...given, ...momentum }, gate);
    expect(await backend.download(parameter)).toEqual(Float32Array.from(steps ? [-0.75, 0.25, 1.25] : [1, 2, 3]));
    expect(await backend.download(velocity)).toEqual(new Float32Array(3).fill(steps ? 3.5 : 5));
    const moments = { beta1: 0.5, beta2: 0.5, epsilon: 0, decoupled: true, correction1: 0.5, correction2: 0.5 };
    backend.fused?.adam?.(parameter, gradient, m, v, { ...given, ...moments }, gate);
    expect(await backend.download(m)).toEqual(new Float32Array(3).fill(steps ? 0.5 : 0));
    expect(await backend.download(v)).toEqual(new Float32Array(3).fill(steps ? 2.5 : 4));
    for (const { storage } of [parameter, gradient, m, v, velocity, gate]) backend.release(storage);
  });

  it('finds what is not finite in the last of many operands', async () => {
    const operands = Array.from({ length: 17 }, (_, at) => vector(at, 1e38, -1e-40));
    const check = async (): Promise<unknown> => {
      const found = backend.fused?.finiteCheck?.(operands);
      const result = await backend.download({ storage: found, shape: [], dtype: 'float32' });
      backend.release(found);
      return result[0];
    };
    expect(await check()).toBe(0);
    operands.push(vector(1, Number.NEGATIVE_INFINITY));
    expect(await check()).toBeNaN();
    for (const { storage } of operands) backend.release(storage);
  });

  it('normalises columns whose first element is not finite, as others', async () => {
    const x = { ...vector(Number.POSITIVE_INFINITY, NaN, 1, 2, 3, 5), shape: [3, 2] };
    const made = backend.fused?.batchNorm?.(x, vector(1, 1), vector(0, 0), 1e-5, 'none');
    expect(await backend.download({ ...x, storage: made?.mean, shape: [2] })).toEqual(Float32Array.of(Infinity, NaN));
    expect(await backend.download({ ...x, storage: made?.y })).toEqual(new Float32Array(6).fill(NaN));
  });
});
