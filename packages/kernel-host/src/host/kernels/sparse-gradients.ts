/**
 * Gradients of a convolution for a dY that is mostly zeros. Decides whether to skip the zeros, and splits the work for
 * assembly/sparse-gradients.ts. Skipping changes no bit.
 */
import type { ConvKernels, Operand, Shape, Window } from '@nablajs/core';
import {
  type CONV_FILTER,
  COUNT_NONZEROS,
  FINITE_PARTS,
  SPARSE_CONV_FILTER,
  SPARSE_CONV_INPUT,
} from '../abi/kernels.js';
import { SPARSE_FILTERS, SPARSE_ROWS, SUM_BLOCK, SUM_PART, SUM_STEPS } from '../abi/layout.js';
import type { Layout } from '../engine/engine.js';
import { itemsOf } from '../engine/work.js';
import { bytesPer } from '../storage/panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';
import { copy } from './index-ops.js';
import { addressOrNone, type Filters, type Images, lineBytesOf, placesOf, windowList } from './windows.js';

/** How to compute the gradient of the filters: the kernel, the items of each part, and arguments. */
export interface FilterPlan {
  readonly kernel: typeof CONV_FILTER;
  /** How many items each part of the outputs has. */
  readonly items: number;
  /** The filters and the steps of an item, and the outputs of a part. */
  readonly chunk: number;
  readonly rows: number;
  readonly each: number;
  /** The bytes from one window in scratch memory to the next. */
  readonly lineBytes: number;
}

/** Skipping zeros is faster if at most this share of the elements is not 0. */
const SPARSE = 0.4;
/** How many blocks of outputs to sample, and the fewest elements of dY for which sampling pays off. */
const SAMPLES = 16;
const WORTH_COUNTING = 65536;
/** The fewest steps of a window for which listing the elements pays off. */
const WORTH_LISTING = 64;
/** The scratch memory for sums, with 256 bytes before and after it (assembly/csr.ts), and the rest. */
const sumsBytes = ({ mostLines, panelStride }: Layout): number => 2 * mostLines * panelStride - 256;
const behindBytes = (layout: Layout): number => layout.scratchBytes - sumsBytes(layout) - 512;

/**
 * Whether dY is mostly zeros in a sample of its rows, and `other` finite: a skipped zero times an infinity would be
 * NaN. `steps` is the number of steps of a window.
 */
function isSparse(
  store: Store,
  dY: Operand<Storage>,
  y: Operand<Storage> | undefined,
  steps: number,
  other: Operand<Storage>,
): boolean {
  const { engine } = store;
  const places = placesOf(dY.shape);
  const filters = dY.shape[3] as number;
  if (places * filters < WORTH_COUNTING || steps < WORTH_LISTING) return false;
  const blocks = itemsOf(places, SUM_BLOCK);
  const each = itemsOf(blocks, SAMPLES);
  const samples = itemsOf(blocks, each);
  const { length } = other.storage as DenseStorage;
  const parts = itemsOf(length, SUM_PART);
  return store.borrow(8 * (samples + parts), (out) => {
    const read = (from: number, count: number): number => {
      const doubles = engine.read('float64', from, count) as Float64Array;
      return doubles.reduce((total, value) => total + value, 0);
    };
    const counted = { y: addressOrNone(y), dY: addressOf(dY), out, filters, places, each };
    engine.run(COUNT_NONZEROS, other.dtype, samples, counted);
    if (read(out, samples) > SPARSE * samples * SUM_BLOCK * filters) return false;
    const checked = out + 8 * samples;
    engine.run(FINITE_PARTS, other.dtype, parts, { x: addressOf(other), out: checked, length });
    return read(checked, parts) === 0;
  });
}

/** If dY is sparse, computes the gradient of images of `shape` into the address `out`, and returns true. */
export function sparseInput(
  store: Store,
  out: number,
  ...[dY, w, y, window, , shape]: Parameters<ConvKernels<Storage>['backwardInput']>
): boolean {
  const size = bytesPer(dY.dtype);
  const [kernelHeight, kernelWidth, own, filters] = w.shape as Filters;
  const steps = kernelHeight * kernelWidth * own;
  const { layout } = store.engine;
  const panels = itemsOf(steps * size, layout.vectorBytes * layout.sparseVectors);
  if (panels * SPARSE_ROWS * layout.panelStride > sumsBytes(layout) || !isSparse(store, dY, y, steps, w)) return false;
  const lineBytes = lineBytesOf(steps, size);
  const width = lineBytes / size;
  store.borrow(filters * lineBytes, (rows) => {
    copy(store, w.dtype, addressOf(w), rows, [filters, steps], [1, filters], [width, 1]);
    const list = windowList(shape, dY.shape, window);
    const values = { w: rows, y: addressOrNone(y), dY: addressOf(dY), out, lineBytes, window: list };
    store.engine.run(SPARSE_CONV_INPUT, dY.dtype, shape[0] as number, values);
  });
  return true;
}

/** The most bytes between the first and the last window of a block: offsets have 32 bits. */
const MOST_BYTES = 2 ** 31;
/** Reading windows from the images is faster than gathering them if it takes at most this many times the vectors. */
const WORTH_READING = 1.25;

/** True if the kernel can read the windows from the images, which is also faster than gathering them. */
function areRead(shape: Shape, out: Shape, window: Window, size: number, lanes: number): boolean {
  const [, height, width, channels] = shape as Images;
  const [, outHeight, outWidth] = out as Images;
  const [kernelHeight, kernelWidth] = window.size;
  const bottom = (outHeight - 1) * window.stride[0] + (kernelHeight - 1) * window.dilation[0];
  const right = (outWidth - 1) * window.stride[1] + kernelWidth - 1;
  const isPadded = window.padding[0] > 0 || window.padding[1] > 0;
  if (isPadded || window.dilation[1] > 1 || bottom >= height || right >= width) return false;
  const run = kernelWidth * channels;
  if (kernelHeight * itemsOf(run, lanes) > WORTH_READING * itemsOf(kernelHeight * run, lanes)) return false;
  const images = itemsOf(SUM_BLOCK, outHeight * outWidth) + 1;
  return images * height * width * channels * size < MOST_BYTES;
}

/** If dY is sparse, plans the gradient of the filters. */
export function planSparseFilter(
  store: Store,
  parts: number,
  ...[x, dY, y, , window, , shape]: Parameters<ConvKernels<Storage>['backwardFilter']>
): FilterPlan | undefined {
  const size = bytesPer(x.dtype);
  const [kernelHeight, kernelWidth, own, filters] = shape as Filters;
  const steps = kernelHeight * kernelWidth * own;
  if (!isSparse(store, dY, y, steps, x)) return undefined;
  const { layout, threads } = store.engine;
  const shares = itemsOf(threads, parts);
  const lanes = layout.vectorBytes / size;
  const chunk = Math.min(SPARSE_FILTERS, itemsOf(filters, shares * lanes) * lanes);
  const across = itemsOf(filters, chunk);
  const perPanel = layout.sparseVectors * lanes;
  const mostPanels = Math.floor(sumsBytes(layout) / chunk / layout.panelStride);
  const perRow = kernelWidth * own;
  const mostRows = Math.floor(mostPanels / itemsOf(perRow, perPanel));
  if (mostRows > 0 && areRead(x.shape, dY.shape, window, size, lanes)) {
    const rows = itemsOf(kernelHeight, Math.max(itemsOf(kernelHeight, mostRows), itemsOf(shares, across))) * perRow;
    return planOf(across * itemsOf(steps, rows), chunk, rows, 0);
  }
  const panels = itemsOf(steps, perPanel);
  const listed = SUM_BLOCK * SPARSE_FILTERS * 2 * (size === 4 ? 8 : 16) + 12 * (SUM_BLOCK + SPARSE_FILTERS + 64);
  const gathered = Math.floor(((behindBytes(layout) - listed) / SUM_BLOCK - 128) / size / perPanel);
  const wanted = Math.max(itemsOf(panels, Math.min(gathered, mostPanels)), itemsOf(shares, across));
  const rows = itemsOf(panels, wanted) * perPanel;
  return planOf(across * itemsOf(steps, rows), chunk, rows, lineBytesOf(rows, size));
}

function planOf(items: number, chunk: number, rows: number, lineBytes: number): FilterPlan {
  return { kernel: SPARSE_CONV_FILTER, items, chunk, rows, each: SUM_STEPS, lineBytes };
}
