/** The recorded runs of the original algorithm, and the committed short runs, have the bits of backend-wasm. */
import { readFileSync } from 'node:fs';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import type { Backend, FloatDType } from '@nablajs/core';
import {
  digestBytes,
  mnistPixels,
  mnistTrace,
  type RunDigests,
  repeatMnistRun,
  repeatSmallRun,
  shortRun,
  smallTrace,
} from '@nablajs/golden';
import { sequenceRuns } from '@nablajs/sequences/testing';
import { expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { describeNative, variants } from './support/suites.js';

const DTYPES = ['float32', 'float64'] as const;
const committed: Record<FloatDType, RunDigests> = JSON.parse(
  readFileSync(new URL('../../backend-wasm/fixtures/digests.json', import.meta.url), 'utf8'),
);

const sequences = JSON.parse(readFileSync(new URL('../../sequences/fixtures/digests.json', import.meta.url), 'utf8'));

const small = (backend: Backend, dtype: FloatDType) => repeatSmallRun(backend, smallTrace(), dtype);
const mnist = (layout: 'csr' | 'dense') => (backend: Backend, dtype: FloatDType) =>
  repeatMnistRun(backend, mnistTrace(), mnistPixels(), dtype, layout);

const SLOW_RUNS = [
  ['seed-mnist-1024, csr', mnist('csr')],
  ['seed-mnist-1024, dense', mnist('dense')],
] as const;
const RUNS = [['seed-small', small] as const, ...(process.env['NABLA_SLOW'] === '1' ? SLOW_RUNS : [])];

/** Disposes the backend that a run used. */
async function runOn<T>(backend: Backend, run: (backend: Backend) => Promise<T>): Promise<T> {
  const result = await run(backend);
  await backend.dispose();
  return result;
}

describeNative('golden runs', () => {
  const cases = DTYPES.flatMap((dtype) => variants.map((variant) => [dtype, variant] as const));

  it.each(cases)(
    'the short %s runs have the committed bits on %s, on any number of threads',
    async (dtype, variant) => {
      for (const threads of [1, 2, 3, 8]) {
        const digests = await runOn(await createBackend({ variant, threads }), (backend) => shortRun(backend, dtype));
        expect(digests, `${threads} threads`).toEqual(committed[dtype]);
      }
    },
  );

  it.each(cases)('the short %s runs of sequences have the committed bits on %s', async (dtype, variant) => {
    for (const threads of process.env['NABLA_SLOW'] === '1' ? [1, 2, 3, 8] : [3]) {
      const runs = await runOn(await createBackend({ variant, threads }), (backend) => sequenceRuns(backend, dtype));
      const digests = Object.entries(runs).map(([name, arrays]) => [name, digestBytes(arrays)]);
      expect(Object.fromEntries(digests), `${threads} threads`).toEqual(sequences.wasm[dtype]);
    }
  });

  it.each(RUNS)('%s', async (_name, run) => {
    for (const dtype of DTYPES) {
      const expected = await runOn(await createWasm({ threads: 2 }), (backend) => run(backend, dtype));
      for (const variant of variants) {
        expect(await runOn(await createBackend({ variant, threads: 2 }), (backend) => run(backend, dtype))).toEqual(
          expected,
        );
      }
    }
  });
});
