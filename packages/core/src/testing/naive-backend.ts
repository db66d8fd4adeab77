/**
 * The executable definition of every kernel: plain loops, never fast or clever. Sums run in double precision with
 * Neumaier's compensation.
 */

import type { Backend, CsrArray, DType, Operand, OperandLike, ReductionShape, Shape, TypedArray } from '../backend.js';
import { erf, exp, expm1, log, log1p, sigmoid, tanh } from '../math/index.js';
import { allocate } from '../tensors/dtype.js';
import { sizeOf } from '../tensors/shape.js';
import { argmaxOf, compensatedSum, elements, generate, reduce, type Storage } from './naive-arrays.js';
import * as images from './naive-images.js';

/** Options of `createBackend`; the naive backend has none. */
export type NaiveOptions = Record<string, never>;

/** Returns the distance of neighbours along each axis. */
const stepsOf = (shape: Shape): number[] => shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));

/** For each position of `shape`, returns `start` plus its place along each axis times that axis's step. */
function indicesBy(steps: readonly number[], shape: Shape, start = 0): TypedArray {
  const along = (indices: TypedArray, size: number, axis: number): TypedArray =>
    generate('int32', indices.length * size, (i) => {
      return (indices[Math.floor(i / size)] as number) + (i % size) * (steps[axis] as number);
    });
  return shape.reduce(along, Int32Array.of(start));
}

/** For each position of `shape`, returns the index of the element of an array of shape `own` that broadcasts to it. */
function broadcastIndices(own: Shape, shape: Shape): TypedArray {
  const steps = stepsOf(own).map((step, axis) => (own[axis] === 1 ? 0 : step));
  return indicesBy(steps, shape);
}

const pick = (x: Operand<Storage>, indices: TypedArray): TypedArray =>
  generate(x.dtype, indices.length, (i) => elements(x)[indices[i] as number] as number);

/** Returns an operand's elements, or a number in `dtype`, repeated to fill `shape`. */
function valuesOf(x: OperandLike<Storage>, dtype: DType, shape: Shape): TypedArray {
  if (typeof x === 'number') return allocate(dtype === 'float32' ? dtype : 'float64', sizeOf(shape)).fill(x);
  return sizeOf(x.shape) === sizeOf(shape) ? elements(x) : pick(x, broadcastIndices(x.shape, shape));
}

const dtypeOf = (...operands: readonly OperandLike<Storage>[]): DType =>
  operands.find((x) => typeof x !== 'number')?.dtype as DType;

function unary(f: (x: number) => number): (x: Operand<Storage>) => TypedArray {
  return (x) => generate(x.dtype, sizeOf(x.shape), (i) => f(elements(x)[i] as number));
}

function binary(f: (a: number, b: number) => number) {
  return (a: OperandLike<Storage>, b: OperandLike<Storage>, shape: Shape): TypedArray => {
    const dtype = dtypeOf(a, b);
    const [left, right] = [valuesOf(a, dtype, shape), valuesOf(b, dtype, shape)];
    return generate(dtype, sizeOf(shape), (i) => f(left[i] as number, right[i] as number));
  };
}

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
  const [startsA, startsB] = [startsOfMatrices(a, shape), startsOfMatrices(b, shape)];
  const [left, right, terms] = [elements(a), elements(b), new Float64Array(inner)];
  return generate(a.dtype, sizeOf(shape), (flat) => {
    const matrix = Math.floor(flat / (m * n));
    const row = (startsA[matrix] as number) + (Math.floor(flat / n) % m) * i;
    const column = (startsB[matrix] as number) + (flat % n) * j;
    for (let k = 0; k < inner; k++) {
      terms[k] = (left[row + k * aStep] as number) * (right[column + k * bStep] as number);
    }
    return compensatedSum(terms);
  });
}

/** Returns where x's matrix starts, for each matrix of the result. */
const startsOfMatrices = (x: Operand<Storage>, shape: Shape): TypedArray =>
  broadcastIndices(x.shape.slice(0, -2), shape.slice(0, -2)).map((matrix) => matrix * sizeOf(x.shape.slice(-2)));

/** Sums stored entries only: entry (i, k) meets row k of b, or row i when transposed. */
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
    const product = (entry: number) =>
      (values[entry] as number) * (right[(sources[entry] as number) * width + (flat % width)] as number);
    return compensatedSum(new Float64Array(own.map(product)));
  });
}

function permute(x: Operand<Storage>, axes: readonly number[]): TypedArray {
  const steps = stepsOf(x.shape);
  const inOrder = (list: readonly number[]) => axes.map((axis) => list[axis] as number);
  return pick(x, indicesBy(inOrder(steps), inOrder(x.shape)));
}

/** Returns the indices, in an array of shape `outer`, of the block of `shape` at `starts`. */
function blockOf(outer: Shape, starts: readonly number[], shape: Shape): TypedArray {
  const steps = stepsOf(outer);
  const start = steps.reduce((sum, step, axis) => sum + step * (starts[axis] as number), 0);
  return indicesBy(steps, shape, start);
}

function pad(x: Operand<Storage>, starts: readonly number[], shape: Shape, value: number): TypedArray {
  const [out, block] = [allocate(x.dtype, sizeOf(shape)).fill(value), blockOf(shape, starts, x.shape)];
  for (let i = 0; i < block.length; i++) out[block[i] as number] = elements(x)[i] as number;
  return out;
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
    const term = (source: number) => elements(x)[source * width + (flat % width)] as number;
    return compensatedSum(new Float64Array(own.map(term)));
  });
}

/**
 * Creates the naive backend, the definition of every kernel, for tests only: an epoch of 60,000 rows would take hours.
 *
 * @example
 * ```ts
 * const backend = await createBackend();
 * ```
 */
export function createBackend(_options?: NaiveOptions): Promise<Backend> {
  const live = new Map<unknown, number>();
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
      const [on, yes, no] = [valuesOf(condition, dtype, shape), valuesOf(a, dtype, shape), valuesOf(b, dtype, shape)];
      return generate(dtype, sizeOf(shape), (i) => (on[i] !== 0 ? yes[i] : no[i]) as number);
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
    sum: holding((x, shape) => reduce(x, shape, x.dtype, compensatedSum)),
    max: holding((x, shape) => reduce(x, shape, x.dtype, (line) => line[argmaxOf(line)] as number)),
    argmax: holding((x, shape) => reduce(x, shape, 'int32', argmaxOf)),
    permute: holding(permute),
    slice: holding((x, starts, shape) => pick(x, blockOf(x.shape, starts, shape))),
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
