/**
 * Windows of images: copies the elements under a window into a row, and adds a row to the elements under a window. A
 * row has the elements in the order rows, columns, channels. Padding is zeros.
 *
 * Elements that lie side by side in the image are copied as one run: a whole row of a window, or the channels of one
 * column. Copies write whole vectors, also past the end of a run.
 */
import { addBytes } from './dense';
import { Window } from './generated/arguments';

/** The current window: its image, and the row and column of its first element, which may lie outside the image. */
let image: i32 = 0;
let placeY: i32 = 0;
let placeX: i32 = 0;

/** Moves to output `place`, counted over all images. */
export function moveTo(place: i32): void {
  const perImage = Window.outHeight() * Window.outWidth();
  image = place / perImage;
  const rest = place - image * perImage;
  placeY = rest / Window.outWidth();
  placeX = rest - placeY * Window.outWidth();
}

/** Moves to the next output. */
export function moveOn(): void {
  placeX++;
  if (placeX < Window.outWidth()) return;
  placeX = 0;
  placeY++;
  if (placeY < Window.outHeight()) return;
  placeY = 0;
  image++;
}

// @ts-ignore: decorator
@inline
export function firstRow(): i32 {
  return placeY * Window.strideY() - Window.top();
}

// @ts-ignore: decorator
@inline
export function firstColumn(): i32 {
  return placeX * Window.strideX() - Window.left();
}

/** The address of channel `channel` of the pixel in row y and column x, which may be outside the image. */
// @ts-ignore: decorator
@inline
export function pixel<T>(images: usize, y: i32, x: i32, channel: i32): usize {
  const at = ((image * Window.height() + y) * Window.width() + x) * Window.channels() + channel;
  return images + <usize>(at * <i32>sizeof<T>());
}

/** Returns how many elements of a window's row lie side by side in the image, if `own` channels are wanted. */
// @ts-ignore: decorator
@inline
function runOf(own: i32): i32 {
  return own === Window.channels() && Window.dilationX() === 1 ? own * Window.kernelWidth() : own;
}

/**
 * Copies steps k0 to k1 of the windows of outputs `from` to `end` of images into rows at `to`, `stride` bytes apart,
 * with `own` channels from `channel` on.
 */
export function gatherWindows<T>(
  images: usize,
  to: usize,
  stride: usize,
  from: i32,
  end: i32,
  channel: i32,
  own: i32,
  k0: i32,
  k1: i32,
): void {
  const size = <i32>sizeof<T>();
  const run = runOf(own);
  const perRow = (own * Window.kernelWidth()) / run;
  const rowStep = Window.dilationY() * Window.width() * Window.channels() * size;
  const columnStep = Window.dilationX() * Window.channels() * size;
  const windowStep = <usize>(Window.strideX() * Window.channels() * size);
  const row = k0 / run / perRow;
  const column = (k0 / run) % perRow;
  const offset = <usize>(row * rowStep + column * columnStep + (k0 % run) * size);
  const bytes = (k1 - k0) * size;
  const firstBytes = min(run - (k0 % run), k1 - k0) * size;
  const runBytes = run * size;
  const gap = columnStep - runBytes;
  const rowGap = rowStep - perRow * columnStep;
  const below = Window.height() - (Window.kernelHeight() - 1) * Window.dilationY();
  // The windows of outputs from this one on reach over the right edge.
  const room = Window.width() + Window.left() - (Window.kernelWidth() - 1) * Window.dilationX();
  const outside = room <= 0 ? 0 : min(Window.outWidth(), (room - 1) / Window.strideX() + 1);
  moveTo(from);
  for (let place = from; place < end; moveOn()) {
    const y = firstRow();
    const x = firstColumn();
    const count = min(outside - placeX, end - place);
    if (y < 0 || y >= below || x < 0 || count <= 0) {
      gatherParts<T>(images, to, channel, own, run, perRow, k0, k1);
      place++;
      to += stride;
      continue;
    }
    let start = pixel<T>(images, y, x, channel) + offset;
    for (const last = place + count; place < last; place++) {
      copyRuns(to, start, bytes, firstBytes, runBytes, column, perRow, gap, rowGap);
      to += stride;
      start += windowStep;
    }
    placeX += count - 1;
  }
}

/**
 * Copies `bytes` bytes of a window that lies inside the image. Its first step is at `from`, in run `column` of a row of
 * the window, which has `perRow` runs of `runBytes`; `firstBytes` of the steps are in that run. `gap` is the bytes to
 * skip behind a run, and `rowGap` those more behind the last run of a row.
 */
// @ts-ignore: decorator
@inline
function copyRuns(
  to: usize,
  from: usize,
  bytes: i32,
  firstBytes: i32,
  runBytes: i32,
  column: i32,
  perRow: i32,
  gap: i32,
  rowGap: i32,
): void {
  let rest = bytes;
  let length = firstBytes;
  let next = column;
  while (true) {
    copyRun(to, from, <usize>length);
    rest -= length;
    if (rest === 0) return;
    to += length;
    from += length + gap;
    if (++next === perRow) {
      next = 0;
      from += rowGap;
    }
    length = min(runBytes, rest);
  }
}

/** Copies at least `bytes` bytes, by whole vectors. */
// @ts-ignore: decorator
@inline
function copyRun(to: usize, from: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, v128.load(from + at));
}

// @ts-ignore: decorator
@inline
function clearRun(to: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, i32x4.splat(0));
}

/** Copies steps k0 to k1 of one window, run by run. Elements outside the image become zeros. */
function gatherParts<T>(
  images: usize,
  to: usize,
  channel: i32,
  own: i32,
  run: i32,
  perRow: i32,
  k0: i32,
  k1: i32,
): void {
  for (let k = k0; k < k1; ) {
    const index = k / run;
    const start = k - index * run;
    const length = min(run - start, k1 - k);
    const i = index / perRow;
    const y = firstRow() + i * Window.dilationY();
    const x = firstColumn() + (index - i * perRow) * Window.dilationX();
    // Elements low to high of the run are inside the image.
    let low = 0;
    let high = 0;
    if (y >= 0 && y < Window.height()) {
      low = max(-x, 0) * own;
      high = min(run / own, Window.width() - x) * own;
    }
    low = min(max(low - start, 0), length);
    high = min(max(high - start, low), length);
    clearRun(to, <usize>low * sizeof<T>());
    const size = <usize>sizeof<T>();
    copyRun(to + <usize>low * size, pixel<T>(images, y, x, channel + start + low), <usize>(high - low) * size);
    clearRun(to + <usize>high * size, <usize>(length - high) * size);
    to += <usize>length * size;
    k += length;
  }
}

/**
 * Adds rows at `from`, `stride` bytes apart, to the windows of outputs `start` to `end` of images at `out`, in the
 * order of the outputs. Elements outside the image are dropped.
 */
export function addWindows<T>(
  out: usize,
  from: usize,
  stride: usize,
  start: i32,
  end: i32,
  channel: i32,
  own: i32,
): void {
  const run = runOf(own);
  const perRow = (own * Window.kernelWidth()) / run;
  const size = <usize>sizeof<T>();
  moveTo(start);
  for (let place = start; place < end; place++) {
    let at = from;
    for (let i = 0; i < Window.kernelHeight(); i++) {
      const y = firstRow() + i * Window.dilationY();
      const isRow = y >= 0 && y < Window.height();
      for (let j = 0; j < perRow; j++) {
        const x = firstColumn() + j * Window.dilationX();
        const low = max(-x, 0) * own;
        const high = min(run / own, Window.width() - x) * own;
        if (isRow && low < high) {
          addBytes<T>(pixel<T>(out, y, x, channel + low), at + <usize>low * size, <usize>(high - low) * size);
        }
        at += <usize>run * size;
      }
    }
    from += stride;
    moveOn();
  }
}
