/** Pooling, vectors of channels at a time. The part of a window that is outside the image does not count. */
import { Conv } from './generated/arguments';
import { lanes } from './numbers';
import { firstColumn, firstRow, moveOn, moveTo, pixel } from './windows';

/** The rows i0 to i1 and columns j0 to j1 of the window that are inside the image. */
let i0: i32 = 0;
let i1: i32 = 0;
let j0: i32 = 0;
let j1: i32 = 0;

/** Returns the first of `count` elements of a window, from `first` on and `step` apart, that is not before 0. */
// @ts-ignore: decorator
@inline
function begin(first: i32, step: i32): i32 {
  return first >= 0 ? 0 : (step - 1 - first) / step;
}

/** Returns the end of the elements that are before `length`. */
// @ts-ignore: decorator
@inline
function endOf(first: i32, step: i32, count: i32, length: i32): i32 {
  return min(count, (length - first + step - 1) / step);
}

function clip(): void {
  const y = firstRow();
  const x = firstColumn();
  i0 = begin(y, Conv.dilationY());
  i1 = endOf(y, Conv.dilationY(), Conv.kernelHeight(), Conv.height());
  j0 = begin(x, Conv.dilationX());
  j1 = endOf(x, Conv.dilationX(), Conv.kernelWidth(), Conv.width());
}

// @ts-ignore: decorator
@inline
function corner<T>(images: usize): usize {
  return pixel<T>(images, firstRow() + i0 * Conv.dilationY(), firstColumn() + j0 * Conv.dilationX(), 0);
}

// @ts-ignore: decorator
@inline
function rowStep<T>(): usize {
  return <usize>(Conv.dilationY() * Conv.width() * Conv.channels()) * sizeof<T>();
}

// @ts-ignore: decorator
@inline
function columnStep<T>(): usize {
  return <usize>(Conv.dilationX() * Conv.channels()) * sizeof<T>();
}

const MAX: i32 = 0;
const AVERAGE: i32 = 1;

export function maxPool<T>(item: i32): void {
  pool<T>(MAX, item);
}

export function averagePool<T>(item: i32): void {
  pool<T>(AVERAGE, item);
}

/** An item is `rows` outputs. `way` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function pool<T>(way: i32, item: i32): void {
  const bytes = <usize>Conv.channels() * sizeof<T>();
  const vectorBytes = <usize>(Conv.channels() / lanes<T>()) << 4;
  const from = item * Conv.rows();
  const to = min(from + Conv.rows(), Conv.places());
  let out = Conv.out() + <usize>from * bytes;
  const least = v128.splat<T>(way === MAX ? -<T>Infinity : 0);
  moveTo(from);
  for (let place = from; place < to; place++, out += bytes) {
    clip();
    const start = corner<T>(Conv.x());
    const count = <T>((i1 - i0) * (j1 - j0));
    let at: usize = 0;
    for (; at < vectorBytes; at += 16) {
      let value = least;
      let row = start + at;
      for (let i = i0; i < i1; i++, row += rowStep<T>()) {
        let source = row;
        for (let j = j0; j < j1; j++, source += columnStep<T>()) {
          value = way === MAX ? v128.max<T>(value, v128.load(source)) : v128.add<T>(value, v128.load(source));
        }
      }
      v128.store(out + at, way === MAX ? value : v128.div<T>(value, v128.splat<T>(count)));
    }
    for (; at < bytes; at += sizeof<T>()) {
      let value: T = way === MAX ? -<T>Infinity : 0;
      let row = start + at;
      for (let i = i0; i < i1; i++, row += rowStep<T>()) {
        let source = row;
        for (let j = j0; j < j1; j++, source += columnStep<T>()) {
          value = way === MAX ? max<T>(value, load<T>(source)) : value + load<T>(source);
        }
      }
      store<T>(out + at, way === MAX ? value : value / count);
    }
    moveOn();
  }
}

/** Adds each dY to the first element of its window that equals y or is NaN. An item is an image. */
export function maxPoolBackward<T>(item: i32): void {
  const bytes = <usize>Conv.channels() * sizeof<T>();
  const vectorBytes = <usize>(Conv.channels() / lanes<T>()) << 4;
  const places = Conv.outHeight() * Conv.outWidth();
  const imageBytes = <usize>(Conv.height() * Conv.width()) * bytes;
  memory.fill(Conv.out() + <usize>item * imageBytes, 0, imageBytes);
  const shift = Conv.out() - Conv.x();
  let y = Conv.y() + <usize>(item * places) * bytes;
  let dY = Conv.dY() + <usize>(item * places) * bytes;
  moveTo(item * places);
  for (let place = 0; place < places; place++, y += bytes, dY += bytes) {
    clip();
    const start = corner<T>(Conv.x());
    let at: usize = 0;
    for (; at < vectorBytes; at += 16) {
      const largest = v128.load(y + at);
      const gradient = v128.load(dY + at);
      let isDone = i32x4.splat(0);
      let row = start + at;
      for (let i = i0; i < i1; i++, row += rowStep<T>()) {
        let source = row;
        for (let j = j0; j < j1; j++, source += columnStep<T>()) {
          const value = v128.load(source);
          const isLargest = v128.or(v128.eq<T>(value, largest), v128.ne<T>(value, value));
          const given = v128.and(gradient, v128.andnot(isLargest, isDone));
          v128.store(source + shift, v128.add<T>(v128.load(source + shift), given));
          isDone = v128.or(isDone, isLargest);
        }
      }
    }
    for (; at < bytes; at += sizeof<T>()) {
      const largest = load<T>(y + at);
      let isDone = false;
      let row = start + at;
      for (let i = i0; i < i1; i++, row += rowStep<T>()) {
        let source = row;
        for (let j = j0; j < j1; j++, source += columnStep<T>()) {
          const value = load<T>(source);
          if (isDone || (value !== largest && value === value)) continue;
          store<T>(source + shift, load<T>(source + shift) + load<T>(dY + at));
          isDone = true;
        }
      }
    }
    moveOn();
  }
}

/** Adds each dY, divided by the size of its window, to the window. An item is an image. */
export function averagePoolBackward<T>(item: i32): void {
  const bytes = <usize>Conv.channels() * sizeof<T>();
  const vectorBytes = <usize>(Conv.channels() / lanes<T>()) << 4;
  const places = Conv.outHeight() * Conv.outWidth();
  const imageBytes = <usize>(Conv.height() * Conv.width()) * bytes;
  memory.fill(Conv.out() + <usize>item * imageBytes, 0, imageBytes);
  let dY = Conv.dY() + <usize>(item * places) * bytes;
  moveTo(item * places);
  for (let place = 0; place < places; place++, dY += bytes) {
    clip();
    const start = corner<T>(Conv.out());
    const count = <T>((i1 - i0) * (j1 - j0));
    let at: usize = 0;
    for (; at < vectorBytes; at += 16) {
      const share = v128.div<T>(v128.load(dY + at), v128.splat<T>(count));
      let row = start + at;
      for (let i = i0; i < i1; i++, row += rowStep<T>()) {
        let to = row;
        for (let j = j0; j < j1; j++, to += columnStep<T>()) v128.store(to, v128.add<T>(v128.load(to), share));
      }
    }
    for (; at < bytes; at += sizeof<T>()) {
      const share = load<T>(dY + at) / count;
      let row = start + at;
      for (let i = i0; i < i1; i++, row += rowStep<T>()) {
        let to = row;
        for (let j = j0; j < j1; j++, to += columnStep<T>()) store<T>(to, load<T>(to) + share);
      }
    }
    moveOn();
  }
}
