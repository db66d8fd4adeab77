/** Helpers for both float32 and float64, which have four or two elements in a vector. */

// @ts-ignore: decorator
@inline
export function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}
