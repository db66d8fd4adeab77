/** Of tfjs's kernels for WebAssembly, 4.22.0. */
import type { DeviationGroup } from './deviation.js';

export const wasmDeviations: readonly DeviationGroup[] = [
  {
    reason: 'maximum drops a NaN that is the second operand',
    cases: [
      ['maximum float32 special values in pairs, both broadcast', 'NaN', '0'],
      ['maximum float32 special values in pairs, equal shapes', 'NaN', '0'],
      ['maximum float32 special values in pairs, with a row', 'NaN', '0'],
      ['maximum float32 special values in pairs, with a column', 'NaN', '0'],
      ['maximum float32 subnormals in pairs', 'NaN', '1.401298464324817e-45'],
      ['maximum float32 special values with the scalar NaN', 'NaN', '0'],
    ],
  },
  {
    reason: 'sigmoid is 1 / (1 + exp(-x)) and 0 where exp(-x) overflows, so subnormal results are lost',
    cases: [['sigmoid float32 12 subnormal points in ULPs', '1.4949412168932109e-40', '0']],
  },
  {
    reason: 'argMax passes over NaN',
    cases: [
      ['argmax float32 NaN in rows', '1', '2'],
      ['argmax float32 NaN in columns', '1', '2'],
      ['argmax float32 NaN after infinity in rows', '2', '0'],
      ['argmax float32 NaN after infinity in columns', '2', '0'],
      ['argmax float32 1x60000x1 NaN', '43211', '16'],
    ],
  },
];
