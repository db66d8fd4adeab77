/** Like tfjs.test.ts, with tfjs's kernels in JavaScript. */
import { describeGradients } from './gradient-suite.js';

describeGradients('cpu');
