/** Reductions of [outer, n, inner] over n. Sums use doubles and blocks, so rounding errors grow slower than n. */
import type { Backend, FloatDType, FusedKernels, Operand, ReductionShape, TypedArray } from '@nablajs/core';
import { type FloatArray, floats, type Storage, type StoragePool } from './storage.js';

/** Terms in a block. The sums of blocks are added. */
const SUM_BLOCK = 128;

/**
 * Returns the pairwise sum of x[start..start + n - 1] (Higham, "The accuracy of floating point summation", 1993). Its
 * error grows with log n. Zeros behind the other elements change no bit, so a sequence may be padded.
 */
function pairwiseSum(x: FloatArray, start: number, n: number): number {
  if (n > SUM_BLOCK) {
    // Blocks times a power of two: more elements then add to the sum of these, and leave its order as it is.
    let half = SUM_BLOCK;
    while (2 * half < n) half *= 2;
    return pairwiseSum(x, start, half) + pairwiseSum(x, start + half, n - half);
  }
  return blockSum(x, start, n);
}

/** Sums x[start..start + n - 1] in four running sums, each of every fourth element. */
export function blockSum(x: FloatArray, start: number, n: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  const end = start + n;
  let i = start;
  for (; i + 3 < end; i += 4) {
    sum0 += x[i]!;
    sum1 += x[i + 1]!;
    sum2 += x[i + 2]!;
    sum3 += x[i + 3]!;
  }
  if (i < end) sum0 += x[i]!;
  if (i + 1 < end) sum1 += x[i + 1]!;
  if (i + 2 < end) sum2 += x[i + 2]!;
  return sum0 + sum1 + (sum2 + sum3);
}

/** sums[j] += x[start + j] for one row. */
export function addRow(sums: Float64Array, x: FloatArray, start: number): void {
  for (let j = 0; j < sums.length; j++) sums[j] = sums[j]! + x[start + j]!;
}

/** Sums columns of n rows, `width` wide, row by row and in blocks of rows. */
export function columnSums(x: FloatArray, start: number, n: number, width: number): Float64Array {
  const total = new Float64Array(width);
  const block = new Float64Array(width);
  for (let row = 0; row < n; row += SUM_BLOCK) {
    block.fill(0);
    const end = Math.min(n, row + SUM_BLOCK);
    for (let i = row; i < end; i++) addRow(block, x, start + i * width);
    addRow(total, block, 0);
  }
  return total;
}

function sum(out: FloatArray, x: FloatArray, [outer, n, inner]: ReductionShape): void {
  for (let o = 0; o < outer; o++) {
    if (inner === 1) out[o] = pairwiseSum(x, o * n, n);
    else out.set(columnSums(x, o * n * inner, n, inner), o * inner);
  }
}

/** Returns the offset from `start` of the first NaN, or else of the first largest element. */
function largestAt(x: FloatArray, start: number, n: number): number {
  let at = start;
  let best = x[start]!;
  for (let i = start + 1; i < start + n && !Number.isNaN(best); i++) {
    const value = x[i]!;
    // Also if the value is NaN.
    if (!(value <= best)) {
      best = value;
      at = i;
    }
  }
  return at;
}

/** Does the same for each column of n rows, and reads row by row. */
function largestOfColumns(at: Int32Array, best: Float64Array, x: FloatArray, start: number, n: number): void {
  const width = at.length;
  for (let j = 0; j < width; j++) {
    best[j] = x[start + j]!;
    at[j] = start + j;
  }
  for (let i = start + width; i < start + n * width; i += width) {
    for (let j = 0; j < width; j++) {
      const value = x[i + j]!;
      if (value <= best[j]! || Number.isNaN(best[j]!)) continue;
      best[j] = value;
      at[j] = i + j;
    }
  }
}

/** Calls `put` with each line's place in the result, its start, and the offset of its largest element. */
function forEachLargest(
  x: FloatArray,
  [outer, n, inner]: ReductionShape,
  put: (to: number, start: number, at: number) => void,
): void {
  const at = new Int32Array(inner);
  const best = new Float64Array(inner);
  for (let o = 0; o < outer; o++) {
    const start = o * n * inner;
    if (inner === 1) at[0] = largestAt(x, start, n);
    else largestOfColumns(at, best, x, start, n);
    for (let j = 0; j < inner; j++) put(o * inner + j, start + j, at[j]!);
  }
}

/** Whether element i of a row is chosen before element j: it is larger, a NaN, or an equal one further in front. */
function isBefore(x: FloatArray, start: number, i: number, j: number): boolean {
  const [a, b] = [x[start + i]!, x[start + j]!];
  if (a > b || a < b) return a > b;
  return Number.isNaN(a) === Number.isNaN(b) ? i < j : Number.isNaN(a);
}

/** Lets the index at `at` of a heap sink below those that are chosen later: the last one is at the top. */
function sink(heap: TypedArray, to: number, size: number, at: number, x: FloatArray, start: number): void {
  const index = heap[to + at]!;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && isBefore(x, start, heap[to + child]!, heap[to + child + 1]!)) child += 1;
    if (isBefore(x, start, heap[to + child]!, index)) break;
    heap[to + at] = heap[to + child]!;
    at = child;
  }
  heap[to + at] = index;
}

/** Keeps the k largest of each row in a heap, then sorts that. */
export function topKKernel(pool: StoragePool): Required<Pick<FusedKernels<Storage>, 'topK'>> {
  return {
    topK(operand, k) {
      const [rows, n] = operand.shape as [number, number];
      const x = floats(operand);
      const out = pool.allocate('int32', rows * k);
      for (let row = 0, start = 0, to = 0; row < rows; row++, start += n, to += k) {
        for (let i = 0; i < k; i++) out[to + i] = i;
        for (let at = (k >> 1) - 1; at >= 0; at--) sink(out, to, k, at, x, start);
        for (let i = k; i < n; i++) {
          if (!isBefore(x, start, i, out[to]!)) continue;
          out[to] = i;
          sink(out, to, k, 0, x, start);
        }
        for (let size = k - 1; size > 0; size--) {
          [out[to], out[to + size]] = [out[to + size]!, out[to]!];
          sink(out, to, size, 0, x, start);
        }
      }
      return out;
    },
  };
}

export function reduceKernels(pool: StoragePool): Pick<Backend<Storage>, 'sum' | 'max' | 'argmax'> {
  return {
    sum(x, shape) {
      const out = pool.allocate(x.dtype as FloatDType, shape[0] * shape[2]);
      sum(out, floats(x), shape);
      return out;
    },
    max(x: Operand<Storage>, shape) {
      const out = pool.allocate(x.dtype as FloatDType, shape[0] * shape[2]);
      const from = floats(x);
      forEachLargest(from, shape, (to, _start, at) => {
        out[to] = from[at]!;
      });
      return out;
    },
    argmax(x, shape) {
      const out = pool.allocate('int32', shape[0] * shape[2]);
      forEachLargest(floats(x), shape, (to, start, at) => {
        out[to] = (at - start) / shape[2];
      });
      return out;
    },
  };
}

/** Returns 0 if every element is finite, else NaN: 0 * x is 0 only for finite x. */
function finiteSum(x: FloatArray): number {
  let [sum0, sum1] = [0, 0];
  let i = 0;
  for (; i + 1 < x.length; i += 2) {
    sum0 += x[i]! * 0;
    sum1 += x[i + 1]! * 0;
  }
  if (i < x.length) sum0 += x[i]! * 0;
  return sum0 + sum1;
}

export function finiteKernel(pool: StoragePool): Required<Pick<FusedKernels<Storage>, 'finiteCheck'>> {
  return {
    finiteCheck(operands) {
      const out = pool.allocate(operands[0]?.dtype as FloatDType, 1);
      out[0] = operands.reduce((total, x) => total + finiteSum(floats(x)), 0);
      return out;
    },
  };
}
