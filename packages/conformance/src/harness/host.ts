/** Creates the arrays that cases use. */
import {
  allocate,
  type CsrArray,
  type DenseArray,
  type DType,
  dense,
  dtypeOf,
  type FloatDType,
  type HostArray,
  type Shape,
  sizeOf,
  type TypedArray,
} from '@nablajs/core';

/** Returns numbers rounded to `dtype`. */
export function typed(dtype: DType, values: ArrayLike<number>): TypedArray {
  const out = allocate(dtype, values.length);
  out.set(values);
  return out;
}

/** Returns the same numbers in float64. Not by `from`, which uses a slow iterator. */
export const doubles = (values: TypedArray): Float64Array => new Float64Array(values);

export function host(dtype: DType, shape: Shape, values: ArrayLike<number>): DenseArray {
  return dense(typed(dtype, values), shape);
}

/** Generates elements of `dtype` by index. */
export function generate(dtype: DType, shape: Shape, element: (index: number) => number): DenseArray {
  const data = allocate(dtype, sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = element(i);
  return dense(data, shape);
}

/** Returns a function that computes a value when it is first called. */
export function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** Whole numbers from -30 to 30. scripts/generate.py has the same formula, so inputs need not be stored. */
export function patternAt(seed: number, index: number): number {
  return ((3 * index * index + 37 * index + 101 * seed) % 61) - 30;
}

/** Every dtype, for kernels that only move elements. */
export const DTYPES: readonly DType[] = ['float32', 'float64', 'int32', 'uint8'];

/** NaN, infinities, -0 and a subnormal: values that a move must not change. */
export const FRAGILE: readonly number[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0,
  Number.NEGATIVE_INFINITY,
  1e-45,
  1,
];

/** Whole numbers that every dtype can hold. */
export function wholeNumbers(dtype: DType, shape: Shape, seed: number): DenseArray {
  return generate(dtype, shape, (i) => Math.abs(patternAt(seed, i)));
}

/** `pattern / divisor` as a float array. */
export function pattern(dtype: DType, shape: Shape, seed: number, divisor = 1): DenseArray {
  return generate(dtype, shape, (i) => patternAt(seed, i) / divisor);
}

/** From 2^-8 to 2^7. */
const POWERS = Array.from({ length: 16 }, (_, i) => 2 ** (i - 8));

/**
 * Real numbers with magnitudes from 2^-8 to 2^8, the same in every run: Marsaglia's xorshift (2003), 13-17-5.
 */
export function spread(dtype: FloatDType, shape: Shape, seed: number): DenseArray {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return generate(dtype, shape, () => (2 * next() - 1) * (POWERS[Math.floor(16 * next())] as number));
}

/** [..., m, n] to [..., n, m]. */
export function transposed({ data, shape }: DenseArray): DenseArray {
  const [m, n] = shape.slice(-2) as [number, number];
  const out = data.slice();
  if (m !== 1 && n !== 1) {
    for (let flat = 0; flat < data.length; flat++) {
      const within = flat % (m * n);
      out[flat - within + (within % n) * m + Math.floor(within / n)] = data[flat] as number;
    }
  }
  return dense(out, [...shape.slice(0, -2), n, m]);
}

/** Returns the nonzero elements of a matrix as CSR. */
export function compressed({ data, shape }: DenseArray): CsrArray {
  const [rows, columns] = shape as [number, number];
  const rowOffsets = new Int32Array(rows + 1);
  const [indices, values] = [new Int32Array(data.length), new Float64Array(data.length)];
  let count = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = data[row * columns + column] as number;
      if (value === 0) continue;
      indices[count] = column;
      values[count++] = value;
    }
    rowOffsets[row + 1] = count;
  }
  return {
    layout: 'csr',
    shape: [rows, columns],
    rowOffsets,
    columns: indices.slice(0, count),
    values: values.slice(0, count),
  };
}

/** Returns a CSR matrix with values of another dtype. */
export function csrOf(matrix: CsrArray, dtype: FloatDType): CsrArray {
  return { ...matrix, values: typed(dtype, matrix.values) as Float32Array | Float64Array };
}

export function dtypeOfHost(array: HostArray): DType {
  return dtypeOf(array.layout === 'dense' ? array.data : array.values) as DType;
}
