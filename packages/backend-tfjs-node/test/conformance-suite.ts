import { describeConformance } from '@nablajs/conformance/vitest';
import { createBackend, deviations, type EngineName } from '../src/index.js';

export async function describeEngine(engine: EngineName): Promise<void> {
  const backend = await createBackend({ engine });
  describeConformance(`tfjs on ${engine}`, async () => backend, {
    dtypes: backend.dtypes,
    deviations: deviations(backend),
    lacks: ['csr', 'conv', 'pool', 'fused'],
  });
}
