/** The committed bits of the short runs, in other processes, on any number of threads. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { committed } from './support/digests.js';

const script = fileURLToPath(new URL('../scripts/digests.mjs', import.meta.url));

it.each([1, 2, 3, 8])('%i threads', (threads) => {
  const printed = execFileSync(process.execPath, [script, '--threads', `${threads}`], { encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual(committed);
});
