/** Of tfjs's kernels in plain JavaScript, 4.22.0. */
import type { DeviationGroup } from './deviation.js';

export const cpuDeviations: readonly DeviationGroup[] = [
  {
    reason: 'erf is a formula of Abramowitz and Stegun (7.1.26), good to 1.5e-7 in absolute terms',
    cases: [
      ['erf float32 132 points in ULPs', '1.326403336506333e-38', '9.999999717180685e-10', '30 of 132: feaa26fc'],
      ['erf float32 4 subnormal points in ULPs', '1.581195994027058e-45', '9.999999717180685e-10', '4 of 4: 84022497'],
      ['erf float32 length 2', '-1.326403336506333e-38', '-9.999999717180685e-10', '1 of 2: 60e43514'],
      ['erf float32 length 7', '-1.326403336506333e-38', '-9.999999717180685e-10', '4 of 7: f2ca2b57'],
      ['erf float32 length 8', '-1.345132788533577e-7', '-1.355141421299777e-7', '2 of 8: 02a5db41'],
      ['erf float32 length 15', '0.17546391387487978', '0.17546384036540985', '1 of 15: 79613aa4'],
      ['erf float32 length 16', '0.09349217858030379', '0.09349226951599121', '4 of 16: 0ca4cfc5'],
      ['erf float32 length 17', '-1.326403336506333e-38', '-9.999999717180685e-10', '5 of 17: 13dd0418'],
      ['erf float32 length 31', '-0.0000018035241521648308', '-0.0000018045356000584434', '11 of 31: 0056be3b'],
      ['erf float32 length 33', '-1.326403336506333e-38', '-9.999999717180685e-10', '7 of 33: f1e5c7ba'],
      ['erf float32 length 101', '1.7632407299470296e-7', '1.773251909753526e-7', '22 of 101: 2089c5b6'],
    ],
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
