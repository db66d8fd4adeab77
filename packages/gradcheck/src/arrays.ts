/** Helpers for arrays on the host. */
import {
  allocate,
  type CsrArray,
  type DenseArray,
  dense,
  dtypeOf,
  type FloatDType,
  type HostTargets,
  isFloat,
  Random,
  type Shape,
  sizeOf,
  type Tensor,
  type TypedArray,
} from '@nablajs/core';

/** Converts floats to `dtype`. Labels stay unchanged. */
export function arrayOf({ data, shape }: DenseArray, dtype: FloatDType): DenseArray {
  const own = dtypeOf(data);
  if (own === undefined || !isFloat(own)) return dense(data, shape);
  return floats(data, shape, dtype);
}

/** Returns numbers rounded to `dtype`. */
export function floats(values: ArrayLike<number>, shape: Shape, dtype: FloatDType): DenseArray {
  const data = allocate(dtype, values.length);
  data.set(values);
  return dense(data, shape);
}

/** Returns the elements of a matrix that are not 0 as CSR, in float32 or float64. */
export function compressed({ data, shape }: DenseArray, dtype: FloatDType): CsrArray {
  const [rows, columns] = shape as [number, number];
  const stored = Array.from(data.keys()).filter((at) => data[at] !== 0);
  const rowOffsets = new Int32Array(rows + 1);
  for (const at of stored)
    rowOffsets[Math.floor(at / columns) + 1] = (rowOffsets[Math.floor(at / columns) + 1] ?? 0) + 1;
  for (let row = 0; row < rows; row++) rowOffsets[row + 1] = (rowOffsets[row + 1] ?? 0) + (rowOffsets[row] ?? 0);
  const values = stored.map((at) => data[at] as number);
  return {
    layout: 'csr',
    shape: [rows, columns],
    rowOffsets,
    columns: Int32Array.from(stored, (at) => at % columns),
    values: floats(values, [values.length], dtype).data as Float32Array | Float64Array,
  };
}

/** Returns standard normal numbers, float64. */
export function randomNormals(shape: Shape, seed: number): DenseArray {
  const random = new Random(seed);
  const numbers = Array.from({ length: sizeOf(shape) }, () => random.normal());
  return floats(numbers, shape, 'float64');
}

/** Downloads one at a time: a backend need not support several downloads at once. */
export async function downloadAll(tensors: readonly (Tensor | undefined)[]): Promise<(TypedArray | undefined)[]> {
  const arrays: (TypedArray | undefined)[] = [];
  for (const tensor of tensors) arrays.push(await tensor?.data());
  return arrays;
}

/** Whether there are several arrays of targets. */
export const isSeveral = (targets: HostTargets): targets is readonly DenseArray[] => Array.isArray(targets);
