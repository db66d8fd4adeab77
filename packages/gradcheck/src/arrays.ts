/** Arrays on the host. */
import {
  allocate,
  type DenseArray,
  dense,
  dtypeOf,
  type FloatDType,
  isFloat,
  Random,
  type Shape,
  sizeOf,
  type Tensor,
  type TypedArray,
} from '@nablajs/core';

/** Floats in `dtype`; labels stay what they are. */
export function arrayOf({ data, shape }: DenseArray, dtype: FloatDType): DenseArray {
  const own = dtypeOf(data);
  if (own === undefined || !isFloat(own)) return dense(data, shape);
  return floats(data, shape, dtype);
}

/** Numbers rounded to `dtype`. */
export function floats(values: ArrayLike<number>, shape: Shape, dtype: FloatDType): DenseArray {
  const data = allocate(dtype, values.length);
  data.set(values);
  return dense(data, shape);
}

/** Position in `shape` of row-major element `flat`. */
export function positionOf(flat: number, shape: Shape): number[] {
  const position: number[] = [];
  let rest = flat;
  for (const dimension of shape.toReversed()) {
    position.unshift(rest % dimension);
    rest = Math.floor(rest / dimension);
  }
  return position;
}

/** Standard normal numbers, float64. */
export function randomNormals(shape: Shape, seed: number): DenseArray {
  const random = new Random(seed);
  const numbers = Array.from({ length: sizeOf(shape) }, () => random.normal());
  return floats(numbers, shape, 'float64');
}

/** One at a time: a backend need not support two downloads at once. */
export async function downloadAll(tensors: readonly (Tensor | undefined)[]): Promise<(TypedArray | undefined)[]> {
  const arrays: (TypedArray | undefined)[] = [];
  for (const tensor of tensors) arrays.push(await tensor?.data());
  return arrays;
}
