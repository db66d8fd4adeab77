/**
 * Opens the page in docs/getting-started.md unchanged: without a bundler, with an import map into `node_modules`, which
 * are this example's here.
 */
import { readFileSync } from 'node:fs';
import { describeInBrowser } from '@nablajs/browser/vitest';
import { expect, it } from 'vitest';
import { readPage } from '../../../scripts/page.mjs';

interface Block {
  readonly name: string | undefined;
  readonly code: string;
}

const ADDRESS = '/examples/browser/getting-started.html';
const blocks: readonly Block[] = readPage(
  readFileSync(new URL('../../../docs/getting-started.md', import.meta.url), 'utf8'),
);
const at = blocks.findIndex(({ name }) => name === 'index.html');
const [html, shown] = [blocks[at]?.code ?? '', blocks[at + 1]?.code ?? ''];

describeInBrowser('the page of Getting started', (open) => {
  it.each([true, false])('shows what the text below it says; isolated: %s', async (isolated) => {
    const page = await open('/packages/core/dist/index.js', { isolated });
    await page.route(`**${ADDRESS}`, async (route) => {
      const response = await route.fetch(); // It is not there; but the headers are the server's.
      await route.fulfill({ response, status: 200, contentType: 'text/html', body: html });
    });
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    await page.goto(new URL(ADDRESS, page.url()).href);
    await expect.poll(() => page.locator('pre').textContent()).not.toBe('');
    expect(await page.locator('pre').textContent()).toBe(shown.trimEnd());
    expect(await page.evaluate('crossOriginIsolated')).toBe(isolated);
  });
});
