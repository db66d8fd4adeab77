import { type Shape, sizeOf } from '@nablajs/core';
import type { HostTensor } from '@nablajs/interchange';

/** Elements in row-major order, and their shape. */
interface Elements {
  readonly data: Float32Array | Float64Array;
  readonly shape: Shape;
}

/** Axis i of the result is axis `axes[i]` of the array. */
export function transposed(data: HostTensor['data'], shape: Shape, axes: readonly number[]): Elements {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const made = axes.map((axis) => shape[axis] as number);
  const result = data instanceof Float64Array ? new Float64Array(data.length) : new Float32Array(data.length);
  const place = new Array<number>(made.length).fill(0);
  for (let at = 0; at < result.length; at++) {
    let from = 0;
    for (const [axis, index] of place.entries()) from += index * (strides[axes[axis] as number] as number);
    result[at] = data[from] as number;
    for (let axis = made.length - 1; axis >= 0; axis--) {
      place[axis] = ((place[axis] as number) + 1) % (made[axis] as number);
      if (place[axis] !== 0) break;
    }
  }
  return { data: result, shape: made };
}
