import { STRICT_ULPS } from '@nablajs/conformance';
import { describeConformance } from '@nablajs/conformance/vitest';
import { createBackend } from '../src/index.js';

// The functions have backend-ts's bits, so they have its accuracy. One thread gives the bits of two (threads.test.ts), so
// its cases are slow tests.
describeConformance('2 threads', () => createBackend({ threads: 2 }), { ulps: STRICT_ULPS });
