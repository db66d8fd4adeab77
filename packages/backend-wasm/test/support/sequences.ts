/** Calls of the kernels of sequences, for tests of their bits. */
import type { Backend, DenseArray, FloatDType, Operand, TypedArray } from '@nablajs/core';
import { expect } from 'vitest';
import { ATTENTION_SIZES, attentionBy, attentionOperands } from '../../../conformance/src/cases/attention.js';
import { LSTM_WALKS, lstmBy, lstmOperands } from '../../../conformance/src/cases/lstm.js';

export interface SequenceCall {
  readonly operands: (dtype: FloatDType) => readonly DenseArray[];
  readonly by: (backend: Backend, given: readonly Operand[]) => readonly Operand[];
}

export const SEQUENCE_CALLS: readonly (readonly [name: string, call: SequenceCall])[] = [
  ...ATTENTION_SIZES.map((sizes): [string, SequenceCall] => [
    `attention ${JSON.stringify(sizes)}`,
    {
      operands: (dtype) => attentionOperands(dtype, sizes),
      by: (backend, given) => attentionBy(backend, given, sizes),
    },
  ]),
  ...LSTM_WALKS.map((walk): [string, SequenceCall] => [
    `lstm ${JSON.stringify(walk)}`,
    { operands: (dtype) => lstmOperands(dtype, walk), by: (backend, given) => lstmBy(backend, given, walk) },
  ]),
];

/** Downloads the output and the gradients, and releases everything. */
export async function resultsOf(backend: Backend, call: SequenceCall, dtype: FloatDType): Promise<TypedArray[]> {
  const given = call.operands(dtype).map(({ data, shape }): Operand => {
    return { storage: backend.upload(data, shape, dtype), shape, dtype };
  });
  const made = call.by(backend, given);
  // A gradient that core adds to zeros is never -0.
  const values = await Promise.all(made.map(async (one) => (await backend.download(one)).map((value) => value + 0)));
  for (const { storage } of [...given, ...made]) backend.release(storage);
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  return values;
}
