import { type ConformanceCase, cases, WASM_ULPS } from '@nablajs/conformance';
import type { Backend } from '@nablajs/core';
import { REQUIRED_KERNELS } from '@nablajs/core/kernels';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';

/**
 * Sums of 60,000 terms are long enough here (masks of dropout sum nothing; their long numbers are steps), and since the
 * loops for float64 have the same source, so is every seventh of their cases. Slow tests run all, on one thread too: it
 * gives the bits of two (engine/threads.test.ts).
 */
const CASES = cases({ ulps: WASM_ULPS }).filter(
  ({ kernel, name }) => kernel === 'fused.dropoutMask' || !/\d{6}/.test(name),
);
const KERNELS = [...new Set(CASES.map(({ kernel }) => kernel))];

const casesOf = (kernel: string, isFloat64: boolean): readonly ConformanceCase[] =>
  CASES.filter((one) => one.kernel === kernel && (one.dtype === 'float64') === isFloat64);

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend({ threads: 2 });
});
afterAll(() => backend.dispose());

describe('2 threads', () => {
  it.each(KERNELS)('%s', async (kernel) => {
    const wide = casesOf(kernel, true).filter((_, at) => at % 7 === 0);
    const chosen = [...casesOf(kernel, false), ...wide];
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
