/** Gradients of a convolution for a dY that is mostly zeros: decides, and splits the work for
 * ../../assembly/sparse-gradients.ts. Both ways give the same bits.
 */
import type { Operand, Shape } from '@nablajs/core';
import { type CONV, COUNT_NONZEROS, FINITE_PARTS, SPARSE_CONV_FILTER, SPARSE_CONV_INPUT } from '../abi/kernels.js';
import { SPARSE_FILTERS, SPARSE_ROWS, SPARSE_VECTORS, SUM_BLOCK, SUM_PART } from '../abi/layout.js';
import { SCRATCH_BYTES } from '../engine/module.js';
import { itemsOf } from '../engine/work.js';
import { bytesPer } from '../storage/panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';
import { copy } from './index-ops.js';
import { type Filters, lineBytesOf, type WindowArguments } from './windows.js';

/** How to compute the gradient of the filters: a kernel, its items for each part, and arguments. */
export interface FilterPlan {
  readonly kernel: typeof CONV;
  readonly items: number;
  readonly values: Partial<WindowArguments>;
}

/** The largest share of elements that are not 0 for which lists are faster than products of whole matrices. */
const SPARSE = 0.4;
/** How many blocks of outputs to count, and how many elements dY must have for counting to be worth it. */
const SAMPLES = 16;
const WORTH_COUNTING = 65536;
/** The fewest steps of a window for which multiplying takes longer than listing. */
const WORTH_LISTING = 64;
/** Scratch memory behind the sums, and the bytes of sums (../../assembly/csr.ts). */
const SUMS_BYTES = 162_816;
const BEHIND_BYTES = SCRATCH_BYTES - 163_328;
const PANEL_BYTES = 208;

/** Whether dY is mostly zeros in a sample of its rows, and every element of `other`, which zeros would meet, is finite. */
function isSparse(store: Store, values: WindowArguments, other: Operand<Storage>): boolean {
  const { engine } = store;
  const { places, filters, kernelHeight, kernelWidth, channels } = values;
  if (places * filters < WORTH_COUNTING || kernelHeight * kernelWidth * channels < WORTH_LISTING) return false;
  const blocks = itemsOf(places, SUM_BLOCK);
  const each = itemsOf(blocks, SAMPLES);
  const samples = itemsOf(blocks, each);
  const { length } = other.storage as DenseStorage;
  const parts = itemsOf(length, SUM_PART);
  return store.borrow(8 * (samples + parts), (out) => {
    const read = (from: number, count: number): number => {
      engine.settle();
      const doubles = new Float64Array(engine.memory.buffer, from, count);
      return doubles.reduce((total, value) => total + value, 0);
    };
    engine.run(COUNT_NONZEROS, other.dtype, samples, { ...values, out, each });
    if (read(out, samples) > SPARSE * samples * SUM_BLOCK * filters) return false;
    const checked = out + 8 * samples;
    engine.run(FINITE_PARTS, other.dtype, parts, { x: addressOf(other), out: checked, length });
    return read(checked, parts) === 0;
  });
}

/** Computes the gradient of the images into `values.out` if dY is sparse; returns whether it did. */
export function sparseInput(
  store: Store,
  values: WindowArguments,
  dY: Operand<Storage>,
  w: Operand<Storage>,
  images: number,
): boolean {
  const size = bytesPer(dY.dtype);
  const [kernelHeight, kernelWidth, own, filters] = w.shape as Filters;
  const steps = kernelHeight * kernelWidth * own;
  const panels = itemsOf(steps * size, 16 * SPARSE_VECTORS);
  if (panels * SPARSE_ROWS * PANEL_BYTES > SUMS_BYTES || !isSparse(store, values, w)) return false;
  const lineBytes = lineBytesOf(steps, size);
  const width = lineBytes / size;
  store.borrow(filters * lineBytes, (rows) => {
    copy(store, w.dtype, addressOf(w), rows, [filters, steps], [1, filters], [width, 1]);
    store.engine.run(SPARSE_CONV_INPUT, dY.dtype, images, { ...values, w: rows, lineBytes });
  });
  return true;
}

/** Plans the gradient of the filters if dY is sparse: as many items as threads, since each lists what it needs. */
export function planSparseFilter(
  store: Store,
  x: Operand<Storage>,
  shape: Shape,
  values: WindowArguments,
  parts: number,
): FilterPlan | undefined {
  const size = bytesPer(x.dtype);
  const [kernelHeight, kernelWidth, own, filters] = shape as Filters;
  const steps = kernelHeight * kernelWidth * own;
  if (!isSparse(store, values, x)) return undefined;
  const across = itemsOf(filters, SPARSE_FILTERS);
  const lanes = 16 / size;
  const perPanel = SPARSE_VECTORS * lanes;
  const panels = itemsOf(steps, perPanel);
  const listed = SUM_BLOCK * SPARSE_FILTERS * 2 * (size === 4 ? 8 : 16) + 8 * (SUM_BLOCK + SPARSE_FILTERS + 64);
  const most = Math.floor(((BEHIND_BYTES - listed) / SUM_BLOCK - 128) / size / perPanel);
  const wanted = Math.max(itemsOf(panels, most), Math.ceil(store.engine.threads / parts / across));
  const rows = itemsOf(panels, wanted) * perPanel;
  const items = across * itemsOf(steps, rows);
  return { kernel: SPARSE_CONV_FILTER, items, values: { rows, lineBytes: lineBytesOf(rows, size) } };
}
