/**
 * The executable definition of every kernel: plain loops, nothing fast, nothing clever. Sums run in double precision
 * with Neumaier's compensation, so that an optimised backend is held against the better number.
 *
 * A storage is a typed array, or a copied CsrArray.
 */

import type { Backend, CsrArray, Operand, ReductionShape, Shape } from '../backend.js';
import { allocate, type DType, type TypedArray } from '../dtype.js';
import { erf, exp, expm1, log, log1p, sigmoid, tanh } from '../math/index.js';
import { sizeOf } from '../shape.js';

type Storage = TypedArray | CsrArray;

/** Options of `createBackend`; the naive backend has none. */
export type NaiveOptions = Record<string, never>;

const elements = (x: Operand<Storage>): TypedArray => x.storage as TypedArray;

/** Sum of `count` terms with Neumaier's compensation (1974), exact to about 1 ULP unless it cancels; NaN and infinities pass. */
function compensatedSum(count: number, term: (index: number) => number): number {
  let total = 0;
  let compensation = 0;
  for (let i = 0; i < count; i++) {
    const value = term(i);
    const next = total + value;
    compensation += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return Number.isFinite(total) ? total + compensation : total;
}

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

function generate(dtype: DType, size: number, element: (index: number) => number): TypedArray {
  const out = allocate(dtype, size);
  for (let i = 0; i < size; i++) out[i] = element(i);
  return out;
}

function unary(f: (x: number) => number): (x: Operand<Storage>) => TypedArray {
  return (x) => generate(x.dtype, sizeOf(x.shape), (i) => f(elements(x)[i] as number));
}

function binary(f: (a: number, b: number) => number) {
  return (a: Operand<Storage>, b: Operand<Storage>, shape: Shape): TypedArray =>
    generate(a.dtype, sizeOf(shape), (i) =>
      f(elements(a)[broadcastIndex(a, shape, i)] as number, elements(b)[broadcastIndex(b, shape, i)] as number),
    );
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

/** First index of the largest of n, the first NaN winning. */
function argmaxOf(n: number, read: (index: number) => number): number {
  let best = 0;
  for (let i = 1; i < n; i++) {
    if (Number.isNaN(read(best))) break;
    if (read(i) > read(best) || Number.isNaN(read(i))) best = i;
  }
  return best;
}

function matmul(a: Operand<Storage>, b: Operand<Storage>, transposeA: boolean, transposeB: boolean): TypedArray {
  const [rowsA, columnsA] = a.shape as [number, number];
  const [rowsB, columnsB] = b.shape as [number, number];
  const [m, inner] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const n = transposeB ? rowsB : columnsB;
  return generate(a.dtype, m * n, (flat) => {
    const i = Math.floor(flat / n);
    const j = flat % n;
    return compensatedSum(inner, (k) => {
      const left = elements(a)[transposeA ? k * columnsA + i : i * columnsA + k] as number;
      const right = elements(b)[transposeB ? j * columnsB + k : k * columnsB + j] as number;
      return left * right;
    });
  });
}

/** The sum over stored entries only: entry (i, k) meets row k of b, or row i when transposed. */
function csrMatmul(a: Operand<Storage>, b: Operand<Storage>, transposeA: boolean): TypedArray {
  const { shape, rowOffsets, columns, values } = a.storage as CsrArray;
  const width = b.shape[1] as number;
  const terms: number[][] = Array.from({ length: (transposeA ? shape[1] : shape[0]) * width }, () => []);
  for (let row = 0; row < shape[0]; row++) {
    for (let entry = rowOffsets[row] as number; entry < (rowOffsets[row + 1] as number); entry++) {
      const column = columns[entry] as number;
      const [target, source] = transposeA ? [column, row] : [row, column];
      for (let j = 0; j < width; j++) {
        terms[target * width + j]?.push((values[entry] as number) * (elements(b)[source * width + j] as number));
      }
    }
  }
  return generate(a.dtype, terms.length, (i) => compensatedSum(terms[i]?.length ?? 0, (k) => terms[i]?.[k] ?? 0));
}

function gather(x: Operand<Storage>, indices: Operand<Storage>): TypedArray {
  const width = x.shape[1] as number;
  return generate(x.dtype, sizeOf(indices.shape) * width, (flat) => {
    const row = elements(indices)[Math.floor(flat / width)] as number;
    return elements(x)[row * width + (flat % width)] as number;
  });
}

/** Never use it for work: a 60,000-row epoch would take hours. */
export function createBackend(_options?: NaiveOptions): Promise<Backend> {
  const live = new Map<unknown, number>();
  /** Every storage that leaves a kernel is counted until it is released. */
  const held = <T extends Storage>(storage: T): T => {
    const bytes = 'layout' in storage ? storage.values.byteLength : storage.byteLength;
    live.set(storage, bytes);
    return storage;
  };
  const holding =
    <A extends unknown[]>(kernel: (...args: A) => Storage) =>
    (...args: A): Storage =>
      held(kernel(...args));

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
    transpose: holding((x) => {
      const [m, n] = x.shape as [number, number];
      return generate(x.dtype, m * n, (flat) => elements(x)[(flat % m) * n + Math.floor(flat / m)] as number);
    }),
    add: holding(binary((a, b) => a + b)),
    subtract: holding(binary((a, b) => a - b)),
    multiply: holding(binary((a, b) => a * b)),
    divide: holding(binary((a, b) => a / b)),
    maximum: holding(binary(Math.max)),
    greater: holding(binary((a, b) => (a > b ? 1 : 0))),
    where: holding((condition, a, b, shape) =>
      generate(a.dtype, sizeOf(shape), (i) => {
        const chosen = elements(condition)[broadcastIndex(condition, shape, i)] !== 0 ? a : b;
        return elements(chosen)[broadcastIndex(chosen, shape, i)] as number;
      }),
    ),
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
    gather: holding(gather),
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
  };
  return Promise.resolve(backend as Backend);
}
