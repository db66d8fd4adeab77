/** backend-wasm repeats the run in its fast tests; here the short runs of digests.test.ts and seed-small do. */
import { createBackend } from '@nablajs/backend-ts';
import { describe, expect, test } from 'vitest';
import { mnistPixels, mnistTrace, predictions, repeatMnistRun, worstDigestError, worstError } from '../src/index.js';

const trace = mnistTrace();
const pixels = mnistPixels();
const GATE = { float64: 1e-9, float32: 1e-4 } as const;

describe.each(['csr', 'dense'] as const)('seed-mnist-1024, %s', (layout) => {
  test.each(['float64', 'float32'] as const)('%s reproduces the run', async (dtype) => {
    const backend = await createBackend();
    const result = await repeatMnistRun(backend, trace, pixels, dtype, layout);
    expect(worstError(result.losses, trace.loss, 0)).toBeLessThanOrEqual(GATE[dtype]);
    for (const at of [0, 1, 2, 3]) {
      expect(worstDigestError(result.firstGradients[at] ?? [], trace.first_gradients[at] as never)).toBeLessThanOrEqual(
        GATE[dtype],
      );
      expect(worstDigestError(result.final[at] ?? [], trace.final[at] as never)).toBeLessThanOrEqual(GATE[dtype]);
    }
    const predicted = predictions(result.logits);
    expect(predicted).toEqual(trace.predictions);
    expect(predicted.filter((label, row) => label === pixels.test.labels[row]).length).toBe(trace.test_correct);
    await backend.dispose();
  });
});
