import type { Backend, DType, Operand } from '@nablajs/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  counting,
  DTYPES,
  EXACT,
  expectAgreement,
  expectNothingLive,
  FLOATS,
  floatsOf,
  type Input,
  indices,
  numbers,
  ours,
  randomInput,
  resultOf,
  values,
} from './support.js';

const gather = (backend: Backend, [x, at]: readonly Operand[]) => backend.gather(x as Operand, at as Operand);

afterAll(expectNothingLive);

describe.each(DTYPES)('%s', (dtype) => {
  it.each([0, 1, 3, 63, 64, 65])('gather of rows %i wide', async (width) => {
    const rows = [4, 0, 4, 2, 1];
    await expectAgreement([counting(dtype, [5, width]), indices(rows)], gather, [5, width], dtype);
    await expectAgreement([counting(dtype, [5, width]), indices([])], gather, [0, width], dtype);
  });

  it('gather of an index outside the rows gives NaN, or 0 where there is none', async () => {
    const none = dtype.startsWith('float') ? Number.NaN : 0;
    const x = numbers(dtype, [2, 2], [1, 2, 3, 4]);
    const at = indices([-1, 1, 2, 2 ** 31 - 1, -(2 ** 31), 0]);
    const expected = [none, none, 3, 4, none, none, none, none, none, none, 1, 2];
    expect(await values([x, at], gather, [6, 2], dtype)).toEqual(expected);
    const empty = counting(dtype, [0, 70]);
    expect(await values([empty, indices([0])], gather, [1, 70], dtype)).toEqual(new Array(70).fill(none));
    await expectAgreement([x, at], gather, [6, 2], dtype, EXACT);
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

describe.each(FLOATS)('scatterAdd %s', (dtype) => {
  const scatterAdd =
    (rows: number) =>
    (backend: Backend, [x, at]: readonly Operand[]) =>
      backend.scatterAdd(x as Operand, at as Operand, rows);

  it('adds rows at their index; one outside the rows adds nothing', async () => {
    const x = numbers(dtype, [5, 2], [1, 2, 10, 20, 100, 200, 1000, 2000, 5, 6]);
    const at = indices([2, 0, 2, -1, 3]);
    expect(await values([x, at], scatterAdd(3), [3, 2], dtype)).toEqual([10, 20, 0, 0, 101, 202]);
  });

  it('of any indices and sizes is as defined', async () => {
    const sizes = fc.constantFrom(0, 1, 2, 3, 70);
    const places = fc.array(fc.integer({ min: -2, max: 8 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(sizes, sizes, places, async (rows, width, at) => {
        const x = randomInput(dtype, [at.length, width]);
        await expectAgreement([x, indices(at)], scatterAdd(rows), [rows, width], dtype);
      }),
      { numRuns: 200 },
    );
  });

  it('gives zeros where nothing is added, also in an array that was used before; -0 becomes 0', async () => {
    await values([numbers(dtype, [4], [1, 2, 3, 4])], (backend, [x]) => backend.exp(x as Operand), [4], dtype);
    const x = numbers(dtype, [1, 2], [-0, 1]);
    expect(await values([x, indices([1])], scatterAdd(2), [2, 2], dtype)).toEqual([0, 0, 0, 1]);
  });

  it('an infinity and a NaN stay in their row and column', async () => {
    const x = numbers(dtype, [3, 2], [Number.POSITIVE_INFINITY, 1, Number.NaN, 2, 3, 4]);
    const expected = [Number.POSITIVE_INFINITY, 1, Number.NaN, 6];
    expect(await values([x, indices([0, 1, 1])], scatterAdd(2), [2, 2], dtype)).toEqual(expected);
  });

  it('keeps the digits of a hundred thousand equal indices', async () => {
    const n = 100_000;
    // 0.1 is not exact, and the error of a running sum of it goes one way.
    const x = { data: floatsOf(dtype, new Array(2 * n).fill(0.1)), shape: [n, 2], dtype };
    const [rounded = 0] = x.data;
    const sums = await values([x, indices(new Array(n).fill(0))], scatterAdd(1), [1, 2], dtype);
    const ulp = dtype === 'float32' ? 2 ** -24 : 2 ** -53;
    for (const sum of sums)
      expect(Math.abs(sum / (n * rounded) - 1)).toBeLessThan(dtype === 'float32' ? ulp : 32 * ulp);
  });

  it.each([127, 128, 129, 256, 257])('of %i equal indices among others is as defined', async (n) => {
    const at = Array.from({ length: 2 * n }, (_, i) => (i % 2) * 3);
    await expectAgreement([randomInput(dtype, [2 * n, 3]), indices(at)], scatterAdd(4), [4, 3], dtype);
  });

  it('gives the same bits again', async () => {
    const inputs = [randomInput(dtype, [500, 3]), indices(Array.from({ length: 500 }, (_, i) => (i * i) % 7))];
    const first = await resultOf(ours, inputs, scatterAdd(7), [7, 3], dtype);
    expect(await resultOf(ours, inputs, scatterAdd(7), [7, 3], dtype)).toEqual(first);
  });
});

it('scatterAdd adds in ascending order of the sources, in blocks of 128', async () => {
  const n = 300;
  const x = randomInput('float64', [n, 1], 5);
  let expected = 0;
  for (let start = 0; start < n; start += 128) {
    let block = 0;
    for (const value of x.data.subarray(start, start + 128)) block += value;
    expected += block;
  }
  const kernel = (backend: Backend, [from, at]: readonly Operand[]) =>
    backend.scatterAdd(from as Operand, at as Operand, 2);
  const zeros = indices(new Array(n).fill(1));
  expect(await values([x, zeros], kernel, [2, 1], 'float64')).toEqual([0, expected]);
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
