/**
 * A few short conformance cases of each kernel, because every program takes a while to compile. `npm run check` runs
 * all, and those of what core composes.
 */
import { type ConformanceCase, cases } from '@nablajs/conformance';
import type { Backend } from '@nablajs/core';
import { REQUIRED_KERNELS } from '@nablajs/core/kernels';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { spread } from '../../backend-wasm/test/support/spread.js';
import { createBackend, deviations } from '../src/index.js';
import { describeOnAdapter } from './adapter.js';

const SHORT = cases({ dtypes: ['float32'] }).filter(({ name }) => !/\d{4}/.test(name));
const MOST_CASES = 2;
/** Its programs take longest to compile. */
const ATTENTION = 'fused.attention float32 1x25 2/2 heads of 16 causal masked';
/** Those of optional groups have a dot in their names. */
const KERNELS = [
  ...REQUIRED_KERNELS,
  ...new Set(SHORT.map(({ kernel }) => kernel).filter((name) => /\.|^storage$/.test(name))),
];

function casesOf(kernel: string): readonly ConformanceCase[] {
  const all = SHORT.filter((one) => one.kernel === kernel);
  return kernel === 'fused.attention' ? all.filter(({ name }) => name === ATTENTION) : spread(all, MOST_CASES);
}

describeOnAdapter('conformance', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createBackend();
  });
  afterAll(() => backend.dispose());

  it.each(KERNELS)('%s', async (kernel) => {
    const permits = new Map(deviations(backend).map((one) => [one.case, one.permits]));
    const chosen = casesOf(kernel);
    expect(chosen.length).toBeGreaterThan(0);
    for (const one of chosen) {
      if (one.notApplicable(backend) === undefined) await one.run(backend, permits.get(one.name));
    }
    expect(backend.memory().buffers).toBe(0);
  });
});
