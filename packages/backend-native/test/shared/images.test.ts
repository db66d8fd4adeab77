/** Convolution and pooling give the bits of backend-wasm, on each variant of this machine and any number of threads. */
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { describeImageBits } from '../../../backend-wasm/test/support/image-bits.js';
import { createBackend } from '../../src/index.js';
import { describeNative, variants } from '../support/suites.js';

describeNative('images', () => {
  describeImageBits(async () => {
    const natives = variants.flatMap((variant) => [1, 2, 3].map((threads) => createBackend({ threads, variant })));
    return Promise.all([createWasm({ threads: 2 }), ...natives]);
  });
});
