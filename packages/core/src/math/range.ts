/** Returns `start, start + 1, … end − 1`. */
export function range(start: number, end: number): Int32Array {
  const numbers = new Int32Array(end - start);
  for (let i = start; i < end; i++) numbers[i - start] = i;
  return numbers;
}
