/** Deviations of tfjs's kernels for WebAssembly, 4.22.0. */
import { argmaxGroup } from './argmax.js';
import type { DeviationGroup } from './deviation.js';
import { runningSums } from './running-sums.js';

export const wasmDeviations: readonly DeviationGroup[] = [
  {
    reason: 'sigmoid is 1 / (1 + exp(-x)), which is 0 if exp(-x) overflows, so subnormal results are lost',
    permits: 'flushes-subnormals',
    always: true,
    cases: ['sigmoid float32 12 subnormal points in ULPs'],
  },
  argmaxGroup,
  ...runningSums(
    [
      ['1x784x1', 784],
      ['1x784x19', 784],
      ['17x784x1', 784],
      ['17x784x19', 784],
      ['5x4096x9', 4096],
      ['2x60000x3', 60_000],
      ['1x1000000x1', 1_000_000],
    ],
    [''],
  ),
];
