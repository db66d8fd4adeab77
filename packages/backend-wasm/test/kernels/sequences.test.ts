/** The kernels of attention and an LSTM give the bits of the operations that define them, on any number of threads. */
import type { Backend, DenseArray, FloatDType, Operand, TypedArray } from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTENTION_SIZES, attentionBy, attentionOperands } from '../../../conformance/src/cases/attention.js';
import { LSTM_WALKS, lstmBy, lstmOperands } from '../../../conformance/src/cases/lstm.js';
import { createBackend } from '../../src/index.js';
import { expectSameBits } from '../support/bits.js';

let backends: Backend[];
beforeAll(async () => {
  backends = await Promise.all([1, 2, 3].map((threads) => createBackend({ threads })));
});
afterAll(() => Promise.all(backends.map((backend) => backend.dispose())));

interface Call {
  readonly operands: (dtype: FloatDType) => readonly DenseArray[];
  readonly by: (backend: Backend, given: readonly Operand[]) => readonly Operand[];
}

const CALLS: readonly (readonly [name: string, call: Call])[] = [
  ...ATTENTION_SIZES.map((sizes): [string, Call] => [
    `attention ${JSON.stringify(sizes)}`,
    {
      operands: (dtype) => attentionOperands(dtype, sizes),
      by: (backend, given) => attentionBy(backend, given, sizes),
    },
  ]),
  ...LSTM_WALKS.map((walk): [string, Call] => [
    `lstm ${JSON.stringify(walk)}`,
    { operands: (dtype) => lstmOperands(dtype, walk), by: (backend, given) => lstmBy(backend, given, walk) },
  ]),
];

/** Downloads the output and the gradients, and releases everything. */
async function resultsOf(backend: Backend, { operands, by }: Call, dtype: FloatDType): Promise<TypedArray[]> {
  const given = operands(dtype).map(({ data, shape }): Operand => {
    return { storage: backend.upload(data, shape, dtype), shape, dtype };
  });
  const made = by(backend, given);
  // A gradient that core adds to zeros is never -0.
  const values = await Promise.all(made.map(async (one) => (await backend.download(one)).map((value) => value + 0)));
  for (const { storage } of [...given, ...made]) backend.release(storage);
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  return values;
}

/** Without the kernels, as core composes. */
function composing(backend: Backend): Backend {
  const { attention, attentionBackward, lstm, lstmBackward, ...others } = backend.fused ?? {};
  expect([attention, attentionBackward, lstm, lstmBackward]).not.toContain(undefined);
  return { ...backend, fused: others };
}

describe.each<FloatDType>(['float32', 'float64'])('%s', (dtype) => {
  it.each(CALLS)('%s', async (_, call) => {
    const wanted = await resultsOf(composing(backends[0] as Backend), call, dtype);
    for (const backend of backends) {
      const received = await resultsOf(backend, call, dtype);
      expect(received.length).toBe(wanted.length);
      for (const [at, values] of received.entries()) expectSameBits(values, wanted[at] as TypedArray);
    }
  });
});
