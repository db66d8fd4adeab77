/** Kernels that move elements without computing on them. */
import { Transpose, Gather, OneHot, Cast, Fill } from './generated/arguments';

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

export function gather(item: i32): void {
  const bytes = Gather.bytes();
  const last = min((item + 1) * Gather.each(), Gather.rows());
  for (let i = item * Gather.each(); i < last; i++) {
    const row = <usize>load<u32>(Gather.labels() + (<usize>i << 2));
    memory.copy(Gather.out() + <usize>i * bytes, Gather.x() + row * bytes, bytes);
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
