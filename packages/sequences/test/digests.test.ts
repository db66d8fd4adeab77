/** The committed bits of the short runs, in other processes, on any number of threads. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const committed = readFileSync(new URL('../fixtures/digests.json', import.meta.url), 'utf8');
const script = fileURLToPath(new URL('../scripts/digests.mjs', import.meta.url));
const THREADS = process.env['NABLA_SLOW'] === '1' ? [1, 2, 3, 8] : [3];

it.each(THREADS)('%i threads', (threads) => {
  const printed = execFileSync(process.execPath, [script, '--threads', `${threads}`], { encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual(JSON.parse(committed));
});
