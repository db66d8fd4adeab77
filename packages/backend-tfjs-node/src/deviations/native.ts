/** Of TensorFlow itself, 2.15.1, through tfjs-node. */
import type { DeviationGroup } from './deviation.js';

export const nativeDeviations: readonly DeviationGroup[] = [
  {
    reason: 'TensorFlow takes subnormal operands for zero and flushes subnormal results to zero',
    cases: [
      ['matmul float32 subnormal product', '7.174648137343064e-43', '0', '4 of 4: 34b9c421'],
      ['matmul float32 subnormal product transposeB', '7.174648137343064e-43', '0', '4 of 4: 34b9c421'],
      ['matmul float32 subnormal product transposeA', '7.174648137343064e-43', '0', '4 of 4: 34b9c421'],
      ['matmul float32 subnormal product transposeA transposeB', '7.174648137343064e-43', '0', '4 of 4: 34b9c421'],
      ['add float32 subnormals in pairs', '2.938737278354183e-39', '0', '23 of 256: 23a1ef32'],
      ['subtract float32 subnormals in pairs', '-2.938737278354183e-39', '-0', '22 of 256: 75992992'],
      ['multiply float32 subnormals in pairs', 'Infinity', 'NaN', '48 of 256: 4d9be5b6'],
      ['divide float32 subnormals in pairs', '0', 'NaN', '55 of 256: b461c003'],
      ['maximum float32 subnormals in pairs', '1.401298464324817e-45', '0', '47 of 256: 8af80a80'],
      ['greater float32 subnormals in pairs', '1', '0', '9 of 256: 1613ddd8'],
      ['where float32 subnormals as conditions', '0', 'NaN', '48 of 256: e9372de4'],
      ['exp float32 10 subnormal points in ULPs', '4.118340453226788e-39', '0', '3 of 10: 1b340277'],
      ['expm1 float32 4 subnormal points in ULPs', '5.877471754111438e-39', '0', '2 of 4: 69c0e988'],
      ['log float32 4 subnormal points in ULPs', '-103.27892990343184', '-Infinity', '4 of 4: 211215f1'],
      ['sqrt float32 4 subnormal points in ULPs', 'NaN', '-0', '4 of 4: 34b9c421'],
      ['tanh float32 4 subnormal points in ULPs', '5.877471754111438e-39', '0', '2 of 4: 69c0e988'],
      ['sigmoid float32 12 subnormal points in ULPs', '1.4949412168932109e-40', '0', '5 of 12: 87d07cf5'],
      ['erf float32 4 subnormal points in ULPs', '6.632016682531665e-39', '0', '2 of 4: 69c0e988'],
      ['sum float32 subnormals in rows', '-1.0000016166037976e-39', '0', '4 of 4: 219cb885'],
      ['sum float32 subnormals in columns', '-1.0000016166037976e-39', '0', '4 of 4: 219cb885'],
      ['max float32 subnormals in rows', '2.999997843319071e-40', '0', '4 of 4: 5c559568'],
      ['max float32 subnormals in columns', '2.999997843319071e-40', '0', '4 of 4: 5c559568'],
      ['argmax float32 subnormals in rows', '2', '0', '2 of 4: 03ccc600'],
      ['argmax float32 subnormals in columns', '2', '0', '2 of 4: 03ccc600'],
    ],
  },
  {
    reason: 'argMax passes over NaN',
    cases: [
      ['argmax float32 NaN in rows', '1', '2', '3 of 4: c25e9a8f'],
      ['argmax float32 NaN in columns', '1', '2', '3 of 4: c25e9a8f'],
      ['argmax float32 NaN after infinity in rows', '2', '0', '2 of 4: 8bcfdaaf'],
      ['argmax float32 NaN after infinity in columns', '2', '0', '2 of 4: 8bcfdaaf'],
      ['argmax float32 1x60000x1 NaN', '43211', '16', '1 of 1: a6904816'],
    ],
  },
];
