/** The kernels of attention and an LSTM give the bits of backend-wasm, on each variant and any number of threads. */
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import type { Backend, FloatDType, TypedArray } from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSameBits } from '../../backend-wasm/test/support/bits.js';
import { resultsOf, SEQUENCE_CALLS } from '../../backend-wasm/test/support/sequences.js';
import { createBackend } from '../src/index.js';
import { describeNative, variants } from './support/suites.js';

describeNative('sequences', () => {
  let wasm: Backend;
  let natives: readonly Backend[];
  beforeAll(async () => {
    wasm = await createWasm({ threads: 1 });
    const all = variants.flatMap((variant) => [1, 3].map((threads) => createBackend({ threads, variant })));
    natives = await Promise.all(all);
  });
  afterAll(() => Promise.all([wasm, ...natives].map((backend) => backend.dispose())));

  describe.each<FloatDType>(['float32', 'float64'])('%s', (dtype) => {
    it.each(SEQUENCE_CALLS)('%s', async (_, call) => {
      const wanted = await resultsOf(wasm, call, dtype);
      for (const backend of natives) {
        const received = await resultsOf(backend, call, dtype);
        expect(received.length).toBe(wanted.length);
        for (const [at, values] of received.entries()) expectSameBits(values, wanted[at] as TypedArray);
      }
    });
  });
});
