/** What TensorFlow's engines may do with long sums. */
import type { DeviationGroup } from './deviation.js';

/** Products m x k x n of 0.1 and 0.1 in float32, where an engine may add up each element in one running sum. */
export function runningSums(
  shapes: readonly (readonly [m: number, k: number, n: number])[],
  transposes: readonly string[],
): readonly DeviationGroup[] {
  return shapes.map(([m, k, n]) => ({
    reason: `a product of ${k} terms may be one running float32 sum, which drifts where all terms have one sign`,
    // As many rounding errors as terms, each relative to the whole sum.
    permits: { absolute: k * 2 ** -24 * 0.01 * k },
    always: false,
    cases: transposes.map((transpose) => `matmul float32 ${m}x${k}x${n} of 0.1${transpose}`),
  }));
}
