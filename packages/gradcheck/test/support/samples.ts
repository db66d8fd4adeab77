/** What the tests of gradcheck share. */
import {
  type Backend,
  Dense,
  type DenseArray,
  Dropout,
  dense,
  type NablaErrorCode,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
} from '@nablajs/core';
import { expect } from 'vitest';

export const loss = new SoftmaxCrossEntropy();
export const targets = dense(Int32Array.of(0, 2, 1), [3]);
export const f64 = (...values: readonly number[]): DenseArray => dense(Float64Array.from(values), [values.length, 1]);

/** A classifier of [4] with dropout. */
export function network(backend: Backend, dtype: 'float32' | 'float64' = 'float64'): Sequential {
  const layers = [new Dense(5), new ReLU(), new Dropout(0.3), new Dense(3)];
  return new Sequential(backend, { inputShape: [4], dtype, layers, seed: 1 });
}

export const rejection = (code: NablaErrorCode, ...parts: readonly string[]) =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(new RegExp(parts.map((part) => part.replace(/[[\]()]/g, '\\$&')).join('[\\s\\S]*'))),
  });
