/** Reductions of [outer, n, inner] over n: splits the work for assembly/reduce.ts. */
import type { Backend, DType, FusedKernels, Operand, ReductionShape } from '@nablajs/core';
import {
  ADD_PARTS,
  ARGMAX_OF,
  FINITE_PARTS,
  MAX_OF,
  SUM_COLUMNS,
  SUM_LINES,
  SUM_PARTS,
  TOP_K,
} from '../abi/kernels.js';
import { GROUP_ROWS, MOST_COLUMNS, SUM_PART, SUM_STRETCH } from '../abi/layout.js';
import { ITEM_ELEMENTS, itemsOf } from '../engine/work.js';
import { addressOf, type DenseStorage, elementsOf, type Storage, type Store } from '../storage/storage.js';

/** The fewest columns of an item that has not all of them: 256 bytes of float32. */
const LEAST_COLUMNS = 64;
/** Elements of an item that looks for the largest of many rows. */
const ITEM_LARGEST = 4 * ITEM_ELEMENTS;

/** Divides columns into parts of about the same size, at most `most` and whole vectors but for the last. */
function columnsOf(inner: number, most: number): number {
  return inner <= most ? Math.max(1, inner) : 16 * Math.ceil(inner / itemsOf(inner, most) / 16);
}

/** Reduces each of the groups of `rows` rows in items of `each` columns; the results are [groups, outer, inner]. */
function reduce(
  store: Store,
  kernel: typeof SUM_COLUMNS,
  type: DType,
  [outer, n, inner]: ReductionShape,
  x: number,
  out: number,
  rows: number = Math.max(1, n),
  each: number = columnsOf(inner, Math.max(Math.floor(ITEM_ELEMENTS / 2 / rows), LEAST_COLUMNS)),
  stretch: number = SUM_STRETCH,
): void {
  const together = Math.max(1, Math.floor(ITEM_ELEMENTS / (rows * each)));
  const items = itemsOf(outer, together) * Math.max(1, itemsOf(n, rows)) * itemsOf(inner, each);
  store.engine.run(kernel, type, items, { x, out, outer, n, inner, together, rows, each, stretch });
}

function sum(store: Store, x: Operand<Storage>, shape: ReductionShape): DenseStorage {
  const [outer, n, inner] = shape;
  const out = store.allocate(x.dtype, outer * inner);
  if (inner !== 1) {
    sumColumns(store, x, out, shape);
  } else if (n <= SUM_PART) {
    const each = Math.max(1, Math.floor(ITEM_ELEMENTS / Math.max(1, n)));
    const operands = { x: addressOf(x), out: out.address, lines: outer, n, each };
    store.engine.run(SUM_LINES, x.dtype, itemsOf(outer, each), operands);
  } else {
    sumLongLines(store, x, out, outer, n);
  }
  return out;
}

function sumColumns(store: Store, x: Operand<Storage>, out: DenseStorage, shape: ReductionShape): void {
  const [outer, n, inner] = shape;
  if (n <= GROUP_ROWS) {
    reduce(store, SUM_COLUMNS, x.dtype, shape, addressOf(x), out.address);
    return;
  }
  const parts = itemsOf(n, GROUP_ROWS);
  const lines = outer * inner;
  store.borrow(8 * parts * lines, (address) => {
    reduce(store, SUM_COLUMNS, x.dtype, shape, addressOf(x), address, GROUP_ROWS, columnsOf(inner, 2 * LEAST_COLUMNS));
    const operands = { x: address, out: out.address, lines, parts, lineStride: 8, partStride: 8 * lines };
    store.engine.run(ADD_PARTS, out.dtype, 1, operands, { factor: 1 });
  });
}

function sumLongLines(store: Store, x: Operand<Storage>, out: DenseStorage, lines: number, n: number): void {
  const parts = itemsOf(n, SUM_PART);
  store.borrow(8 * lines * parts, (address) => {
    store.engine.run(SUM_PARTS, x.dtype, lines * parts, { x: addressOf(x), out: address, n, parts });
    addParts(store, address, out, lines, parts, 1);
  });
}

/** Writes to `out` the sum of each line's doubles, times a factor. */
export function addParts(
  store: Store,
  address: number,
  out: DenseStorage,
  lines: number,
  parts: number,
  factor: number,
): void {
  const operands = { x: address, out: out.address, lines, parts, lineStride: 8 * parts, partStride: 8 };
  store.engine.run(ADD_PARTS, out.dtype, 1, operands, { factor });
}

/** Adds up the columns of [stretches, columns], which are the sums of stretches of SUM_STRETCH rows. */
export function addStretches(
  store: Store,
  type: DType,
  x: number,
  out: number,
  stretches: number,
  columns: number,
): void {
  reduce(store, SUM_COLUMNS, type, [1, stretches, columns], x, out, stretches, undefined, 1);
}

/** Returns the sums of the columns of a matrix. */
export function sumRows(store: Store, x: Operand<Storage>): DenseStorage {
  const [rows, width] = x.shape as [number, number];
  return sum(store, x, [1, rows, width]);
}

function max(store: Store, x: Operand<Storage>, shape: ReductionShape): Storage {
  const [outer, n, inner] = shape;
  const out = store.allocate(x.dtype, outer * inner);
  const each = columnsOf(inner, MOST_COLUMNS);
  const rows = Math.floor(ITEM_LARGEST / each);
  const groups = itemsOf(n, rows);
  if (groups <= 1) {
    reduce(store, MAX_OF, x.dtype, shape, addressOf(x), out.address);
    return out;
  }
  const lines = outer * inner;
  store.borrow(8 * groups * lines, (address) => {
    reduce(store, MAX_OF, x.dtype, shape, addressOf(x), address, rows, each);
    reduce(store, MAX_OF, x.dtype, [1, groups, lines], address, out.address);
  });
  return out;
}

function argmax(store: Store, x: Operand<Storage>, shape: ReductionShape): Storage {
  const out = store.allocate('int32', shape[0] * shape[2]);
  reduce(store, ARGMAX_OF, x.dtype, shape, addressOf(x), out.address);
  return out;
}

export function reduceKernels(store: Store): Pick<Backend<Storage>, 'sum' | 'max' | 'argmax'> {
  return {
    sum: (x, shape) => sum(store, x, shape),
    max: (x, shape) => max(store, x, shape),
    argmax: (x, shape) => argmax(store, x, shape),
  };
}

export function topKKernel(store: Store): Required<Pick<FusedKernels<Storage>, 'topK'>> {
  return {
    topK(x, k) {
      const [rows, n] = x.shape as [number, number];
      const out = store.allocate('int32', rows * k);
      const each = Math.max(1, Math.floor(ITEM_ELEMENTS / (4 * n)));
      const operands = { x: addressOf(x), out: out.address, rows, n, k, each };
      store.engine.run(TOP_K, x.dtype, itemsOf(rows, each), operands);
      return out;
    },
  };
}

export function finiteKernel(store: Store): Required<Pick<FusedKernels<Storage>, 'finiteCheck'>> {
  return {
    finiteCheck(operands) {
      const all = operands.map(({ storage }) => elementsOf([storage as DenseStorage]));
      const out = store.allocate((operands[0] as Operand<Storage>).dtype, 1);
      const parts = all.reduce((total, { length }) => total + itemsOf(length, SUM_PART), 0);
      store.borrow(8 * parts, (address) => {
        let part = address;
        for (const { addresses, length } of all) {
          const own = itemsOf(length, SUM_PART);
          store.engine.run(FINITE_PARTS, out.dtype, own, { x: addresses[0] as number, out: part, length });
          part += 8 * own;
        }
        addParts(store, address, out, 1, parts, 1);
      });
      return out;
    },
  };
}
