/** Runs of broadcast operands, against plain loops: lengths around a vector, runs around an item, numbers, int32. */
import { type Backend, type DType, type IntegerKernels, type Operand, type Shape, sizeOf } from '@nablajs/core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createBackend } from '../../src/index.js';
import { expectSameBits } from '../support/bits.js';

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;
/** Shapes of the operands, and of the result. */
const SHAPES: readonly (readonly [a: Shape, b: Shape, shape: Shape])[] = [
  ...[1, 2, 3, 4, 5, 7, 8, 9, 10].map(
    (n) =>
      [
        [6, n],
        [1, n],
        [6, n],
      ] as const,
  ),
  ...[1, 2, 3, 4, 5, 8, 10].map(
    (n) =>
      [
        [6, n],
        [6, 1],
        [6, n],
      ] as const,
  ),
  [
    [3, 1, 5],
    [1, 4, 1],
    [3, 4, 5],
  ],
  [
    [2, 1, 3, 1],
    [1, 5, 1, 6],
    [2, 5, 3, 6],
  ],
  // Several items: 16,384 / 7 runs each, or 16,384 elements of one run.
  [
    [5000, 7],
    [1, 7],
    [5000, 7],
  ],
  [
    [5000, 7],
    [5000, 1],
    [5000, 7],
  ],
  [
    [50, 1, 7],
    [1, 100, 7],
    [50, 100, 7],
  ],
  ...[16_383, 16_384, 16_385].map((n) => [[n], [n], [n]] as const),
  [
    [0, 3],
    [1, 3],
    [0, 3],
  ],
];

/** Returns, for each element of the result, the place of an operand's element. */
function placesOf(own: Shape, shape: Shape): number[] {
  return Array.from({ length: sizeOf(shape) }, (_, flat) => {
    let [place, stride, rest] = [0, 1, flat];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const dimension = shape[axis] as number;
      if (own[axis] !== 1) place += (rest % dimension) * stride;
      stride *= own[axis] as number;
      rest = Math.floor(rest / dimension);
    }
    return place;
  });
}

const CASES = SHAPES.map(([a, b, shape]) => [a, b, shape, placesOf(a, shape), placesOf(b, shape)] as const);

const numbers = (length: number, seed: number): number[] =>
  Array.from({ length }, (_, i) => ((i * 37 + seed * 11) % 23) - 11);

describe.each([1, 3])('%i threads', (threads) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createBackend({ threads });
  });
  afterAll(() => backend.dispose());

  describe.each(['float32', 'float64', 'int32'] as const)('%s', (dtype) => {
    const kernels = (): IntegerKernels<unknown> => (dtype === 'int32' ? backend.integers : backend) as never;
    const place = (values: readonly number[], shape: Shape): Operand => ({
      storage: backend.upload(ARRAYS[dtype].from(values), shape, dtype as DType),
      shape,
      dtype,
    });
    async function expectValues(storage: unknown, shape: Shape, expected: readonly number[]): Promise<void> {
      expectSameBits(await backend.download({ storage, shape, dtype }), ARRAYS[dtype].from(expected));
    }

    it.each(CASES)('%j and %j', async (aShape, bShape, shape, left, right) => {
      const [a, b] = [numbers(sizeOf(aShape), 1), numbers(sizeOf(bShape), 2)];
      const [x, y] = [place(a, aShape), place(b, bShape)];
      const expected = (f: (p: number, q: number) => number): number[] =>
        left.map((at, i) => f(a[at] as number, b[right[i] as number] as number));
      await expectValues(
        kernels().subtract(x, y, shape),
        shape,
        expected((p, q) => p - q),
      );
      await expectValues(
        kernels().greater(y, x, shape),
        shape,
        expected((p, q) => Number(q > p)),
      );
      await expectValues(
        kernels().multiply(3, x, aShape),
        aShape,
        a.map((p) => 3 * p),
      );
      await expectValues(
        kernels().where(x, y, 5, shape),
        shape,
        expected((p, q) => (p !== 0 ? q : 5)),
      );
      await expectValues(
        kernels().where(y, -2, x, shape),
        shape,
        expected((p, q) => (q !== 0 ? -2 : p)),
      );
    });
  });
});
