/** max, argmax, maximum and sums of columns give the bits of plain loops, on each variant and 1 to 3 threads. */
import { describeReductions } from '../../../backend-wasm/test/support/reduction-bits.js';
import { createBackend } from '../../src/index.js';
import { describeNative, variants } from '../support/suites.js';

describeNative('reductions', () => {
  describeReductions(() =>
    Promise.all(variants.map((variant, at) => createBackend({ threads: 1 + (at % 3), variant }))),
  );
});
