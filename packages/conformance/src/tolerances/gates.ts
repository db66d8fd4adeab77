/**
 * Gates say how far a result may be from the expected one. README.md lists them.
 */
import { type DType, type FloatDType, isFloat } from '@nablajs/core';
import { OPERATION_TOLERANCE, type Tolerance } from '@nablajs/core/testing';
import { once } from '../harness/host.js';
import type { UnaryKernel } from '../harness/literals.js';

/** An element passes if `error ≤ limit`. */
export interface Gate {
  /** The unit of error and limit, for messages. */
  readonly unit?: string;
  /** Returns how far off an element is, in the unit. */
  error(index: number, actual: number, expected: number): number;
  /** Returns how far off it may be. */
  limit(index: number, expected: number): number;
  /** Returns whether to compare an element. Default: all. */
  applies?(index: number): boolean;
}

/**
 * Returns `|actual − expected|`. NaN matches only NaN and an infinity only one of the same sign; otherwise the error is
 * infinite. With `signedZero`, -0 against 0 is an infinite error too.
 */
function distance(actual: number, expected: number, signedZero: boolean): number {
  if (Object.is(actual, expected)) return 0;
  if (actual === expected) return signedZero ? Number.POSITIVE_INFINITY : 0;
  const error = Math.abs(actual - expected);
  return Number.isFinite(error) ? error : Number.POSITIVE_INFINITY;
}

const NO_SLACK = (): number => 0;

/** The same bits (any NaN for a NaN). */
export const exact: Gate = {
  error: (_index, actual, expected) => distance(actual, expected, true),
  limit: NO_SLACK,
};

/** The same value; either zero for a zero. */
export const equal: Gate = {
  error: (_index, actual, expected) => distance(actual, expected, false),
  limit: NO_SLACK,
};

/** `|actual − expected| ≤ absolute + relative · |expected|`. With `signedZero`, zeros must have the same sign. */
export function within({ absolute, relative }: Tolerance, signedZero = false): Gate {
  return {
    error: (_index, actual, expected) => distance(actual, expected, signedZero),
    limit: (_index, expected) => absolute + relative * Math.abs(expected),
  };
}

/**
 * `|actual − expected| ≤ limits[index]`: bounds that depend on the operands. They often take longer than the kernel, so
 * they are computed when the first element differs.
 */
export function bounded(limits: () => ArrayLike<number>): Gate {
  const known = once(limits);
  return {
    error: (_index, actual, expected) => distance(actual, expected, false),
    limit: (index) => known()[index] as number,
  };
}

/** Units in the last place of `dtype` from `expected + rest` (`rest` refines float64 expectations). */
export function ulps(dtype: FloatDType, limit: number, rest?: ArrayLike<number>): Gate {
  return {
    unit: 'ULP',
    error: (index, actual, expected) => {
      const rounded = dtype === 'float32' ? Math.fround(expected) : expected;
      if (expected === 0 || !Number.isFinite(rounded)) return distance(actual, rounded, true);
      return distance(actual - expected, rest?.[index] ?? 0, false) / spacing(dtype, expected);
    },
    limit: () => limit,
  };
}

/** Applies a gate only to the elements that `applies` selects. Others pass. */
export function onlyWhere(gate: Gate, applies: (index: number) => boolean): Gate {
  return { ...gate, applies };
}

const SMALLEST_NORMAL: Readonly<Record<FloatDType, number>> = { float32: 2 ** -126, float64: 2 ** -1022 };

/** Whether a number is subnormal, which hardware may flush to zero. Such numbers have their own cases. */
export function isSubnormal(dtype: FloatDType, value: number): boolean {
  return value !== 0 && Math.abs(value) < SMALLEST_NORMAL[dtype];
}

const FLOAT32 = new Float32Array(1);
const FLOAT32_BITS = new Int32Array(FLOAT32.buffer);
const FLOAT64 = new Float64Array(1);
const FLOAT64_BITS = new BigInt64Array(FLOAT64.buffer);

/** Returns the distance between the neighbours of `|value|` in `dtype`. The value is finite and not the largest. */
export function spacing(dtype: FloatDType, value: number): number {
  const magnitude = Math.abs(value);
  if (dtype === 'float64') {
    FLOAT64[0] = magnitude;
    FLOAT64_BITS[0] = (FLOAT64_BITS[0] as bigint) + 1n;
    return (FLOAT64[0] as number) - magnitude;
  }
  FLOAT32[0] = magnitude;
  if ((FLOAT32[0] as number) > magnitude) FLOAT32_BITS[0] = (FLOAT32_BITS[0] as number) - 1;
  const below = FLOAT32[0] as number;
  FLOAT32_BITS[0] = (FLOAT32_BITS[0] as number) + 1;
  return (FLOAT32[0] as number) - below;
}

/** u: `2⁻²⁴` or `2⁻⁵³`, half the spacing at 1. */
const UNIT_ROUNDOFF: Readonly<Record<FloatDType, number>> = { float32: 2 ** -24, float64: 2 ** -53 };

/** The largest errors of exp, log and the like, in ULP. */
export type UlpGates = Readonly<Record<FloatDType, Readonly<Record<UnaryKernel, number>>>>;

const FOUR = { exp: 4, expm1: 4, log: 4, log1p: 4, sqrt: 4, tanh: 5, sigmoid: 4, erf: 4 };

/** What every backend promises. */
export const DEFAULT_ULPS: UlpGates = { float32: FOUR, float64: FOUR };

/** What backend-ts promises. */
export const STRICT_ULPS: UlpGates = {
  float32: { exp: 1, expm1: 1, log: 1, log1p: 1, sqrt: 0.5, tanh: 1, sigmoid: 1, erf: 1 },
  float64: { exp: 1, expm1: 1, log: 1, log1p: 1, sqrt: 0.5, tanh: 2, sigmoid: 2, erf: 4 },
};

/** What backend-wasm and backend-native promise. They compute functions of float32 in float32. */
export const WASM_ULPS: UlpGates = { ...STRICT_ULPS, float32: { ...STRICT_ULPS.float32, sigmoid: 1.5 } };

/** The largest error of a sum, relative to the sum of the magnitudes. */
export const SUM_TOLERANCE: Readonly<Record<FloatDType, number>> = { float32: 1e-5, float64: 1e-12 };

/** Errors of a matmul over k terms, relative to `|A| |B|`: `4 √k u`. */
export function matmulTolerance(dtype: FloatDType, k: number): number {
  return 4 * Math.sqrt(k) * UNIT_ROUNDOFF[dtype];
}

/**
 * Describes the gates of a run in one line.
 *
 * @example
 * ```ts
 * describeGates('float64', STRICT_ULPS); // 'one operation 1e-12 relative + 1e-14; exp 1, expm1 1, …'
 * ```
 */
export function describeGates(dtype: FloatDType, ulpGates: UlpGates): string {
  const { relative, absolute } = OPERATION_TOLERANCE[dtype];
  const functions = Object.entries(ulpGates[dtype]).map(([kernel, limit]) => `${kernel} ${limit}`);
  return [
    `one operation ${relative.toExponential()} relative + ${absolute.toExponential()}`,
    `${functions.join(', ')} ULP`,
    `matmul 4 sqrt(k) 2^${Math.log2(UNIT_ROUNDOFF[dtype])} of |A| |B|`,
    `sums ${SUM_TOLERANCE[dtype].toExponential()} of their magnitudes`,
  ].join('; ');
}

/** Kernels that sum products or long rows: each backend may be off by the case's gate, in either direction. */
const ACCUMULATING: ReadonlySet<string> = new Set([
  ...['matmul', 'csr.matmul', 'fused.dense', 'fused.denseBackward', 'sum', 'mean', 'scatterAdd'],
  ...['conv.forward', 'conv.backwardInput', 'conv.backwardFilter', 'pool.maxBackward', 'pool.average'],
  ...['pool.averageBackward', 'fused.batchNorm', 'fused.batchNormBackward'],
  ...['conv2d', 'convTranspose2d', 'maxPool2d', 'averagePool2d', 'batchNorm'],
  ...['fused.attention', 'fused.lstm'],
]);

/** Returns how far two backends may be apart if each is within `own` of the definition. */
export function gateBetween(kernel: string, dtype: DType, own: Gate): Gate {
  const between = gateOfAll(kernel, dtype, own);
  return own.applies === undefined ? between : { ...between, applies: own.applies };
}

function gateOfAll(kernel: string, dtype: DType, own: Gate): Gate {
  if (own.limit === NO_SLACK || !isFloat(dtype)) return equal;
  if (!ACCUMULATING.has(kernel)) return within(OPERATION_TOLERANCE[dtype]);
  return { ...own, limit: (index, expected) => 2 * own.limit(index, expected) };
}

/** Returns a needed float dtype that is not declared. int32 and uint8 are on every backend. */
export function lacksDType(declared: readonly DType[], needed: readonly DType[]): DType | undefined {
  return needed.find((dtype) => isFloat(dtype) && !declared.includes(dtype));
}
