/** Of tfjs's kernels for WebAssembly, 4.22.0. */
import { argmaxGroup } from './argmax.js';
import type { DeviationGroup } from './deviation.js';
import { runningSums } from './running-sums.js';

/** Nothing is smaller, so that the other operand is the larger one. */
const secondNaN = (element: number, position: number): number =>
  position === 1 && Number.isNaN(element) ? Number.NEGATIVE_INFINITY : element;

export const wasmDeviations: readonly DeviationGroup[] = [
  {
    reason: 'maximum drops a NaN that is the second operand',
    permits: { operand: secondNaN },
    always: true,
    cases: [
      'maximum float32 special values in pairs, both broadcast',
      'maximum float32 special values in pairs, equal shapes',
      'maximum float32 special values in pairs, with a row',
      'maximum float32 special values in pairs, with a column',
      'maximum float32 subnormals in pairs',
      'maximum float32 special values with the scalar NaN',
    ],
  },
  {
    reason: 'sigmoid is 1 / (1 + exp(-x)) and 0 where exp(-x) overflows, so subnormal results are lost',
    permits: 'flushes-subnormals',
    always: true,
    cases: ['sigmoid float32 12 subnormal points in ULPs'],
  },
  argmaxGroup,
  ...runningSums(
    [
      [1, 784, 1],
      [1, 784, 19],
      [17, 784, 1],
      [17, 784, 19],
      [5, 4096, 9],
      [2, 60_000, 3],
      [1, 1_000_000, 1],
    ],
    [''],
  ),
];
