/** Helpers for both float32 and float64, which have four or two elements in a vector. */
// @ts-ignore: decorator
@inline
export function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}

/** Returns a mask of the first `count` lanes of a vector. */
// @ts-ignore: decorator
@inline
export function firstLanes<T>(count: i32): v128 {
  if (sizeof<T>() === 4) return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
  return i64x2.lt_s(i64x2(0, 1), i64x2.splat(count));
}

/**
 * Returns what v128.max does, in five instead of eight instructions of x86: the larger, NaN if either is, and 0 of 0
 * and -0. `pmax` differs by the order of its operands only then, by the sign bit or by bits of the NaN.
 */
// @ts-ignore: decorator
@inline
export function maximum<T>(x: v128, y: v128): v128 {
  const first = v128.pmax<T>(x, y);
  const second = v128.pmax<T>(y, x);
  return v128.sub<T>(v128.or(first, second), v128.xor(first, second));
}

/** Returns dY where y, the output of a ReLU, is above 0; NaN where y is NaN; else 0. */
// @ts-ignore: decorator
@inline
export function throughRelu<T>(dY: v128, y: v128): v128 {
  const passed = v128.and(dY, v128.gt<T>(y, v128.splat<T>(0)));
  // A lane of ones is a NaN.
  return v128.or(passed, v128.ne<T>(y, y));
}

/** `throughRelu` for one element. */
// @ts-ignore: decorator
@inline
export function elementThroughRelu<T>(dY: T, y: T): T {
  return y > 0 ? dY : y === y ? <T>0 : <T>NaN;
}

/** Stores the first `bytes` bytes of a vector, a multiple of 4, or all. */
export function storePart<T>(out: usize, vector: v128, bytes: usize): void {
  if (bytes >= 16) {
    v128.store(out, vector);
  } else if (bytes >= 8) {
    v128.store64_lane(out, vector, 0);
    if (bytes > 8) v128.store32_lane(out, vector, 2, 8);
  } else if (bytes > 0) {
    v128.store32_lane(out, vector, 0);
  }
}
