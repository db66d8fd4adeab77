/** Finds the worst element of a result and words it. */
import { dtypeOf, formatShape, type Shape, sizeOf, type TypedArray } from '@nablajs/core';
import type { Gate } from './gates.js';

/** What a result should be: dtype and shape exactly, the elements within a gate. */
export interface Expectation {
  /** Where the values come from, for messages: `literal`, `definition`. */
  readonly source: string;
  readonly values: ArrayLike<number>;
  readonly gate: Gate;
}

const show = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** Position in `shape` of row-major element `flat`. */
function position(shape: Shape, flat: number): number[] {
  const at: number[] = [];
  let rest = flat;
  for (const dimension of shape.toReversed()) {
    at.unshift(rest % dimension);
    rest = Math.floor(rest / dimension);
  }
  return at;
}

/** Undefined where every element passes, else one line on the worst: index, both values, error and gate. */
export function discrepancy(
  actual: TypedArray,
  shape: Shape,
  { source, values, gate }: Expectation,
): string | undefined {
  let worst = -1;
  let worstRatio = 0;
  for (let index = 0; index < values.length; index++) {
    const expected = values[index] as number;
    const error = gate.error(index, actual[index] as number, expected);
    const limit = gate.limit(index, expected);
    // An expected infinity or NaN makes the limit so too: only equality passes there.
    if (error === 0 || (error <= limit && error < Number.POSITIVE_INFINITY)) continue;
    const ratio = Number.isFinite(error / limit) ? error / limit : Number.POSITIVE_INFINITY;
    if (ratio <= worstRatio) continue;
    worst = index;
    worstRatio = ratio;
  }
  if (worst < 0) return undefined;
  const [received, expected] = [actual[worst] as number, values[worst] as number];
  const unit = gate.unit === undefined ? '' : ` ${gate.unit}`;
  const error = gate.error(worst, received, expected).toPrecision(4);
  return (
    `element ${worst} at ${formatShape(position(shape, worst))}: expected ${show(expected)} (${source}), ` +
    `received ${show(received)}; error ${error}${unit}, gate ${gate.limit(worst, expected).toPrecision(4)}${unit}`
  );
}

/** Undefined where a downloaded array is of the dtype and the size that core relies on. */
export function wrongForm(data: TypedArray, shape: Shape, dtype: string): string | undefined {
  const received = dtypeOf(data);
  if (received !== dtype) return `dtype: expected ${dtype}, received ${received ?? typeof data}`;
  if (data.length === sizeOf(shape)) return undefined;
  return `shape: ${formatShape(shape)} has ${sizeOf(shape)} elements, received ${data.length}`;
}

/** First index where two arrays differ in a bit that counts (payloads of NaN do not), or -1. */
export function firstDifference(a: TypedArray, b: TypedArray): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  return a.findIndex((value: number, index: number) => !Object.is(value, b[index]));
}
