/**
 * A normal number from two uniform ones (G. E. P. Box and M. E. Muller, "A note on the generation of random normal
 * deviates", 1958). Its own `log` and `cos` are far smaller than those of core/math; each is at most 1 ULP off.
 */

import { polynomial } from '../math/polynomial.js';

// The polynomials of FreeBSD's e_log.c, k_sin.c and k_cos.c (Sun Microsystems, 1993).
const LOGARITHM = [
  0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
  0.15313837699209373, 0.14798198605116586,
];
const SINE = [
  -0.16666666666666632, 0.00833333333332249, -0.0001984126982985795, 2.7557313707070068e-6, -2.5050760253406863e-8,
  1.58969099521155e-10,
];
const COSINE = [
  0.0416666666666666, -0.001388888888887411, 2.480158728947673e-5, -2.7557314351390663e-7, 2.087572321298175e-9,
  -1.1359647557788195e-11,
];

/** Takes 0 < u <= 1 and 0 <= v < 1. */
export const boxMuller = (u: number, v: number): number => Math.sqrt(-2 * logOf(u)) * cosOfTurns(v);

/** log(u) for 0 < u <= 1: u is 2^-k m with m in [sqrt(1/2), sqrt(2)). */
function logOf(u: number): number {
  let [m, k] = [u, 0];
  for (; m < Math.SQRT1_2; m *= 2) k++;
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const half = (f * f) / 2;
  const tail = s * (half + z * polynomial(z, LOGARITHM));
  // log(2) in two parts, of which the first times k is exact.
  return f - (half - (tail - k * 1.9082149292705877e-10)) - k * 0.6931471803691238;
}

/** cos(2 pi v): the nearest quarter turn, and an exact rest of at most an eighth. */
function cosOfTurns(v: number): number {
  const quarter = Math.round(4 * v);
  const r = ((4 * v - quarter) * Math.PI) / 2;
  const z = r * r;
  const half = z / 2;
  const rest = 1 - half;
  const size =
    quarter % 2 === 0 ? rest + (1 - rest - half + z * z * polynomial(z, COSINE)) : -(r + r * z * polynomial(z, SINE));
  return quarter === 2 || quarter === 3 ? -size : size;
}
