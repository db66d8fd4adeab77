/** backend-ts keeps what it promises by `view`. The slow tests run all cases on it. */
import { createBackend } from '@nablajs/backend-ts';
import { describeConformance } from '../src/vitest.js';

describeConformance('backend-ts', createBackend, { kernels: ['view'], filter: 'view' });
