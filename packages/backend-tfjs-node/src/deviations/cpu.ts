/** Deviations of tfjs's kernels in plain JavaScript, 4.22.0. */
import { argmaxGroup } from './argmax.js';
import type { DeviationGroup } from './deviation.js';

export const cpuDeviations: readonly DeviationGroup[] = [
  {
    reason: 'erf is a formula of Abramowitz and Stegun (7.1.26) with an absolute error of up to 1.5e-7',
    permits: { absolute: 1.8e-7 },
    always: true,
    cases: [
      'erf float32 132 points in ULPs',
      'erf float32 4 subnormal points in ULPs',
      'erf float32 length 2',
      'erf float32 length 7',
      'erf float32 length 8',
      'erf float32 length 15',
      'erf float32 length 16',
      'erf float32 length 17',
      'erf float32 length 31',
      'erf float32 length 33',
      'erf float32 length 101',
    ],
  },
  argmaxGroup,
];
