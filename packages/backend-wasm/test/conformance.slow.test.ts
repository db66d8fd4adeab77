import { STRICT_ULPS } from '@nablajs/conformance';
import { describeConformance } from '@nablajs/conformance/vitest';
import { createBackend } from '../src/index.js';

describeConformance('1 thread', () => createBackend({ threads: 1 }), { ulps: STRICT_ULPS });
