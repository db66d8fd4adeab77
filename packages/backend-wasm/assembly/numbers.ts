/** Helpers for both float32 and float64, which have four or two elements in a vector. */

// @ts-ignore: decorator
@inline
export function lanes<T>(): i32 {
  return 16 / sizeof<T>();
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
