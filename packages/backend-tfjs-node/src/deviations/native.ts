/** Deviations of TensorFlow 2.15.1, used through tfjs-node. */
import { argmaxGroup } from './argmax.js';
import type { DeviationGroup } from './deviation.js';
import { runningSums } from './running-sums.js';

const SMALLEST_NORMAL = 2 ** -126;

/** Flushes subnormal conditions to zero; the values to choose from stay. */
const subnormalCondition = (element: number, position: number): number =>
  position === 0 && Math.abs(element) < SMALLEST_NORMAL ? 0 : element;

export const nativeDeviations: readonly DeviationGroup[] = [
  {
    reason: 'TensorFlow treats subnormal operands as zero and flushes subnormal results to zero',
    permits: 'flushes-subnormals',
    always: false,
    cases: [
      'matmul float32 subnormal product',
      'matmul float32 subnormal product transposeB',
      'matmul float32 subnormal product transposeA',
      'matmul float32 subnormal product transposeA transposeB',
      'add float32 subnormals in pairs',
      'subtract float32 subnormals in pairs',
      'multiply float32 subnormals in pairs',
      'divide float32 subnormals in pairs',
      'maximum float32 subnormals in pairs',
      'greater float32 subnormals in pairs',
      'exp float32 10 subnormal points in ULPs',
      'expm1 float32 4 subnormal points in ULPs',
      'log float32 4 subnormal points in ULPs',
      'sqrt float32 4 subnormal points in ULPs',
      'tanh float32 4 subnormal points in ULPs',
      'sigmoid float32 12 subnormal points in ULPs',
      'erf float32 4 subnormal points in ULPs',
      'sum float32 subnormals in rows',
      'sum float32 subnormals in columns',
      'max float32 subnormals in rows',
      'max float32 subnormals in columns',
      'argmax float32 subnormals in rows',
      'argmax float32 subnormals in columns',
      'scatterAdd float32 subnormals',
    ],
  },
  {
    reason: 'TensorFlow treats subnormal conditions as zero',
    permits: { operand: subnormalCondition },
    always: false,
    cases: ['where float32 subnormals as conditions'],
  },
  { ...argmaxGroup, always: false },
  ...runningSums(
    [
      ['1x784x1', 784],
      ['1x1000000x1', 1_000_000],
      ['2x1x60000 by 2x60000x1', 60_000],
      // With oneDNN's kernels for AVX2.
      ['2x3x4096 by 1x4096x1', 4096],
      ['1x784x19', 784],
      ['17x784x1', 784],
    ],
    ['', ' transposeA', ' transposeB', ' transposeA transposeB'],
  ),
];
