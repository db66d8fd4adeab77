import { defineConfig, mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.js';

// The tests put other functions in the place of node:fs.
export default mergeConfig(shared, defineConfig({ test: { isolate: true } }));
