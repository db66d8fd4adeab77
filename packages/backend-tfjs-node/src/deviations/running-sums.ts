/** What TensorFlow's engines may do with long sums. */
import type { DeviationGroup } from './deviation.js';

/** Products of k terms, of 0.1 and 0.1 in float32, where an engine may add up each element in one running sum. */
export function runningSums(
  products: readonly (readonly [product: string, k: number])[],
  transposes: readonly string[],
): readonly DeviationGroup[] {
  return products.map(([product, k]) => ({
    reason: `a product of ${k} terms may be one running float32 sum, which drifts where all terms have one sign`,
    // As many rounding errors as terms, each relative to the whole sum.
    permits: { absolute: k * 2 ** -24 * 0.01 * k },
    always: false,
    cases: transposes.map((transpose) => `matmul float32 ${product} of 0.1${transpose}`),
  }));
}
