/** Kernels that move blocks of elements. Each calls `copyBlock` once or several times. */
import type { Backend, FusedKernels, Operand, Shape, TypedArray } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { forEachRun, planStrides } from '@nablajs/core/kernels';
import { elements, floats, type Storage, type StoragePool } from './storage.js';

/** Side of the squares that are transposed at a time; two of them fit in the first-level cache. */
const TRANSPOSE_BLOCK = 32;
/** Longer runs are copied by `TypedArray.set`, which costs about a hundred nanoseconds per call. */
const LONG_RUN = 64;

/** A loop over `length` elements, with stride `to` in the result and stride `from` in x. */
interface Dimension {
  readonly length: number;
  readonly to: number;
  readonly from: number;
}

const ONCE: Dimension = { length: 1, to: 1, from: 1 };

/** Copies x[p..p + n - 1] to out[o..o + n - 1]. */
export function copyRun(out: TypedArray, o: number, x: TypedArray, p: number, n: number): void {
  if (n >= LONG_RUN) out.set(x.subarray(p, p + n), o);
  else for (let i = 0; i < n; i++) out[o + i] = x[p + i]!;
}

/** Transposes square by square, so the rows of a square stay in the cache until all elements are used. */
function transpose(out: TypedArray, o: number, x: TypedArray, p: number, rows: Dimension, columns: Dimension): void {
  for (let i0 = 0; i0 < rows.length; i0 += TRANSPOSE_BLOCK) {
    const height = Math.min(TRANSPOSE_BLOCK, rows.length - i0);
    for (let j0 = 0; j0 < columns.length; j0 += TRANSPOSE_BLOCK) {
      const width = Math.min(TRANSPOSE_BLOCK, columns.length - j0);
      const to = o + i0 * rows.to + j0 * columns.to;
      const from = p + i0 * rows.from + j0 * columns.from;
      transposeSquare(out, to, rows.to, columns.to, x, from, rows.from, columns.from, height, width);
    }
  }
}

function transposeSquare(
  out: TypedArray,
  o: number,
  rowTo: number,
  columnTo: number,
  x: TypedArray,
  p: number,
  rowFrom: number,
  columnFrom: number,
  height: number,
  width: number,
): void {
  for (let i = 0; i < height; i++, o += rowTo, p += rowFrom) {
    for (let j = 0, to = o, from = p; j < width; j++, to += columnTo, from += columnFrom) out[to] = x[from]!;
  }
}

function walk(
  out: TypedArray,
  o: number,
  x: TypedArray,
  p: number,
  dimensions: readonly Dimension[],
  at: number,
): void {
  const [outer, inner] = [dimensions[at]!, dimensions[at + 1]!];
  if (at + 2 === dimensions.length && (inner.to !== 1 || inner.from !== 1)) {
    transpose(out, o, x, p, outer, inner);
    return;
  }
  for (let i = 0, to = o, from = p; i < outer.length; i++, to += outer.to, from += outer.from) {
    if (at + 2 === dimensions.length) copyRun(out, to, x, from, inner.length);
    else walk(out, to, x, from, dimensions, at + 1);
  }
}

/** Copies a block of `shape` from offset p of x, with strides `from`, to offset o of `out`, with strides `to`. */
function copyBlock(out: TypedArray, o: number, to: Shape, x: TypedArray, p: number, from: Shape, shape: Shape): void {
  const { length, outer, strides, steps } = planStrides([to, from], shape);
  const dimensions = [ONCE, ONCE];
  for (const [axis, size] of [...outer, length].entries()) {
    const [to = 0, from = 0] = strides.map((own, which) => own[axis] ?? steps[which]);
    dimensions.push({ length: size, to, from });
  }
  // Moves the dimension along which x is contiguous next to the last one, along which `out` is, to transpose these two.
  const near = dimensions.findLastIndex((dimension) => dimension.from === 1);
  // biome-ignore lint/plugin: it is one dimension.
  if (near < dimensions.length - 1) dimensions.splice(-1, 0, ...dimensions.splice(near, 1));
  walk(out, o, x, p, dimensions, 0);
}

/** Returns row-major strides. */
function stridesOf(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** Returns the offset at which a block begins in an array with these strides. */
function offsetOf(starts: Shape, strides: Shape): number {
  return starts.reduce((offset, start, axis) => offset + start * (strides[axis] as number), 0);
}

/** Adds in place. */
export const addBlockKernel: Required<Pick<FusedKernels<Storage>, 'addBlock'>> = {
  addBlock(sum, block, starts) {
    const [out, x] = [floats(sum), floats(block)];
    const strides = stridesOf(sum.shape);
    const plan = planStrides([strides, stridesOf(block.shape)], block.shape);
    const [to, from] = plan.steps as [number, number];
    const start = offsetOf(starts, strides);
    forEachRun(plan, (_, o, p) => {
      for (let i = 0, at = start + o; i < plan.length; i++, at += to, p += from) out[at] = out[at]! + x[p]!;
    });
    return out;
  },
};

type MovementKernel = 'permute' | 'slice' | 'pad' | 'concat';

export function movementKernels(pool: StoragePool): Pick<Backend<Storage>, MovementKernel> {
  return {
    permute(x, axes) {
      const out = pool.allocate(x.dtype, sizeOf(x.shape));
      const strides = stridesOf(x.shape);
      const shape = axes.map((axis) => x.shape[axis] as number);
      const from = axes.map((axis) => strides[axis] as number);
      copyBlock(out, 0, stridesOf(shape), elements(x), 0, from, shape);
      return out;
    },
    slice(x, starts, shape) {
      const out = pool.allocate(x.dtype, sizeOf(shape));
      const from = stridesOf(x.shape);
      copyBlock(out, 0, stridesOf(shape), elements(x), offsetOf(starts, from), from, shape);
      return out;
    },
    pad(x, starts, shape, value) {
      const out = pool.allocate(x.dtype, sizeOf(shape)).fill(value);
      const to = stridesOf(shape);
      copyBlock(out, offsetOf(starts, to), to, elements(x), 0, stridesOf(x.shape), x.shape);
      return out;
    },
    concat(xs) {
      const [{ shape, dtype }] = xs as readonly [Operand<Storage>];
      const lengths = xs.map((x) => sizeOf(x.shape.slice(1)));
      const width = lengths.reduce((sum, length) => sum + length, 0);
      const outer = shape[0] as number;
      const out = pool.allocate(dtype, outer * width);
      let start = 0;
      for (const [i, x] of xs.entries()) {
        const length = lengths[i] as number;
        copyBlock(out, start, [width, 1], elements(x), 0, [length, 1], [outer, length]);
        start += length;
      }
      return out;
    },
  };
}
