/** The shape rules of operations, checked before any kernel runs. */
import type { ReductionShape, Shape } from '../backend.js';
import { describe } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';

/**
 * Returns the number of elements of a shape; 1 for a scalar.
 *
 * @example
 * ```ts
 * const size = sizeOf([2, 3]); // 6
 * ```
 */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const dimension of shape) size *= dimension;
  return size;
}

/**
 * Whether two shapes have the same rank and dimensions. NaN, an open dimension, equals itself.
 *
 * @example
 * ```ts
 * const same = sameShape([2, 3], [2, 3]); // true
 * ```
 */
export function sameShape(a: Shape, b: Shape): boolean {
  return a === b || (a.length === b.length && a.every((dimension, axis) => Object.is(dimension, b[axis])));
}

/** The most that int32 offsets address and that typed arrays hold on every engine. */
const MAX_ELEMENTS = 2147483647;

/**
 * Throws unless every dimension is a whole number >= 0 and the elements fit into a tensor.
 *
 * @example
 * ```ts
 * checkShape('blur', [2, -1]); // throws: blur: dimensions must be whole numbers >= 0. Received [2, -1].
 * ```
 */
export function checkShape(op: string, shape: Shape): void {
  checkShapeArray(op, shape);
  if (!shape.every((dimension) => Number.isSafeInteger(dimension) && dimension >= 0)) {
    throw new NablaError('shape', `${op}: dimensions must be whole numbers >= 0. Received [${shape.join(', ')}].`);
  }
  if (sizeOf(shape) > MAX_ELEMENTS) {
    const received = formatShape(shape);
    throw new NablaError('shape', `${op}: a tensor holds at most ${MAX_ELEMENTS} elements. Received ${received}.`);
  }
}

function checkShapeArray(op: string, shape: Shape): void {
  if (Array.isArray(shape)) return;
  throw new NablaError('shape', `${op}: expected a shape, such as [2, 3]. Received ${describe(shape)}.`);
}

/**
 * Throws NablaError `shape`, which names `op`, unless the shapes are equal.
 *
 * @example
 * ```ts
 * checkSameShape('blur', [2], [3]); // throws: blur: shapes must be equal. Received [2] and [3].
 * ```
 */
export function checkSameShape(op: string, a: Shape, b: Shape): void {
  if (!sameShape(a, b)) {
    throw new NablaError(
      'shape',
      `${op}: shapes must be equal. Received ${formatShape(a)} and ${formatShape(b)}` +
        `${sizeOf(a) === sizeOf(b) ? '; reshape one of them' : ''}.`,
    );
  }
}

/**
 * Throws NablaError `shape`, which names `op`, unless the shape has that many dimensions.
 *
 * @example
 * ```ts
 * checkRank('blur', [2, 3], 3); // throws: blur: expected rank 3. Received [2, 3].
 * ```
 */
export function checkRank(op: string, shape: Shape, rank: number): void {
  if (shape.length !== rank) {
    throw new NablaError('shape', `${op}: expected rank ${rank}. Received ${formatShape(shape)}.`);
  }
}

/**
 * Returns the common shape by NumPy's rule: aligned from the right, dimensions must be equal or 1.
 *
 * @example
 * ```ts
 * const shape = broadcastShapes('blur', [4, 1], [3]); // [4, 3]
 * ```
 */
export function broadcastShapes(op: string, ...shapes: readonly Shape[]): number[] {
  const rank = shapes.reduce((most, shape) => Math.max(most, shape.length), 0);
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    const offset = rank - shape.length;
    for (const [axis, dimension] of shape.entries()) {
      const present = result[offset + axis];
      if (dimension === 1 || Object.is(dimension, present)) continue;
      if (present !== 1) {
        const received = shapes.map(formatShape).join(' and ');
        throw new NablaError(
          'shape',
          `${op}: shapes do not broadcast: from the right, dimensions must be equal or 1. Received ${received}.`,
        );
      }
      result[offset + axis] = dimension;
    }
  }
  return result;
}

/**
 * Throws unless `shape` broadcasts to `wanted`.
 *
 * @example
 * ```ts
 * checkBroadcasts('blur', [2], [4, 3]); // throws, while [1] and [3] broadcast to [4, 3]
 * ```
 */
export function checkBroadcasts(op: string, shape: Shape, wanted: Shape): void {
  checkShape(op, wanted);
  if (sameShape(broadcastShapes(op, shape, wanted), wanted)) return;
  throw new NablaError('shape', `${op}: ${formatShape(shape)} does not broadcast to ${formatShape(wanted)}.`);
}

/**
 * Adds leading ones to `shape` up to `rank`.
 *
 * @example
 * ```ts
 * const shape = padShape([3], 2); // [1, 3]
 * ```
 */
export function padShape(shape: Shape, rank: number): Shape {
  return shape.length === rank ? shape : [...new Array<number>(rank - shape.length).fill(1), ...shape];
}

/**
 * Returns [..., m, n], the shape of op(a) op(b). The dimensions before the last two broadcast.
 *
 * @example
 * ```ts
 * const shape = matmulShape([4, 2], [3, 2], false, true); // [4, 3]
 * ```
 */
export function matmulShape(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): readonly number[] {
  const fail = (why: string): never => {
    const mark = (transposed: boolean) => (transposed ? "'" : '');
    throw new NablaError(
      'shape',
      `matmul: ${why}. Received ${formatShape(a)}${mark(transposeA)} x ${formatShape(b)}${mark(transposeB)}.`,
    );
  };
  if (a.length < 2 || b.length < 2) fail('both operands must be matrices');
  const m = a.at(transposeA ? -1 : -2) as number;
  const n = b.at(transposeB ? -2 : -1) as number;
  if (a.at(transposeA ? -2 : -1) !== b.at(transposeB ? -1 : -2)) fail('inner dimensions must match');
  const shape = [...broadcastShapes('matmul', a.slice(0, -2), b.slice(0, -2)), m, n];
  checkShape('matmul', shape);
  return shape;
}

/**
 * Checks that each axis occurs once, and returns the axes counted from the start.
 *
 * @example
 * ```ts
 * const axes = permutation([2, 3, 4], [0, -1, 1]); // [0, 2, 1]
 * ```
 */
export function permutation(shape: Shape, axes: readonly number[]): readonly number[] {
  const rank = shape.length;
  const order = Array.isArray(axes) ? axes.map((axis) => normaliseAxis('permute', axis, rank)) : undefined;
  if (order?.length === rank && new Set(order).size === rank) return order;
  const received = Array.isArray(axes) ? `[${axes.join(', ')}]` : describe(axes);
  throw new NablaError('shape', `permute: expected each axis of ${formatShape(shape)} once. Received ${received}.`);
}

/**
 * Returns the shape of tensors joined along `axis`. All other dimensions must be equal.
 *
 * @example
 * ```ts
 * const shape = concatenatedShape([[2, 3], [4, 3]], 0); // [6, 3]
 * ```
 */
export function concatenatedShape(shapes: readonly Shape[], axis: number): readonly number[] {
  const [first] = shapes as readonly [Shape, ...Shape[]];
  const withLength = (length: number): Shape => first.with(axis, length);
  const other = shapes.find((shape) => !sameShape(shape, withLength(shape[axis] as number)));
  if (other !== undefined) {
    throw new NablaError(
      'shape',
      `concat: all dimensions but axis ${axis} must be equal. ` +
        `Received ${formatShape(first)} and ${formatShape(other)}.`,
    );
  }
  return withLength(shapes.reduce((sum, shape) => sum + (shape[axis] as number), 0));
}

/**
 * What `slice` takes of an axis: an index, which drops the axis, or `[start, end, step]`, NumPy's start:end:step. What
 * is left out or undefined takes everything.
 */
export type SliceRange = number | readonly [start?: number | undefined, end?: number | undefined, step?: number];

/** The elements start, start + step … of an axis, `count` of them. */
export interface SlicedAxis {
  readonly start: number;
  readonly count: number;
  readonly step: number;
}

/**
 * Returns what ranges take of each axis of a shape. Negative indices count from the end, and the ends of a range are
 * cut to the axis, as in NumPy.
 *
 * @example
 * ```ts
 * const axes = slicedAxes([5, 4], [[-3]]); // [{ start: 2, count: 3, step: 1 }, { start: 0, count: 4, step: 1 }]
 * ```
 */
export function slicedAxes(shape: Shape, ranges: readonly SliceRange[]): readonly SlicedAxis[] {
  const axes = shape.map((length, axis) => slicedAxis(length, Array.isArray(ranges) ? (ranges[axis] ?? []) : NaN));
  if (axes.every((axis) => axis !== undefined) && ranges.length <= shape.length) return axes as readonly SlicedAxis[];
  throw new NablaError(
    'shape',
    `slice: expected for each axis of ${formatShape(shape)} an index or [start, end, step], such as ` +
      `slice(x, [0, [1, -1]]). Received ${JSON.stringify(ranges)}.`,
  );
}

function slicedAxis(length: number, range: SliceRange): SlicedAxis | undefined {
  const fromStart = (index: number): number => (index < 0 ? index + length : index);
  if (typeof range === 'number') {
    const start = fromStart(range);
    return isCount(start) && start < length ? { start, count: 1, step: 1 } : undefined;
  }
  const [first, last, step = 1] = range;
  const isRange = Array.isArray(range) && range.length <= 3 && step !== 0;
  if (!isRange || ![first ?? 0, last ?? 0, step].every(Number.isSafeInteger)) return undefined;
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const cut = (index: number | undefined, missing: number): number =>
    index === undefined ? missing : Math.min(Math.max(fromStart(index), low), high);
  const start = cut(first, step > 0 ? low : high);
  const count = Math.max(0, Math.ceil((cut(last, step > 0 ? high : low) - start) / step));
  return { start, count, step };
}

/**
 * Returns `shape` with `widths` elements added before and after each dimension.
 *
 * @example
 * ```ts
 * const shape = paddedShape([2, 3], [[1, 1], [0, 2]]); // [4, 5]
 * ```
 */
export function paddedShape(
  shape: Shape,
  widths: readonly (readonly [before: number, after: number])[],
): readonly number[] {
  const valid =
    Array.isArray(widths) &&
    widths.length === shape.length &&
    widths.every((width) => Array.isArray(width) && width.length === 2 && width.every(isCount));
  if (!valid) {
    throw new NablaError(
      'shape',
      `pad: expected [before, after] for each dimension of ${formatShape(shape)}. Received ${describe(widths)}.`,
    );
  }
  const padded = shape.map((dimension, axis) => dimension + (widths[axis]?.[0] ?? 0) + (widths[axis]?.[1] ?? 0));
  checkShape('pad', padded);
  return padded;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * Returns an axis, which may count from the end, as 0 <= axis < rank.
 *
 * @example
 * ```ts
 * const axis = normaliseAxis('blur', -1, 3); // 2
 * ```
 */
export function normaliseAxis(op: string, axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || positive < 0 || positive >= rank) {
    throw new NablaError('shape', `${op}: axis ${axis} is out of range for rank ${rank} (${-rank} to ${rank - 1}).`);
  }
  return positive;
}

/**
 * Returns distinct axes, the last one first, so reducing one does not renumber the others.
 *
 * @example
 * ```ts
 * const axes = normaliseAxes('blur', [0, -1], 3); // [2, 0]
 * ```
 */
export function normaliseAxes(op: string, axes: readonly number[], rank: number): number[] {
  const positive = axes.map((axis) => normaliseAxis(op, axis, rank)).sort((a, b) => b - a);
  const twice = positive.find((axis, at) => axis === positive[at + 1]);
  if (twice !== undefined)
    throw new NablaError('shape', `${op}: axis ${twice} is named twice. Received [${axes.join(', ')}].`);
  return positive;
}

/** The shape that a reduction kernel takes, and the shape of its result. */
export interface Reduction {
  /** What the kernel gets. */
  readonly kernelShape: ReductionShape;
  /** What the caller gets. */
  readonly resultShape: Shape;
}

/**
 * Turns a reduction over one axis, or over everything if `axis` is undefined, into [outer, n, inner].
 *
 * @example
 * ```ts
 * const plan = reduction('blur', [2, 3, 4], 1, false); // { kernelShape: [2, 3, 4], resultShape: [2, 4] }
 * ```
 */
export function reduction(op: string, shape: Shape, axis: number | undefined, keepDimensions: boolean): Reduction {
  if (axis === undefined) {
    const resultShape = keepDimensions ? shape.map(() => 1) : [];
    return { kernelShape: [1, sizeOf(shape), 1], resultShape };
  }
  const at = normaliseAxis(op, axis, shape.length);
  const before = shape.slice(0, at);
  const after = shape.slice(at + 1);
  return {
    kernelShape: [sizeOf(before), shape[at] ?? 1, sizeOf(after)],
    resultShape: keepDimensions ? [...before, 1, ...after] : [...before, ...after],
  };
}

/**
 * Throws if a reduction would have to choose among no elements.
 *
 * @example
 * ```ts
 * checkNotEmpty('blur', [2, 0, 1]); // throws: blur: nothing to choose from along an axis of length 0.
 * ```
 */
export function checkNotEmpty(op: string, [, n]: ReductionShape): void {
  if (n === 0) throw new NablaError('shape', `${op}: nothing to choose from along an axis of length 0.`);
}

/**
 * Throws unless `length` elements fill the shape.
 *
 * @example
 * ```ts
 * checkLength('blur', [2, 3], 5); // throws: blur: [2, 3] has 6 elements. Received 5.
 * ```
 */
export function checkLength(op: string, shape: Shape, length: number): void {
  if (length === sizeOf(shape)) return;
  throw new NablaError('shape', `${op}: ${formatShape(shape)} has ${sizeOf(shape)} elements. Received ${length}.`);
}

/**
 * Returns the shape after reshaping to `wanted`, where one dimension may be -1 and takes what is left.
 *
 * @example
 * ```ts
 * const shape = reshapedShape([2, 6], [3, -1]); // [3, 4]
 * ```
 */
export function reshapedShape(shape: Shape, wanted: Shape): number[] {
  checkShapeArray('reshape', wanted);
  const size = sizeOf(shape);
  const holes = wanted.filter((dimension) => dimension === -1).length;
  const known = sizeOf(wanted.filter((dimension) => dimension !== -1));
  const resolved = wanted.map((dimension) => (dimension === -1 ? size / known : dimension));
  if (holes > 1 || !resolved.every((d) => Number.isSafeInteger(d) && d >= 0) || sizeOf(resolved) !== size) {
    throw new NablaError(
      'shape',
      `reshape: ${formatShape(shape)} has ${size} elements and does not fit ${formatShape(wanted)}.`,
    );
  }
  return resolved;
}

/**
 * Throws unless all arrays of a batch have the same number of rows.
 *
 * @example
 * ```ts
 * checkRows('blur', [{ shape: [2, 5] }, { shape: [3] }]); // throws, because 2 and 3 rows are no batch
 * ```
 */
export function checkRows(op: string, inputs: readonly { readonly shape: Shape }[]): void {
  const counts = inputs.map(({ shape }) => shape[0]);
  if (counts.every((count) => count === counts[0])) return;
  throw new NablaError('shape', `${op}: every input must have the same number of rows. Received ${counts.join(', ')}.`);
}
