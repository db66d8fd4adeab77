import { type CsrArray, dense } from '@nablajs/core';
import { describe, expect, test } from 'vitest';
import {
  compressed,
  csrOf,
  doubles,
  dtypeOfHost,
  host,
  pattern,
  patternAt,
  spread,
  transposed,
  typed,
  wholeNumbers,
} from '../../src/harness/host.js';

describe('numbers', () => {
  test('are rounded to their dtype', () => {
    expect(typed('float32', [0.1, 2])).toEqual(Float32Array.of(0.1, 2));
    expect(typed('int32', [7])).toEqual(Int32Array.of(7));
    expect(doubles(Float32Array.of(0.1))).toEqual(Float64Array.of(Math.fround(0.1)));
    expect(host('uint8', [2], [3, 4])).toEqual(dense(Uint8Array.of(3, 4), [2]));
  });

  test('of a pattern follow a formula, which the script of the literals has too', () => {
    expect([0, 1, 2, 3].map((index) => patternAt(2, index))).toEqual([-11, 29, 14, 5]);
    expect(pattern('float64', [2, 2], 2, 4)).toEqual(dense(Float64Array.of(-2.75, 7.25, 3.5, 1.25), [2, 2]));
    expect(wholeNumbers('int32', [4], 2)).toEqual(dense(Int32Array.of(11, 29, 14, 5), [4]));
  });

  test('that are spread are the same in every run, of both signs and of every magnitude', () => {
    const { data, shape } = spread('float64', [100, 40], 1);
    expect(shape).toEqual([100, 40]);
    expect(Array.from(data.slice(0, 3))).toEqual([0.2685144105926156, 6.246248356997967, 8.224188596010208]);
    expect(spread('float64', [3], 2).data).not.toEqual(data.slice(0, 3));
    const sizes = Array.from(data, Math.abs);
    expect(Math.max(...sizes)).toBeGreaterThan(100);
    expect(Math.max(...sizes)).toBeLessThan(2 ** 7);
    expect(sizes.filter((size) => size < 2 ** -8).length).toBeGreaterThan(100);
    const sum = Array.from(data, Math.sign).reduce((total, sign) => total + sign);
    expect(Math.abs(sum)).toBeLessThan(200);
  });
});

test('a transposed array has the last two dimensions swapped', () => {
  const two = transposed(dense(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), [2, 2, 3]));
  expect(two).toEqual(dense(Float64Array.of(1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12), [2, 3, 2]));
  expect(transposed(dense(Float64Array.of(1, 2, 3), [1, 3]))).toEqual(dense(Float64Array.of(1, 2, 3), [3, 1]));
  expect(transposed(dense(Float64Array.of(1, 2, 3), [3, 1]))).toEqual(dense(Float64Array.of(1, 2, 3), [1, 3]));
});

describe('a sparse matrix', () => {
  const matrix = (): CsrArray => compressed(dense(Float64Array.of(0, 0, 5, 0, 6, 7, 0, 0, 0, 8, 0, 0), [6, 2]));

  test('has the elements that are not zero, row by row, also after empty rows', () => {
    expect(matrix()).toEqual({
      layout: 'csr',
      shape: [6, 2],
      rowOffsets: Int32Array.of(0, 0, 1, 3, 3, 4, 4),
      columns: Int32Array.of(0, 0, 1, 1),
      values: Float64Array.of(5, 6, 7, 8),
    });
  });

  test('keeps its places in another dtype', () => {
    const single = csrOf(matrix(), 'float32');
    expect(single).toEqual({ ...matrix(), values: Float32Array.of(5, 6, 7, 8) });
    expect([dtypeOfHost(single), dtypeOfHost(matrix())]).toEqual(['float32', 'float64']);
    expect(dtypeOfHost(dense(Int32Array.of(1), [1]))).toBe('int32');
  });
});
