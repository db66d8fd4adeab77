/** The default set passes on backend-ts, and leaves nothing out. */
import { createBackend } from '@nablajs/backend-ts';
import { LAYERS, LOSSES } from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { expect, it } from 'vitest';
import { backendReference, checkCase, GATES, type GradientReference, gradientCases } from '../src/index.js';

/** All elements of all combinations take minutes. */
const SLOW = process.env['NABLA_SLOW'] === '1';

it('layers, activations and losses, in float64', async () => {
  const backend = await createBackend();
  let [moved, checked] = [0, 0];
  // Every layer, activation and loss is among these, with the largest gradients of each parameter and as many others.
  const chosen = gradientCases().filter(
    ({ layer, activation, loss }) =>
      SLOW ||
      (loss === 'MeanSquaredError' && (layer === 'Dense' || activation === 'ReLU')) ||
      (layer === 'Dense' && activation === 'Tanh'),
  );
  for (const one of chosen) {
    const report = await checkCase(one, backend, 'float64', SLOW ? {} : { samples: 4 });
    expect(report.problems, one.name).toEqual([]);
    expect(report.worstRelativeError, one.name).toBeLessThanOrEqual(GATES.differences.worstRelativeError ?? 0);
    moved += report.moved;
    checked += report.checked;
  }
  expect(checked).toBeGreaterThan(SLOW ? 8_000 : 600);
  // The set is made to lie off every kink.
  expect(moved).toBe(0);
  expect(backend.memory().buffers).toBe(0);
});

it('weights and a penalty, against another backend', async () => {
  const [backend, other] = [await createBackend(), await createNaive()];
  const cases = gradientCases().filter(({ weights, penalty }) => (weights ?? penalty) !== undefined);
  for (const one of cases) {
    const report = await checkCase(one, backend, 'float64', { against: other });
    expect(report.problems, one.name).toEqual([]);
    const plain: GradientReference = {
      name: 'without them',
      differentiate: ({ weights: _, penalty: __, ...problem }) => backendReference(other).differentiate(problem),
    };
    expect((await checkCase(one, backend, 'float64', { against: plain })).ok, one.name).toBe(false);
  }
  expect(cases.length).toBe(8);
});

it('holds every entry of the tables, each case once', () => {
  const all = gradientCases();
  const types = JSON.stringify(all.map(({ layers }) => layers.map(({ config }) => config))).matchAll(/"type":"(\w+)"/g);
  expect(new Set([...types].map(([, type]) => type))).toEqual(new Set(Object.keys(LAYERS)));
  expect(new Set(all.map(({ lossFunction }) => lossFunction.config.type))).toEqual(new Set(Object.keys(LOSSES)));
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all.length).toBe(5 * 14 * 7 + 7 + 1 + 2 + 36 * 2);
  expect(new Set(all.filter(({ weights }) => weights).map(({ loss }) => loss)).size).toBe(7);
});
