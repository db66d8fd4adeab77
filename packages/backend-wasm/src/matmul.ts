/** Dense matrix product: sizes of the work for ../assembly/matmul.ts. */
import type { Backend, Operand } from '@nablajs/core';
import { MATMUL, MATMUL_PACK, MATMUL_THIN } from './kernels.js';
import { BLOCK_DEPTH, SUM_BLOCK, SUM_BLOCKS, TILE_BYTES, TILE_ROWS } from './layout.js';
import { bytesPer } from './panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from './storage.js';
import { ITEM_PRODUCTS, itemsOf } from './work.js';

/** Bytes of the left operand's rows that an item goes through with one strip of the right: in the second-level cache. */
const MOST_ROW_BYTES = 96 * BLOCK_DEPTH * 4;
/** Steps of k from which on a sum has parts, which are summed up beside it. */
const LONG = SUM_BLOCK * SUM_BLOCKS;
/** Up to so many rows, packing the right operand costs more than it saves. */
const THIN_ROWS = 5;
const THIN_COLUMNS = 64;

/** What is done to the product before it is stored for good. */
export interface Finish {
  readonly bias: Operand<Storage> | undefined;
  readonly relu: boolean;
}

export const RAW: Finish = { bias: undefined, relu: false };

/** Its address, 0 for none. */
export function biasOf({ bias }: Finish): number {
  return bias === undefined ? 0 : addressOf(bias);
}

/** activation(op(a) op(b) + bias). */
export function matmul(
  store: Store,
  a: Operand<Storage>,
  b: Operand<Storage>,
  transposeA: boolean,
  transposeB: boolean,
  finish: Finish = RAW,
): DenseStorage {
  const m = a.shape[transposeA ? 1 : 0] as number;
  const k = a.shape[transposeA ? 0 : 1] as number;
  const n = b.shape[transposeB ? 0 : 1] as number;
  const out = store.allocate(a.dtype, m * n);
  const size = bytesPer(a.dtype);
  const width = (a.shape[1] as number) * size;
  const [rowStride, stepStride] = transposeA ? [size, width] : [width, size];
  const [bias, relu] = [biasOf(finish), Number(finish.relu)];
  if (m <= THIN_ROWS && !transposeB) {
    const columns = Math.max(THIN_COLUMNS, Math.ceil(ITEM_PRODUCTS / Math.max(1, m * k) / THIN_COLUMNS) * THIN_COLUMNS);
    const thin = {
      a: addressOf(a),
      b: addressOf(b),
      out: out.address,
      m,
      n,
      k,
      rowStride,
      stepStride,
      columns,
      bias,
      relu,
    };
    store.engine.run(MATMUL_THIN, a.dtype, itemsOf(n, columns), thin);
    return out;
  }
  const strips = itemsOf(n, TILE_BYTES / size);
  const packedBytes = strips * k * TILE_BYTES;
  store.borrow(packedBytes + (k > LONG ? m * n * size : 0), (packed) => {
    const packStrips = Math.max(1, Math.ceil(ITEM_PRODUCTS / 8 / Math.max(1, (k * TILE_BYTES) / size)));
    const pack = { b: addressOf(b), out: packed, k, n, transposed: Number(transposeB), strips: packStrips };
    store.engine.run(MATMUL_PACK, a.dtype, itemsOf(strips, packStrips), pack);
    const { rows, across: most } = division(m, n, k, size, store.engine.threads);
    const itemStrips = Math.max(1, itemsOf(strips, most));
    const across = itemsOf(strips, itemStrips);
    store.engine.run(MATMUL, a.dtype, itemsOf(m, rows) * across, {
      a: addressOf(a),
      b: packed,
      out: out.address,
      m,
      n,
      k,
      rowStride,
      stepStride,
      rows,
      strips: itemStrips,
      across,
      bias,
      relu,
      later: packed + packedBytes,
    });
  });
  return out;
}

/** Items of some rows and some of the columns: enough for every thread to have several, none too small. */
function division(m: number, n: number, k: number, size: number, threads: number): { rows: number; across: number } {
  const worth = Math.max(1, Math.floor((m * n * k) / ITEM_PRODUCTS));
  const wanted = threads === 1 ? 1 : Math.min(worth, 6 * threads);
  const most = MOST_ROW_BYTES / BLOCK_DEPTH / size;
  const rows = Math.min(most, Math.max(TILE_ROWS, Math.ceil(m / wanted / TILE_ROWS) * TILE_ROWS));
  const down = Math.max(1, itemsOf(m, rows));
  return { rows, across: Math.max(1, Math.floor(wanted / down)) };
}

export function matmulKernels(store: Store): Pick<Backend<Storage>, 'matmul'> {
  return { matmul: (a, b, transposeA, transposeB) => matmul(store, a, b, transposeA, transposeB) };
}
