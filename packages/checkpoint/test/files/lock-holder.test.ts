import { expect, test } from 'vitest';
import { newHolder, parseHolder } from '../../src/files/lock-holder.js';

const written = async (change: object = {}): Promise<string> => JSON.stringify({ ...(await newHolder()), ...change });

test('reads what it wrote', async () => {
  const holder = await newHolder();
  expect(parseHolder(JSON.stringify(holder))).toEqual(holder);
});

test.each([
  { pid: 0 },
  { pid: 1.5 },
  { pid: '7' },
  { host: 1 },
  { start: undefined },
  { token: 'short' },
  { token: ['0123456789abcdef'] },
  { other: 'a key that no lock has' },
])('%j in it makes it the text of no lock', async (change) => {
  expect(parseHolder(await written(change))).toBeUndefined();
});

test.each(['', 'null', '[]', '7', '{'])('%j is the text of no lock', (text) => {
  expect(parseHolder(text)).toBeUndefined();
});
