/** As gradients-tfjs.test.ts, with TensorFlow's kernels in JavaScript. */
import { describeGradients } from './gradient-suite.js';

describeGradients('cpu');
