/** The kernels of attention and an LSTM give the bits of the operations that define them, on any number of threads. */
import type { Backend, FloatDType, TypedArray } from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';
import { expectSameBits } from '../support/bits.js';
import { resultsOf, SEQUENCE_CALLS } from '../support/sequences.js';

let backends: Backend[];
beforeAll(async () => {
  backends = await Promise.all([1, 2, 3].map((threads) => createBackend({ threads })));
});
afterAll(() => Promise.all(backends.map((backend) => backend.dispose())));

/** Without the kernels: the definitions are composed. */
function composing(backend: Backend): Backend {
  const { attention, attentionBackward, lstm, lstmBackward, ...others } = backend.fused ?? {};
  expect([attention, attentionBackward, lstm, lstmBackward]).not.toContain(undefined);
  return { ...backend, fused: others };
}

describe.each<FloatDType>(['float32', 'float64'])('%s', (dtype) => {
  it.each(SEQUENCE_CALLS)('%s', async (_, call) => {
    const wanted = await resultsOf(composing(backends[0] as Backend), call, dtype);
    for (const backend of backends) {
      const received = await resultsOf(backend, call, dtype);
      expect(received.length).toBe(wanted.length);
      for (const [at, values] of received.entries()) expectSameBits(values, wanted[at] as TypedArray);
    }
  });
});
