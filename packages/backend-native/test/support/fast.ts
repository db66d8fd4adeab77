import type { ConformanceCase, Observation } from '@nablajs/conformance';
import type { Backend } from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSameBits } from '../../../backend-wasm/test/support/bits.js';
import { createBackend } from '../../src/index.js';

const THREADS = process.env['NABLA_SLOW'] === '1' ? [1, 2, 3, 8] : [1, 3];

/** Tests that `bits: 'fast'` conforms in each case, and gives the same bits on any number of threads. */
export function describeFast(chosen: readonly ConformanceCase[]): void {
  describe("bits: 'fast'", () => {
    let backends: readonly Backend[];
    beforeAll(async () => {
      backends = await Promise.all(THREADS.map((threads) => createBackend({ threads, bits: 'fast' })));
    });
    afterAll(() => Promise.all(backends.map((backend) => backend.dispose())));

    for (const one of chosen) {
      it(one.name, async () => {
        await one.run(backends[1] as Backend);
        const results: (readonly Observation[])[] = [];
        for (const backend of backends) results.push((await one.observe?.(backend)) ?? []);
        const [expected = [], ...others] = results;
        for (const received of others) {
          expect(received.length).toBe(expected.length);
          for (const [at, { values }] of expected.entries())
            expectSameBits((received[at] as Observation).values, values);
        }
      });
    }
  });
}
