/** Run by vitest.test.ts in a vitest of its own: some of these tests fail on purpose. */
import { createBackend } from '@nablajs/core/testing';
import { describeConformance } from '../../src/vitest.js';
import { createUnsigned, LOST_SIGN } from '../declared.js';

const dtypes = ['float32'] as const;

describeConformance('listed', createUnsigned, { dtypes, deviations: [LOST_SIGN] });
describeConformance('by function', createUnsigned, {
  dtypes,
  deviations: ({ name }) => (name === 'unsigned' ? [LOST_SIGN] : []),
});
describeConformance('undeclared', createUnsigned, { dtypes });
describeConformance('stale', createBackend, { dtypes, deviations: [{ ...LOST_SIGN, always: true }] });
describeConformance('unused', createBackend, { dtypes, deviations: [LOST_SIGN] });

describeConformance('lacking', createUnsigned, { dtypes, deviations: [LOST_SIGN], lacks: ['fused'] });
describeConformance('not lacking', createBackend, { dtypes, lacks: ['csr', 'fused'] });
