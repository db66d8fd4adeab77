/** The built files of core and of the backend ts in a browser's page; here because backend-ts itself can depend on neither kit. */
import { readFileSync } from 'node:fs';
import { describeInBrowser } from '@nablajs/browser/vitest';
import { expect, it } from 'vitest';

const committed = JSON.parse(readFileSync(new URL('../fixtures/digests.json', import.meta.url), 'utf8'));

const TASKS = '/packages/golden/test/browser/tasks.mjs';

describeInBrowser('backend ts in a browser', (open) => {
  it.each([true, false])('a short run has the committed bits, isolated: %s', async (isolated) => {
    const page = await open(TASKS, { isolated });
    expect(await page.evaluate('tasks.digests()')).toEqual(committed);
  });
});
