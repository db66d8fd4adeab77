/** Dense matrix product: splits the work for assembly/matmul.ts. */
import type { Backend, Operand, Shape } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { forEachMatrix } from '@nablajs/core/kernels';
import { MATMUL, MATMUL_PACK, MATMUL_THIN } from '../abi/kernels.js';
import { BLOCK_DEPTH, SUM_STEPS } from '../abi/layout.js';
import type { Engine, Layout } from '../engine/engine.js';
import { ITEM_PRODUCTS, itemsOf } from '../engine/work.js';
import { bytesPer } from '../storage/panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';
import { transpose } from './index-ops.js';

/**
 * How many bytes of left rows an item combines with one strip of the right operand: they fit the second-level cache.
 */
const MOST_ROW_BYTES = 96 * BLOCK_DEPTH * 4;
/**
 * Up to this number of rows, going through the right operand once for each is fastest; with the widest vectors only for
 * one.
 */
const thinRows = ({ vectorBytes }: Layout): number => (vectorBytes > 32 ? 1 : 3);
const THIN_COLUMNS = 64;
/** The most tiles of a product with few rows. */
const MOST_DIRECT_TILES = 5;
/**
 * The most bytes of a right operand that need no packing. With up to five rows of tiles, 2 MB were 1.1 to 1.4 times as
 * fast as they lie, and 16 MB slower.
 */
function directBytes({ tileBytes }: Layout, tiles: number): number {
  if (tiles <= 1) return Number.POSITIVE_INFINITY;
  if (tileBytes < 64) return 32768;
  return tiles <= MOST_DIRECT_TILES ? 2097152 : 262144;
}

/**
 * The most bytes of a left operand if each item packs the strip that it needs, and goes through all rows. Fewer if its
 * rows are columns.
 */
const OWN_BYTES = 1048576;
const OWN_COLUMN_BYTES = 262144;
/** The fewest tiles that make packing a strip for one item worth it. */
const LEAST_OWN_TILES = 8;
/** The fewest items of this kind for each thread, so all end at about the same time. */
const OWN_ITEMS = 4;

/**
 * From so many steps of k on, a product of a transposed matrix and a wider one is computed as its transpose, with the
 * same bits.
 */
const LEAST_DEPTH = 2048;

/** What is applied to the product before it is stored. */
export interface Finish {
  readonly bias: Operand<Storage> | undefined;
  /** 0 for none, 1 for a ReLU, or the upper limit behind a ReLU. */
  readonly relu: number;
}

export const RAW: Finish = { bias: undefined, relu: 0 };

/** Returns the address of the bias, or 0 without one. */
export function biasOf({ bias }: Finish): number {
  return bias === undefined ? 0 : addressOf(bias);
}

/**
 * Returns activation(op(a) op(b) + bias) for two matrices, or op(a) op(b) for several if `shape`, the shape of the
 * result, is given.
 */
export function matmul(
  store: Store,
  a: Operand<Storage>,
  b: Operand<Storage>,
  transposeA: boolean,
  transposeB: boolean,
  finish: Finish = RAW,
  shape?: Shape,
): DenseStorage {
  const m = a.shape.at(transposeA ? -1 : -2) as number;
  const k = a.shape.at(transposeA ? -2 : -1) as number;
  const n = b.shape.at(transposeB ? -2 : -1) as number;
  const count = shape === undefined ? 1 : sizeOf(shape.slice(0, -2));
  const { engine } = store;
  if (transposeA && !transposeB && count === 1 && finish === RAW && n >= 2 * m && k >= LEAST_DEPTH) {
    const transposed = matmul(store, b, a, true, false);
    const out = store.allocate(a.dtype, m * n);
    transpose(store, a.dtype, transposed.address, out.address, n, m);
    store.release(transposed);
    return out;
  }
  const { layout, threads } = engine;
  const { tileBytes, tileRows } = layout;
  const out = store.allocate(a.dtype, count * m * n);
  const size = bytesPer(a.dtype);
  const width = (a.shape.at(-1) as number) * size;
  const [rowStride, stepStride] = transposeA ? [size, width] : [width, size];
  const [bias, relu] = [biasOf(finish), finish.relu];
  if (count === 1 && m <= thinRows(layout) && !transposeB) {
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
  const strips = itemsOf(n, tileBytes / size);
  const matrices = sizeOf(b.shape.slice(0, -2));
  const direct = !transposeB && k * n * size <= directBytes(layout, (m * count) / matrices / tileRows);
  const [lineStride, stripStride] = direct ? [n * size, tileBytes] : [tileBytes, k * tileBytes];
  const matrixStride = direct ? k * n * size : strips * stripStride;
  // Threads that pack for each other wait: at 128 x 128 x 128, that doubled the time. So each item packs its strip,
  // which fits the scratch memory. WebAssembly has no code for it.
  const own =
    !direct &&
    tileBytes >= 64 &&
    count === 1 &&
    threads > 1 &&
    strips >= 2 * threads &&
    m >= LEAST_OWN_TILES * tileRows &&
    m * k * size <= (transposeA ? OWN_COLUMN_BYTES : OWN_BYTES);
  const packedBytes = direct || own ? 0 : matrices * matrixStride;
  // A longer sum has several parts, and the later ones need memory.
  const laterBytes = k > SUM_STEPS ? count * m * n * size : 0;
  const product = (packed: number): void => {
    if (!direct && !own) {
      const packStrips = Math.max(1, Math.ceil(ITEM_PRODUCTS / 8 / Math.max(1, (k * tileBytes) / size)));
      const each = itemsOf(strips, packStrips);
      const pack = { b: addressOf(b), out: packed, k, n, transposed: Number(transposeB), strips: packStrips, each };
      store.engine.run(MATMUL_PACK, a.dtype, matrices * each, pack);
    }
    const places = count > 1 ? packed + packedBytes + laterBytes : 0;
    if (shape !== undefined && count > 1) writePlaces(store, places, [a, b], shape);
    const { rows, across: most } = own
      ? { rows: itemsOf(m, itemsOf(OWN_ITEMS * threads, strips)), across: strips }
      : direct && count === 1 && isByStrips(engine, m, strips)
        ? { rows: m, across: strips }
        : division(engine, m, n, k, size, count);
    const itemStrips = Math.max(1, itemsOf(strips, most));
    const across = itemsOf(strips, itemStrips);
    const items = itemsOf(m, rows) * across;
    store.engine.run(MATMUL, a.dtype, count * items, {
      a: addressOf(a),
      b: direct || own ? addressOf(b) : packed,
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
      places,
      each: items,
      lineStride,
      stripStride,
      matrixStride,
      own: own ? 1 + Number(transposeB) : 0,
    });
  };
  const bytes = packedBytes + laterBytes + (count > 1 ? 8 * count : 0);
  if (bytes === 0) product(0);
  else store.borrow(bytes, product);
  return out;
}

/** Writes, for each matrix of the result, the numbers of the operands' matrices. */
function writePlaces(store: Store, places: number, [a, b]: readonly [Operand, Operand], shape: Shape): void {
  const numbers = new Int32Array(2 * sizeOf(shape.slice(0, -2)));
  forEachMatrix(a.shape, b.shape, shape, (out, p, q) => {
    numbers[2 * out] = p;
    numbers[2 * out + 1] = q;
  });
  store.engine.write(places, numbers);
}

/** Whether an item is a strip of all rows: with few of them, reading the right operand takes the time. */
function isByStrips({ threads, layout: { tileBytes, tileRows } }: Engine, m: number, strips: number): boolean {
  const isFew = m > tileRows && m <= MOST_DIRECT_TILES * tileRows && strips >= OWN_ITEMS * threads;
  return isFew && tileBytes >= 64 && threads > 1 && itemsOf(strips, threads) * threads <= 1.1 * strips;
}

/** Splits the result into items of some rows and columns: several for every thread, none too small. */
function division({ threads, layout }: Engine, m: number, n: number, k: number, size: number, count: number) {
  const { tileRows } = layout;
  const worth = Math.max(1, Math.floor((m * n * k) / ITEM_PRODUCTS));
  const wanted = threads === 1 ? 1 : Math.min(worth, Math.ceil((12 * threads) / count));
  const most = MOST_ROW_BYTES / BLOCK_DEPTH / size;
  // Tiles of 4 rows are as fast as those of 12, but tiles of 2 slower than those of 6.
  const step = tileRows > 6 ? 4 : tileRows;
  const fewest = Math.min(most, Math.max(tileRows, Math.ceil(m / wanted / step) * step));
  // A few more rows if threads then get equal shares.
  let rows = fewest;
  const share = (each: number): number => itemsOf(itemsOf(m, each), threads) * each;
  for (let more = fewest; more <= Math.min(most, 1.5 * fewest); more += step) {
    if (share(more) < share(rows)) rows = more;
  }
  return { rows, across: Math.max(1, Math.floor(wanted / Math.max(1, itemsOf(m, rows)))) };
}

export function matmulKernels(store: Store): Pick<Backend<Storage>, 'matmul'> {
  return {
    matmul: (a, b, transposeA, transposeB, shape) => matmul(store, a, b, transposeA, transposeB, RAW, shape),
  };
}
