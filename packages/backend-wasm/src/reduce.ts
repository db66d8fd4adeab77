/** Reductions of [outer, n, inner] over n. */
import type { Backend, FusedKernels, Operand, ReductionShape } from '@nablajs/core';
import { ADD_PARTS, ARGMAX, FINITE_PARTS, MAX, SUM_COLUMNS, SUM_LINES, SUM_PARTS } from './kernels.js';
import { SUM_PART } from './layout.js';
import { variant } from './panels.js';
import { addressOf, type DenseStorage, elementsOf, type Storage, type Store } from './storage.js';
import { ITEM_ELEMENTS, itemsOf } from './work.js';

/** Columns that an item sums: four cache lines of each row. */
const ITEM_COLUMNS = 64;

function sum(store: Store, x: Operand<Storage>, [outer, n, inner]: ReductionShape): DenseStorage {
  const out = store.allocate(x.dtype, outer * inner);
  const place = variant(x.dtype);
  if (inner !== 1) {
    const columns = n * inner <= ITEM_ELEMENTS ? Math.max(1, inner) : ITEM_COLUMNS;
    const sizes = [outer, n, inner, columns];
    store.engine.run(SUM_COLUMNS + place, outer * itemsOf(inner, columns), [addressOf(x), out.address, ...sizes]);
  } else if (n <= SUM_PART) {
    const lines = Math.max(1, Math.floor(ITEM_ELEMENTS / Math.max(1, n)));
    store.engine.run(SUM_LINES + place, itemsOf(outer, lines), [addressOf(x), out.address, outer, n, lines]);
  } else {
    sumLongLines(store, x, out, outer, n);
  }
  return out;
}

function sumLongLines(store: Store, x: Operand<Storage>, out: DenseStorage, lines: number, n: number): void {
  const parts = itemsOf(n, SUM_PART);
  store.borrow(8 * lines * parts, (address) => {
    store.engine.run(SUM_PARTS + variant(x.dtype), lines * parts, [addressOf(x), address, n, parts]);
    addParts(store, address, out, lines, parts, 1);
  });
}

/** out = sums of the doubles of each line, times a factor. */
export function addParts(
  store: Store,
  address: number,
  out: DenseStorage,
  lines: number,
  parts: number,
  factor: number,
): void {
  store.engine.run(ADD_PARTS + variant(out.dtype), 1, [address, out.address, lines, parts], [factor]);
}

/** Sums of the columns of a matrix. */
export function sumRows(store: Store, x: Operand<Storage>): DenseStorage {
  const [rows, width] = x.shape as [number, number];
  return sum(store, x, [1, rows, width]);
}

function largest(store: Store, x: Operand<Storage>, shape: ReductionShape, kernel: number, out: DenseStorage): Storage {
  const [outer, n, inner] = shape;
  const each = Math.max(1, Math.floor(ITEM_ELEMENTS / Math.max(1, n * inner)));
  store.engine.run(kernel + variant(x.dtype), itemsOf(outer, each), [addressOf(x), out.address, ...shape, each]);
  return out;
}

export function reduceKernels(store: Store): Pick<Backend<Storage>, 'sum' | 'max' | 'argmax'> {
  return {
    sum: (x, shape) => sum(store, x, shape),
    max: (x, shape) => largest(store, x, shape, MAX, store.allocate(x.dtype, shape[0] * shape[2])),
    argmax: (x, shape) => largest(store, x, shape, ARGMAX, store.allocate('int32', shape[0] * shape[2])),
  };
}

export function finiteKernel(store: Store): Required<Pick<FusedKernels<Storage>, 'finiteCheck'>> {
  return {
    finiteCheck(x) {
      const { addresses, length } = elementsOf([x.storage as DenseStorage]);
      const out = store.allocate(x.dtype, 1);
      const parts = itemsOf(length, SUM_PART);
      store.borrow(8 * parts, (address) => {
        store.engine.run(FINITE_PARTS + variant(x.dtype), parts, [...addresses, address, length]);
        addParts(store, address, out, 1, parts, 1);
      });
      return out;
    },
  };
}
