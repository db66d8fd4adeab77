import { describeEngine } from './conformance-suite.js';
import { engines } from './engines.js';

for (const engine of engines) await describeEngine(engine);
