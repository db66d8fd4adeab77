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
import { SUM_PART } from '../abi/layout.js';
import { ITEM_ELEMENTS, itemsOf } from '../engine/work.js';
import { addressOf, type DenseStorage, elementsOf, type Storage, type Store } from '../storage/storage.js';

/** How many columns an item sums. */
const ITEM_COLUMNS = 64;

function sum(store: Store, x: Operand<Storage>, [outer, n, inner]: ReductionShape): DenseStorage {
  const out = store.allocate(x.dtype, outer * inner);
  if (inner !== 1) {
    const each = n * inner <= ITEM_ELEMENTS ? Math.max(1, inner) : ITEM_COLUMNS;
    const operands = { x: addressOf(x), out: out.address, n, inner, each };
    store.engine.run(SUM_COLUMNS, x.dtype, outer * itemsOf(inner, each), operands);
  } else if (n <= SUM_PART) {
    const each = Math.max(1, Math.floor(ITEM_ELEMENTS / Math.max(1, n)));
    const operands = { x: addressOf(x), out: out.address, lines: outer, n, each };
    store.engine.run(SUM_LINES, x.dtype, itemsOf(outer, each), operands);
  } else {
    sumLongLines(store, x, out, outer, n);
  }
  return out;
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

/** Returns the sums of the columns of a matrix. */
export function sumRows(store: Store, x: Operand<Storage>): DenseStorage {
  const [rows, width] = x.shape as [number, number];
  return sum(store, x, [1, rows, width]);
}

function largest(
  store: Store,
  x: Operand<Storage>,
  [outer, n, inner]: ReductionShape,
  kernel: typeof MAX_OF,
  dtype: DType,
): Storage {
  const out = store.allocate(dtype, outer * inner);
  const each = Math.max(1, Math.floor(ITEM_ELEMENTS / Math.max(1, n * inner)));
  const operands = { x: addressOf(x), out: out.address, outer, n, inner, each };
  store.engine.run(kernel, x.dtype, itemsOf(outer, each), operands);
  return out;
}

export function reduceKernels(store: Store): Pick<Backend<Storage>, 'sum' | 'max' | 'argmax'> {
  return {
    sum: (x, shape) => sum(store, x, shape),
    max: (x, shape) => largest(store, x, shape, MAX_OF, x.dtype),
    argmax: (x, shape) => largest(store, x, shape, ARGMAX_OF, 'int32'),
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
