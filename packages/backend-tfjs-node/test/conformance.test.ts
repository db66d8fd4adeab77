import { describeEngine } from './conformance-suite.js';
import { bestEngine } from './engines.js';

await describeEngine(bestEngine);
