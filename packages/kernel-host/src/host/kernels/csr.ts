/** Sparse products, plain and transposed: lays out the data and splits the work for assembly/csr.ts. */
import type { CsrArray, CsrKernels, Operand } from '@nablajs/core';
import { CSR_ORDER, CSR_PRODUCT } from '../abi/kernels.js';
import { SUM_BLOCK } from '../abi/layout.js';
import type { Engine, Layout } from '../engine/engine.js';
import { itemsOf } from '../engine/work.js';
import { type Panels, packPanels, panelBytes, panelCount } from '../storage/panels.js';
import {
  addressOf,
  type CsrStorage,
  type DenseStorage,
  type OrderedEntries,
  type Storage,
  type Store,
} from '../storage/storage.js';
import { biasOf, type Finish, RAW } from './matmul.js';

/** How many rows of entries are sorted together. For the transposed product, a group is a block of its sums. */
const groupRows = (rows: number, transposed: boolean): number => (isSmall(rows) && !transposed ? 64 : SUM_BLOCK);
const isSmall = (rows: number): boolean => rows < 512;
/** How many groups of the plain product go through the panels together: several of a small batch. */
const runsTogether = (rows: number): number => (isSmall(rows) ? 4 : 1);
/** How many items several threads need to share them evenly enough. */
const ENOUGH_ITEMS = 22;

/**
 * How many lines of one panel an item of the transposed product computes: as many as fit into a thread's scratch
 * memory.
 */
function itemLinesOf({ mostLines }: Layout, lines: number, panels: number): number {
  const wanted = Math.min(itemsOf(ENOUGH_ITEMS, panels), itemsOf(lines, SUM_BLOCK));
  // At least one of each, even without lines.
  return Math.max(1, itemsOf(lines, Math.max(1, itemsOf(lines, mostLines), wanted)));
}

/** Returns the bytes that one group's offsets take. */
function offsetBytes({ shape: [rows, columns] }: CsrStorage, transposed: boolean): number {
  const keys = transposed ? columns : itemsOf(columns, SUM_BLOCK) * (groupRows(rows, false) + 1);
  // The kernel counts a key two places further on, so it needs two more places.
  return 4 * (keys + 2);
}

function order(store: Store, matrix: CsrStorage, transposed: boolean, lineBytes: number): OrderedEntries {
  const [rows] = matrix.shape;
  const each = groupRows(rows, transposed);
  const groups = itemsOf(rows, each);
  const bytes = offsetBytes(matrix, transposed);
  const start = Math.ceil((groups * bytes) / 64) * 64;
  const entryBytes = matrix.dtype === 'float64' ? 16 : 8;
  const offsets = store.engine.heap.allocate(start + matrix.count * entryBytes);
  const entries = offsets + start;
  const { rowOffsets, columns, values } = matrix;
  store.engine.run(CSR_ORDER, matrix.dtype, groups, {
    rowOffsets,
    columns,
    values,
    offsets,
    entries,
    rows,
    each,
    bytes,
    transposed: Number(transposed),
    lineBytes,
  });
  return { offsets, entries, lineBytes };
}

/** Returns the entries sorted for a product whose dense operand has lines of `lineBytes`. Sorts them if necessary. */
function ordered(store: Store, matrix: CsrStorage, transposed: boolean, lineBytes: number): OrderedEntries {
  const name = transposed ? 'transposed' : 'plain';
  const present = matrix[name];
  if (present?.lineBytes === lineBytes) return present;
  if (present !== undefined) store.engine.heap.release(present.offsets);
  matrix[name] = undefined;
  const made = order(store, matrix, transposed, lineBytes);
  matrix[name] = made;
  return made;
}

/** The lines of a dense operand, in panels or in rows. */
export interface Lines {
  readonly address: number;
  /** Lines in each panel; 0 for rows. */
  readonly perPanel: number;
  readonly bytes: number;
}

export function linesOf({ layout }: Engine, { address, lines }: Panels): Lines {
  return { address, perPanel: lines, bytes: layout.panelStride };
}

/** Rows whose length is a multiple of this fall into the same sets of the first-level cache and evict each other. */
const CROWDED = 512;

/** Whether rows of this width can be read as lines, without packing them into panels. */
export function canUseRows(width: number, bytesPerElement: number): boolean {
  const bytes = width * bytesPerElement;
  return bytes % CROWDED !== 0;
}

/**
 * Returns activation(op(x) times a dense matrix of `width` columns + bias) for a sparse x. The result may be in panels
 * only without a bias and an activation.
 */
export function csrProduct(
  store: Store,
  x: Operand<Storage>,
  transposed: boolean,
  dense: Lines,
  width: number,
  finish: Finish = RAW,
  toPanels = false,
): DenseStorage {
  const matrix = x.storage as CsrStorage;
  const { offsets, entries } = ordered(store, matrix, transposed, dense.bytes);
  const [rows, columns] = matrix.shape;
  const results = transposed ? columns : rows;
  const out = toPanels ? store.allocatePanels(x.dtype, results, width) : store.allocate(x.dtype, results * width);
  const { layout } = store.engine;
  const panels = panelCount(layout, width, x.dtype);
  const group = offsetBytes(matrix, transposed);
  const groupLines = groupRows(rows, transposed);
  const blocks = itemsOf(transposed ? rows : columns, SUM_BLOCK);
  const each = transposed ? itemLinesOf(layout, results, panels) : groupLines;
  const runs = itemsOf(results, each);
  store.engine.run(CSR_PRODUCT, x.dtype, panels * runs, {
    offsets,
    entries,
    dense: dense.address,
    out: out.panels?.address ?? out.address,
    blockBytes: transposed ? group : 4 * (groupLines + 1),
    blocks,
    lines: results,
    each,
    itemBytes: transposed ? 4 * each : group,
    width,
    panels,
    perPanel: dense.perPanel,
    bias: biasOf(finish),
    relu: finish.relu,
    together: transposed ? runs : runsTogether(rows),
    toPanels: Number(toPanels),
  });
  return out;
}

/** Runs `body` with a temporary copy of a matrix in panels, masked as in `packPanels`. */
export function borrowPanels<T>(
  store: Store,
  x: Operand<Storage>,
  mask: Operand<Storage> | undefined,
  body: (panels: Panels) => T,
): T {
  const [lines, width] = x.shape as [number, number];
  return store.borrow(panelBytes(store.engine.layout, lines, width, x.dtype), (address) => {
    const panels = { address, lines, width };
    packPanels(store.engine, x.dtype, addressOf(x), panels, mask === undefined ? 0 : addressOf(mask));
    return body(panels);
  });
}

function csrMatmul(store: Store, a: Operand<Storage>, b: Operand<Storage>, transposeA: boolean): DenseStorage {
  return borrowPanels(store, b, undefined, (panels) =>
    csrProduct(store, a, transposeA, linesOf(store.engine, panels), panels.width),
  );
}

function upload(store: Store, { shape, rowOffsets, columns, values }: CsrArray): CsrStorage {
  const dtype = values instanceof Float32Array ? 'float32' : 'float64';
  // Values come first because they need the widest alignment.
  const valueBytes = values.byteLength;
  const start = store.engine.heap.allocate(valueBytes + columns.byteLength + rowOffsets.byteLength);
  const place = { values: start, columns: start + valueBytes, rowOffsets: start + valueBytes + columns.byteLength };
  store.engine.write(place.values, values);
  store.engine.write(place.columns, columns);
  store.engine.write(place.rowOffsets, rowOffsets);
  const orders = { plain: undefined, transposed: undefined, owner: undefined };
  return store.hold<CsrStorage>({ layout: 'csr', dtype, shape, count: values.length, ...place, ...orders });
}

export function csrKernels(store: Store): CsrKernels<Storage> {
  return {
    upload: (matrix) => upload(store, matrix),
    matmul: (a, b, transposeA) => csrMatmul(store, a, b, transposeA),
  };
}
