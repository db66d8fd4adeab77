import { describeConformance } from '../src/vitest.js';
import { createComposedFused } from './composed-fused.js';

// The definition of every kernel, and core's composition of every fused one, against the literals.
describeConformance('naive backend', createComposedFused);
