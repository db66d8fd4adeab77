import type { Digest } from './trace.js';

/** Largest |a - e| over the larger of |e| and `scale`. */
export function worstError(actual: ArrayLike<number>, expected: ArrayLike<number>, scale: number): number {
  let worst = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i] as number, expected[i] as number];
    const error = Math.abs(a - e) / Math.max(Math.abs(e), scale);
    // Not `Math.max` alone: a NaN must be the worst there is.
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
  }
  return worst;
}

/** The largest magnitude: what errors of small elements are held against in float32. */
export function magnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i] as number));
  return largest;
}

/** The digest of a whole tensor, at the positions of another. */
export function digestOf(values: ArrayLike<number>, at: readonly number[]): Digest {
  let sum = 0;
  let magnitudes = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] as number;
    magnitudes += Math.abs(values[i] as number);
  }
  return { sum, sum_abs: magnitudes, at, values: at.map((index) => values[index] as number) };
}

/** Worst relative error of a digest: sums against the sum of magnitudes, elements against the mean magnitude or themselves. */
export function worstDigestError(values: ArrayLike<number>, expected: Digest): number {
  const actual = digestOf(values, expected.at);
  return Math.max(
    Math.abs(actual.sum - expected.sum) / expected.sum_abs,
    Math.abs(actual.sum_abs - expected.sum_abs) / expected.sum_abs,
    worstError(actual.values, expected.values, expected.sum_abs / values.length),
  );
}

/** The first largest of each row's ten logits, as the trace's predictions were taken. */
export function predictions(logits: ArrayLike<number>): number[] {
  return Array.from({ length: logits.length / 10 }, (_, row) => {
    const line = Array.from({ length: 10 }, (_unused, column) => logits[row * 10 + column] as number);
    return line.indexOf(Math.max(...line));
  });
}
