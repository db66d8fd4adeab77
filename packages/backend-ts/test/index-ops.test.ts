import type { Backend, DType, Operand, TypedArray } from '@nablajs/core';
import { afterAll, describe, expect, it } from 'vitest';
import { expectAgreement, expectNothingLive, type Input, values } from './support.js';

const ARRAYS: Record<DType, (values: readonly number[]) => TypedArray> = {
  float32: (list) => Float32Array.from(list),
  float64: (list) => Float64Array.from(list),
  int32: (list) => Int32Array.from(list),
  uint8: (list) => Uint8Array.from(list),
};
const DTYPES = Object.keys(ARRAYS) as DType[];

function counting(dtype: DType, shape: readonly number[]): Input {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return { data: ARRAYS[dtype](Array.from({ length: size }, (_, i) => (i * 7) % 251)), shape, dtype };
}

const indices = (list: readonly number[]): Input => ({
  data: Int32Array.from(list),
  shape: [list.length],
  dtype: 'int32',
});

const transpose = (backend: Backend, [x]: readonly Operand[]) => backend.transpose(x as Operand);
const gather = (backend: Backend, [x, at]: readonly Operand[]) => backend.gather(x as Operand, at as Operand);

afterAll(expectNothingLive);

describe.each(DTYPES)('%s', (dtype) => {
  it.each([
    [0, 3],
    [1, 5],
    [3, 4],
    [7, 9],
    [31, 33],
    [65, 32],
  ])('transpose of [%i, %i]', async (m, n) => {
    await expectAgreement([counting(dtype, [m, n])], transpose, [n, m], dtype);
  });

  it.each([0, 1, 3, 63, 64, 65])('gather of rows %i wide', async (width) => {
    const rows = [4, 0, 4, 2, 1];
    await expectAgreement([counting(dtype, [5, width]), indices(rows)], gather, [5, width], dtype);
    await expectAgreement([counting(dtype, [5, width]), indices([])], gather, [0, width], dtype);
  });

  it('fill gives one value everywhere', async () => {
    const fill = (backend: Backend) => backend.fill([2, 3], 7, dtype);
    expect(await values([], fill, [2, 3], dtype)).toEqual([7, 7, 7, 7, 7, 7]);
  });

  it('oneHot marks the label, and nothing for one outside the classes', async () => {
    const oneHot = (backend: Backend, [labels]: readonly Operand[]) => backend.oneHot(labels as Operand, 3, dtype);
    const expected = [0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    expect(await values([indices([2, 0, 3, -1])], oneHot, [4, 3], dtype)).toEqual(expected);
  });
});

describe('cast', () => {
  const to =
    (dtype: DType) =>
    (backend: Backend, [x]: readonly Operand[]) =>
      backend.cast(x as Operand, dtype);

  it('rounds float64 to the nearest float32, and keeps -0, NaN and infinities', async () => {
    const x: Input = {
      data: Float64Array.of(0.1, 1 + 2 ** -24, 1 + 3 * 2 ** -24, -0, Number.NaN, Number.NEGATIVE_INFINITY, 1e300),
      shape: [7],
      dtype: 'float64',
    };
    const expected = [
      0.10000000149011612,
      1,
      1 + 2 ** -22,
      -0,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ];
    expect(await values([x], to('float32'), [7], 'float32')).toEqual(expected);
  });

  it("drops a float's fraction on the way to an integer", async () => {
    const x: Input = { data: Float32Array.of(2.9, -2.9, 0, 255), shape: [4], dtype: 'float32' };
    expect(await values([x], to('int32'), [4], 'int32')).toEqual([2, -2, 0, 255]);
  });

  it.each(DTYPES)('of bytes to %s keeps the number', async (dtype) => {
    const x: Input = { data: Uint8Array.of(0, 1, 127, 255), shape: [2, 2], dtype: 'uint8' };
    expect(await values([x], to(dtype), [2, 2], dtype)).toEqual([0, 1, 127, 255]);
  });
});
