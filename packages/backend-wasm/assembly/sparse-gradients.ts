/**
 * Gradients of a convolution for a dY that is mostly zeros. The kernel of sparse matrices (csr.ts) multiplies only what
 * is not 0, with the results of convolution.ts. The caller makes sure that no zero would meet an infinity or a NaN.
 */
import {
  PANEL_STRIDE,
  SPARSE_ROWS,
  SPARSE_VECTORS,
  SUM_BLOCK,
  SUM_BLOCKS,
  SUM_STEPS,
  SUM_STRETCH,
} from './generated/layout';
import { scratch } from './arguments';
import { addLinesOf, BEHIND_SUMS, entryBytes } from './csr';
import { ConvFilter, CountNonzeros, SparseConvInput, Window } from './generated/arguments';
import { lanes, throughRelu } from './numbers';
import { addWindows, firstColumn, firstRow, gatherWindows, moveOn, moveTo, pixel } from './windows';

/** The sums of a block of lines, in panels. */
// @ts-ignore: decorator
@inline
function sums(): usize {
  return scratch() + 256;
}

/** The offset of scratch memory that csr.ts does not use. */
// @ts-ignore: decorator
@inline
function behind(): usize {
  return scratch() + BEHIND_SUMS;
}

/** Returns how many bytes a list needs: entries for `rows` rows of `columns` elements, and the offsets of the rows. */
// @ts-ignore: decorator
@inline
function listBytes<T>(rows: i32, columns: i32): usize {
  return (<usize>(rows * columns) * entryBytes<T>() + (<usize>(rows + columns + 4) << 2) + 63) & ~63;
}

/**
 * Lists the elements of dY that are not 0, row by row; with y, the output of a ReLU, of dY through it. An entry is
 * `lineBytes` times the column, and the element. `offsets` gets the first entry of each row, and the end.
 */
function listRows<T>(
  offsets: usize,
  entries: usize,
  dY: usize,
  y: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  lineBytes: u32,
): void {
  const zero = v128.splat<T>(0);
  let count: u32 = 0;
  for (let row = 0; row < rows; row++) {
    store<u32>(offsets + (<usize>row << 2), count);
    for (let column = 0; column < columns; column += lanes<T>()) {
      let at = dY + <usize>column * sizeof<T>();
      let value = v128.load(at);
      if (y !== 0) {
        value = throughRelu<T>(value, v128.load(y + <usize>column * sizeof<T>()));
        at = scratch();
        v128.store(at, value);
      }
      const isListed = v128.ne<T>(value, zero);
      let bits = sizeof<T>() === 4 ? i32x4.bitmask(isListed) : i64x2.bitmask(isListed);
      bits &= (1 << min(columns - column, lanes<T>())) - 1;
      while (bits !== 0) {
        const lane = ctz(bits);
        bits &= bits - 1;
        const entry = entries + <usize>count * entryBytes<T>();
        store<u32>(entry, <u32>(column + lane) * lineBytes);
        store<T>(entry, load<T>(at + <usize>lane * sizeof<T>()), sizeof<T>());
        count++;
      }
    }
    dY += stride;
    if (y !== 0) y += stride;
  }
  store<u32>(offsets + (<usize>rows << 2), count);
}

/**
 * Sorts the entries of rows, listed with `lineBytes` 4, by columns. An entry is then the row's offset in `lines`, and
 * the element.
 */
function sortByColumns<T>(
  columnOffsets: usize,
  sorted: usize,
  offsets: usize,
  entries: usize,
  rows: i32,
  columns: i32,
  lines: usize,
): void {
  // Counts are stored two places further, as in csr.ts.
  memory.fill(columnOffsets, 0, <usize>(columns + 2) << 2);
  const end = entries + <usize>load<u32>(offsets + (<usize>rows << 2)) * entryBytes<T>();
  for (let entry = entries; entry < end; entry += entryBytes<T>()) {
    const at = columnOffsets + <usize>load<u32>(entry);
    store<u32>(at, load<u32>(at, 8) + 1, 8);
  }
  let sum: u32 = 0;
  for (let column = 0; column < columns + 2; column++) {
    const at = columnOffsets + (<usize>column << 2);
    sum += load<u32>(at);
    store<u32>(at, sum);
  }
  let entry = entries;
  for (let row = 0; row < rows; row++) {
    const last = entries + <usize>load<u32>(offsets + (<usize>row << 2), 4) * entryBytes<T>();
    for (; entry < last; entry += entryBytes<T>()) {
      const at = columnOffsets + <usize>load<u32>(entry);
      const place = load<u32>(at, 4);
      store<u32>(at, place + 1, 4);
      const to = sorted + <usize>place * entryBytes<T>();
      store<u32>(to, load<u32>(lines + (<usize>row << 2)));
      store<T>(to, load<T>(entry, sizeof<T>()), sizeof<T>());
    }
  }
}

/** Counts the elements that `listRows` would list, but for NaN, in every `each`-th block of SUM_BLOCK outputs. */
export function countNonzeros<T>(item: i32): void {
  const from = item * CountNonzeros.each() * SUM_BLOCK;
  const rows = min(SUM_BLOCK, CountNonzeros.places() - from);
  const length = rows * CountNonzeros.filters();
  const start = <usize>(from * CountNonzeros.filters()) * sizeof<T>();
  let count = 0;
  for (let i = 0; i < length; i++) {
    const at = start + <usize>i * sizeof<T>();
    if (load<T>(CountNonzeros.dY() + at) === 0) continue;
    if (CountNonzeros.y() === 0 || load<T>(CountNonzeros.y() + at) > 0) count++;
  }
  store<f64>(CountNonzeros.out() + (<usize>item << 3), <f64>count);
}

/**
 * Computes the gradient of one image like `convInput`. `w` has one row for each filter, with all steps, `lineBytes`
 * apart.
 */
export function sparseConvInput<T>(item: i32): void {
  const perImage = Window.outHeight() * Window.outWidth();
  const filters = Window.filters();
  const k = Window.kernelHeight() * Window.kernelWidth() * Window.channels();
  const vectors = (k + lanes<T>() - 1) / lanes<T>();
  const stride = <usize>filters * sizeof<T>();
  const offsets = behind();
  const entries = offsets + (<usize>(SPARSE_ROWS + 4) << 2);
  const products = behind() + listBytes<T>(SPARSE_ROWS, SUM_BLOCK);
  const imageBytes = <usize>(Window.height() * Window.width() * Window.channels()) * sizeof<T>();
  memory.fill(SparseConvInput.out() + <usize>item * imageBytes, 0, imageBytes);
  const last = (item + 1) * perImage;
  for (let from = item * perImage; from < last; from += SPARSE_ROWS) {
    const to = min(from + SPARSE_ROWS, last);
    for (let first = 0; first < filters; first += SUM_BLOCK) {
      const place = <usize>from * stride + <usize>first * sizeof<T>();
      const y = SparseConvInput.y() === 0 ? <usize>0 : SparseConvInput.y() + place;
      const columns = min(SUM_BLOCK, filters - first);
      const dY = SparseConvInput.dY() + place;
      listRows<T>(offsets, entries, dY, y, stride, to - from, columns, <u32>SparseConvInput.lineBytes());
      let panel = SparseConvInput.w() + <usize>first * SparseConvInput.lineBytes();
      let out = sums();
      for (let at = 0; at < vectors; at += SPARSE_VECTORS) {
        addLinesOf<T>(min(SPARSE_VECTORS, vectors - at), offsets, entries, to - from, panel, out, first === 0);
        panel += <usize>SPARSE_VECTORS << 4;
        out += <usize>SPARSE_ROWS * PANEL_STRIDE;
      }
    }
    for (let at = 0; at < vectors; at += SPARSE_VECTORS) {
      let line = sums() + <usize>(at / SPARSE_VECTORS) * SPARSE_ROWS * PANEL_STRIDE;
      let product = products + (<usize>at << 4);
      const bytes = <usize>min(SPARSE_VECTORS, vectors - at) << 4;
      for (let row = from; row < to; row++) {
        for (let i: usize = 0; i < bytes; i += 16) v128.store(product + i, v128.load(line + i));
        line += PANEL_STRIDE;
        product += SparseConvInput.lineBytes();
      }
    }
    addWindows<T>(SparseConvInput.out(), products, SparseConvInput.lineBytes(), from, to, 0, Window.channels());
  }
}

/**
 * Computes a piece of the gradient of the filters like `convFilter`: `rows` steps of the windows, and `chunk` filters,
 * at most SPARSE_FILTERS. Gathers the windows. If `lineBytes` is 0, it reads them from the images instead: they lie
 * inside, and `rows` is a whole number of their rows, whose steps lie side by side.
 */
export function sparseConvFilter<T>(item: i32): void {
  const filters = Window.filters();
  const perRow = Window.kernelWidth() * Window.channels();
  const k = Window.kernelHeight() * perRow;
  const down = (k + ConvFilter.rows() - 1) / ConvFilter.rows();
  const across = (filters + ConvFilter.chunk() - 1) / ConvFilter.chunk();
  const part = item / (down * across);
  const rest = item - part * (down * across);
  const k0 = (rest / across) * ConvFilter.rows();
  const k1 = min(k0 + ConvFilter.rows(), k);
  const first = (rest % across) * ConvFilter.chunk();
  const columns = min(ConvFilter.chunk(), filters - first);
  const stride = <usize>filters * sizeof<T>();
  // Steps that lie side by side are a run. A run has panels of about the same width.
  const lineBytes = ConvFilter.lineBytes();
  const isGathered = lineBytes > 0;
  const run = isGathered ? k1 - k0 : perRow;
  const runStep = <usize>(Window.dilationY() * Window.width() * Window.channels()) * sizeof<T>();
  const vectors = (run + lanes<T>() - 1) / lanes<T>();
  const panels = (vectors + SPARSE_VECTORS - 1) / SPARSE_VECTORS;
  const width = (vectors + panels - 1) / panels;
  const panelBytes = <usize>columns * PANEL_STRIDE;
  const lines = behind();
  const offsets = lines + (<usize>(SUM_BLOCK + 16) << 2);
  const entries = offsets + (<usize>(SUM_BLOCK + 4) << 2);
  const columnOffsets = offsets + listBytes<T>(SUM_BLOCK, columns);
  const sorted = columnOffsets + (<usize>(columns + 4) << 2);
  const gathered = columnOffsets + listBytes<T>(SUM_BLOCK, columns);
  const end = min((part + 1) * SUM_STEPS, Window.places());
  for (let from = part * SUM_STEPS; from < end; from += SUM_BLOCK) {
    const to = min(from + SUM_BLOCK, end);
    const place = <usize>from * stride + <usize>first * sizeof<T>();
    const y = ConvFilter.y() === 0 ? <usize>0 : ConvFilter.y() + place;
    locateWindows<T>(lines, from, to);
    listRows<T>(offsets, entries, ConvFilter.dY() + place, y, stride, to - from, columns, 4);
    sortByColumns<T>(columnOffsets, sorted, offsets, entries, to - from, columns, lines);
    if (ConvFilter.db() !== 0 && k0 === 0) addBias<T>(columnOffsets, sorted, from, first, to - from, columns, lines);
    let windows = gathered;
    if (isGathered) {
      gatherWindows<T>(ConvFilter.x(), gathered, lineBytes, from, to, 0, Window.channels(), k0, k1);
    } else {
      moveTo(from);
      windows = pixel<T>(ConvFilter.x(), firstRow(), firstColumn(), 0) + <usize>(k0 / run) * runStep;
    }
    let out = sums();
    for (let step = k0; step < k1; step += run) {
      for (let at = 0; at < vectors; at += width) {
        const panel = windows + (<usize>at << 4);
        addLinesOf<T>(
          min(width, vectors - at),
          columnOffsets,
          sorted,
          columns,
          panel,
          out,
          from === part * SUM_STEPS,
        );
        out += panelBytes;
      }
      windows += runStep;
    }
  }
  let from = sums();
  let out = ConvFilter.out() + <usize>part * ConvFilter.partBytes() + <usize>k0 * stride + <usize>first * sizeof<T>();
  for (let step = k0; step < k1; step += run) {
    for (let at = 0; at < run; at += width * lanes<T>()) {
      const depth = min(width * lanes<T>(), run - at);
      for (let i: usize = 0; i < <usize>depth * sizeof<T>(); i += sizeof<T>()) {
        let to = out;
        let sum = from + i;
        for (let column = 0; column < columns; column++, sum += PANEL_STRIDE, to += sizeof<T>()) {
          store<T>(to, load<T>(sum));
        }
        out += stride;
      }
      from += panelBytes;
    }
  }
}

/**
 * Writes to `lines` where the window of each output from `from` to `end` starts, and where the next one would: bytes
 * from the start of the first window in the image, or in scratch memory, where windows are `lineBytes` apart.
 */
function locateWindows<T>(lines: usize, from: i32, end: i32): void {
  const lineBytes = <u32>ConvFilter.lineBytes();
  if (lineBytes > 0) {
    for (let row = 0; row <= end - from; row++) store<u32>(lines + (<usize>row << 2), <u32>row * lineBytes);
    return;
  }
  moveTo(from);
  const first = pixel<T>(0, firstRow(), firstColumn(), 0);
  for (let place = from; place <= end; place++, lines += 4, moveOn()) {
    store<u32>(lines, <u32>(pixel<T>(0, firstRow(), firstColumn(), 0) - first));
  }
}

/**
 * Adds the entries of each column to the doubles of the bias, in stretches of SUM_STRETCH rows. `lines` has the offset
 * of each row, which grow, and of the end.
 */
function addBias<T>(
  columnOffsets: usize,
  sorted: usize,
  from: i32,
  first: i32,
  rows: i32,
  columns: i32,
  lines: usize,
): void {
  const stretch = <usize>(from / (SUM_STRETCH * SUM_BLOCKS));
  let total = ConvFilter.db() + stretch * ConvFilter.sumStride() + (<usize>first << 3);
  let entry = sorted;
  for (let column = 0; column < columns; column++, total += 8) {
    const end = sorted + <usize>load<u32>(columnOffsets + (<usize>column << 2), 4) * entryBytes<T>();
    for (let row = SUM_STRETCH; entry < end; row += SUM_STRETCH) {
      const stretchEnd = load<u32>(lines + (<usize>min(row, rows) << 2));
      let sum: T = 0;
      for (; entry < end && load<u32>(entry) < stretchEnd; entry += entryBytes<T>()) sum += load<T>(entry, sizeof<T>());
      store<f64>(total, load<f64>(total) + <f64>sum);
    }
  }
}
