import { type ConformanceCase, cases, WASM_ULPS } from '@nablajs/conformance';
import type { Backend } from '@nablajs/core';
import { REQUIRED_KERNELS } from '@nablajs/core/kernels';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { spread } from './support/spread.js';

/** The largest cases: other tests compare their bits with the definition, or core composes them of other kernels. */
const LARGE = /x\d{3} .*heads|of 257|64x2x33|25x3x40|Norm.* (60000|4096)|65x65|3x1009|70x131/;

/**
 * Sums of 60,000 terms are long enough here (masks of dropout sum nothing; their long numbers are steps). Slow tests
 * run all, on one thread too: it gives the bits of two (engine/threads.test.ts).
 */
const CASES = cases({ ulps: WASM_ULPS }).filter(
  ({ kernel, name }) => kernel === 'fused.dropoutMask' || !(/\d{6}/.test(name) || LARGE.test(name)),
);
const KERNELS = [...new Set(CASES.map(({ kernel }) => kernel))];
/** Of each kernel, from all of its list. The loops for float64 have the same source. */
const MOST_CASES = { float32: 16, float64: 3 };

/** The cases of a kernel in float64, or all others. */
function casesOf(kernel: string, isFloat64: boolean): readonly ConformanceCase[] {
  const all = CASES.filter((one) => one.kernel === kernel && (one.dtype === 'float64') === isFloat64);
  return spread(all, MOST_CASES[isFloat64 ? 'float64' : 'float32']);
}

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend({ threads: 2 });
});
afterAll(() => backend.dispose());

describe('2 threads', () => {
  it.each(KERNELS)('%s', async (kernel) => {
    const chosen = [...casesOf(kernel, false), ...casesOf(kernel, true)];
    for (const one of chosen) await one.run(backend);
    expect(chosen.length).toBeGreaterThan(1);
    expect(backend.memory().buffers).toBe(0);
  });

  it('has cases of every kernel', () => {
    const groups = ['csr', 'conv', 'pool', 'integers'] as const;
    const optional = groups.flatMap((group) => Object.keys(backend[group] ?? {}).map((name) => `${group}.${name}`));
    for (const kernel of [...REQUIRED_KERNELS, ...optional]) expect(KERNELS).toContain(kernel);
  });
});
