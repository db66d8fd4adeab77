/** Kernels that move elements without computing on them. */
import { address, double, integer } from './arguments';

/** Side of the squares that are transposed at a time. */
const SQUARE: i32 = 16;

/** Arguments: x, out; m, n, rows of an item. E has the size of an element. */
export function transpose<E>(item: i32): void {
  const m = integer(2);
  const n = integer(3);
  const from = item * integer(4);
  const to = min(from + integer(4), m);
  for (let j0 = 0; j0 < n; j0 += SQUARE) {
    const j1 = min(j0 + SQUARE, n);
    for (let i0 = from; i0 < to; i0 += SQUARE) {
      const i1 = min(i0 + SQUARE, to);
      for (let j = j0; j < j1; j++) {
        let out = address(1) + (<usize>j * m + i0) * sizeof<E>();
        let x = address(0) + (<usize>i0 * n + j) * sizeof<E>();
        for (let i = i0; i < i1; i++) {
          store<E>(out, load<E>(x));
          out += sizeof<E>();
          x += <usize>n * sizeof<E>();
        }
      }
    }
  }
}

/** Arguments: x, indices, out; rows, bytes of a row, rows of an item. */
export function gather(item: i32): void {
  const bytes = address(4);
  const last = min((item + 1) * integer(5), integer(3));
  for (let i = item * integer(5); i < last; i++) {
    const row = <usize>load<u32>(address(1) + (<usize>i << 2));
    memory.copy(address(2) + <usize>i * bytes, address(0) + row * bytes, bytes);
  }
}

/** Arguments: labels, out; rows, classes. */
export function oneHot<T>(_item: i32): void {
  const rows = integer(2);
  const classes = integer(3);
  memory.fill(address(1), 0, <usize>rows * classes * sizeof<T>());
  for (let i = 0; i < rows; i++) {
    const label = load<i32>(address(0) + (<usize>i << 2));
    if (label >= 0 && label < classes) store<T>(address(1) + (<usize>i * classes + label) * sizeof<T>(), <T>1);
  }
}

/** Arguments: x, out; elements, elements of an item. */
export function cast<From, To>(item: i32): void {
  const last = min((item + 1) * integer(3), integer(2));
  for (let i = <usize>item * integer(3); i < <usize>last; i++) {
    store<To>(address(1) + i * sizeof<To>(), <To>load<From>(address(0) + i * sizeof<From>()));
  }
}

/** Arguments: out; elements, elements of an item; 0: the value. */
export function fill<T>(item: i32): void {
  const value = <T>double(0);
  const last = min((item + 1) * integer(2), integer(1));
  for (let i = <usize>item * integer(2); i < <usize>last; i++) store<T>(address(0) + i * sizeof<T>(), value);
}
