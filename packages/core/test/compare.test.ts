import { describe, expect, it } from 'vitest';
import type { TypedArray } from '../src/index.js';
import { difference, OPERATION_TOLERANCE, type Tolerance } from '../src/testing/index.js';

const LOOSE: Tolerance = { relative: 0.1, absolute: 0.01 };
const at = (data: TypedArray, shape = [data.length]) => ({ data, shape });
const compare = (actual: number[], expected: number[], tolerance = LOOSE, options = {}) =>
  difference(at(Float64Array.from(actual)), at(Float64Array.from(expected)), tolerance, options);

describe('difference', () => {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

  it('passes within absolute + relative |expected|', () => {
    expect(compare([10.9, 0.009, -0.9], [10, 0, -1])).toBeUndefined();
    expect(compare([], [])).toBeUndefined();
  });

  it('names the worst element, both values, the error and the gate', () => {
    expect(compare([1, 12, 5], [1, 10, 1])).toBe('element 2: expected 1, received 5; error 4.000e+0, gate 1.100e-1');
    expect(compare([1.2], [1])).toContain('element 0: expected 1, received 1.2');
  });

  it.each([
    [[nan], [1]],
    [[1], [nan]],
    [[inf], [1]],
    [[1], [inf]],
    [[1], [-inf]],
    [[-inf], [inf]],
    [[inf], [nan]],
    [[nan], [inf]],
  ])('%j is not %j', (actual, expected) => {
    for (const tolerance of [LOOSE, { relative: 0, absolute: 0 }]) {
      expect(compare(actual, expected, tolerance)).toContain('element 0');
    }
  });

  it('NaN matches NaN, an infinity its own sign', () => {
    expect(compare([nan, inf, -inf], [nan, inf, -inf])).toBeUndefined();
  });

  it('distinguishes -0 and 0 only on request', () => {
    expect(compare([-0, 0], [0, -0])).toBeUndefined();
    expect(compare([-0], [0], LOOSE, { signedZero: true })).toContain('expected 0, received -0');
    expect(compare([-0], [-0], LOOSE, { signedZero: true })).toBeUndefined();
  });

  it('with a tolerance of 0 wants equal values', () => {
    const none = { relative: 0, absolute: 0 };
    expect(compare([0.1], [0.1], none)).toBeUndefined();
    expect(compare([0.1], [0.1 + 2 ** -56], none)).toContain('element 0');
  });

  it('looks at dtype and shape first', () => {
    const x = new Float64Array(2);
    expect(difference(at(new Float32Array(2)), at(x), LOOSE)).toBe('dtype: expected float64, received float32');
    expect(difference(at(x, [2, 1]), at(x, [1, 2]), LOOSE)).toBe(
      'shape: expected [1, 2], received [2, 1] with 2 elements',
    );
    expect(difference(at(x, [1]), at(x.subarray(1), [1]), LOOSE)).toBe(
      'shape: expected [1], received [1] with 2 elements',
    );
  });

  it('has the tolerances of one operation', () => {
    expect(OPERATION_TOLERANCE.float32).toEqual({ relative: 1e-5, absolute: 1e-6 });
    expect(OPERATION_TOLERANCE.float64.relative).toBe(1e-12);
  });
});
