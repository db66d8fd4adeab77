import { describeSomeCases } from './conformance-suite.js';
import { bestEngine } from './engines.js';

await describeSomeCases(bestEngine, 8);
