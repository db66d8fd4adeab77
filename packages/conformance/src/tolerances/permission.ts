/** What a declared deviation permits instead of the right elements. */
import { type DType, dtypeOf, type FloatDType, type HostArray, isFloat, type TypedArray } from '@nablajs/core';
import { dtypeOfHost } from '../harness/host.js';
import { ratioOf } from './compare.js';
import { type Gate, isSubnormal } from './gates.js';

/**
 * How a kernel may differ from its definition. An element passes if it is right, or what the definition returns after
 * these changes.
 */
export interface Permission {
  /** Replaces an element of a float operand; `position` counts the operands from 0. Default: unchanged. */
  readonly operand?: (element: number, position: number) => number;
  /** Replaces an element of the result, of the same operands or of those from `operand`. Default: unchanged. */
  readonly result?: (element: number) => number;
  /** How far an element may be from any of these, in addition to the case's gate. Default: 0. */
  readonly absolute?: number;
}

/**
 * A permission, or the name of a common one: `flushes-subnormals` replaces subnormal operands and results by zeros of
 * their sign; `passes-over-nan` replaces a NaN in an operand by -Infinity, so it is never the largest.
 */
export type Permits = 'flushes-subnormals' | 'passes-over-nan' | Permission;

const flush = (dtype: FloatDType, element: number): number => (isSubnormal(dtype, element) ? 0 * element : element);

const NAMED = {
  'flushes-subnormals': (dtype: FloatDType): Permission => ({
    operand: (element) => flush(dtype, element),
    result: (element) => flush(dtype, element),
  }),
  'passes-over-nan': (): Permission => ({
    operand: (element) => (Number.isNaN(element) ? Number.NEGATIVE_INFINITY : element),
  }),
} as const;

/** The names of `Permits`. */
const PERMISSIONS: readonly string[] = Object.keys(NAMED);

/** Says what is wrong with the `permits` of a declaration; undefined if nothing is. */
export function faultOfPermits(permits: unknown): string | undefined {
  if (typeof permits === 'string') {
    return PERMISSIONS.includes(permits)
      ? undefined
      : `permits '${permits}', which is none of ${PERMISSIONS.join(', ')}`;
  }
  if (typeof permits !== 'object' || permits === null) {
    return `must say what it permits: one of ${PERMISSIONS.join(', ')}, or { operand, result, absolute }`;
  }
  const { operand, result, absolute } = permits as Permission;
  if ([operand, result, absolute].every((part) => part === undefined))
    return 'permits nothing: it has no operand, result or absolute';
  if ([operand, result].some((part) => part !== undefined && typeof part !== 'function'))
    return 'needs functions for operand and result';
  if (absolute === undefined || (Number.isFinite(absolute) && absolute > 0)) return undefined;
  return 'needs a finite absolute above 0';
}

/** Returns the permission for kernels with operands of `dtype`. */
export function permissionFor(permits: Permits, dtype: DType): Permission {
  if (typeof permits !== 'string') return permits;
  return NAMED[permits](isFloat(dtype) ? dtype : 'float32');
}

/** Returns the operands after the permitted replacements. Integers stay unchanged. */
export function permittedOperands(operands: readonly HostArray[], { operand }: Permission): readonly HostArray[] {
  if (operand === undefined) return operands;
  return operands.map((array, position): HostArray => {
    if (!isFloat(dtypeOfHost(array))) return array;
    if (array.layout === 'dense')
      return { ...array, data: mapped(array.data, (element) => operand(element, position)) };
    return { ...array, values: mapped(array.values, (element) => operand(element, position)) };
  });
}

/** Returns the permitted results besides `right`. `altered` comes from permitted operands. */
export function permittedResults(
  right: TypedArray,
  altered: TypedArray,
  { result }: Permission,
): readonly TypedArray[] {
  if (result === undefined || !isFloat(dtypeOf(right) as DType)) return [altered];
  return [altered, mapped(right, result), mapped(altered, result)];
}

function mapped<T extends TypedArray>(array: T, element: (value: number) => number): T {
  const out = array.slice() as T;
  for (let i = 0; i < out.length; i++) out[i] = element(out[i] as number);
  return out;
}

/** Returns a gate that also accepts elements near one of `results`: within `own` or the permission's `absolute`. */
export function permitting(own: Gate, results: readonly ArrayLike<number>[], { absolute = 0 }: Permission): Gate {
  const passes = (index: number, actual: number, expected: number): boolean =>
    ratioOf(own.error(index, actual, expected), own.limit(index, expected)) <= 1 ||
    // Equal numbers that the gate rejects are zeros of different signs.
    (actual !== expected && Math.abs(actual - expected) <= absolute);
  return {
    ...own,
    error: (index, actual, expected) => {
      const permitted = [expected, ...results.map((values) => values[index] as number)];
      return permitted.some((value) => passes(index, actual, value)) ? 0 : own.error(index, actual, expected);
    },
  };
}
