/**
 * Opens federated.html twice: the pages end with the same network, which has the bits of the same training in Node and
 * knows both halves.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-wasm';
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { expect, it } from 'vitest';
import { trainAlone, trainBoth } from './train-both.js';

const BUILT = '/examples/browser/dist/federated.html';
const pictures = fileURLToPath(new URL('../screenshots/', import.meta.url));

const shown = async (page: Page, id: string): Promise<string> => (await page.locator(`#${id}`).textContent()) ?? '';
const ends = (page: Page) => page.waitForSelector('body[data-state=done]');
const percent = (share: number | undefined): string => `${(100 * (share ?? Number.NaN)).toFixed(1)} %`;

describeInBrowser('two pages that train one network', (open) => {
  it('end with the bits of Node, and know both halves', async () => {
    const left = await open(BUILT, { isolated: true });
    await left.setViewportSize({ width: 1200, height: 900 });
    await left.waitForFunction("document.getElementById('status').textContent.startsWith('Waiting')");
    expect(await shown(left, 'half')).toBe('left');
    const [right] = await Promise.all([left.context().waitForEvent('page'), left.getByText('Open the other').click()]);
    await Promise.all([ends(left), ends(right)]);
    expect(await shown(right, 'half')).toBe('right');

    const backend = await createBackend({ threads: 1 });
    const node = await trainBoth(backend, 30);
    const hash = createHash('sha256');
    for (const { data } of node.weights.values()) hash.update(data as Float32Array);
    const digest = hash.digest('hex');
    const last = node.left.at(-1);
    for (const [page, half] of [
      [left, 'left'],
      [right, 'right'],
    ] as const) {
      expect(await shown(page, 'weights')).toBe(digest);
      expect(await shown(page, 'own-loss')).toBe(node[half].at(-1)?.losses.own.toFixed(4));
      expect(await shown(page, 'other-loss')).toBe(node[half].at(-1)?.losses.other.toFixed(4));
      expect(await shown(page, 'averaged-accuracy')).toBe(percent(last?.accuracies.averaged));
      expect(await page.locator('#rounds tr').count()).toBe(30);
      expect(await page.locator('#notice').isVisible()).toBe(false);
    }
    const averaged = last?.accuracies.averaged ?? Number.NaN;
    expect(averaged).toBeGreaterThan(0.96);
    // The picture of the gallery shows this.
    const picture = new URL('../../../docs/images/gallery/federated.svg', import.meta.url);
    expect(readFileSync(picture, 'utf8')).toContain(`right in ${percent(averaged)} of the tests`);
    // As many epochs on one half alone.
    expect(await trainAlone(backend, 'left', 30)).toBeLessThan(averaged - 0.1);
    expect(await trainAlone(backend, 'right', 30)).toBeLessThan(averaged - 0.1);
    await backend.dispose();

    mkdirSync(pictures, { recursive: true });
    await left.screenshot({ path: `${pictures}federated.png`, fullPage: true });
    await left.setViewportSize({ width: 360, height: 740 });
    expect(await left.evaluate('document.documentElement.scrollWidth')).toBe(360);

    // A page that starts anew takes the other one with it.
    await right.reload();
    await right.waitForSelector('body[data-state=loading]');
    await Promise.all([ends(left), ends(right)]);
    expect(await shown(left, 'weights')).toBe(digest);
    expect(await shown(right, 'weights')).toBe(digest);

    const [third] = await Promise.all([left.context().waitForEvent('page'), left.getByText('Open the other').click()]);
    await third.waitForSelector('#notice:not([hidden])');
    expect(await shown(third, 'notice')).toMatch(/^Two pages take part already/);
  });
});
