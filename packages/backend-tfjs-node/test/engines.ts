import { inject } from 'vitest';
import type { EngineName } from '../src/index.js';

/** The engines that can run here. The test summary says where the native one is missing. */
export const engines: readonly EngineName[] = inject('native') === '' ? ['wasm', 'cpu'] : ['native', 'wasm', 'cpu'];

/** One of them, the others in slow tests: what a test asks is the same on each. */
export const [bestEngine = 'cpu', ...otherEngines] = engines;
