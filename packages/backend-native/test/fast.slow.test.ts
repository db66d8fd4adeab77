/** Every conformance case with `bits: 'fast'`. */
import { cases } from '@nablajs/conformance';
import { describeFast } from './support/fast.js';
import { describeNative } from './support/suites.js';

describeNative('fast kernels', () => describeFast(cases()));
