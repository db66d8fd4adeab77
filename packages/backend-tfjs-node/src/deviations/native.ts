/** Of TensorFlow itself, 2.15.1, through tfjs-node. */
import type { DeviationGroup } from './deviation.js';

export const nativeDeviations: readonly DeviationGroup[] = [
  {
    reason: 'TensorFlow takes subnormal operands for zero and flushes subnormal results to zero',
    cases: [
      ['matmul float32 subnormal product', '7.174648137343064e-43', '0'],
      ['matmul float32 subnormal product transposeB', '7.174648137343064e-43', '0'],
      ['matmul float32 subnormal product transposeA', '7.174648137343064e-43', '0'],
      ['matmul float32 subnormal product transposeA transposeB', '7.174648137343064e-43', '0'],
      ['add float32 subnormals in pairs', '2.938737278354183e-39', '0'],
      ['subtract float32 subnormals in pairs', '-2.938737278354183e-39', '-0'],
      ['multiply float32 subnormals in pairs', 'Infinity', 'NaN'],
      ['divide float32 subnormals in pairs', '0', 'NaN'],
      ['maximum float32 subnormals in pairs', '1.401298464324817e-45', '0'],
      ['greater float32 subnormals in pairs', '1', '0'],
      ['where float32 subnormals as conditions', '0', 'NaN'],
      ['exp float32 10 subnormal points in ULPs', '4.118340453226788e-39', '0'],
      ['expm1 float32 4 subnormal points in ULPs', '5.877471754111438e-39', '0'],
      ['log float32 4 subnormal points in ULPs', '-103.27892990343184', '-Infinity'],
      ['sqrt float32 4 subnormal points in ULPs', 'NaN', '-0'],
      ['tanh float32 4 subnormal points in ULPs', '5.877471754111438e-39', '0'],
      ['sigmoid float32 12 subnormal points in ULPs', '1.4949412168932109e-40', '0'],
      ['erf float32 4 subnormal points in ULPs', '6.632016682531665e-39', '0'],
      ['sum float32 subnormals in rows', '-1.0000016166037976e-39', '0'],
      ['sum float32 subnormals in columns', '-1.0000016166037976e-39', '0'],
      ['max float32 subnormals in rows', '2.999997843319071e-40', '0'],
      ['max float32 subnormals in columns', '2.999997843319071e-40', '0'],
      ['argmax float32 subnormals in rows', '2', '0'],
      ['argmax float32 subnormals in columns', '2', '0'],
    ],
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
