/** The kernels of attention give the bits of the operations that define it, on any number of threads. */
import type { Backend, DenseArray, FloatDType, Operand, TypedArray } from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTENTION_SIZES, attentionBy, attentionOperands } from '../../../conformance/src/cases/attention.js';
import { createBackend } from '../../src/index.js';
import { expectSameBits } from '../support/bits.js';

let backends: Backend[];
beforeAll(async () => {
  backends = await Promise.all([1, 2, 3].map((threads) => createBackend({ threads })));
});
afterAll(() => Promise.all(backends.map((backend) => backend.dispose())));

type Sizes = (typeof ATTENTION_SIZES)[number];

/** Downloads y and the gradients, and releases everything. */
async function resultsOf(
  backend: Backend,
  operands: readonly DenseArray[],
  sizes: Sizes,
  dtype: FloatDType,
): Promise<TypedArray[]> {
  const given = operands.map(({ data, shape }): Operand => {
    return { storage: backend.upload(data, shape, dtype), shape, dtype };
  });
  const made = attentionBy(backend, given, sizes);
  const values = await Promise.all(made.map((one) => backend.download(one)));
  for (const { storage } of [...given, ...made]) backend.release(storage);
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  return values;
}

/** Without the kernels, as core composes. */
const composing = (backend: Backend): Backend => {
  const { attention, attentionBackward, ...others } = backend.fused ?? {};
  expect([attention, attentionBackward]).not.toContain(undefined);
  return { ...backend, fused: others };
};

describe.each<FloatDType>(['float32', 'float64'])('%s', (dtype) => {
  it.each(ATTENTION_SIZES.map((sizes) => [JSON.stringify(sizes), sizes] as const))('%s', async (_, sizes) => {
    const operands = attentionOperands(dtype, sizes);
    const wanted = await resultsOf(composing(backends[0] as Backend), operands, sizes, dtype);
    for (const backend of backends) {
      const received = await resultsOf(backend, operands, sizes, dtype);
      expect(received.length).toBe(wanted.length);
      for (const [at, values] of received.entries()) expectSameBits(values, wanted[at] as TypedArray);
    }
  });
});
