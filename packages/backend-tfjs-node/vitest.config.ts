import { defineConfig } from 'vitest/config';
import { withReplacedModules } from '../../vitest.shared.js';

export default defineConfig(withReplacedModules(import.meta.dirname, { globalSetup: './test/global-setup.ts' }));
