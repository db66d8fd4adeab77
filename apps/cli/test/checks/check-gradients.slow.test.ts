/** `nabla gradcheck` on the whole default set. */
import { Output } from '@nablajs/command-line';
import { expect, it } from 'vitest';
import { checkGradients } from '../../src/checks/check-gradients.js';
import { FINITE_DIFFERENCES } from '../../src/checks/gradcheck-settings.js';
import { captured } from '../helpers/report-samples.js';
import { CHECK_SETTINGS } from './check-samples.js';

const SETTINGS = {
  ...CHECK_SETTINGS,
  against: FINITE_DIFFERENCES,
  samples: undefined,
  dataGiven: false,
  filter: undefined,
};

it('passes on wasm', async () => {
  const { streams, stdout } = captured();
  expect(await checkGradients(SETTINGS, new Output({ quiet: false, ...streams }))).toBe(0);
  expect(stdout()).toMatch(/\nLeakyReLU +(\d\.\de-\d+ *){7}[ -]*\n/);
  expect(stdout()).toContain('\n[5] MeanAbsoluteError\n');
  const lines = stdout().trimEnd().split('\n');
  expect(lines.at(-3)).toMatch(/^Operations: 124, worst error \d\.\de-\d+ \(.+\)$/);
  expect(lines.at(-2)).toBe('');
  expect(lines.at(-1)).toMatch(/^ok: 601 networks, 124 operations, 57,349 elements, \d+ of them moved off a kink; /);
  expect(lines.at(-1)).toMatch(/kink; worst error \d[^;]*; [\d.]+ s$/);
});
