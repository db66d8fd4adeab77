/** Moves the channels of arrays [n, ..., channels] to the front of each example, and back. */

interface AnyArray {
  readonly shape: readonly number[];
  readonly data: { readonly length: number; [at: number]: number; slice(): AnyArray['data'] };
}

/** Returns [n, channels, ...]. */
export function toFirst<T extends AnyArray>(array: T): T {
  const { shape } = array;
  const [rows = 0, ...rest] = shape;
  const channels = rest.pop() ?? 1;
  return swapped(array, [rows, channels, ...rest], channels);
}

/** Returns [n, ..., channels] of [n, channels, ...]. */
export function toLast<T extends AnyArray>(array: T): T {
  const [rows = 0, channels = 1, ...rest] = array.shape;
  const inner = rest.reduce((product, size) => product * size, 1);
  return swapped(array, [rows, ...rest, channels], inner);
}

function swapped<T extends AnyArray>(array: T, shape: readonly number[], last: number): T {
  const data = array.data.slice();
  const rows = shape[0] ?? 0;
  const size = rows === 0 ? 0 : data.length / rows;
  const places = size / last;
  for (let row = 0; row < rows; row++) {
    for (let place = 0; place < places; place++) {
      for (let at = 0; at < last; at++) {
        data[row * size + at * places + place] = array.data[row * size + place * last + at] as number;
      }
    }
  }
  return { ...array, shape, data };
}
