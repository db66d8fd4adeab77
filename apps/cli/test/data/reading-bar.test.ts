import { Output } from '@nablajs/command-line';
import { expect, it } from 'vitest';
import { withReadingBar } from '../../src/data/reading-bar.js';
import { captured } from '../helpers/report-samples.js';

const read = async (onProgress: (done: number) => void): Promise<string> => {
  onProgress(1e6);
  return 'rows';
};

it.each([
  [60e6, false, 'Reading big.csv, 60 MB\n'],
  [60e6, true, ''],
  [40e6, false, ''],
])('for %d bytes and quiet %s prints %j without a terminal', async (bytes, quiet, said) => {
  const { streams, stderr } = captured();
  const output = new Output({ quiet, ...streams });
  expect(await withReadingBar({ name: 'big.csv', bytes }, output, read)).toBe('rows');
  expect(stderr()).toBe(said);
  expect(await withReadingBar({ name: 'big.csv', bytes }, undefined, read)).toBe('rows');
});
