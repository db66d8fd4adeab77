/** The Draw view in Chromium: a drawing is read, in any way that it is drawn; the network can be trained again. */

import { readFileSync } from 'node:fs';
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { loadModelFiles } from '@nablajs/checkpoint/portable';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { EPOCHS_IN_PAGE } from '../../src/digits/sample-size.js';
import { modelFiles, newLab } from '../mnist.js';
import { digestOn, draw, isReady, PAGE, reaches, shown, takePictures } from './in-page.js';

const reads = (page: Page, digit: number) => page.waitForSelector(`.read[data-digit="${digit}"]`);
/** The number of pictures of filters. */
const filters = (page: Page) => page.locator('.filters .maps:not(.one) canvas').count();

const drawOne = (page: Page) =>
  draw(page, [
    [0.5, 0.15],
    [0.5, 0.85],
  ]);

describeInBrowser('the Draw view', (open) => {
  it('opens with a digit and what the network reads, before the network is there', async () => {
    const page = await open(PAGE, { isolated: false });
    await page.route('**/*.safetensors', () => {});
    await page.reload();
    await reads(page, 2);
    expect(await page.locator('.draw').getAttribute('data-ready')).toBe('false');
    expect(await shown(page, '.answer .best .share')).toBe('98.3 %');
    expect(await shown(page, 'main')).not.toContain('–');
    const drawn = `document.querySelector('.pad canvas').getContext('2d').getImageData(0, 0, 560, 560).data`;
    const ink = await page.evaluate(`${drawn}.filter((alpha, at) => at % 4 === 3 && alpha > 128).length`);
    expect(ink).toBeGreaterThan(1e4);
    expect(await page.locator('.maps > span.pixels').first().isVisible()).toBe(false);
  });

  it('reads what is drawn with the mouse, and shows what its filters see', async () => {
    const page = await open(PAGE, { isolated: true });
    await page.setViewportSize({ width: 1280, height: 1000 });
    await isReady(page);
    await expect.poll(() => filters(page)).toBe(8 + 24);
    const first = 'The network reads 2, with a probability of 98.3 %.';
    expect(await shown(page, '.answer [role=status]')).toBe(first);
    await drawOne(page);
    await reads(page, 1);
    const answer = /^The network reads 1, with a probability of \d+(\.\d)? %\.$/;
    expect(await shown(page, '.answer [role=status]')).toMatch(answer);
    expect(await filters(page)).toBe(8 + 24);
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => shown(page, '.answer [role=status]')).toBe('The pad is empty.');
    await draw(page, [
      [0.25, 0.2],
      [0.75, 0.2],
      [0.45, 0.85],
    ]);
    await reads(page, 7);
    await takePictures(page, 'draw');
    const top = async (selector: string): Promise<number> => (await page.locator(selector).boundingBox())?.y ?? 0;
    expect(await top('.answer')).toBeLessThan(await top('.examples'));
  });

  it('reads what is drawn with the keyboard', async () => {
    const page = await open(PAGE, { isolated: false });
    await isReady(page);
    await page.locator('.pad').focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press(' ');
    for (let step = 0; step < 13; step++) await page.keyboard.press('ArrowDown');
    await reads(page, 1);
    await page.keyboard.press('Backspace');
    await expect.poll(() => shown(page, '.answer [role=status]')).toBe('The pad is empty.');
    // The pen is up now.
    await page.keyboard.press('ArrowUp');
    expect(await shown(page, '.answer [role=status]')).toBe('The pad is empty.');
  });

  it('reads each example, and shows the digest of the committed weights', async () => {
    const page = await open(PAGE, { isolated: true });
    await isReady(page);
    const lab = newLab();
    const { digest } = await lab.loadReader();
    await lab.dispose();
    expect(await digestOn(page)).toBe(digest);
    let right = 0;
    for (let digit = 0; digit < 10; digit++) {
      await page.getByRole('button', { name: 'Clear' }).click();
      await expect.poll(() => shown(page, '.answer [role=status]')).toBe('The pad is empty.');
      await page.getByRole('button', { name: `Example of a ${digit}` }).click();
      await page.waitForFunction(`document.querySelector('.read').dataset.digit !== undefined`);
      if ((await page.locator('.read').getAttribute('data-digit')) === `${digit}`) right += 1;
    }
    expect(right).toBeGreaterThanOrEqual(9);
  });

  it('trains again while it reads, to the weights of Node on two threads', async () => {
    const page = await open(PAGE, { isolated: true });
    await isReady(page);
    await page.getByRole('button', { name: 'Train from scratch' }).click();
    await drawOne(page);
    await page.getByRole('button', { name: 'Pause' }).click();
    await reaches(page, 'paused');
    await page.getByRole('button', { name: 'Continue' }).click();
    await reaches(page, 'done');
    await reads(page, 1);
    const lab = newLab();
    const options = { name: 'wasm', threads: 1, seed: 1, epochs: EPOCHS_IN_PAGE } as const;
    const digest = await new Promise((resolve, reject) => {
      const begun = lab.trainReader(options, (report) => {
        if (report.state === 'done') resolve(report.digest);
        if (report.state === 'failed') reject(new Error(report.message));
      });
      begun.catch(reject);
    });
    await lab.dispose();
    expect(await digestOn(page)).toBe(digest);
  });

  it('offers its model, and takes one', async () => {
    const page = await open(PAGE, { isolated: false });
    await isReady(page);
    const before = await digestOn(page);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the model' }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe('nabla-digits.zip');
    const path = await download.path();
    const files = unzipSync(readFileSync(path));
    const saved = await loadModelFiles({
      model: files['model.json'] as Uint8Array,
      weights: files['weights.safetensors'] as Uint8Array,
    });
    const committed = await loadModelFiles(modelFiles());
    expect(saved.parameters).toEqual(committed.parameters);
    const upload = { name: 'model.zip', mimeType: 'application/zip', buffer: readFileSync(path) };
    await page.locator('input[type=file]').setInputFiles([upload]);
    await page.getByText('Your model').waitFor();
    expect(await digestOn(page)).toBe(before);
    await page
      .locator('input[type=file]')
      .setInputFiles([{ name: 'cat.png', mimeType: 'image/png', buffer: Buffer.from('x') }]);
    await expect.poll(() => shown(page, '.notice')).toMatch(/^Expected a model: a \.zip with model\.json/);
  });
});
