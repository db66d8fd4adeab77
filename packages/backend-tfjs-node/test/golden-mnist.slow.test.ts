import { mnistPixels, mnistTrace, repeatMnistRun, worstDigestError, worstError } from '@nablajs/golden';
import { expect, test } from 'vitest';
import { createBackend } from '../src/index.js';
import { engines } from './engines.js';

test(`seed-mnist-1024 on ${engines[0]}, the engine closest to TensorFlow`, async () => {
  const trace = mnistTrace();
  const { loss, first_gradients, final } = trace;
  const backend = await createBackend({ engine: engines[0] ?? 'auto' });
  const result = await repeatMnistRun(backend, trace, mnistPixels(), 'float32', 'dense');
  expect(worstError(result.losses, loss, 0)).toBeLessThanOrEqual(1e-4);
  for (const at of [0, 1, 2, 3]) {
    expect(worstDigestError(result.firstGradients[at] ?? [], first_gradients[at] as never)).toBeLessThanOrEqual(1e-4);
    expect(worstDigestError(result.final[at] ?? [], final[at] as never)).toBeLessThanOrEqual(1e-4);
  }
  await backend.dispose();
});
