/** What the worker makes of a config: every class that the entries of core export, with the options that it takes. */
import { expect, it } from 'vitest';
import * as callbacks from '../../src/callbacks/index.js';
import * as core from '../../src/index.js';
import * as metrics from '../../src/metrics/index.js';
import { CALLBACKS, METRICS, PENALTIES, TRANSFORMS } from '../../src/worker/tables.js';

it('has them all', () => {
  const classesOf = (entry: object) => Object.keys(entry).filter((name) => /^[A-Z]/.test(name));
  expect(Object.keys(CALLBACKS).sort()).toEqual(classesOf(callbacks).sort());
  expect(Object.keys(METRICS).sort()).toEqual(classesOf(metrics).sort());
  expect(Object.keys(TRANSFORMS).sort()).toEqual(
    Object.keys(core)
      .filter((name) => name.startsWith('clipBy'))
      .sort(),
  );
  expect(Object.keys(PENALTIES)).toEqual(Object.keys(core).filter((name) => name.endsWith('Penalty')));
});

it('of a transform makes the one whose config it is', () => {
  for (const { config } of [core.clipByNorm(2), core.clipByValue(3)]) {
    expect(core.fromConfig('transform', TRANSFORMS, config).config).toEqual(config);
  }
});
