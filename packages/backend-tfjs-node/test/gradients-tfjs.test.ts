/** In a process of their own: what tfjs-node registers when it loads must not be what they rest on. */
import { describeGradients } from './gradient-suite.js';

describeGradients('wasm');
