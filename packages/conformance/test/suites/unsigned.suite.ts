/** Run by vitest.test.ts in a vitest of its own: some of these tests fail on purpose. */
import { createBackend } from '@nablajs/core/testing';
import { describeConformance } from '../../src/vitest.js';
import { createUnsigned, FEW, LOST_SIGN } from '../declared.js';

describeConformance('listed', createUnsigned, { ...FEW, deviations: [LOST_SIGN] });
describeConformance('by function', createUnsigned, {
  ...FEW,
  deviations: ({ name }) => (name === 'unsigned' ? [LOST_SIGN] : []),
});
describeConformance('undeclared', createUnsigned, FEW);
describeConformance('stale', createBackend, { ...FEW, deviations: [{ ...LOST_SIGN, always: true }] });
describeConformance('unused', createBackend, { ...FEW, deviations: [LOST_SIGN] });

describeConformance('lacking', createUnsigned, { ...FEW, deviations: [LOST_SIGN], lacks: ['fused'] });
describeConformance('not lacking', createBackend, { ...FEW, lacks: ['csr', 'fused'] });
describeConformance('filtered', createUnsigned, { ...FEW, filter: LOST_SIGN.case });
