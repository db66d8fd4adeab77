/** The built files in a page have the bits of Node. */
import { readFileSync } from 'node:fs';
import { ask, describeInBrowser } from '@nablajs/browser/vitest';
import { expect, it } from 'vitest';

const committed = JSON.parse(readFileSync(new URL('../fixtures/digests.json', import.meta.url), 'utf8'));

describeInBrowser('networks of sequences in a browser', (open) => {
  it.each([1, 2, 3])('the short runs have the committed bits, threads: %i', async (threads) => {
    const page = await open('/packages/sequences/test/browser/tasks.mjs', { isolated: threads > 1 });
    expect(await ask(page, 'digests', threads)).toEqual(committed);
  });
});
