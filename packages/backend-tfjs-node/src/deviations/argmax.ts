/** The deviations of argMax in every engine. */
import type { DeviationGroup } from './deviation.js';

export const argmaxGroup: DeviationGroup = {
  reason: 'argMax ignores NaN',
  permits: 'passes-over-nan',
  always: true,
  cases: [
    'argmax float32 NaN in rows',
    'argmax float32 NaN in columns',
    'argmax float32 NaN after infinity in rows',
    'argmax float32 NaN after infinity in columns',
    'argmax float32 1x60000x1 NaN',
  ],
};
