import type { ConvnetResult } from './convnet.js';
import type { ConvnetRun, Digest } from './trace.js';

/** Returns the largest |a - e| divided by the larger of |e| and `scale`. */
export function worstError(actual: ArrayLike<number>, expected: ArrayLike<number>, scale: number): number {
  let worst = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i] as number, expected[i] as number];
    const error = Math.abs(a - e) / Math.max(Math.abs(e), scale);
    // `Math.max` alone is not enough: NaN must count as the worst error.
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
  }
  return worst;
}

/** Returns the largest magnitude. In float32, errors of small elements are relative to it. */
export function magnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i] as number));
  return largest;
}

/** Returns the digest of a tensor, with the elements at the positions of another digest. */
export function digestOf(values: ArrayLike<number>, at: readonly number[]): Digest {
  let sum = 0;
  let magnitudes = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] as number;
    magnitudes += Math.abs(values[i] as number);
  }
  return { sum, sum_abs: magnitudes, at, values: at.map((index) => values[index] as number) };
}

/**
 * Returns the worst relative error of a digest: sums relative to the sum of magnitudes, elements relative to themselves
 * or the mean magnitude, whichever is larger.
 */
export function worstDigestError(values: ArrayLike<number>, expected: Digest): number {
  const actual = digestOf(values, expected.at);
  return Math.max(
    Math.abs(actual.sum - expected.sum) / expected.sum_abs,
    Math.abs(actual.sum_abs - expected.sum_abs) / expected.sum_abs,
    worstError(actual.values, expected.values, expected.sum_abs / values.length),
  );
}

/** Returns the class of each row: the first largest of its ten logits, as in the trace. */
export function predictions(logits: ArrayLike<number>): number[] {
  return Array.from({ length: logits.length / 10 }, (_, row) => {
    const line = Array.from({ length: 10 }, (_unused, column) => logits[row * 10 + column] as number);
    return line.indexOf(line.reduce((a, b) => Math.max(a, b)));
  });
}

/**
 * Returns the largest error of a repeated run of convnet.json, measured as in `worstDigestError`. It is infinite if a
 * tensor or a step is missing.
 */
export function worstConvnetError(result: ConvnetResult, run: ConvnetRun): number {
  const ofTensors = (
    values: ReadonlyMap<string, ArrayLike<number>> | undefined,
    digests: Readonly<Record<string, Digest>>,
  ): number => {
    if (values?.size !== Object.keys(digests).length) return Number.POSITIVE_INFINITY;
    const errors = Object.entries(digests).map(([name, digest]) => worstDigestError(values.get(name) ?? [], digest));
    return errors.some(Number.isNaN) ? Number.POSITIVE_INFINITY : errors.reduce((a, b) => Math.max(a, b));
  };
  return Math.max(
    worstError(result.losses, run.losses, 0),
    ofTensors(result.firstGradients, run.first_gradients),
    Object.entries(run.snapshots)
      .map(([step, digests]) => ofTensors(result.snapshots.get(Number(step)), digests))
      .reduce((a, b) => Math.max(a, b), 0),
    worstError(result.logits, run.final_logits.flat(), 1),
  );
}
