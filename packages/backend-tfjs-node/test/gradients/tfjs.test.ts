/** Runs in a separate process, so that the tests do not depend on what tfjs-node registers when it loads. */
import { describeGradients } from './gradient-suite.js';

describeGradients('wasm');
