/** Pooling, with vectors of channels. The part of a window outside the image does not count. */
import { scratch } from './arguments';
import { addBytes } from './dense';
import { AveragePoolBackward, MaxPool, MaxPoolBackward, Window } from './generated/arguments';
import { SUM_STRETCH } from './generated/layout';
import { addToDoubles } from './reduce';
import { firstColumn, firstRow, moveOn, moveTo, pixel } from './windows';

/** Rows i0 to i1 and columns j0 to j1 of the window lie inside the image. */
let i0: i32 = 0;
let i1: i32 = 0;
let j0: i32 = 0;
let j1: i32 = 0;

/** A window's elements start at `first`, `step` apart. Returns the index of the first one that is not before 0. */
// @ts-ignore: decorator
@inline
function begin(first: i32, step: i32): i32 {
  return first >= 0 ? 0 : (step - 1 - first) / step;
}

/** Returns the end of the elements that lie before `length`. */
// @ts-ignore: decorator
@inline
function endOf(first: i32, step: i32, count: i32, length: i32): i32 {
  return min(count, (length - first + step - 1) / step);
}

function clip(): void {
  const y = firstRow();
  const x = firstColumn();
  i0 = begin(y, Window.dilationY());
  i1 = endOf(y, Window.dilationY(), Window.kernelHeight(), Window.height());
  j0 = begin(x, Window.dilationX());
  j1 = endOf(x, Window.dilationX(), Window.kernelWidth(), Window.width());
}

// @ts-ignore: decorator
@inline
function corner<T>(images: usize): usize {
  return pixel<T>(images, firstRow() + i0 * Window.dilationY(), firstColumn() + j0 * Window.dilationX(), 0);
}

// @ts-ignore: decorator
@inline
function rowStep<T>(): usize {
  return <usize>(Window.dilationY() * Window.width() * Window.channels()) * sizeof<T>();
}

// @ts-ignore: decorator
@inline
function columnStep<T>(): usize {
  return <usize>(Window.dilationX() * Window.channels()) * sizeof<T>();
}

/** Stores a vector at `to`, or only its first elements if fewer than 16 bytes are left in the row. */
// @ts-ignore: decorator
@inline
function storePart<T>(to: usize, value: v128, bytes: usize): void {
  if (bytes >= 16) {
    v128.store(to, value);
    return;
  }
  v128.store(scratch(), value);
  for (let at: usize = 0; at < bytes; at += sizeof<T>()) store<T>(to + at, load<T>(scratch() + at));
}

/** Adds a vector at `to`, or only its first elements if fewer than 16 bytes are left in the row. */
// @ts-ignore: decorator
@inline
function addPart<T>(to: usize, value: v128, bytes: usize): void {
  if (bytes >= 16) {
    v128.store(to, v128.add<T>(v128.load(to), value));
    return;
  }
  v128.store(scratch(), value);
  addBytes<T>(to, scratch(), bytes);
}

/** Computes the maximum of each window. An item is `rows` outputs. */
export function maxPool<T>(item: i32): void {
  const bytes = <usize>Window.channels() * sizeof<T>();
  const from = item * MaxPool.rows();
  const to = min(from + MaxPool.rows(), Window.places());
  const rowBytes = rowStep<T>();
  const columnBytes = columnStep<T>();
  let out = MaxPool.out() + <usize>from * bytes;
  moveTo(from);
  for (let place = from; place < to; place++, out += bytes) {
    clip();
    const start = corner<T>(MaxPool.x());
    const down = i1 - i0;
    const across = j1 - j0;
    const isSmall = down === 2 && across === 2;
    for (let at: usize = 0; at < bytes; at += 16) {
      let value = v128.splat<T>(-<T>Infinity);
      let row = start + at;
      if (isSmall) {
        // Most networks pool windows of 2 x 2: without the loops, these take three quarters of the time.
        const above = v128.max<T>(v128.load(row), v128.load(row + columnBytes));
        row += rowBytes;
        value = v128.max<T>(above, v128.max<T>(v128.load(row), v128.load(row + columnBytes)));
      } else {
        for (let i = 0; i < down; i++, row += rowBytes) {
          let source = row;
          for (let j = 0; j < across; j++, source += columnBytes) value = v128.max<T>(value, v128.load(source));
        }
      }
      storePart<T>(out + at, value, bytes - at);
    }
    moveOn();
  }
}

/**
 * Computes the mean of each window. It adds in the order of the sum of a column (reduce.ts). An item is `rows` outputs.
 */
export function averagePool<T>(item: i32): void {
  const bytes = <usize>Window.channels() * sizeof<T>();
  const from = item * MaxPool.rows();
  const to = min(from + MaxPool.rows(), Window.places());
  const doubles = scratch();
  let out = MaxPool.out() + <usize>from * bytes;
  moveTo(from);
  for (let place = from; place < to; place++, out += bytes) {
    clip();
    const start = corner<T>(MaxPool.x());
    const count = v128.splat<T>(<T>((i1 - i0) * (j1 - j0)));
    for (let at: usize = 0; at < bytes; at += 16) {
      let sum = v128.splat<T>(0);
      let taken = 0;
      let row = start + at;
      for (let i = i0; i < i1; i++, row += rowStep<T>()) {
        let source = row;
        for (let j = j0; j < j1; j++, source += columnStep<T>()) {
          sum = v128.add<T>(sum, v128.load(source));
          taken++;
          if (taken % SUM_STRETCH !== 0) continue;
          if (taken === SUM_STRETCH) memory.fill(doubles, 0, 32);
          addToDoubles<T>(doubles, sum);
          sum = v128.splat<T>(0);
        }
      }
      if (taken >= SUM_STRETCH) {
        addToDoubles<T>(doubles, sum);
        sum = sizeof<T>() === 8 ? v128.load(doubles) : bothHalves(doubles);
      }
      storePart<T>(out + at, v128.div<T>(sum, count), bytes - at);
    }
    moveOn();
  }
}

/** Rounds four doubles to float32. */
function bothHalves(doubles: usize): v128 {
  const low = f32x4.demote_f64x2_zero(v128.load(doubles));
  return f32x4.shuffle(low, f32x4.demote_f64x2_zero(v128.load(doubles, 16)), 0, 1, 4, 5);
}

/** True if every pixel is under exactly one window. */
function isTiled(): bool {
  return (
    Window.strideY() === Window.kernelHeight() &&
    Window.strideX() === Window.kernelWidth() &&
    Window.outHeight() * Window.strideY() === Window.height() &&
    Window.outWidth() * Window.strideX() === Window.width() &&
    Window.top() === 0 &&
    Window.left() === 0 &&
    Window.dilationY() === 1 &&
    Window.dilationX() === 1
  );
}

/**
 * Adds each element of dY to the first element of its window that equals y. Where y is NaN, adds NaN to the whole
 * window. An item is an image.
 */
export function maxPoolBackward<T>(item: i32): void {
  const bytes = <usize>Window.channels() * sizeof<T>();
  const places = Window.outHeight() * Window.outWidth();
  const imageBytes = <usize>(Window.height() * Window.width()) * bytes;
  const tiled = isTiled();
  if (!tiled) memory.fill(MaxPoolBackward.out() + <usize>item * imageBytes, 0, imageBytes);
  const shift = MaxPoolBackward.out() - MaxPoolBackward.x();
  const rowBytes = rowStep<T>();
  const columnBytes = columnStep<T>();
  let y = MaxPoolBackward.y() + <usize>(item * places) * bytes;
  let dY = MaxPoolBackward.dY() + <usize>(item * places) * bytes;
  moveTo(item * places);
  for (let place = 0; place < places; place++, y += bytes, dY += bytes) {
    clip();
    const start = corner<T>(MaxPoolBackward.x());
    const down = i1 - i0;
    const across = j1 - j0;
    for (let at: usize = 0; at < bytes; at += 16) {
      const largest = v128.load(y + at);
      const isMissing = v128.ne<T>(largest, largest);
      // A lane of ones is a NaN.
      const gradient = v128.or(v128.load(dY + at), isMissing);
      let isDone = i32x4.splat(0);
      let row = start + at;
      for (let i = 0; i < down; i++, row += rowBytes) {
        let source = row;
        for (let j = 0; j < across; j++, source += columnBytes) {
          const isLargest = v128.eq<T>(v128.load(source), largest);
          const given = v128.and(gradient, v128.or(v128.andnot(isLargest, isDone), isMissing));
          // A sum that starts from +0 is never -0.
          if (tiled) storePart<T>(source + shift, v128.add<T>(given, v128.splat<T>(0)), bytes - at);
          else addPart<T>(source + shift, given, bytes - at);
          isDone = v128.or(isDone, isLargest);
        }
      }
    }
    moveOn();
  }
}

/** Divides each element of dY by the number of its window's pixels, and adds it to them. An item is an image. */
export function averagePoolBackward<T>(item: i32): void {
  const bytes = <usize>Window.channels() * sizeof<T>();
  const places = Window.outHeight() * Window.outWidth();
  const imageBytes = <usize>(Window.height() * Window.width()) * bytes;
  memory.fill(AveragePoolBackward.out() + <usize>item * imageBytes, 0, imageBytes);
  let dY = AveragePoolBackward.dY() + <usize>(item * places) * bytes;
  moveTo(item * places);
  for (let place = 0; place < places; place++, dY += bytes) {
    clip();
    const start = corner<T>(AveragePoolBackward.out());
    const count = v128.splat<T>(<T>((i1 - i0) * (j1 - j0)));
    for (let at: usize = 0; at < bytes; at += 16) {
      const share = v128.div<T>(v128.load(dY + at), count);
      let row = start + at;
      for (let i = i0; i < i1; i++, row += rowStep<T>()) {
        let to = row;
        for (let j = j0; j < j1; j++, to += columnStep<T>()) addPart<T>(to, share, bytes - at);
      }
    }
    moveOn();
  }
}
