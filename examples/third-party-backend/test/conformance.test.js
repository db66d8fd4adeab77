import { describeConformance } from '@nablajs/conformance/vitest';
import { createBackend } from 'nabla-backend-tally';

describeConformance('nabla-backend-tally', createBackend, { lacks: ['csr', 'conv', 'pool', 'integers', 'fused'] });
