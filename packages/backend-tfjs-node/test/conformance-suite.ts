import { cases } from '@nablajs/conformance';
import { describeConformance } from '@nablajs/conformance/vitest';
import { afterAll, describe, expect, it } from 'vitest';
import { spread } from '../../backend-wasm/test/support/spread.js';
import { createBackend, deviations, type EngineName } from '../src/index.js';

const LACKS = ['csr', 'conv', 'pool', 'fused'] as const;

/** Runs every case. */
export async function describeEngine(engine: EngineName): Promise<void> {
  const backend = await createBackend({ engine });
  describeConformance(`tfjs on ${engine}`, async () => backend, {
    dtypes: backend.dtypes,
    deviations: deviations(backend),
    lacks: LACKS,
  });
}

/** Runs at most `most` short cases of each kernel, and one with a declared deviation where there is any. */
export async function describeSomeCases(engine: EngineName, most: number): Promise<void> {
  const backend = await createBackend({ engine });
  const declared = new Map(deviations(backend).map((one) => [one.case, one.permits]));
  const all = cases({ dtypes: backend.dtypes }).filter((one) => one.notApplicable(backend) === undefined);
  const kernels = [...new Set(all.map(({ kernel }) => kernel))];

  describe(`tfjs on ${engine}`, () => {
    afterAll(() => backend.dispose());

    it.each(kernels)('%s', async (kernel) => {
      const own = all.filter((one) => one.kernel === kernel);
      const short = own.filter(({ name }) => !/\d{4}/.test(name));
      const deviating = own.filter(({ name }) => declared.has(name));
      const chosen = new Set([...spread(short, most), ...spread(deviating, 1)]);
      expect(chosen.size).toBeGreaterThan(0);
      for (const one of chosen) await one.run(backend, declared.get(one.name));
      expect(backend.memory().buffers).toBe(0);
    });

    it.each(LACKS)('has no %s kernels', (group) => {
      expect(backend[group]).toBeUndefined();
    });
  });
}
