import { type DenseArray, dense, type FloatDType, type Shape, sizeOf } from '@nablajs/core';
import { damaged } from '../model/damage.js';
import type { HostTensor } from '../model/host-tensor.js';

type Floats = Float32Array | Float64Array;

const floats = (like: DenseArray, length: number): Floats =>
  like.data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);

/** Whole numbers become float64, which holds them. */
export function floatArray({ type, shape, data }: HostTensor): DenseArray {
  return dense(type === 'float32' || type === 'float64' ? (data as Floats) : Float64Array.from(data), shape);
}

export const hostTensor = ({ data, shape }: DenseArray): HostTensor =>
  data instanceof Float64Array
    ? { type: 'float64', shape, data }
    : { type: 'float32', shape, data: data instanceof Float32Array ? data : Float32Array.from(data) };

/** One dimension may be -1. */
export function reshaped({ data }: DenseArray, shape: Shape): DenseArray {
  const known = sizeOf(shape.filter((size) => size !== -1));
  const whole = shape.map((size) => (size === -1 ? data.length / known : size));
  if (whole.every(Number.isSafeInteger) && sizeOf(whole) === data.length) return dense(data, whole);
  throw damaged('Keras', `a weight of ${data.length} elements does not fit [${shape.join(', ')}]`);
}

export function splitLast(array: DenseArray, widths: readonly number[]): DenseArray[] {
  const width = widths.reduce((sum, one) => sum + one, 0);
  if (array.shape.at(-1) !== width || !widths.every(Number.isSafeInteger)) {
    throw damaged('Keras', `a weight [${array.shape.join(', ')}] must have ${width} columns`);
  }
  const rows = array.data.length / width;
  let from = 0;
  return widths.map((part) => {
    const data = floats(array, rows * part);
    for (let row = 0; row < rows; row++) {
      data.set(array.data.subarray(row * width + from, row * width + from + part), row * part);
    }
    from += part;
    return dense(data, [...array.shape.slice(0, -1), part]);
  });
}

/** Joins arrays along their last axis. */
export function joinLast(arrays: readonly DenseArray[]): DenseArray {
  const [first] = arrays as readonly [DenseArray];
  const widths = arrays.map(({ shape }) => shape.at(-1) as number);
  const width = widths.reduce((sum, one) => sum + one, 0);
  const rows = first.data.length / (widths[0] as number);
  const areAlike = arrays.every(({ data }, at) => data.length === rows * (widths[at] as number));
  if (!Number.isSafeInteger(rows) || !areAlike)
    throw damaged('Keras', 'weights that belong together have other shapes');
  const data = floats(first, rows * width);
  let from = 0;
  for (const [at, part] of widths.entries()) {
    const given = (arrays[at] as DenseArray).data;
    for (let row = 0; row < rows; row++) data.set(given.subarray(row * part, (row + 1) * part), row * width + from);
    from += part;
  }
  return dense(data, [...first.shape.slice(0, -1), width]);
}

export function summed(a: DenseArray, b: DenseArray): DenseArray {
  const data = floats(a, a.data.length);
  for (let at = 0; at < data.length; at++) data[at] = (a.data[at] as number) + (b.data[at] as number);
  return dense(data, a.shape);
}

/** Returns the elements with the other sign. */
export function negated(array: DenseArray): DenseArray {
  const data = floats(array, array.data.length);
  for (let at = 0; at < data.length; at++) data[at] = -(array.data[at] as number);
  return dense(data, array.shape);
}

/** Returns an array filled with a value. */
export function filled(shape: Shape, value: number, dtype: FloatDType): DenseArray {
  const length = sizeOf(shape);
  return dense((dtype === 'float64' ? new Float64Array(length) : new Float32Array(length)).fill(value), shape);
}

/** The dtype of an array of floats. */
export const floatType = ({ data }: DenseArray): FloatDType => (data instanceof Float64Array ? 'float64' : 'float32');
