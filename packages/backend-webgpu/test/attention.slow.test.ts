/** Attention where conformance has no case: heads of other sizes, and NaN. */
import { type Backend, dense, type Tensor, upload } from '@nablajs/core';
import { attention } from '@nablajs/sequences';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { describeOnAdapter } from './adapter.js';
import { expectDefinition, type TensorFunction } from './definition.js';

const attend =
  (heads: number, keyHeads: number, causal: boolean): TensorFunction =>
  (x, source) =>
    attention(x as Tensor, source, { heads, keyHeads, causal, mask: undefined, drop: undefined });

const FUNCTIONS: readonly [name: string, f: TensorFunction, ...shapes: (readonly number[])[]][] = [
  ['heads of 100', attend(2, 1, false), [1, 35, 400]],
  ['heads of 264, in three parts', attend(1, 1, true), [1, 33, 3 * 264]],
  ['heads that share keys of a source', attend(6, 2, true), [2, 9, 24], [2, 41, 16]],
];

describeOnAdapter('attention', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createBackend();
  });
  afterAll(() => backend.dispose());

  it.each(FUNCTIONS)('%s: the values and gradients of the definition', async (_name, f, ...shapes) => {
    await expectDefinition(backend, f, shapes, 2e-5);
  });

  it('gives NaN to the queries that see one, and to no other', async () => {
    const [time, at] = [40, 35];
    const values = Float32Array.from({ length: 3 * time }, (_, i) => (i === 3 * at + 1 ? NaN : (i % 7) / 4));
    const x = upload(backend, dense(values, [1, time, 3]));
    const y = attend(1, 1, true)(x);
    const found = Array.from(await y.data(), Number.isNaN);
    expect(found).toEqual(Array.from({ length: time }, (_, i) => i >= at));
    x.dispose();
    y.dispose();
  });
});
