/** Compares numbers with a tolerance. */
import type { DType, Shape, TypedArray } from '../backend.js';
import { dtypeOf } from '../tensors/dtype.js';
import { sameShape } from '../tensors/shape.js';
import { formatShape } from '../validation/errors.js';

/** An element passes if |actual - expected| <= absolute + relative |expected|. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** The tolerance for one operation, backend against backend. */
export const OPERATION_TOLERANCE: Readonly<Record<'float32' | 'float64', Tolerance>> = {
  float32: { relative: 1e-5, absolute: 1e-6 },
  float64: { relative: 1e-12, absolute: 1e-14 },
};

/** Numbers with their shape. */
export interface Values {
  readonly data: TypedArray;
  readonly shape: Shape;
}

/** An element that is off by more than the tolerance. */
export interface Mismatch {
  readonly index: number;
  readonly actual: number;
  readonly expected: number;
  readonly error: number;
  readonly gate: number;
}

/**
 * Compares two arrays. Returns undefined if they agree, else one line that names the worst element. Compares shapes and
 * dtypes first. NaN matches only NaN, an infinity only one of the same sign; with `signedZero` (default: false) -0
 * matches only -0.
 *
 * @example
 * ```ts
 * const values = { data: Float32Array.of(1, 2), shape: [2] };
 * const problem = difference(values, values, OPERATION_TOLERANCE.float32); // undefined
 * ```
 */
export function difference(
  actual: Values,
  expected: Values,
  tolerance: Tolerance,
  options: { readonly signedZero?: boolean } = {},
): string | undefined {
  const dtypes: (DType | undefined)[] = [dtypeOf(actual.data), dtypeOf(expected.data)];
  if (dtypes[0] !== dtypes[1]) return `dtype: expected ${dtypes[1]}, received ${dtypes[0]}`;
  if (!sameShape(actual.shape, expected.shape) || actual.data.length !== expected.data.length) {
    const received = `${formatShape(actual.shape)} with ${actual.data.length} elements`;
    return `shape: expected ${formatShape(expected.shape)}, received ${received}`;
  }
  const worst = worstMismatch(actual.data, expected.data, tolerance, options.signedZero ?? false);
  if (worst === undefined) return undefined;
  const { index, error, gate } = worst;
  const show = (value: number) => (Object.is(value, -0) ? '-0' : String(value));
  const values = `expected ${show(worst.expected)}, received ${show(worst.actual)}`;
  return `element ${index}: ${values}; error ${error.toExponential(3)}, gate ${gate.toExponential(3)}`;
}

/**
 * Returns the element whose error exceeds its gate the most.
 *
 * @example
 * ```ts
 * const [actual, expected] = [Float32Array.of(1, 2.5), Float32Array.of(1, 2)];
 * const worst = worstMismatch(actual, expected, OPERATION_TOLERANCE.float32, false); // index 1, error 0.5
 * ```
 */
export function worstMismatch(
  actual: TypedArray,
  expected: TypedArray,
  tolerance: Tolerance,
  signedZero: boolean,
): Mismatch | undefined {
  let worst: Mismatch | undefined;
  let worstRatio = 1;
  for (let index = 0; index < expected.length; index++) {
    const [a, e] = [actual[index] as number, expected[index] as number];
    const gate = tolerance.absolute + tolerance.relative * Math.abs(e);
    const error = errorOf(a, e, signedZero);
    // Not error / gate alone: where NaN or an infinity is expected, the gate is one too.
    const ratio = Number.isFinite(error) && error > 0 ? error / gate : error;
    if (ratio > worstRatio) {
      worstRatio = ratio;
      worst = { index, actual: a, expected: e, error, gate };
    }
  }
  return worst;
}

function errorOf(actual: number, expected: number, signedZero: boolean): number {
  if (Object.is(actual, expected)) return 0;
  if (actual === expected) return signedZero ? Number.POSITIVE_INFINITY : 0;
  const error = Math.abs(actual - expected);
  // NaN against a number, or an infinity against anything else.
  return Number.isFinite(error) && Number.isFinite(expected) ? error : Number.POSITIVE_INFINITY;
}

/**
 * Returns the position in `shape` of row-major element `flat`.
 *
 * @example
 * ```ts
 * const position = positionOf(5, [2, 3]); // [1, 2]
 * ```
 */
export function positionOf(flat: number, shape: Shape): number[] {
  const position: number[] = [];
  let rest = flat;
  for (const dimension of shape.toReversed()) {
    position.unshift(rest % dimension);
    rest = Math.floor(rest / dimension);
  }
  return position;
}
