import { expect, it } from 'vitest';
import { watchPage } from '../src/index.js';
import { describeInBrowser, type Page } from '../src/vitest.js';

const MODULE = '/packages/browser/test/module.mjs';

describeInBrowser('pages of the workspace', (open) => {
  it.each([true, false])('loads its module; isolated: %s', async (isolated) => {
    const page = await open(MODULE, { isolated });
    expect(await page.evaluate('[loaded, crossOriginIsolated]')).toEqual([true, isolated]);
  });

  it('reports its errors', async () => {
    const browser = (await open(MODULE, { isolated: true })).context().browser();
    const page = (await browser?.newPage()) as Page;
    const problems = watchPage(page);
    await page.evaluate('console.warn("w"); console.error("one"); setTimeout(() => { throw new Error("two"); })');
    await expect.poll(() => problems).toEqual(['console: one', 'error: two']);
  });
});
