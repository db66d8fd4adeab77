/** Of tfjs's kernels for WebAssembly, 4.22.0. */
import type { DeviationGroup } from './deviation.js';

export const wasmDeviations: readonly DeviationGroup[] = [
  {
    reason: 'maximum drops a NaN that is the second operand',
    cases: [
      ['maximum float32 special values in pairs, both broadcast', 'NaN', '0', '12 of 256: ada5caad'],
      ['maximum float32 special values in pairs, equal shapes', 'NaN', '0', '12 of 256: ada5caad'],
      ['maximum float32 special values in pairs, with a row', 'NaN', '0', '12 of 256: ada5caad'],
      ['maximum float32 special values in pairs, with a column', 'NaN', '0', '12 of 256: ada5caad'],
      ['maximum float32 subnormals in pairs', 'NaN', '1.401298464324817e-45', '3 of 256: 33bfb537'],
      ['maximum float32 special values with the scalar NaN', 'NaN', '0', '12 of 16: 8963528d'],
    ],
  },
  {
    reason: 'sigmoid is 1 / (1 + exp(-x)) and 0 where exp(-x) overflows, so subnormal results are lost',
    cases: [['sigmoid float32 12 subnormal points in ULPs', '1.4949412168932109e-40', '0', '5 of 12: 87d07cf5']],
  },
  {
    reason: 'argMax passes over NaN',
    cases: [
      ['argmax float32 NaN in rows', '1', '2', '2 of 4: 9c54f10e'],
      ['argmax float32 NaN in columns', '1', '2', '2 of 4: 9c54f10e'],
      ['argmax float32 NaN after infinity in rows', '2', '0', '2 of 4: 8bcfdaaf'],
      ['argmax float32 NaN after infinity in columns', '2', '0', '2 of 4: 8bcfdaaf'],
      ['argmax float32 1x60000x1 NaN', '43211', '16', '1 of 1: a6904816'],
    ],
  },
];
