/** The conformance cases give the bits of backend-wasm, on each variant of this machine. */
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { type ConformanceCase, cases, type Observation } from '@nablajs/conformance';
import type { Backend } from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSameBits } from '../../backend-wasm/test/support/bits.js';
import { createBackend } from '../src/index.js';
import { describeNative, variants } from './support/suites.js';

/**
 * The slow tests run every case on every variant, others every fifth case on all but the last. Sums of 60,000 terms
 * are long enough for those, since the loops are the same: making a million terms takes half as long as all the rest.
 */
const slow = process.env['NABLA_SLOW'] === '1';

/** Set NABLA_KERNELS to the beginning of a kernel's name, such as `fused.batchNorm`, to test a family alone. */
const own = process.env['NABLA_KERNELS'] ?? '';

describeNative('the native kernels', () => {
  const chosen = cases()
    .filter(({ observe, kernel }) => observe !== undefined && kernel.startsWith(own))
    .filter(({ name }) => slow || !name.includes('1000000x'));
  const expected = new Map<string, readonly Observation[]>();
  let wasm: Backend;
  beforeAll(async () => {
    wasm = await createWasm({ threads: 2 });
  });
  afterAll(() => wasm.dispose());

  const observeWasm = async (one: ConformanceCase): Promise<readonly Observation[]> => {
    const known = expected.get(one.name) ?? ((await one.observe?.(wasm)) as readonly Observation[]);
    expected.set(one.name, known);
    return known;
  };

  describe.each(variants)('%s', (variant) => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await createBackend({ threads: 2, variant });
    });
    afterAll(() => backend.dispose());

    for (const one of slow || variant === variants.at(-1) ? chosen : chosen.filter((_, at) => at % 5 === 0)) {
      it(one.name, async () => {
        const wanted = await observeWasm(one);
        const received = (await one.observe?.(backend)) as readonly Observation[];
        expect(received.length).toBe(wanted.length);
        for (const [at, { values }] of wanted.entries()) expectSameBits((received[at] as Observation).values, values);
      });
    }
  });
});
