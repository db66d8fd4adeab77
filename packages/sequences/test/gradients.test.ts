/** Gradients compared with differences: each module, also with dropout, masks and weights of tokens. */
import { checkCase } from '@nablajs/gradcheck';
import { expect, it } from 'vitest';
import { SEQUENCE_LAYERS } from '../src/index.js';
import { sequenceCases } from '../src/testing/index.js';
import { PLACES } from './support/index.js';

const [{ backend }] = PLACES;
const cases = sequenceCases();
/** All elements take longer. */
const options = process.env['NABLA_SLOW'] === '1' ? {} : { samples: 2 };

it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
  const report = await checkCase(one, backend, 'float64', options);
  expect(report.problems).toEqual([]);
  expect(report.moved).toBe(0);
});

it('each module has a case, and each case another name', () => {
  const configs = JSON.stringify(cases.map(({ layers }) => layers.map(({ config }) => config)));
  for (const type of Object.keys(SEQUENCE_LAYERS)) expect(configs).toContain(`"type":"${type}"`);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});
