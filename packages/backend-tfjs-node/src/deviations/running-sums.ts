/** What TensorFlow's engines may do with long sums. */
import type { DeviationGroup } from './deviation.js';

const TRANSPOSES = ['', ' transposeA', ' transposeB', ' transposeA transposeB'] as const;

/** Products of 0.1 and 0.1: the steps of k, and the shapes that have cases. */
const PRODUCTS: readonly (readonly [k: number, shapes: readonly string[]])[] = [
  [784, ['1x784x1', '1x784x19', '17x784x1', '17x784x19']],
  [4096, ['5x4096x9']],
  [60_000, ['2x60000x3']],
  [1_000_000, ['1x1000000x1']],
];

/** At most k rounding errors of a float32 running sum of k terms, each as large as the whole sum would have. */
export const runningSumGroups: readonly DeviationGroup[] = PRODUCTS.map(([k, shapes]) => ({
  reason: `a float32 product of ${k} terms may be one running sum, which drifts where all terms have one sign`,
  permits: { absolute: k * 0.01 * k * 2 ** -24 },
  always: false,
  cases: shapes.flatMap((shape) => TRANSPOSES.map((transposes) => `matmul float32 ${shape} of 0.1${transposes}`)),
}));
