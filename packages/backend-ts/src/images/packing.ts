import { throughRelu } from '../elementwise.js';
import { type PackLine, packLine } from '../matmul.js';
import type { FloatArray } from '../storage.js';
import type { Geometry } from './geometry.js';

/** The channels of one group: `own` channels of each pixel, from channel `first` on. */
export interface Part {
  readonly first: number;
  readonly own: number;
}

/**
 * Returns a function that packs windows as rows: element (i, j, c) of a row is channel c of the window's row i and
 * column j. Elements that lie side by side are copied in one run: the channels of a tap, or a whole row of taps.
 */
export function windowRows(data: FloatArray, { y, x, channels }: Geometry, { first, own }: Part): PackLine {
  const joined = x.dilation === 1 && own === channels;
  const runsInRow = joined ? 1 : x.size;
  const runLength = joined ? x.size * own : own;
  const whole = y.size * x.size * own;
  return (panel, at, place, k0, depth) => {
    const line = Math.floor(place / x.outputs);
    const column = place - line * x.outputs;
    const image = Math.floor(line / y.outputs);
    const row = line - image * y.outputs;
    const [firstRow, endRow] = [y.firsts[row]!, y.ends[row]!];
    const [firstColumn, endColumn] = [x.firsts[column]!, x.ends[column]!];
    const left = x.starts[column]!;
    const isInside = endRow - firstRow === y.size && endColumn - firstColumn === x.size;
    if (joined && isInside && depth === whole) {
      const start = ((image * y.length + y.starts[row]!) * x.length + left) * channels;
      packRuns(panel, at, data, start, y.dilation * x.length * channels, y.size, runLength);
      return;
    }
    const skipped = Math.floor(k0 / runLength);
    let i = Math.floor(skipped / runsInRow);
    let j = skipped - i * runsInRow;
    let from = k0 - skipped * runLength;
    let to = at;
    const end = at + depth;
    while (to < end) {
      const count = Math.min(runLength - from, end - to);
      const inRow = i >= firstRow && i < endRow;
      const start = ((image * y.length + y.starts[row]! + i * y.dilation) * x.length + left) * channels + first;
      if (!inRow) panel.fill(0, to, to + count);
      else if (joined) {
        const low = Math.min(from + count, Math.max(from, firstColumn * own));
        const high = Math.max(low, Math.min(from + count, endColumn * own));
        if (low > from) panel.fill(0, to, to + low - from);
        packLine(panel, to + low - from, data, start + low, 1, high - low);
        if (high < from + count) panel.fill(0, to + high - from, to + count);
      } else if (j >= firstColumn && j < endColumn) {
        packLine(panel, to, data, start + j * x.dilation * channels + from, 1, count);
      } else panel.fill(0, to, to + count);
      to += count;
      from = 0;
      j++;
      if (j === runsInRow) {
        j = 0;
        i++;
      }
    }
  };
}

/** Copies runs of `length` numbers, which start `step` apart, into a panel, one after the other. */
function packRuns(
  panel: Float64Array,
  at: number,
  data: FloatArray,
  start: number,
  step: number,
  runs: number,
  length: number,
): void {
  for (let run = 0, to = at; run < runs; run++, to += length) packLine(panel, to, data, start + run * step, 1, length);
}

/** Returns a function that packs columns of the same matrix: one tap and channel of every window. */
export function windowColumns(data: FloatArray, { y, x, channels }: Geometry, { first, own }: Part): PackLine {
  const step = x.stride * channels;
  return (panel, at, element, k0, depth) => {
    const tap = Math.floor(element / own);
    const i = Math.floor(tap / x.size);
    const j = tap - i * x.size;
    // From low to high, the tap lies inside the image.
    const start = x.starts[0]! + j * x.dilation;
    const low = Math.min(x.outputs, Math.max(0, Math.ceil(-start / x.stride)));
    const high = Math.max(low, Math.min(x.outputs, Math.ceil((x.length - start) / x.stride)));
    const offset = start * channels + first + element - tap * own;
    const line = Math.floor(k0 / x.outputs);
    let column = k0 - line * x.outputs;
    let image = Math.floor(line / y.outputs);
    let row = line - image * y.outputs;
    let to = at;
    const end = at + depth;
    while (to < end) {
      const count = Math.min(x.outputs - column, end - to);
      if (i >= y.firsts[row]! && i < y.ends[row]!) {
        const from = Math.min(column + count, Math.max(column, low));
        const until = Math.max(from, Math.min(column + count, high));
        if (from > column) panel.fill(0, to, to + from - column);
        const imageRow = image * y.length + y.starts[row]! + i * y.dilation;
        packLine(
          panel,
          to + from - column,
          data,
          imageRow * x.length * channels + offset + from * step,
          step,
          until - from,
        );
        if (until < column + count) panel.fill(0, to + until - column, to + count);
      } else panel.fill(0, to, to + count);
      to += count;
      column = 0;
      row++;
      if (row === y.outputs) {
        row = 0;
        image++;
      }
    }
  };
}

/** Like `packLine`, but for a gradient that goes through the ReLU whose output is y, if that is given. */
export function packMasked(
  panel: Float64Array,
  at: number,
  dY: FloatArray,
  y: FloatArray | undefined,
  start: number,
  stride: number,
  count: number,
): void {
  if (y === undefined) packLine(panel, at, dY, start, stride, count);
  else packThroughRelu(panel, at, dY, y, start, stride, count);
}

/**
 * Packs two lines that lie side by side, like `packMasked`, into two panels, and writes their sums to `sums`. One pass
 * is faster than two, because the lines share their reads.
 */
export function packTwoMasked(
  first: Float64Array,
  second: Float64Array,
  at: number,
  dY: FloatArray,
  y: FloatArray,
  start: number,
  stride: number,
  count: number,
  sums: Float64Array,
): void {
  let sum0 = 0;
  let sum1 = 0;
  for (let k = 0, from = start; k < count; k++, from += stride) {
    const value0 = throughRelu(dY[from]!, y[from]!);
    first[at + k] = value0;
    sum0 += value0;
    const value1 = throughRelu(dY[from + 1]!, y[from + 1]!);
    second[at + k] = value1;
    sum1 += value1;
  }
  sums[0] = sum0;
  sums[1] = sum1;
}

function packThroughRelu(
  panel: Float64Array,
  at: number,
  dY: FloatArray,
  y: FloatArray,
  start: number,
  stride: number,
  count: number,
): void {
  for (let k = 0, from = start; k < count; k++, from += stride) panel[at + k] = throughRelu(dY[from]!, y[from]!);
}
