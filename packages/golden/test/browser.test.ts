/** The built files of core and of the backend ts in a browser's page; here because backend-ts itself can depend on neither kit. */
import { readFileSync } from 'node:fs';
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { cases } from '@nablajs/conformance';
import { beforeAll, describe, expect, it } from 'vitest';

const committed = JSON.parse(readFileSync(new URL('../fixtures/digests.json', import.meta.url), 'utf8'));

describeInBrowser('backend ts in a browser', (open) => {
  describe.each([true, false])('isolated: %s', (isolated) => {
    let page: Page;
    beforeAll(async () => {
      page = await open('/packages/golden/test/browser/tasks.mjs', { isolated });
    });

    it('a short run has the committed bits', async () => {
      expect(await page.evaluate('tasks.digests()')).toEqual(committed);
    });

    it.each(['float32', 'float64'] as const)('every conformance case in %s', async (dtype) => {
      const passed = cases({ dtypes: [dtype] }).length;
      expect(await page.evaluate(`tasks.conformance({}, '${dtype}')`)).toEqual({ passed, others: [] });
    });
  });
});
