import { STRICT_ULPS } from '@nablajs/conformance';
import { describeConformance } from '@nablajs/conformance/vitest';
import { createBackend } from '../src/index.js';

// Elementary functions give the same bits as backend-ts, so they are as accurate. One thread gives the bits of two
// (engine/threads.test.ts), so its cases are slow tests.
describeConformance('2 threads', () => createBackend({ threads: 2 }), { ulps: STRICT_ULPS });
