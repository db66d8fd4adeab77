/** Deviations of long sums in TensorFlow's engines. */
import type { DeviationGroup } from './deviation.js';

/** Products of k terms 0.1 x 0.1 in float32. An engine may compute each element as one running sum. */
export function runningSums(
  products: readonly (readonly [product: string, k: number])[],
  transposes: readonly string[],
): readonly DeviationGroup[] {
  return products.map(([product, k]) => ({
    reason: `a product of ${k} terms may be one running float32 sum, which drifts if all terms have one sign`,
    // One rounding error per term, relative to the whole sum.
    permits: { absolute: k * 2 ** -24 * 0.01 * k },
    always: false,
    cases: transposes.map((transpose) => `matmul float32 ${product} of 0.1${transpose}`),
  }));
}
