/** The committed bits of the short runs; digests.slow.test.ts has all of them, from other processes. */
import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { digestBytes } from '@nablajs/golden';
import { expect, it } from 'vitest';
import { sequenceRuns } from '../src/testing/index.js';
import { committed } from './support/digests.js';

it.each([
  ['ts', 'float32', () => createTs()],
  ['wasm', 'float32', () => createWasm({ threads: 3 })],
  ['wasm', 'float64', () => createWasm({ threads: 3 })],
] as const)('%s, %s', async (name, dtype, create) => {
  const backend = await create();
  const runs = Object.entries(await sequenceRuns(backend, dtype));
  const digests = Object.fromEntries(runs.map(([run, arrays]) => [run, digestBytes(arrays)]));
  await backend.dispose();
  expect(digests).toEqual(committed[name]?.[dtype]);
});
