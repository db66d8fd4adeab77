/** `nabla parity` on every operation and the original network. */
import { Output } from '@nablajs/command-line';
import { expect, it } from 'vitest';
import { checkParity } from '../../src/checks/check-parity.js';
import { captured } from '../helpers/report-samples.js';
import { CHECK_SETTINGS } from './check-samples.js';

it('ts and wasm agree', async () => {
  const settings = {
    ...CHECK_SETTINGS,
    ...{ hidden: [532], backends: ['ts', 'wasm'], preset: undefined, steps: undefined },
    ...{ filter: undefined, requireNative: false },
  };
  const { streams, stdout } = captured();
  expect(await checkParity(settings, new Output({ quiet: false, ...streams }))).toBe(0);
  expect(stdout()).toMatch(/\nOperations, ts and wasm: \d{4} cases, 0 left out as declared deviations\n/);
  expect(stdout()).toMatch(/\nok: the backends agree; [\d.]+ s\n$/);
});
