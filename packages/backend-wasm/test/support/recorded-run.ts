/** The expected result of the runs in pages. */
import type { FloatDType } from '@nablajs/core';
import { digestBytes, mnistPixels, mnistTrace, repeatMnistRun } from '@nablajs/golden';
import { createBackend } from '../../src/index.js';

/** Returns the digest of the weights after the recorded run on sparse images in Node. */
export async function recordedRun(dtype: FloatDType): Promise<string> {
  const backend = await createBackend({ threads: 2 });
  const { final } = await repeatMnistRun(backend, mnistTrace(), mnistPixels(), dtype, 'csr');
  await backend.dispose();
  return digestBytes(final.map((values) => Float64Array.from(values)));
}
