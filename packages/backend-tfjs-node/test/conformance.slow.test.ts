import { describeEngine } from './conformance-suite.js';
import { otherEngines } from './engines.js';

for (const engine of otherEngines) await describeEngine(engine);
