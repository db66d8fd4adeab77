import { defineConfig, mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.js';

// Some tests put other modules in the place of ours.
export default mergeConfig(shared, defineConfig({ test: { isolate: true } }));
