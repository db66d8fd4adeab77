/** What is the same for float32 and float64, four or two to a vector. */

// @ts-ignore: decorator
@inline
export function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}
