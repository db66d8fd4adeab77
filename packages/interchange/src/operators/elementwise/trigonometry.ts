/**
 * Trigonometric and hyperbolic functions, composed: in float64 where the backend has it, with the errors of a few
 * roundings.
 */
import {
  abs,
  add,
  cast,
  divide,
  exp,
  expm1,
  greater,
  log1p,
  multiply,
  negate,
  sqrt,
  square,
  subtract,
  type Tensor,
  where,
} from '@nablajs/core';
import * as math from '@nablajs/core/math';
import { mapHost } from '../exact/arrays.js';
import type { Operator, OperatorTable } from '../operator.js';
import { inPlace, widest } from './align.js';
import { round } from './rounding.js';

/** Returns the sum of coefficients times powers of x, the constant first. */
const polynomial = (x: Tensor, coefficients: readonly number[]): Tensor =>
  coefficients
    .slice(0, -1)
    .reduceRight<Tensor>(
      (sum, coefficient) => add(multiply(sum, x), coefficient),
      multiply(add(multiply(x, 0), 1), coefficients.at(-1) as number),
    );

const hostPolynomial = (x: number, coefficients: readonly number[]): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

/** Taylor's, for |x| <= pi/4; pi/2 in three parts (Cody and Waite 1980). */
const SINE = [1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880, -1 / 39916800, 1 / 6227020800, -1 / 1307674368000];
const COSINE = [
  1,
  -1 / 2,
  1 / 24,
  -1 / 720,
  1 / 40320,
  -1 / 3628800,
  1 / 479001600,
  -1 / 87178291200,
  1 / 20922789888000,
];
const QUADRANT = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21];

/** sin(x + shift pi/2), for |x| up to some million. */
function sine(x: Tensor, shift: number): Tensor {
  const q = round(multiply(x, 2 / Math.PI));
  const r = QUADRANT.reduce((rest, part) => subtract(rest, multiply(q, part)), x);
  const z = square(r);
  const turns = add(q, shift);
  // The quadrant modulo 4, in [-2, 2].
  const quadrant = subtract(turns, multiply(round(divide(turns, 4)), 4));
  // q^2 - 2 |q| is 0 for even q, and -1 for odd ones.
  const isSine = greater(subtract(square(quadrant), multiply(abs(quadrant), 2)), -0.5);
  const magnitude = where(isSine, multiply(r, polynomial(z, SINE)), polynomial(z, COSINE));
  const isNegative = where(greater(quadrant, 1.5), 1, greater(-0.5, quadrant));
  return where(isNegative, negate(magnitude), magnitude);
}

/** Cephes' atan (S. Moshier 1984): a rational function for x up to 0.66, and reductions to it. */
const ATAN_P = [-64.85021904942025, -122.88666844901361, -75.00855792314705, -16.157537187333652, -0.8750608600031904];
const ATAN_Q = [194.5506571482614, 485.3903996359137, 432.88106049129027, 165.02700983169885, 24.858464901423062, 1];
const TAN_3_8 = 2.414213562373095;

/** -1 below 0, else 1: unlike `sign`, which would make the derivative at 0 vanish. */
const side = (x: Tensor): Tensor => subtract(1, multiply(greater(0, x), 2));

function arcTangent(x: Tensor): Tensor {
  const turn = side(x);
  const size = multiply(x, turn);
  const isLarge = greater(size, TAN_3_8);
  const isMiddle = greater(size, 0.66);
  const middle = divide(subtract(size, 1), add(size, 1));
  // Not 0, so its derivative is finite where it is not chosen.
  const large = divide(-1, where(isLarge, size, 1));
  const y = where(isLarge, large, where(isMiddle, middle, size));
  const z = square(y);
  const ratio = divide(multiply(z, polynomial(z, ATAN_P)), polynomial(z, ATAN_Q));
  const base = where(isLarge, Math.PI / 2, multiply(isMiddle, Math.PI / 4));
  return multiply(add(base, add(multiply(y, ratio), y)), turn);
}

function hostArcTangent(x: number): number {
  const size = Math.abs(x);
  const [y, base] =
    size > TAN_3_8 ? [-1 / size, Math.PI / 2] : size > 0.66 ? [(size - 1) / (size + 1), Math.PI / 4] : [size, 0];
  const z = y * y;
  return (base + ((y * z * hostPolynomial(z, ATAN_P)) / hostPolynomial(z, ATAN_Q) + y)) * (x < 0 ? -1 : 1);
}

/** asin(x) = atan(x / sqrt(1 - x^2)). */
const arcSine = (x: Tensor): Tensor => arcTangent(divide(x, sqrt(multiply(subtract(1, x), add(1, x)))));

const cosine = (x: Tensor): Tensor => sine(x, 1);
const sinh = (x: Tensor): Tensor => {
  const turn = side(x);
  const e = expm1(multiply(x, turn));
  return multiply(multiply(add(e, divide(e, add(e, 1))), 0.5), turn);
};
const cosh = (x: Tensor): Tensor => multiply(add(exp(x), exp(negate(x))), 0.5);
const hostSinh = (x: number): number => {
  const e = math.expm1(Math.abs(x));
  return ((e + e / (e + 1)) / 2) * (x < 0 ? -1 : 1);
};
/** asinh(x) = log1p(|x| + x^2 / (1 + sqrt(1 + x^2))), with the sign of x. */
const arcSinh = (x: Tensor): Tensor => {
  const turn = side(x);
  const z = square(x);
  return multiply(log1p(add(multiply(x, turn), divide(z, add(1, sqrt(add(z, 1)))))), turn);
};
const hostArcSinh = (x: number): number =>
  math.log1p(Math.abs(x) + (x * x) / (1 + Math.sqrt(1 + x * x))) * (x < 0 ? -1 : 1);
/** acosh(x) = log1p(t + sqrt(2 t + t^2)) with t = x - 1. */
const arcCosh = (x: Tensor): Tensor => {
  const t = subtract(x, 1);
  return log1p(add(t, sqrt(multiply(t, add(t, 2)))));
};
const arcTanh = (x: Tensor): Tensor => multiply(log1p(divide(multiply(x, 2), subtract(1, x))), 0.5);

/** Computes in float64 if the backend has it. */
const composed =
  (compute: (x: Tensor) => Tensor, host: (x: number) => number): Operator =>
  () => ({
    host: (x) => mapHost(x.type, [x], host),
    device: (run, x) => inPlace(run, x, (y) => cast(compute(cast(y, widest(run))), y.dtype)),
  });

const HALF_PI = Math.PI / 2;
const hostArcSine = (x: number): number => hostArcTangent(x / Math.sqrt((1 - x) * (1 + x)));

export const TRIGONOMETRY: OperatorTable = {
  Acos: composed(
    (x) => subtract(HALF_PI, arcSine(x)),
    (x) => HALF_PI - hostArcSine(x),
  ),
  Acosh: composed(arcCosh, (x) => math.log1p(x - 1 + Math.sqrt((x - 1) * (x + 1)))),
  Asin: composed(arcSine, hostArcSine),
  Asinh: composed(arcSinh, hostArcSinh),
  Atan: composed(arcTangent, hostArcTangent),
  Atanh: composed(arcTanh, (x) => math.log1p((2 * x) / (1 - x)) / 2),
  Cos: composed(cosine, math.cos),
  Cosh: composed(cosh, (x) => (math.exp(x) + math.exp(-x)) / 2),
  Sin: composed((x) => sine(x, 0), math.sin),
  Sinh: composed(sinh, hostSinh),
  Tan: composed(
    (x) => divide(sine(x, 0), cosine(x)),
    (x) => math.sin(x) / math.cos(x),
  ),
};
