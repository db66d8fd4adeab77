/** Kernels that move elements without computing on them. */
import { SUM_BLOCK, SUM_BLOCKS } from './generated/layout';
import { scratch } from './arguments';
import { addBytes } from './dense';
import { Cast, Copy, Fill, Gather, OneHot, ScatterOrder, ScatterSums, Transpose } from './generated/arguments';

/** Side of the squares that are transposed at a time. */
const SQUARE: i32 = 16;

/** E has the size of an element. An item is `each` rows. */
export function transpose<E>(item: i32): void {
  const m = Transpose.m();
  const n = Transpose.n();
  const from = item * Transpose.each();
  const to = min(from + Transpose.each(), m);
  for (let j0 = 0; j0 < n; j0 += SQUARE) {
    const j1 = min(j0 + SQUARE, n);
    for (let i0 = from; i0 < to; i0 += SQUARE) {
      const i1 = min(i0 + SQUARE, to);
      for (let j = j0; j < j1; j++) {
        let out = Transpose.out() + (<usize>j * m + i0) * sizeof<E>();
        let x = Transpose.x() + (<usize>i0 * n + j) * sizeof<E>();
        for (let i = i0; i < i1; i++) {
          store<E>(out, load<E>(x));
          out += sizeof<E>();
          x += <usize>n * sizeof<E>();
        }
      }
    }
  }
}

/** An item is `each` indices. A missing row becomes NaN with elements of `missing` bytes, or 0. */
export function gather(item: i32): void {
  const bytes = Gather.bytes();
  const last = min((item + 1) * Gather.each(), Gather.count());
  for (let i = item * Gather.each(); i < last; i++) {
    const row = load<u32>(Gather.labels() + (<usize>i << 2));
    const out = Gather.out() + <usize>i * bytes;
    if (row < <u32>Gather.rows()) memory.copy(out, Gather.x() + <usize>row * bytes, bytes);
    else if (Gather.missing() === 4) fillNaN<f32>(out, bytes);
    else if (Gather.missing() === 8) fillNaN<f64>(out, bytes);
    else memory.fill(out, 0, bytes);
  }
}

function fillNaN<T>(out: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += sizeof<T>()) store<T>(out + at, <T>NaN);
}

/**
 * Sorts sources by row: `starts` has where the sources of each row begin in `order`, then where the last ones end;
 * `order` has the sources row by row, ascending. One item. `starts` has room for two more than there are rows.
 */
export function scatterOrder(_item: i32): void {
  const rows = <u32>ScatterOrder.rows();
  const count = ScatterOrder.count();
  const labels = ScatterOrder.labels();
  // Counts two places further, because filling moves each start to the next one.
  const starts = ScatterOrder.starts() + 4;
  memory.fill(ScatterOrder.starts(), 0, (<usize>rows + 2) << 2);
  for (let i = 0; i < count; i++) {
    const row = load<u32>(labels + (<usize>i << 2));
    if (row >= rows) continue;
    const counter = starts + ((<usize>row + 1) << 2);
    store<i32>(counter, load<i32>(counter) + 1);
  }
  for (let row: usize = 1; row <= <usize>rows; row++) {
    store<i32>(starts + (row << 2), load<i32>(starts + (row << 2)) + load<i32>(starts + ((row - 1) << 2)));
  }
  for (let i = 0; i < count; i++) {
    const row = load<u32>(labels + (<usize>i << 2));
    if (row >= rows) continue;
    const next = starts + (<usize>row << 2);
    const place = load<i32>(next);
    store<i32>(ScatterOrder.order() + (<usize>place << 2), i);
    store<i32>(next, place + 1);
  }
}

/** How many bytes of a row are summed at a time, in up to three sums in scratch memory. */
const SUM_BYTES: usize = 4096;

/**
 * out[row] = the sum of its sources, in blocks like those of products (layout.ts). With `into`, adds it, if there are
 * any. An item is `each` rows.
 */
export function scatterSums<T>(item: i32): void {
  const bytes = ScatterSums.bytes();
  const last = min((item + 1) * ScatterSums.each(), ScatterSums.rows());
  for (let row = item * ScatterSums.each(); row < last; row++) {
    const first = load<i32>(ScatterSums.starts() + (<usize>row << 2));
    const end = load<i32>(ScatterSums.starts() + ((<usize>row + 1) << 2));
    if (ScatterSums.into() !== 0 && first === end) continue;
    for (let at: usize = 0; at < bytes; at += SUM_BYTES) {
      const size = min<usize>(SUM_BYTES, bytes - at);
      const out = ScatterSums.out() + <usize>row * bytes + at;
      const sum = ScatterSums.into() === 0 ? out : scratch() + 2 * SUM_BYTES;
      sumSources<T>(first, end, at, size, sum);
      if (sum !== out) addBytes<T>(out, sum, size);
    }
  }
}

function sumSources<T>(first: i32, end: i32, at: usize, bytes: usize, out: usize): void {
  const block = scratch();
  const part = block + SUM_BYTES;
  memory.fill(out, 0, bytes);
  for (let start = first; start < end; start += SUM_BLOCK * SUM_BLOCKS) {
    memory.fill(part, 0, bytes);
    const partEnd = min(start + SUM_BLOCK * SUM_BLOCKS, end);
    for (let from = start; from < partEnd; from += SUM_BLOCK) {
      memory.fill(block, 0, bytes);
      const blockEnd = min(from + SUM_BLOCK, partEnd);
      for (let i = from; i < blockEnd; i++) {
        const source = <usize>load<i32>(ScatterSums.order() + (<usize>i << 2));
        addBytes<T>(block, ScatterSums.x() + source * ScatterSums.bytes() + at, bytes);
      }
      addBytes<T>(part, block, bytes);
    }
    addBytes<T>(out, part, bytes);
  }
}

/** Returns the offset of a run in x or out. `outer` has for each dimension its size, then the strides of x and out. */
function copyPlace(run: i32, which: i32): usize {
  let at = 0;
  for (let axis = Copy.rank() - 1; axis >= 0; axis--) {
    const dimension = Copy.outer(3 * axis);
    at += (run % dimension) * Copy.outer(3 * axis + 1 + which);
    run /= dimension;
  }
  return <usize>at;
}

/** Copies runs of `length` elements, `step` apart in x. E has the size of an element. An item is `each` runs. */
export function copy<E>(item: i32): void {
  const length = <usize>Copy.length();
  const step = <usize>Copy.step() * sizeof<E>();
  const last = min((item + 1) * Copy.each(), Copy.runs());
  for (let run = item * Copy.each(); run < last; run++) {
    let x = Copy.x() + copyPlace(run, 0) * sizeof<E>();
    const out = Copy.out() + copyPlace(run, 1) * sizeof<E>();
    if (step === sizeof<E>()) {
      memory.copy(out, x, length * sizeof<E>());
      continue;
    }
    for (let i: usize = 0; i < length; i++, x += step) store<E>(out + i * sizeof<E>(), load<E>(x));
  }
}

/** Adds runs of x, which are contiguous, to runs of out. Arguments and items are those of `copy`. */
export function addBlock<T>(item: i32): void {
  const bytes = <usize>Copy.length() * sizeof<T>();
  const last = min((item + 1) * Copy.each(), Copy.runs());
  for (let run = item * Copy.each(); run < last; run++) {
    addBytes<T>(Copy.out() + copyPlace(run, 1) * sizeof<T>(), Copy.x() + copyPlace(run, 0) * sizeof<T>(), bytes);
  }
}

export function oneHot<T>(_item: i32): void {
  const rows = OneHot.rows();
  const classes = OneHot.width();
  memory.fill(OneHot.out(), 0, <usize>rows * classes * sizeof<T>());
  for (let i = 0; i < rows; i++) {
    const label = load<i32>(OneHot.labels() + (<usize>i << 2));
    if (label >= 0 && label < classes) store<T>(OneHot.out() + (<usize>i * classes + label) * sizeof<T>(), <T>1);
  }
}

export function cast<From, To>(item: i32): void {
  const last = min((item + 1) * Cast.each(), Cast.length());
  for (let i = <usize>item * Cast.each(); i < <usize>last; i++) {
    store<To>(Cast.out() + i * sizeof<To>(), <To>load<From>(Cast.x() + i * sizeof<From>()));
  }
}

export function fill<T>(item: i32): void {
  const value = <T>Fill.value();
  const last = min((item + 1) * Fill.each(), Fill.length());
  for (let i = <usize>item * Fill.each(); i < <usize>last; i++) store<T>(Fill.out() + i * sizeof<T>(), value);
}
