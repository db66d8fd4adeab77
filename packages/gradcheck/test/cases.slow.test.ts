/** The default set in float32, whose gates are wider; cases.test.ts has float64. And a network of a real size. */
import { createBackend } from '@nablajs/backend-ts';
import { Dense, dense, ReLU, Sequential, SoftmaxCrossEntropy } from '@nablajs/core';
import { expect, it } from 'vitest';
import { checkCase, gradcheck, gradientCases } from '../src/index.js';
import { normals } from './support/points.js';

it('every layer, activation and loss, in float32', async () => {
  const backend = await createBackend();
  for (const one of gradientCases()) {
    expect((await checkCase(one, backend, 'float32')).problems, one.name).toEqual([]);
  }
});

it('the real 784-532-10 network, sampled', async () => {
  const backend = await createBackend();
  const layers = [new Dense(532), new ReLU(), new Dense(10)];
  using model = new Sequential(backend, { inputShape: [784], dtype: 'float64', layers, seed: 0 });
  const x = normals([4, 784]);
  const labels = dense(Int32Array.of(3, 1, 4, 1), [4]);
  const report = await gradcheck(model, x, { loss: new SoftmaxCrossEntropy(), targets: labels, samples: 4 });
  expect(report.problems).toEqual([]);
  expect(report.worstRelativeError).toBeLessThanOrEqual(1e-6);
  expect(report.checked).toBe(20);
});
