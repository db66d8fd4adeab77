import { describeConformance } from '@nablajs/conformance/vitest';
import { createBackend, deviations } from '../src/index.js';
import { engines } from './engines.js';

for (const engine of engines) {
  const backend = await createBackend({ engine });
  describeConformance(`tfjs on ${engine}`, async () => backend, {
    dtypes: backend.dtypes,
    deviations: deviations(backend),
    lacks: ['csr', 'fused'],
  });
}
