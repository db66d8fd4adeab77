import { inject } from 'vitest';
import type { EngineName } from '../src/index.js';

/** The engines that run on this machine. The test summary says if the native one is missing. */
export const engines: readonly EngineName[] = inject('native') === '' ? ['wasm', 'cpu'] : ['native', 'wasm', 'cpu'];

/** One of them. Slow tests run on all, because every engine passes the same tests. */
export const [bestEngine = 'cpu'] = engines;
