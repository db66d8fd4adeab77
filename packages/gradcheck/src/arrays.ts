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

/** Whether an array has floats, not labels or tokens. */
export function isOfFloats({ data }: DenseArray): boolean {
  const own = dtypeOf(data);
  return own !== undefined && isFloat(own);
}

/** Converts floats to `dtype`. Labels and tokens stay unchanged. */
export function arrayOf(array: DenseArray, dtype: FloatDType): DenseArray {
  const { data, shape } = array;
  return isOfFloats(array) ? floats(data, shape, dtype) : dense(data, shape);
}

export function floats(values: ArrayLike<number>, shape: Shape, dtype: FloatDType): DenseArray {
  const data = allocate(dtype, values.length);
  data.set(values);
  return dense(data, shape);
}

/** Returns the elements of a matrix that are not 0 as CSR, in float32 or float64. */
export function compressed({ data, shape }: DenseArray, dtype: FloatDType): CsrArray {
  const [rows, columns] = shape as [number, number];
  const rowOffsets = [0];
  const stored: number[] = [];
  const values: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = data[row * columns + column] as number;
      if (value === 0) continue;
      stored.push(column);
      values.push(value);
    }
    rowOffsets.push(values.length);
  }
  return {
    layout: 'csr',
    shape: [rows, columns],
    rowOffsets: Int32Array.from(rowOffsets),
    columns: Int32Array.from(stored),
    values: floats(values, [values.length], dtype).data as Float32Array | Float64Array,
  };
}

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

export const isSeveral = (targets: HostTargets): targets is readonly DenseArray[] => Array.isArray(targets);
