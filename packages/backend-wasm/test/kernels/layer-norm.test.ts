/** The kernels of layer norm, RMS norm and GELU give the bits of the operations that core composes them from. */
import {
  type Backend,
  dense,
  gelu,
  grad,
  layerNorm,
  multiply,
  rmsNorm,
  sum,
  type Tensor,
  type TypedArray,
  upload,
} from '@nablajs/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';
import { expectSameBits } from '../support/bits.js';

let backends: Backend[];
beforeAll(async () => {
  backends = await Promise.all([createBackend({ threads: 1 }), createBackend({ threads: 2 })]);
});
afterAll(() => Promise.all(backends.map((backend) => backend.dispose())));

/** One row, around the lanes, one and several stretches of rows, several items, rows longer than a part of a sum. */
const SHAPES = [
  ...[
    [1, 1],
    [1, 2],
    [1, 17],
    [3, 1],
    [2, 16],
    [5, 17],
    [32, 15],
    [33, 300],
    [70, 131],
    [4100, 5],
    [2, 16_387],
  ],
  ...[
    [1, 1, 5],
    [1, 3, 5],
    [40, 3, 7],
    [4, 9, 100],
    [0, 4],
    [3, 0],
  ],
];

type Function = (x: Tensor, ...parameters: Tensor[]) => Tensor;
const EPSILON = 1e-5;
const FUNCTIONS: [name: string, parameters: number, f: Function][] = [
  ['layerNorm', 2, (x, scale, offset) => layerNorm(x, scale, offset, EPSILON)],
  ['layerNorm with a scale', 1, (x, scale) => layerNorm(x, scale, undefined, EPSILON)],
  ['layerNorm with an offset', 1, (x, offset) => layerNorm(x, undefined, offset, EPSILON)],
  ['layerNorm of x alone', 0, (x) => layerNorm(x, undefined, undefined, EPSILON)],
  ['rmsNorm', 1, (x, scale) => rmsNorm(x, scale, EPSILON)],
  ['rmsNorm of x alone', 0, (x) => rmsNorm(x, undefined, EPSILON)],
  ['gelu', 0, (x) => gelu(x)],
  ['gelu by tanh', 0, (x) => gelu(x, { approximate: 'tanh' })],
];

type Contents = 'numbers' | 'NaN and infinities' | 'zeros';

function contentsOf(shape: readonly number[], contents: Contents): Float64Array {
  const width = shape.at(-1) as number;
  const x = numbers(
    shape.reduce((product, n) => product * n, 1),
    1,
  ).slice();
  if (contents === 'zeros') return x.fill(-0);
  if (contents === 'numbers' || x.length === 0) return x;
  x[0] = Number.NaN;
  if (x.length > 3 * width) {
    x[2 * width] = Number.POSITIVE_INFINITY;
    x[3 * width - 1] = Number.NEGATIVE_INFINITY;
  }
  return x;
}

const made = new Map<string, Float64Array>();

/** Makes the numbers once: it takes longer than the kernels. */
function numbers(length: number, start: number): Float64Array {
  const key = `${length} ${start}`;
  const known = made.get(key) ?? Float64Array.from({ length }, (_, i) => (((i + start) * 7919) % 2003) / 50 - 20);
  made.set(key, known);
  return known;
}

/** Returns the bits of y and of the gradients of its elements' weighted sum. */
async function bitsOf(
  on: Backend,
  [, count, f]: (typeof FUNCTIONS)[number],
  x: Float64Array,
  shape: number[],
  single: boolean,
) {
  const width = shape.at(-1) as number;
  const put = (data: Float64Array, to: number[]) => upload(on, dense(single ? new Float32Array(data) : data, to));
  const weights = put(x.every((value) => value === 0) ? x : numbers(x.length, 5), shape);
  const operands = [put(x, shape), ...Array.from({ length: count }, (_, i) => put(numbers(width, 9 + i), [width]))];
  const g = grad((given: Tensor[]) => sum(multiply((f as (...all: Tensor[]) => Tensor)(...given), weights)));
  const all = [(f as (...all: Tensor[]) => Tensor)(...operands), ...g(operands)];
  return Promise.all(all.map((tensor) => tensor.data()));
}

it.each(SHAPES.map((shape) => [shape.join(' x '), shape] as const))('%s', async (_, shape) => {
  const [alone] = backends as [Backend];
  const { layerNorm: forward, layerNormBackward, gelu: element, ...others } = alone.fused ?? {};
  expect([forward, layerNormBackward, element]).not.toContain(undefined);
  const composing: Backend = { ...alone, fused: others };
  const size = shape.reduce((product, n) => product * n, 1);
  // Special values go the same ways in more rows.
  const special = size < 5000 || process.env['NABLA_SLOW'] === '1' ? (['NaN and infinities', 'zeros'] as const) : [];
  for (const contents of ['numbers', ...special] as const) {
    const x = contentsOf(shape, contents);
    for (const one of FUNCTIONS) {
      for (const single of [true, false]) {
        const wanted = await bitsOf(composing, one, x, shape, single);
        for (const backend of backends) {
          const received = await bitsOf(backend, one, x, shape, single);
          expect(received.length).toBe(wanted.length);
          for (const [at, values] of received.entries()) {
            expectSameBits(values, wanted[at] as TypedArray, `${one[0]} of ${contents}`);
          }
        }
      }
    }
  }
});
