/** One call for several parts of a batch changes no bit, also with fused operations. */
import { describeConformance } from '@nablajs/conformance/vitest';
import { createBackend } from '../src/index.js';
import { describeNative } from './support/suites.js';

describeNative('views', () => {
  for (const bits of ['portable', 'fast'] as const) {
    describeConformance(`${bits} bits`, () => createBackend({ threads: 2, bits }), {
      kernels: ['view'],
      filter: 'view',
    });
  }
});
