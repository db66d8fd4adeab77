import type { Backend, Operand } from '@nablajs/core';
import { erf, exp, expm1, log, log1p, sigmoid, tanh } from '@nablajs/core/math';
import { afterAll, describe, expect, it } from 'vitest';
import { expectNothingLive, FLOATS, input, values } from './support.js';

const FUNCTIONS = { exp, expm1, log, log1p, sqrt: Math.sqrt, tanh, sigmoid, erf };
type UnaryName = keyof typeof FUNCTIONS;
const NAMES = Object.keys(FUNCTIONS) as UnaryName[];

const POINTS = [
  ...[0, -0, 1, -1, 0.5, -0.5, 2, -3, 10, -10, 88, -88, 104, -104, 710, -746, 1e-10, -1e-10, 1e-40, 1e30],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
];

const unary =
  (op: UnaryName) =>
  (backend: Backend, [x]: readonly Operand[]) =>
    backend[op](x as Operand);

describe.each(FLOATS)('functions of one element, %s', (dtype) => {
  afterAll(expectNothingLive);

  it.each(NAMES)("%s is core's function of each element, rounded once", async (op) => {
    const x = input(dtype, [POINTS.length], POINTS);
    const expected = input(
      dtype,
      [POINTS.length],
      Array.from(x.data, (value) => FUNCTIONS[op](value)),
    );
    expect(await values([x], unary(op), x.shape, dtype)).toEqual(Array.from(expected.data));
  });

  it.each(NAMES)('%s of an empty tensor is empty', async (op) => {
    expect(await values([input(dtype, [0, 3], [])], unary(op), [0, 3], dtype)).toEqual([]);
  });

  it.each([
    ['exp', [0, Number.NEGATIVE_INFINITY, 1000], [1, 0, Number.POSITIVE_INFINITY]],
    ['expm1', [-0, 1e-30, Number.NEGATIVE_INFINITY], [-0, 1e-30, -1]],
    ['log', [1, 0, -1], [0, Number.NEGATIVE_INFINITY, Number.NaN]],
    ['log1p', [0, 1e-30, -1], [0, 1e-30, Number.NEGATIVE_INFINITY]],
    ['sqrt', [4, -0, -1], [2, -0, Number.NaN]],
    ['tanh', [-0, 100, Number.NEGATIVE_INFINITY], [-0, 1, -1]],
    ['sigmoid', [0, 1000, -1000], [0.5, 1, 0]],
    ['erf', [-0, 10, Number.NEGATIVE_INFINITY], [-0, 1, -1]],
  ] as const)('%s at %j is %j', async (op, at, expected) => {
    const rounded = Array.from(input(dtype, [3], expected).data);
    expect(await values([input(dtype, [3], at)], unary(op), [3], dtype)).toEqual(rounded);
  });
});
