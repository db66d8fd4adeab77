import { WASM_ULPS } from '@nablajs/conformance';
import { describeConformance } from '@nablajs/conformance/vitest';
import { createBackend } from '../src/index.js';

// Elementary functions give the same bits as backend-ts, so they are as accurate.
for (const threads of [1, 2]) {
  describeConformance(`${threads} threads`, () => createBackend({ threads }), { ulps: WASM_ULPS });
}
