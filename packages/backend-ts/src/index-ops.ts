/** Kernels that move elements without computing on them. */
import type { Backend, TypedArray } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { elements, type Storage, type StoragePool } from './storage.js';

/** Side of the squares that are transposed at a time: two of them fit in the first-level cache. */
const TRANSPOSE_BLOCK = 32;
/** Rows from this width on are copied by the engine's own copy, which costs some hundred nanoseconds a call. */
const WIDE_ROW = 64;

function transpose(out: TypedArray, x: TypedArray, m: number, n: number): void {
  for (let i0 = 0; i0 < m; i0 += TRANSPOSE_BLOCK) {
    for (let j0 = 0; j0 < n; j0 += TRANSPOSE_BLOCK) {
      transposeBlock(out, x, m, n, i0, j0);
    }
  }
}

function transposeBlock(out: TypedArray, x: TypedArray, m: number, n: number, i0: number, j0: number): void {
  const iEnd = Math.min(m, i0 + TRANSPOSE_BLOCK);
  const jEnd = Math.min(n, j0 + TRANSPOSE_BLOCK);
  for (let i = i0; i < iEnd; i++) {
    for (let j = j0; j < jEnd; j++) out[j * m + i] = x[i * n + j]!;
  }
}

function gather(out: TypedArray, x: TypedArray, indices: TypedArray, width: number): void {
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]! * width;
    if (width >= WIDE_ROW) out.set(x.subarray(from, from + width), i * width);
    else for (let j = 0; j < width; j++) out[i * width + j] = x[from + j]!;
  }
}

function oneHot(out: TypedArray, labels: TypedArray, classes: number): void {
  out.fill(0);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label >= 0 && label < classes) out[i * classes + label] = 1;
  }
}

type IndexKernel = 'transpose' | 'gather' | 'oneHot' | 'cast' | 'fill';

export function indexKernels(pool: StoragePool): Pick<Backend<Storage>, IndexKernel> {
  return {
    transpose(x) {
      const [m, n] = x.shape as [number, number];
      const out = pool.allocate(x.dtype, m * n);
      transpose(out, elements(x), m, n);
      return out;
    },
    gather(x, indices) {
      const width = x.shape[1] as number;
      const out = pool.allocate(x.dtype, sizeOf(indices.shape) * width);
      gather(out, elements(x), elements(indices), width);
      return out;
    },
    oneHot(labels, classes, dtype) {
      const out = pool.allocate(dtype, sizeOf(labels.shape) * classes);
      oneHot(out, elements(labels), classes);
      return out;
    },
    cast(x, dtype) {
      const out = pool.allocate(dtype, sizeOf(x.shape));
      out.set(elements(x));
      return out;
    },
    fill: (shape, value, dtype) => pool.allocate(dtype, sizeOf(shape)).fill(value),
  };
}
