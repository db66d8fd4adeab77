import { describe, expect, test } from 'vitest';
import { compressed, host, pattern, transposed } from '../../src/harness/host.js';
import { assertWithin, firstDifference, worstElement } from '../../src/tolerances/compare.js';
import {
  bounded,
  describeGates,
  equal,
  exact,
  type Gate,
  gateBetween,
  matmulTolerance,
  STRICT_ULPS,
  spacing,
  ulps,
  within,
} from '../../src/tolerances/gates.js';

const passes = (gate: Gate, actual: number, expected: number): boolean =>
  (worstElement([actual], [expected], gate)?.ratio ?? 0) <= 1;

describe('spacing', () => {
  test.each([
    ['float32', 1, 2 ** -23],
    ['float32', -1.5, 2 ** -23],
    ['float32', 2 - 2 ** -40, 2 ** -23],
    ['float32', 2, 2 ** -22],
    ['float32', 1e-42, 2 ** -149],
    ['float32', 1e-60, 2 ** -149],
    ['float64', 1, 2 ** -52],
    ['float64', 4, 2 ** -50],
    ['float64', 1e-310, Number.MIN_VALUE],
  ] as const)('of %s at %d', (dtype, value, expected) => {
    expect(spacing(dtype, value)).toBe(expected);
  });
});

describe('gates', () => {
  const tolerance = within({ relative: 1e-3, absolute: 1e-6 });

  test.each([
    [exact, 1, 1, true],
    [exact, 0, -0, false],
    [exact, Number.NaN, Number.NaN, true],
    [exact, 1, Number.NaN, false],
    [equal, 0, -0, true],
    [equal, 1, 1 + 2 ** -52, false],
    [tolerance, 1.0009, 1, true],
    [tolerance, 1.0011, 1, false],
    [tolerance, 1e-6, 0, true],
    [tolerance, 1.1e-6, 0, false],
    [tolerance, 1e308, Number.POSITIVE_INFINITY, false],
    [tolerance, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, false],
    [tolerance, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, true],
    [tolerance, Number.NaN, 1, false],
    [tolerance, 1, Number.NaN, false],
    [within({ relative: 1e-3, absolute: 1e-6 }, true), 0, -0, false],
    [bounded(() => [0.5]), 1.5, 1, true],
    [bounded(() => [0.5]), 1.6, 1, false],
    [ulps('float64', 1), 1 + 2 ** -52, 1, true],
    [ulps('float64', 1), 1 + 2 ** -51, 1, false],
    [ulps('float64', 1, [-(2 ** -53)]), 1 + 2 ** -52, 1, false],
    [ulps('float32', 1), 1 + 2 ** -23, 1 + 2 ** -30, true],
    [ulps('float32', 1), 1 + 2 ** -22, 1 + 2 ** -30, false],
    [ulps('float32', 4), 3.4e38, 1e39, false],
    [ulps('float32', 4), Number.POSITIVE_INFINITY, 1e39, true],
    [ulps('float32', 4), 0, -0, false],
    [ulps('float32', 4), 1e-60, Number.NaN, false],
  ])('%# decide', (gate, actual, expected, verdict) => {
    expect(passes(gate, actual, expected)).toBe(verdict);
  });

  test('report the element furthest past its gate', () => {
    const expectation = { source: 'literal', values: [0, 1, 100, 0], gate: within({ relative: 0.01, absolute: 0.1 }) };
    expect(() => assertWithin(Float32Array.of(0.2, 1, 104, 0.5), [2, 2], expectation, 'output 1, ')).toThrow(
      'output 1, element 3 at [1, 1]: expected 0 (literal), received 0.5; error 0.5000, gate 0.1000; ' +
        '3 of 4 elements fail.',
    );
    expect(assertWithin(Float32Array.of(0.09, 1, 101, -0.09), [2, 2], expectation)).toBe(undefined);
  });

  test('report the first of several that only equality would pass', () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    const gate = within({ relative: 1e-5, absolute: 1e-6 });
    expect(worstElement([2, 5, nan, -infinity], [1, infinity, 1, infinity], gate)).toEqual({
      index: 1,
      received: 5,
      expected: infinity,
      error: infinity,
      limit: infinity,
      ratio: infinity,
    });
    expect(worstElement([nan, infinity, -0], [nan, infinity, 0], gate)).toBe(undefined);
  });

  test('in one line', () => {
    expect(describeGates('float64', STRICT_ULPS)).toBe(
      'one operation 1e-12 relative + 1e-14; ' +
        'exp 1, expm1 1, log 1, log1p 1, sqrt 0.5, tanh 2, sigmoid 2, erf 4 ULP; ' +
        'matmul 4 sqrt(k) 2^-53 of |A| |B|; sums 1e-12 of their magnitudes',
    );
  });

  test('between two backends: equality, one operation, or twice the gate of a sum', () => {
    expect(gateBetween('permute', 'float32', exact)).toBe(equal);
    expect(
      gateBetween(
        'argmax',
        'int32',
        bounded(() => [1]),
      ),
    ).toBe(equal);
    expect(gateBetween('matmul', 'float32', equal)).toBe(equal);
    const own = bounded(() => [0.25]);
    expect(gateBetween('sum', 'float32', own).limit(0, 8)).toBe(0.5);
    expect(gateBetween('csr.matmul', 'float64', own).limit(0, 8)).toBe(0.5);
    expect(gateBetween('exp', 'float32', own).limit(0, 8)).toBe(1e-6 + 1e-5 * 8);
    expect(gateBetween('exp', 'float64', own).limit(0, 8)).toBe(1e-14 + 1e-12 * 8);
  });

  test('of matmul follow 4 sqrt(k) u', () => {
    expect(matmulTolerance('float32', 16)).toBe(2 ** -20);
    expect(matmulTolerance('float64', 16)).toBe(2 ** -49);
  });
});

describe('the first difference', () => {
  test.each([
    [[1, 2, 3], [1, 2, 3], -1],
    [[1, 2, 3], [1, 5, 4], 1],
    [[0, 0], [0, -0], 1],
    [[-0], [0], 0],
    [[Number.NaN, 1], [Number.NaN, 2], 1],
    [[Number.NaN], [0], 0],
    [[1, 2], [1], 1],
    [[], [1], 0],
    [[], [], -1],
  ])('of %j and %j', (a, b, index) => {
    expect(firstDifference(Float64Array.from(a), Float64Array.from(b))).toBe(index);
  });
});

describe('host arrays', () => {
  test('pattern repeats the generating script', () => {
    expect(Array.from(pattern('float32', [6], 1).data)).toEqual([10, -11, -26, 26, 23, 26]);
  });

  test('transposed', () => {
    expect(transposed(host('int32', [2, 3], [1, 2, 3, 4, 5, 6]))).toEqual(host('int32', [3, 2], [1, 4, 2, 5, 3, 6]));
    const matrices = host('int32', [2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    expect(transposed(matrices)).toEqual(host('int32', [2, 1, 2, 2], [1, 3, 2, 4, 5, 7, 6, 8]));
    expect(transposed(host('int32', [0, 3], []))).toEqual(host('int32', [3, 0], []));
  });

  test('compressed keeps empty rows', () => {
    const { rowOffsets, columns, values } = compressed(host('float64', [4, 2], [0, 0, 5, 6, 0, 0, 0, 7]));
    expect([Array.from(rowOffsets), Array.from(columns), Array.from(values)]).toEqual([
      [0, 0, 2, 2, 3],
      [0, 1, 1],
      [5, 6, 7],
    ]);
  });
});
