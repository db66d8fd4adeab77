/**
 * The executable definition of every kernel: plain loops, nothing fast, nothing clever. Sums run in double precision
 * with Neumaier's compensation, so that other backends are compared with the better number.
 */

import type { Backend, CsrArray, DType, Operand, OperandLike, ReductionShape, Shape, TypedArray } from '../backend.js';
import { erf, exp, expm1, log, log1p, sigmoid, tanh } from '../math/index.js';
import { sizeOf } from '../tensors/shape.js';
import { positionOf } from './compare.js';
import { argmaxOf, compensatedSum, elements, generate, type Storage } from './naive-arrays.js';
import * as images from './naive-images.js';

/** Options of `createBackend`; the naive backend has none. */
export type NaiveOptions = Record<string, never>;

/** Index into an operand of the element that broadcasts to position `flat` of `shape`. */
function broadcastIndex(x: Operand<Storage>, shape: Shape, flat: number): number {
  let rest = flat;
  let index = 0;
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const dimension = shape[axis] as number;
    const own = x.shape[axis] as number;
    index += own === 1 ? 0 : (rest % dimension) * stride;
    stride *= own;
    rest = Math.floor(rest / dimension);
  }
  return index;
}

/** Reads the element of an operand, or the number that stands for one in `dtype`, at a position of `shape`. */
function readerOf(x: OperandLike<Storage>, dtype: DType, shape: Shape): (flat: number) => number {
  if (typeof x === 'number') return () => (dtype === 'float32' ? Math.fround(x) : x);
  const [values, isWhole] = [elements(x), sizeOf(x.shape) === sizeOf(shape)];
  return (flat) => values[isWhole ? flat : broadcastIndex(x, shape, flat)] as number;
}

const dtypeOf = (...operands: readonly OperandLike<Storage>[]): DType =>
  operands.find((x) => typeof x !== 'number')?.dtype as DType;

function unary(f: (x: number) => number): (x: Operand<Storage>) => TypedArray {
  return (x) => generate(x.dtype, sizeOf(x.shape), (i) => f(elements(x)[i] as number));
}

function binary(f: (a: number, b: number) => number) {
  return (a: OperandLike<Storage>, b: OperandLike<Storage>, shape: Shape): TypedArray => {
    const dtype = dtypeOf(a, b);
    const [left, right] = [readerOf(a, dtype, shape), readerOf(b, dtype, shape)];
    return generate(dtype, sizeOf(shape), (i) => f(left(i), right(i)));
  };
}

/** One result for each line along the middle axis; `read(i)` is the line's i-th element. */
function reduce(
  x: Operand<Storage>,
  [outer, n, inner]: ReductionShape,
  dtype: DType,
  line: (read: (index: number) => number) => number,
): TypedArray {
  return generate(dtype, outer * inner, (at) => {
    const start = Math.floor(at / inner) * n * inner + (at % inner);
    return line((i) => elements(x)[start + i * inner] as number);
  });
}

/**
 * Returns the position in `inner` of the element at `flat` of `outer`, where `inner` starts at `starts`; undefined if
 * it is outside.
 */
function positionIn(inner: Shape, outer: Shape, starts: readonly number[], flat: number): number | undefined {
  const places = positionOf(flat, outer).map((place, axis) => place - (starts[axis] as number));
  return places.every((place, axis) => place >= 0 && place < (inner[axis] as number))
    ? flatOf(inner, places)
    : undefined;
}

const flatOf = (shape: Shape, places: readonly number[]): number =>
  shape.reduce((flat, dimension, axis) => flat * dimension + (places[axis] as number), 0);

function matmul(
  a: Operand<Storage>,
  b: Operand<Storage>,
  transposeA: boolean,
  transposeB: boolean,
  shape: Shape,
): TypedArray {
  const [m, n] = shape.slice(-2) as [number, number];
  const inner = a.shape.at(transposeA ? -2 : -1) as number;
  const [i, aStep] = transposeA ? [1, m] : [inner, 1];
  const [bStep, j] = transposeB ? [1, inner] : [n, 1];
  const [starts, left, right] = [startsOfMatrices(a, b, shape), elements(a), elements(b)];
  return generate(a.dtype, sizeOf(shape), (flat) => {
    const [startA, startB] = starts[Math.floor(flat / (m * n))] as readonly [number, number];
    const row = startA + (Math.floor(flat / n) % m) * i;
    const column = startB + (flat % n) * j;
    return compensatedSum(inner, (k) => (left[row + k * aStep] as number) * (right[column + k * bStep] as number));
  });
}

/** Returns where the matrices of a and b start, for each matrix of the result. A dimension of 1 repeats. */
function startsOfMatrices(a: Operand<Storage>, b: Operand<Storage>, shape: Shape): readonly [number, number][] {
  const batch = shape.slice(0, -2);
  const start = (x: Operand<Storage>, matrix: number): number =>
    broadcastIndex({ ...x, shape: x.shape.slice(0, -2) }, batch, matrix) * sizeOf(x.shape.slice(-2));
  return Array.from({ length: sizeOf(batch) }, (_, matrix) => [start(a, matrix), start(b, matrix)]);
}

/** The sum over stored entries only: entry (i, k) meets row k of b, or row i when transposed. */
function csrMatmul(a: Operand<Storage>, b: Operand<Storage>, transposeA: boolean): TypedArray {
  const { shape, rowOffsets, columns, values } = a.storage as CsrArray;
  const width = b.shape[1] as number;
  const rows = new Int32Array(values.length);
  for (let row = 0; row < shape[0]; row++) rows.fill(row, rowOffsets[row], rowOffsets[row + 1]);
  const [targets, sources] = transposeA ? [columns, rows] : [rows, columns];
  /** The entries that add to each row of the result. */
  const terms = Array.from({ length: transposeA ? shape[1] : shape[0] }, (): number[] => []);
  for (let entry = 0; entry < targets.length; entry++) terms[targets[entry] as number]?.push(entry);
  const right = elements(b);
  return generate(a.dtype, terms.length * width, (flat) => {
    const own = terms[Math.floor(flat / width)] as number[];
    return compensatedSum(own.length, (k) => {
      const entry = own[k] as number;
      return (values[entry] as number) * (right[(sources[entry] as number) * width + (flat % width)] as number);
    });
  });
}

function permute(x: Operand<Storage>, axes: readonly number[]): TypedArray {
  const shape = axes.map((axis) => x.shape[axis] as number);
  return generate(x.dtype, sizeOf(shape), (flat) => {
    const places = positionOf(flat, shape);
    const own = x.shape.map((_, axis) => places[axes.indexOf(axis)] as number);
    return elements(x)[flatOf(x.shape, own)] as number;
  });
}

function slice(x: Operand<Storage>, starts: readonly number[], shape: Shape): TypedArray {
  return generate(x.dtype, sizeOf(shape), (flat) => {
    const places = positionOf(flat, shape).map((place, axis) => place + (starts[axis] as number));
    return elements(x)[flatOf(x.shape, places)] as number;
  });
}

function pad(x: Operand<Storage>, starts: readonly number[], shape: Shape, value: number): TypedArray {
  return generate(x.dtype, sizeOf(shape), (flat) => {
    const at = positionIn(x.shape, shape, starts, flat);
    return at === undefined ? value : (elements(x)[at] as number);
  });
}

function concat(xs: readonly [Operand<Storage>, ...Operand<Storage>[]]): TypedArray {
  const [outer, , inner] = xs[0].shape as ReductionShape;
  const parts = Array.from({ length: outer }, (_, at) =>
    xs.flatMap((x) => {
      const length = (x.shape[1] as number) * inner;
      return [...elements(x).subarray(at * length, (at + 1) * length)];
    }),
  ).flat();
  return generate(xs[0].dtype, parts.length, (i) => parts[i] as number);
}

function gather(x: Operand<Storage>, indices: Operand<Storage>): TypedArray {
  const [rows, width] = x.shape as [number, number];
  return generate(x.dtype, sizeOf(indices.shape) * width, (flat) => {
    const row = elements(indices)[Math.floor(flat / width)] as number;
    // NaN becomes 0 in an array of integers.
    return row >= 0 && row < rows ? (elements(x)[row * width + (flat % width)] as number) : Number.NaN;
  });
}

function scatterAdd(x: Operand<Storage>, indices: Operand<Storage>, rows: number): TypedArray {
  const width = x.shape[1] as number;
  const sources = Array.from({ length: rows }, (): number[] => []);
  for (const [source, row] of elements(indices).entries()) sources[row]?.push(source);
  return generate(x.dtype, rows * width, (flat) => {
    const own = sources[Math.floor(flat / width)] as number[];
    return compensatedSum(own.length, (i) => elements(x)[(own[i] as number) * width + (flat % width)] as number);
  });
}

/**
 * Creates the naive backend: slow, obvious, and the definition of every kernel. Use it in tests only; an epoch of
 * 60,000 rows would take hours.
 *
 * @example
 * ```ts
 * const backend = await createBackend();
 * ```
 */
export function createBackend(_options?: NaiveOptions): Promise<Backend> {
  const live = new Map<unknown, number>();
  /** Storages that are not released yet. */
  const held = <T extends Storage>(storage: T): T => {
    const bytes = 'layout' in storage ? storage.values.byteLength : storage.byteLength;
    live.set(storage, bytes);
    return storage;
  };
  const holding =
    <A extends unknown[]>(kernel: (...args: A) => Storage) =>
    (...args: A): Storage =>
      held(kernel(...args));

  const greater = holding(binary((a, b) => (a > b ? 1 : 0)));
  const where = holding(
    (condition: Operand<Storage>, a: OperandLike<Storage>, b: OperandLike<Storage>, shape: Shape) => {
      const { dtype } = condition;
      const [on, yes, no] = [readerOf(condition, dtype, shape), readerOf(a, dtype, shape), readerOf(b, dtype, shape)];
      return generate(dtype, sizeOf(shape), (i) => (on(i) !== 0 ? yes(i) : no(i)));
    },
  );
  // Stored in an Int32Array, sums and differences wrap.
  const [add, subtract] = [holding(binary((a, b) => a + b)), holding(binary((a, b) => a - b))];

  const backend: Backend<Storage> = {
    name: 'naive',
    dtypes: ['float32', 'float64'],
    description: 'the definition of every kernel, in plain loops',

    upload: holding((data) => data.slice()),
    download: async (x) => elements(x).slice(),
    release(storage) {
      if (!live.delete(storage)) throw new Error('release: this storage is not live; it was released twice.');
    },
    memory: () => ({ buffers: live.size, bytes: [...live.values()].reduce((sum, bytes) => sum + bytes, 0) }),
    dispose: () => live.clear(),

    matmul: holding(matmul),
    add,
    subtract,
    multiply: holding(binary((a, b) => a * b)),
    divide: holding(binary((a, b) => a / b)),
    maximum: holding(binary(Math.max)),
    greater,
    where,
    exp: holding(unary(exp)),
    expm1: holding(unary(expm1)),
    log: holding(unary(log)),
    log1p: holding(unary(log1p)),
    sqrt: holding(unary(Math.sqrt)),
    tanh: holding(unary(tanh)),
    sigmoid: holding(unary(sigmoid)),
    erf: holding(unary(erf)),
    sum: holding((x, shape) => reduce(x, shape, x.dtype, (read) => compensatedSum(shape[1], read))),
    max: holding((x, shape) => reduce(x, shape, x.dtype, (read) => read(argmaxOf(shape[1], read)))),
    argmax: holding((x, shape) => reduce(x, shape, 'int32', (read) => argmaxOf(shape[1], read))),
    permute: holding(permute),
    slice: holding(slice),
    pad: holding(pad),
    concat: holding((xs) => concat(xs as [Operand<Storage>, ...Operand<Storage>[]])),
    gather: holding(gather),
    scatterAdd: holding(scatterAdd),
    oneHot: holding((labels, classes, dtype) =>
      generate(dtype, sizeOf(labels.shape) * classes, (flat) =>
        elements(labels)[Math.floor(flat / classes)] === flat % classes ? 1 : 0,
      ),
    ),
    cast: holding((x, dtype) => generate(dtype, sizeOf(x.shape), (i) => elements(x)[i] as number)),
    fill: holding((shape, value, dtype) => generate(dtype, sizeOf(shape), () => value)),

    csr: {
      upload: holding((matrix) => ({
        ...matrix,
        rowOffsets: matrix.rowOffsets.slice(),
        columns: matrix.columns.slice(),
        values: matrix.values.slice(),
      })),
      matmul: holding(csrMatmul),
    },
    conv: {
      forward: holding(images.forward),
      backwardInput: holding(images.backwardInput),
      backwardFilter: (x, dY, y, needDB, window, groups, shape) => ({
        dW: held(images.backwardFilter(x, dY, y, window, groups, shape)),
        db: needDB ? held(images.biasGradient(dY, y)) : undefined,
      }),
    },
    pool: {
      max: holding(images.max),
      maxBackward: holding((x, _y, dY, window) => images.maxBackward(x, dY, window)),
      average: holding(images.average),
      averageBackward: holding(images.averageBackward),
    },
    integers: { add, subtract, multiply: holding(binary(Math.imul)), greater, where },
  };
  return Promise.resolve(backend as Backend);
}
