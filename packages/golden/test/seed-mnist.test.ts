import { createBackend } from '@nablajs/backend-ts';
import { describe, expect, test } from 'vitest';
import {
  initialParameters,
  mnistPixels,
  mnistTrace,
  predictions,
  repeatMnistRun,
  worstDigestError,
  worstError,
} from '../src/index.js';

const trace = mnistTrace();
const pixels = mnistPixels();
const GATE = { float64: 1e-9, float32: 1e-4 } as const;

test('the initial weights are those of the trace', () => {
  const weight = initialParameters(trace.sizes).get('0.weight')?.data ?? [];
  const outIn = Float64Array.from(weight, (_, i) => weight[(i % 784) * 532 + Math.floor(i / 784)] as number);
  expect(worstDigestError(outIn, trace.initial[0] as never)).toBeLessThanOrEqual(1e-12);
});

/** Dense inputs are a slow test, because seed-small shows the same in less time. */
const LAYOUTS = process.env['NABLA_SLOW'] === '1' ? (['csr', 'dense'] as const) : (['csr'] as const);

/** backend-wasm repeats the run in float32, too; here the short runs of digests.test.ts have both. */
const DTYPES = process.env['NABLA_SLOW'] === '1' ? (['float64', 'float32'] as const) : (['float64'] as const);

describe.each(LAYOUTS)('seed-mnist-1024, %s', (layout) => {
  test.each(DTYPES)('%s reproduces the run', async (dtype) => {
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
