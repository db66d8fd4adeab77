/** The default set passes on backend-ts, and leaves nothing out. */
import { createBackend } from '@nablajs/backend-ts';
import { LAYERS, LOSSES } from '@nablajs/core';
import { expect, it } from 'vitest';
import { checkCase, GATES, gradientCases } from '../src/index.js';

it('every layer, activation and loss, in float64', async () => {
  const backend = await createBackend();
  let [moved, checked] = [0, 0];
  for (const one of gradientCases()) {
    const report = await checkCase(one, backend, 'float64');
    expect(report.problems, one.name).toEqual([]);
    expect(report.worstRelativeError, one.name).toBeLessThanOrEqual(GATES.differences.worstRelativeError ?? 0);
    moved += report.moved;
    checked += report.checked;
  }
  expect(checked).toBeGreaterThan(10_000);
  // The set is made to lie off every kink.
  expect(moved).toBe(0);
  expect(backend.memory().buffers).toBe(0);
});

it('every layer, activation and loss, in float32', async () => {
  const backend = await createBackend();
  for (const one of gradientCases()) {
    expect((await checkCase(one, backend, 'float32')).problems, one.name).toEqual([]);
  }
});

it('holds every entry of the tables, each case once', () => {
  const all = gradientCases();
  expect(new Set(all.flatMap(({ layers }) => layers.map(({ config }) => config.type)))).toEqual(
    new Set(Object.keys(LAYERS)),
  );
  expect(new Set(all.map(({ lossFunction }) => lossFunction.config.type))).toEqual(new Set(Object.keys(LOSSES)));
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all.length).toBe(4 * 10 * 7);
});
