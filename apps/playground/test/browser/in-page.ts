/** What the tests of the page in Chromium share. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@nablajs/browser/vitest';
import axe from 'axe-core';
import { expect } from 'vitest';
import { readSettings } from '../../src/settings/link.js';
import { readWriteLink } from '../../src/settings/write/write-link.js';
import { newLab } from '../mnist.js';

/** The built page. */
export const PAGE = '/apps/playground/dist/index.html';

const pictures = fileURLToPath(new URL('../../screenshots/', import.meta.url));

/** Saves a picture of the page in the folder `screenshots`. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}${name}.png`, fullPage: true });
}

/** Saves pictures of the page, light, dark and on a phone, where it must not be wider than the screen. */
export async function takePictures(page: Page, name: string): Promise<void> {
  await takePicture(page, name);
  await page.emulateMedia({ colorScheme: 'dark' });
  await takePicture(page, `${name}-dark`);
  await page.setViewportSize({ width: 390, height: 844 });
  await takePicture(page, `${name}-phone`);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
}

/** Waits until the page can read drawings. */
export const isReady = (page: Page) => page.waitForSelector('.draw[data-ready=true]');

/** Waits until the training is in this state. */
export const reaches = (page: Page, state: 'done' | 'paused' | 'stopped' | 'training' | 'loaded') =>
  page.waitForSelector(`.position[data-state=${state}]`);

/** The text of an element. */
export const shown = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).first().textContent()) ?? '';

/** The digest that the page shows. */
export async function digestOn(page: Page): Promise<string> {
  await expect.poll(() => shown(page, '.digest code')).toMatch(/^[0-9a-f]{64}$/);
  return shown(page, '.digest code');
}

/** The digest of the same training in Node, on one thread. */
export async function digestInNode(link: string, table?: Blob): Promise<string | undefined> {
  const { settings, problems } = readSettings(link);
  expect(problems).toEqual([]);
  const lab = newLab();
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      const begun = lab.train({ ...settings, threads: 1 }, table, ({ state, digest, message }) => {
        if (state === 'failed') reject(new Error(message));
        if (state === 'done') resolve(digest);
      });
      begun.catch(reject);
    });
  } finally {
    await lab.dispose();
  }
}

/** The digest and the sample of the same training in Node, on one thread. */
export async function writtenInNode(link: string, text: Blob) {
  const { settings, problems } = readWriteLink(link);
  expect(problems).toEqual([]);
  const lab = newLab();
  try {
    return await new Promise<{ readonly digest: string | undefined; readonly text: string }>((resolve, reject) => {
      const begun = lab.write({ ...settings, threads: 1 }, text, 1, ({ state, digest, picture, message }) => {
        const { prompt = '', text: written = '' } = picture?.sample ?? {};
        if (state === 'failed') reject(new Error(message));
        if (state === 'done') resolve({ digest, text: `${prompt}${written}` });
      });
      begun.catch(reject);
    });
  } finally {
    await lab.dispose();
  }
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** What axe finds on the page. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    readonly violations: readonly Violation[];
  };
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** Drops a file onto the page. Returns whether the browser would have opened it instead of the page. */
export async function drop(page: Page, name: string, content: string): Promise<boolean> {
  const answer = await page.evaluate(`(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}));
    return document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  })()`);
  return answer === true;
}

/** Draws strokes on the pad with the mouse: places from 0 to 1. */
export async function draw(page: Page, ...strokes: readonly (readonly (readonly [x: number, y: number])[])[]) {
  await page.locator('.pad').scrollIntoViewIfNeeded();
  const box = await page.locator('.pad').boundingBox();
  if (box === null) throw new Error('There is no pad.');
  for (const stroke of strokes) {
    for (const [at, [x, y]] of stroke.entries()) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: at === 0 ? 1 : 6 });
      if (at === 0) await page.mouse.down();
    }
    await page.mouse.up();
  }
}
