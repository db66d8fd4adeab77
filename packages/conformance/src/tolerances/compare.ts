/** Finds the worst element of a result and describes it. */
import { dtypeOf, formatShape, type Shape, sizeOf, type TypedArray } from '@nablajs/core';
import { positionOf } from '@nablajs/core/testing';
import { ConformanceError } from '../error.js';
import type { Gate } from './gates.js';

/** What a result should be: its dtype and shape exactly, its elements within a gate. */
export interface Expectation {
  /** The source of the values, for messages: `literal`, `definition`. */
  readonly source: string;
  readonly values: ArrayLike<number>;
  readonly gate: Gate;
}

/** The element with the largest error relative to its gate. */
export interface WorstElement {
  readonly index: number;
  readonly received: number;
  readonly expected: number;
  readonly error: number;
  readonly limit: number;
  /** `error / limit`. Above 1 fails; Infinity if only equality would pass. */
  readonly ratio: number;
}

/** Formats a number for messages: `-0`, `NaN`, `1.5e-40`. */
export function show(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/**
 * Returns `error / limit`; above 1 an element fails. An expected infinity or NaN makes the limit infinite or NaN too,
 * and the error infinite: only equality passes.
 */
export function ratioOf(error: number, limit: number): number {
  if (error === 0) return 0;
  const ratio = error / limit;
  return Number.isFinite(ratio) ? ratio : Number.POSITIVE_INFINITY;
}

/** Returns the first element with the largest ratio; undefined if none has an error. */
export function worstElement(
  actual: ArrayLike<number>,
  values: ArrayLike<number>,
  gate: Gate,
): WorstElement | undefined {
  let worst: WorstElement | undefined;
  for (let index = 0; index < values.length; index++) {
    if (gate.applies?.(index) === false) continue;
    const [received, expected] = [actual[index] as number, values[index] as number];
    const error = gate.error(index, received, expected);
    if (error === 0) continue;
    const limit = gate.limit(index, expected);
    const ratio = ratioOf(error, limit);
    if (ratio > (worst?.ratio ?? 0)) worst = { index, received, expected, error, limit, ratio };
  }
  return worst;
}

/** Throws a `mismatch` for the worst element if one fails, with `prefix`, index, both values, error and gate. */
export function assertWithin(
  actual: TypedArray,
  shape: Shape,
  { source, values, gate }: Expectation,
  prefix = '',
): void {
  const worst = worstElement(actual, values, gate);
  if (worst === undefined || worst.ratio <= 1) return;
  const { index, error, limit } = worst;
  const [expected, received] = [show(worst.expected), show(worst.received)];
  const unit = gate.unit === undefined ? '' : ` ${gate.unit}`;
  const message =
    `${prefix}element ${index} at ${formatShape(positionOf(index, shape))}: expected ${expected} (${source}), ` +
    `received ${received}; error ${error.toPrecision(4)}${unit}, gate ${limit.toPrecision(4)}${unit}`;
  const elements = failingElements(actual, values, gate);
  throw new ConformanceError('mismatch', `${message}; ${elements} elements fail.`, { expected, received, elements });
}

/** Says how many elements fail: `24 of 121`. */
function failingElements(actual: TypedArray, values: ArrayLike<number>, gate: Gate): string {
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    if (gate.applies?.(index) === false) continue;
    const [received, expected] = [actual[index] as number, values[index] as number];
    if (ratioOf(gate.error(index, received, expected), gate.limit(index, expected)) > 1) count += 1;
  }
  return `${count} of ${values.length}`;
}

/** Says what is wrong with the dtype or size of a downloaded array; undefined if nothing is. */
export function wrongForm(data: TypedArray, shape: Shape, dtype: string): string | undefined {
  const received = dtypeOf(data);
  if (received !== dtype) return `dtype: expected ${dtype}, received ${received ?? typeof data}`;
  if (data.length === sizeOf(shape)) return undefined;
  return `shape: ${formatShape(shape)} has ${sizeOf(shape)} elements, received ${data.length}`;
}

/** Returns the first index where two arrays differ in a bit (except in NaN payloads), or -1. */
export function firstDifference(a: TypedArray, b: TypedArray): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  if (sameBytes(a, b)) return -1;
  // Equal numbers other than 0 have the same bits.
  for (let i = 0; i < a.length; i++) {
    const [one, other] = [a[i] as number, b[i] as number];
    if ((one !== other || one === 0) && !Object.is(one, other)) return i;
  }
  return -1;
}

/** The fast path: loops over one type of array are many times faster than over several. */
function sameBytes(a: TypedArray, b: TypedArray): boolean {
  const [bytes, others] = [bytesOf(a), bytesOf(b)];
  if (bytes.length !== others.length) return false;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== others[i]) return false;
  return true;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
