import { defineConfig, mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.js';

// Some tests put other modules in the place of TensorFlow's.
export default mergeConfig(shared, defineConfig({ test: { isolate: true, globalSetup: './test/global-setup.ts' } }));
