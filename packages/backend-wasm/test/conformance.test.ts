import { STRICT_ULPS } from '@nablajs/conformance';
import { describeConformance } from '@nablajs/conformance/vitest';
import { createBackend } from '../src/index.js';

// The functions have backend-ts's bits, so they have its accuracy.
describeConformance('1 thread', () => createBackend({ threads: 1 }), { ulps: STRICT_ULPS });
describeConformance('2 threads', () => createBackend({ threads: 2 }), { ulps: STRICT_ULPS });
