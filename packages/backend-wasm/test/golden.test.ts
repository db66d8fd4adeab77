/** The recorded runs of the original algorithm, and the committed bits of the short runs on any number of threads. */
import { readFileSync } from 'node:fs';
import type { FloatDType } from '@nablajs/core';
import {
  magnitude,
  mnistPixels,
  mnistTrace,
  predictions,
  type RunDigests,
  repeatMnistRun,
  repeatSmallRun,
  shortRun,
  smallTrace,
  worstDigestError,
  worstError,
} from '@nablajs/golden';
import { describe, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';

const GATE = { float64: 1e-9, float32: 1e-4 } as const;
const DTYPES = ['float64', 'float32'] as const;
/** Other numbers give the same bits (engine/threads.test.ts). */
const THREADS = process.env['NABLA_SLOW'] === '1' ? ([1, 2, 3, 8] as const) : ([3] as const);

const committed: Record<FloatDType, RunDigests> = JSON.parse(
  readFileSync(new URL('../fixtures/digests.json', import.meta.url), 'utf8'),
);

describe.each(THREADS)('%i threads', (threads) => {
  it.each(DTYPES)('the short %s runs have the committed bits', async (dtype) => {
    const backend = await createBackend({ threads });
    expect(await shortRun(backend, dtype)).toEqual(committed[dtype]);
    await backend.dispose();
  });

  it.each(DTYPES)('seed-small in %s', async (dtype) => {
    const trace = smallTrace();
    const backend = await createBackend({ threads });
    const run = await repeatSmallRun(backend, trace, dtype);
    const close = (actual: ArrayLike<number>, expected: readonly number[]): void => {
      const scale = dtype === 'float64' ? 1e-6 * magnitude(expected) : magnitude(expected);
      expect(worstError(actual, expected, scale)).toBeLessThanOrEqual(GATE[dtype]);
    };
    close(run.losses, trace.loss);
    close(run.logits, trace.final_logits.flat());
    for (const at of [0, 1, 2, 3]) {
      close(run.firstGradients[at] ?? [], (trace.first_gradients[at] ?? []).flat());
      close(run.final[at] ?? [], (trace.final[at] ?? []).flat());
    }
    expect(backend.memory().buffers).toBe(0);
    await backend.dispose();
  });
});

// Products of both layouts have the same bits (kernels/sums.test.ts), so the dense run repeats the sparse one. In
// float64, seed-small and the committed bits are enough.
const [LAYOUTS, WIDTHS] =
  process.env['NABLA_SLOW'] === '1' ? ([['csr', 'dense'], DTYPES] as const) : ([['csr'], ['float32']] as const);

describe.each(LAYOUTS)('seed-mnist-1024, %s, 2 threads', (layout) => {
  it.each(WIDTHS)('in %s', async (dtype) => {
    const trace = mnistTrace();
    const backend = await createBackend({ threads: 2 });
    const run = await repeatMnistRun(backend, trace, mnistPixels(), dtype, layout);
    expect(worstError(run.losses, trace.loss, 0)).toBeLessThanOrEqual(GATE[dtype]);
    for (const at of [0, 1, 2, 3]) {
      const [gradient, final] = [run.firstGradients[at] ?? [], run.final[at] ?? []];
      expect(worstDigestError(gradient, trace.first_gradients[at] as never)).toBeLessThanOrEqual(GATE[dtype]);
      expect(worstDigestError(final, trace.final[at] as never)).toBeLessThanOrEqual(GATE[dtype]);
    }
    expect(predictions(run.logits)).toEqual(trace.predictions);
    await backend.dispose();
  });
});
