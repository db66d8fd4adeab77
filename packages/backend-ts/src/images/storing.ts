/** Stores results of a convolution: blocks of a product, or rows that are added to their windows. */
import type { StoreBlock } from '../matmul.js';
import type { FloatArray } from '../storage.js';
import { type Geometry, imageSize } from './geometry.js';
import type { Part } from './packing.js';

/** Selects a value without a branch, as in elementwise.ts. */
const CHOICE = /* @__PURE__ */ new Float64Array(2);

/**
 * Returns a function that adds the bias to a block, applies the ReLU, and stores it in `out`, whose rows have `width`.
 */
export function storeBlocks(
  out: FloatArray,
  width: number,
  firstColumn: number,
  bias?: Float64Array,
  relu = false,
): StoreBlock {
  return (sums, stride, i0, rows, j0, columns) => {
    const first = firstColumn + j0;
    for (let i = 0; i < rows; i++) {
      const to = (i0 + i) * width + first;
      if (bias === undefined) storeRow(out, to, sums, i * stride, columns);
      else if (relu) storeAbove(out, to, sums, i * stride, bias, first, columns);
      else storeSum(out, to, sums, i * stride, bias, first, columns);
    }
  };
}

/** `out[to + j] = sums[from + j]` for `j < count`. */
export function storeRow(out: FloatArray, to: number, sums: Float64Array, from: number, count: number): void {
  for (let j = 0; j < count; j++) out[to + j] = sums[from + j]!;
}

/** `out[to + j] = sums[from + j] + bias[first + j]` for `j < count`. */
function storeSum(
  out: FloatArray,
  to: number,
  sums: Float64Array,
  from: number,
  bias: Float64Array,
  first: number,
  count: number,
): void {
  for (let j = 0; j < count; j++) out[to + j] = sums[from + j]! + bias[first + j]!;
}

/** Like `storeSum`, but stores `max(0, sum)`. NaN stays NaN. */
function storeAbove(
  out: FloatArray,
  to: number,
  sums: Float64Array,
  from: number,
  bias: Float64Array,
  first: number,
  count: number,
): void {
  CHOICE[1] = 0;
  for (let j = 0; j < count; j++) {
    const sum = sums[from + j]! + bias[first + j]!;
    CHOICE[0] = sum;
    out[to + j] = CHOICE[Number(sum <= 0)]!;
  }
}

/** `sums[start + j] += x[from + j]` for `j < count`. */
export function addPart(sums: Float64Array, start: number, x: Float64Array, from: number, count: number): void {
  for (let j = 0; j < count; j++) sums[start + j] = sums[start + j]! + x[from + j]!;
}

/** Adds `runs` runs of `length` numbers, which start `xStep` apart, to sums whose runs start `step` apart. */
function addRuns(
  sums: Float64Array,
  start: number,
  step: number,
  x: Float64Array,
  from: number,
  xStep: number,
  runs: number,
  length: number,
): void {
  for (let run = 0, to = start, at = from; run < runs; run++, to += step, at += xStep) {
    for (let j = 0; j < length; j++) sums[to + j] = sums[to + j]! + x[at + j]!;
  }
}

/**
 * Adds rows of products, one for each window, to the elements of their windows. Stores each image once it is complete.
 */
export class WindowSums {
  readonly #out: FloatArray;
  readonly #sums: Float64Array;
  readonly #geometry: Geometry;
  readonly #part: Part;
  /** The image whose sums are in `#sums`. */
  #image = 0;

  constructor(out: FloatArray, sums: Float64Array, geometry: Geometry, part: Part) {
    this.#out = out;
    this.#sums = sums.fill(0);
    this.#geometry = geometry;
    this.#part = part;
  }

  /** Adds the products at `from` to the window at `place`. Call it in ascending order of places. */
  add(place: number, products: Float64Array, from: number): void {
    const { y, x } = this.#geometry;
    const { own } = this.#part;
    const line = Math.floor(place / x.outputs);
    const column = place - line * x.outputs;
    const image = Math.floor(line / y.outputs);
    const row = line - image * y.outputs;
    if (image !== this.#image) this.flush(image);
    const [firstRow, endRow] = [y.firsts[row]!, y.ends[row]!];
    const [first, end] = [x.firsts[column]!, x.ends[column]!];
    const [step, rowStep] = [x.dilation * own, y.dilation * x.length * own];
    const start = (y.starts[row]! * x.length + x.starts[column]!) * own + firstRow * rowStep + first * step;
    const [taps, tap] = [x.size * own, from + (firstRow * x.size + first) * own];
    const [rows, columns] = [endRow - firstRow, end - first];
    // If the taps of a row lie side by side, they are one run.
    if (x.dilation === 1) addRuns(this.#sums, start, rowStep, products, tap, taps, rows, columns * own);
    else {
      for (let i = 0; i < rows; i++) {
        addRuns(this.#sums, start + i * rowStep, step, products, tap + i * taps, own, columns, own);
      }
    }
  }

  /** Stores the current image and starts image `next`. */
  flush(next: number): void {
    const { first, own } = this.#part;
    const { channels } = this.#geometry;
    const size = imageSize(this.#geometry, channels);
    const start = this.#image * size + first;
    const count = own === channels ? size : own;
    for (let to = 0, from = 0; to < size; to += own === channels ? size : channels, from += count) {
      storeRow(this.#out, start + to, this.#sums, from, count);
    }
    this.#sums.fill(0);
    this.#image = next;
  }
}
