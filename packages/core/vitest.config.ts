import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.js';

// One process for all files: loading core for each takes longer than its tests.
export default defineConfig({ test: { ...shared.test, isolate: false }, resolve: shared.resolve, ssr: shared.ssr });
