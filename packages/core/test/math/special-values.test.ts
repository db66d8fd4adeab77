import { describe, expect, it } from 'vitest';
import { cos, erf, exp, expm1, log, log1p, normalCdf, pow, sigmoid, sin, tanh } from '../../src/math/index.js';

const INFINITY = Number.POSITIVE_INFINITY;
const SMALLEST = 5e-324;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const LARGEST = 1.7976931348623157e308;

type Case = readonly [x: number, expected: number];

/** IEEE 754's and NumPy's values. `toBe` tells -0 from 0 and takes NaN for NaN. */
const CASES: Record<string, readonly [(x: number) => number, readonly Case[]]> = {
  exp: [
    exp,
    [
      [NaN, NaN],
      [INFINITY, INFINITY],
      [-INFINITY, 0],
      [0, 1],
      [-0, 1],
      [SMALLEST, 1],
      [1, Math.E],
      [709.782712893384, 1.7976931348622732e308],
      [709.7827128933841, INFINITY],
      [1e300, INFINITY],
      [-708.3964185322641, 2.2250738585072626e-308],
      [-744.4400719213812, SMALLEST],
      [-745.1332191019411, SMALLEST],
      [-745.1332191019412, 0],
      [-1e300, 0],
    ],
  ],
  expm1: [
    expm1,
    [
      [NaN, NaN],
      [INFINITY, INFINITY],
      [-INFINITY, -1],
      [0, 0],
      [-0, -0],
      [SMALLEST, SMALLEST],
      [-1e-300, -1e-300],
      [-50, -1],
      [-1e300, -1],
      [709.7827128933841, INFINITY],
    ],
  ],
  log: [
    log,
    [
      [NaN, NaN],
      [INFINITY, INFINITY],
      [-INFINITY, NaN],
      [-1, NaN],
      [-SMALLEST, NaN],
      [0, -INFINITY],
      [-0, -INFINITY],
      [1, 0],
      [SMALLEST, -744.4400719213812],
      [SMALLEST_NORMAL, -708.3964185322641],
      [2, Math.LN2],
      [LARGEST, 709.782712893384],
    ],
  ],
  log1p: [
    log1p,
    [
      [NaN, NaN],
      [INFINITY, INFINITY],
      [-INFINITY, NaN],
      [-1.0000000000000002, NaN],
      [-1, -INFINITY],
      [0, 0],
      [-0, -0],
      [SMALLEST, SMALLEST],
      [1e-300, 1e-300],
      [LARGEST, 709.782712893384],
    ],
  ],
  sin: [
    sin,
    [
      [NaN, NaN],
      [INFINITY, NaN],
      [-INFINITY, NaN],
      [0, 0],
      [-0, -0],
      [SMALLEST, SMALLEST],
      [Math.PI, 1.2246467991473532e-16],
      [1e22, -0.8522008497671888],
      [-1e22, 0.8522008497671888],
      [LARGEST, 0.004961954789184062],
    ],
  ],
  cos: [
    cos,
    [
      [NaN, NaN],
      [INFINITY, NaN],
      [-INFINITY, NaN],
      [0, 1],
      [-0, 1],
      [1.5707963267948966, 6.123233995736766e-17],
      [1e22, 0.523214785395139],
      [-1e22, 0.523214785395139],
      [LARGEST, -0.9999876894265599],
    ],
  ],
  tanh: [
    tanh,
    [
      [NaN, NaN],
      [INFINITY, 1],
      [-INFINITY, -1],
      [0, 0],
      [-0, -0],
      [SMALLEST, SMALLEST],
      [-1e-300, -1e-300],
      [30, 1],
    ],
  ],
  sigmoid: [
    sigmoid,
    [
      [NaN, NaN],
      [INFINITY, 1],
      [-INFINITY, 0],
      [0, 0.5],
      [-0, 0.5],
      [-745.1332191019411, SMALLEST],
      [-746, 0],
      [40, 1],
    ],
  ],
  erf: [
    erf,
    [
      [NaN, NaN],
      [INFINITY, 1],
      [-INFINITY, -1],
      [0, 0],
      [-0, -0],
      [SMALLEST, SMALLEST],
      [6, 1],
      [-7, -1],
    ],
  ],
  normalCdf: [
    normalCdf,
    [
      [NaN, NaN],
      [INFINITY, 1],
      [-INFINITY, 0],
      [9, 1],
      [-40, 0],
      [-1e308, 0],
    ],
  ],
};

const PARAMETERS = Object.entries(CASES).flatMap(([name, [f, cases]]) =>
  cases.map(([x, expected]) => ({ name, f, x, expected })),
);

describe('special values', () => {
  it.each(PARAMETERS)('$name($x) = $expected', ({ f, x, expected }) => {
    expect(f(x)).toBe(expected);
  });
});

describe('pow at special values, as IEEE 754 and NumPy have them', () => {
  it.each([
    [NaN, 0, 1],
    [NaN, -0, 1],
    [INFINITY, 0, 1],
    [1, NaN, 1],
    [1, INFINITY, 1],
    [-1, INFINITY, 1],
    [-1, -INFINITY, 1],
    [NaN, 1, NaN],
    [2, NaN, NaN],
    [-8, 1 / 3, NaN],
    [-SMALLEST, 0.5, NaN],
    [2, INFINITY, INFINITY],
    [2, -INFINITY, 0],
    [0.5, INFINITY, 0],
    [-0.5, -INFINITY, INFINITY],
    [0, 3, 0],
    [-0, 3, -0],
    [-0, 2, 0],
    [-0, 2.5, 0],
    [0, -3, INFINITY],
    [-0, -3, -INFINITY],
    [-0, -2, INFINITY],
    [0, INFINITY, 0],
    [-0, -INFINITY, INFINITY],
    [INFINITY, 2, INFINITY],
    [INFINITY, -2, 0],
    [-INFINITY, 3, -INFINITY],
    [-INFINITY, 2, INFINITY],
    [-INFINITY, 0.5, INFINITY],
    [-INFINITY, -3, -0],
    [-INFINITY, -2, 0],
    [-2, 3, -8],
    [-2, 9007199254740994, INFINITY],
    [-2, -1075, -0],
    [2, 1024, INFINITY],
    [2, -1074, SMALLEST],
    [2, -1075, 0],
    [10, 308, 1e308],
    [10, -5, 1e-5],
    [0.9, 1e300, 0],
    [0.9, -1e300, INFINITY],
    [1.0000000000000002, 1e308, INFINITY],
    [3, 1e-300, 1],
    [SMALLEST, 1, SMALLEST],
    [LARGEST, 1, LARGEST],
  ])('pow(%d, %d) = %d', (x, y, expected) => {
    expect(pow(x, y)).toBe(expected);
  });
});
