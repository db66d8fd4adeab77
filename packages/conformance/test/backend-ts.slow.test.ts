import { createBackend } from '@nablajs/backend-ts';
import { STRICT_ULPS } from '../src/index.js';
import { describeConformance } from '../src/vitest.js';

describeConformance('backend-ts', () => createBackend(), { ulps: STRICT_ULPS });
