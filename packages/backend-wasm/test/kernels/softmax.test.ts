/** The kernels of softmax give the bits of the operations that core composes it from. */
import {
  type Backend,
  dense,
  grad,
  logSoftmax,
  multiply,
  softmax,
  sum,
  type Tensor,
  type TypedArray,
  upload,
} from '@nablajs/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';
import { expectSameBits } from '../support/bits.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend({ threads: 2 });
});
afterAll(() => backend.dispose());

const { NaN: nan, NEGATIVE_INFINITY: least } = Number;
/** Rows of one element, around the lanes, in several items, and longer than a part of a sum. */
const SHAPES = [
  [1, 1],
  [3, 7],
  [5, 16],
  [2, 3, 17],
  [70, 131],
  [2, 16_387],
] as const;

function rowsOf(shape: readonly number[], dtype: 'float32' | 'float64'): Float32Array | Float64Array {
  const length = shape.reduce((product, n) => product * n, 1);
  const x = Float64Array.from({ length }, (_, i) => ((i * 7919) % 2003) / 50 - 20);
  const width = shape.at(-1) as number;
  if (length > 10) x.set([nan], width);
  if (length > 3 * width + 1) x.fill(least, 2 * width, 3 * width).set([least, 3], 3 * width);
  return dtype === 'float32' ? Float32Array.from(x) : x;
}

/** Returns y and the gradient of its elements' weighted sum. */
async function both(on: Backend, f: (x: Tensor) => Tensor, x: Float32Array | Float64Array, shape: readonly number[]) {
  const weights = x.map((_, i) => ((i * 31) % 17) - 8);
  const [input, factors] = [x, weights].map((data) => upload(on, dense(data, shape))) as [Tensor, Tensor];
  const y = f(input);
  const dX = grad((at: Tensor) => sum(multiply(f(at), factors)))(input);
  return Promise.all([y.data(), dX.data()]);
}

it.each(SHAPES.map((shape) => [shape.join(' x '), shape] as const))('%s', async (_, shape) => {
  const { softmax: forward, softmaxBackward, ...others } = backend.fused ?? {};
  expect([forward, softmaxBackward]).not.toContain(undefined);
  const composing: Backend = { ...backend, fused: others };
  for (const dtype of ['float32', 'float64'] as const) {
    const x = rowsOf(shape, dtype);
    for (const f of [softmax, logSoftmax]) {
      const wanted = await both(composing, (at) => f(at), x, shape);
      const received = await both(backend, (at) => f(at), x, shape);
      for (const [i, one] of received.entries()) expectSameBits(one, wanted[i] as TypedArray);
    }
  }
});
