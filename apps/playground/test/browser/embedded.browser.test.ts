/** The Train view within another page, as the first page of the site has it. */
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { expect, it } from 'vitest';
import { PAGE } from './in-page.js';

const LINK = 'data=spirals&classes=3&count=300&noise=0.02&layers=dense16_dense16&epochs=5000&seed=4&threads=1';
/** Milliseconds in which a training that goes on makes many steps. */
const A_WHILE = 700;

/** A page with the view far below what is seen first. */
const AROUND = `<!doctype html><html lang="en"><title>Around</title><body style="margin:0">
<div style="height:3000px">Above</div>
<iframe src="${PAGE}#train?${LINK}" style="width:800px;height:454px;border:0"></iframe>
<div style="height:3000px">Below</div>`;

async function embed(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1000, height: 800 });
  await page.route('**/around.html', (route) => route.fulfill({ contentType: 'text/html', body: AROUND }));
  await page.goto(new URL('/around.html', page.url()).href);
  // The picture around it gives way.
  await page.waitForSelector('iframe[data-ready=true]', { state: 'attached' });
}

const scroll = (page: Page, to: number) => page.evaluate(`scrollTo(0, ${to})`);
const position = (page: Page) => page.frameLocator('iframe').locator('.position');
const stateOf = (page: Page) => position(page).getAttribute('data-state');
const textOf = async (page: Page) => (await position(page).textContent()) ?? '';
const epochOf = async (page: Page) => Number(/Epoch (\d+)/.exec(await textOf(page))?.[1]);

describeInBrowser('the Train view within another page', (open) => {
  it('begins when it is seen, pauses when it is not, and goes on', async () => {
    const page = await open(PAGE, { isolated: false });
    await embed(page);
    await page.waitForTimeout(A_WHILE);
    expect(await stateOf(page)).not.toBe('training');
    await scroll(page, 2800);
    await expect.poll(() => stateOf(page)).toBe('training');
    await expect.poll(() => epochOf(page)).toBeGreaterThan(1);
    await scroll(page, 0);
    await expect.poll(() => stateOf(page)).toBe('paused');
    const paused = await textOf(page);
    await page.waitForTimeout(A_WHILE);
    expect(await textOf(page)).toBe(paused);
    const before = await epochOf(page);
    await scroll(page, 2800);
    await expect.poll(() => epochOf(page)).toBeGreaterThan(before);
  });

  it('stands still where motion is unwanted, until you press Train', async () => {
    const page = await open(PAGE, { isolated: false });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await embed(page);
    await scroll(page, 2800);
    await page.waitForTimeout(A_WHILE);
    expect(await stateOf(page)).not.toBe('training');
    await page.frameLocator('iframe').getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => stateOf(page)).toBe('training');
  });
});
