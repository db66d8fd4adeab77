/** The Write view in Chromium: it ends with the weights and the text of Node, whatever is done meanwhile. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { loadModelFiles } from '@nablajs/checkpoint/portable';
import { readTextForm } from '@nablajs/datasets/portable';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { digestOn, drop, isReady, PAGE, reaches, shown, takePictures, violations, writtenInNode } from './in-page.js';

const book = readFileSync(new URL('../../../../examples/node/data/pride-and-prejudice.txt', import.meta.url));
const BEGINNING = book.subarray(0, 3000).toString();
const SMALL = 'context=16&blocks=1&width=16&heads=2&batch=4&steps=100&seed=5';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const field = (page: Page) => page.getByLabel('Text to learn from').first();
const linkOf = (page: Page): string => new URL(page.url()).hash.split('?')[1] ?? '';

/** Trains, and returns the digest and what is written. */
async function trained(page: Page) {
  await button(page, 'Train').click();
  await reaches(page, 'done');
  return { digest: await digestOn(page), text: await shown(page, '.paper p') };
}

describeInBrowser('the Write view', (open) => {
  it.each([
    [1, true],
    [2, true],
    [2, false],
  ])('ends with the weights and the text of Node; threads: %s, isolated: %s', async (threads, isolated) => {
    const page = await open(`${PAGE}#write?${SMALL}&threads=${threads}`, { isolated });
    const inNode = await writtenInNode(SMALL, new Blob([book]));
    expect(await trained(page)).toEqual(inNode);
    expect(inNode.text).toMatch(/^It is a truth/);
    const count = isolated ? threads : 1;
    expect(await shown(page, '.run-bar .small')).toContain(`${count} thread${count === 1 ? '' : 's'}`);
    expect(await shown(page, '.position')).toBe('Done: 100 steps');
    const numbers = await page.locator('.numbers dd').allTextContents();
    expect(numbers[3]).toBe('6,400');
    expect(Math.log(Number(numbers[1]))).toBeCloseTo(Number(numbers[0]), 2);
    expect(Number(numbers[0])).toBeLessThan(3.2);
  });

  it('pauses, steps, writes otherwise and goes on; its link survives a reload, and a copy', async () => {
    const page = await open(`${PAGE}#write?${SMALL}&threads=1`, { isolated: true });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await button(page, 'Step').click();
    await reaches(page, 'paused');
    expect(await shown(page, '.position')).toBe('Paused. Step 1 of 100');
    const first = { digest: await digestOn(page), text: await shown(page, '.paper p') };
    await button(page, 'Write another').click();
    await expect.poll(() => shown(page, '.paper p')).not.toBe(first.text);
    await page.getByLabel('Begin with').fill('Mr. Darcy ß');
    await expect.poll(() => shown(page, '.paper b')).toBe('Mr. Darcy ß');
    await page.getByText('The text does not have ß, so the network has never seen it.').waitFor();
    expect(await digestOn(page)).toBe(first.digest);
    await page.getByLabel('Top-k').fill('3');
    await page.getByLabel('Temperature').fill('0');
    await expect.poll(() => linkOf(page)).toContain('prompt=Mr.+Darcy+%C3%9F&temperature=0&topK=3');
    await button(page, 'Step').click();
    await expect.poll(() => shown(page, '.position')).toBe('Paused. Step 2 of 100');
    await button(page, 'Continue').click();
    await reaches(page, 'done');
    const digest = await digestOn(page);
    expect(digest).toBe((await writtenInNode(SMALL, new Blob([book]))).digest);

    const outdated = page.getByText('The settings have changed since. Press Train to use them.');
    expect(await outdated.count()).toBe(0);
    await page.getByLabel('Seed').fill('11');
    await outdated.waitFor();
    await page.getByLabel('Width').selectOption('48');
    await page.getByLabel('Heads').selectOption('3');
    await page.getByLabel('Width').selectOption('32');
    expect(await page.getByLabel('Heads').inputValue()).toBe('2');
    await button(page, 'Copy the link').click();
    await button(page, 'Link copied').waitFor();
    const link = (await page.evaluate('navigator.clipboard.readText()')) as string;
    expect(link).toBe(page.url());
    const own = await trained(page);
    expect(own).toEqual(await writtenInNode(linkOf(page), new Blob([book])));
    await page.reload();
    expect(await trained(page)).toEqual(own);
    const other = await open(PAGE, { isolated: true });
    await other.goto(link);
    expect(await trained(other)).toEqual(own);
  });

  it('changes its sample while you look, and starts over', async () => {
    const page = await open(`${PAGE}#write?${SMALL.replace('steps=100', 'steps=100000')}&threads=1`, {
      isolated: true,
    });
    await button(page, 'Train').click();
    await page.waitForSelector('.paper b');
    const first = await shown(page, '.paper p');
    await expect.poll(() => shown(page, '.paper p')).not.toBe(first);
    await page.waitForSelector('.history li:nth-child(3)');
    await expect.poll(() => shown(page, '.numbers dd:nth-child(2)')).toMatch(/^\d/);
    await button(page, 'Start over').click();
    await expect.poll(() => page.locator('.history').count()).toBe(0);
    await reaches(page, 'training');
    await button(page, 'Pause').click();
    await reaches(page, 'paused');
  });

  it('learns what is typed, pasted or dropped, and keeps it while you draw', async () => {
    const page = await open(`${PAGE}#write?${SMALL.replace('steps=100', 'steps=50')}&threads=1&prompt=a`, {
      isolated: true,
    });
    await expect.poll(() => field(page).inputValue()).toBe(BEGINNING);
    expect(await field(page).isEditable()).toBe(false);
    await button(page, 'Clear').click();
    await expect.poll(() => shown(page, '.position')).toBe('Paste a text, or drop a file onto this page.');
    expect(await button(page, 'Train').isDisabled()).toBe(true);
    await field(page).fill('x');
    const short =
      'text.txt: expected at least 18 characters for a context of 16. Received 1. Take a longer text, or a shorter context.';
    await expect.poll(() => shown(page, '.text-source [role=alert]')).toBe(short);
    expect(await shown(page, '.position')).toBe(short);
    const typed = 'a 🦜 שלום '.repeat(20);
    await field(page).fill(typed);
    await expect.poll(() => shown(page, '.text-source .small')).toMatch(/^text\.txt: 180 characters, 7 different\./);
    expect(await trained(page)).toEqual(await writtenInNode(linkOf(page), new Blob([typed])));

    expect(await drop(page, 'poem.txt', 'a rose is a rose\r\n'.repeat(20))).toBe(false);
    await expect.poll(() => linkOf(page)).toContain('text=poem.txt');
    await page.getByText('The settings have changed since. Press Train to use them.').waitFor();
    const own = await trained(page);
    expect(own).toEqual(await writtenInNode(linkOf(page), new Blob(['a rose is a rose\r\n'.repeat(20)])));
    await page.getByRole('link', { name: 'Draw', exact: true }).click();
    await isReady(page);
    await page.getByRole('link', { name: 'Write', exact: true }).click();
    expect(await trained(page)).toEqual(own);
    await page.reload();
    await expect.poll(() => shown(page, '.position')).toBe('Drop poem.txt onto this page, or paste its text.');
    await button(page, 'Pride and Prejudice').click();
    await expect.poll(() => field(page).inputValue()).toBe(BEGINNING);
  });

  it('learns 10 MB that are pasted, of which it shows the beginning, and says what a file is that is no text', async () => {
    const page = await open(`${PAGE}#write?${SMALL.replace('steps=100', 'steps=50')}&threads=1`, { isolated: true });
    await expect.poll(() => field(page).inputValue()).toBe(BEGINNING);
    const line = 'All work and no play. ';
    await field(page).evaluate((element, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text.repeat(10_000_000 / text.length));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, line);
    await expect
      .poll(() => shown(page, '.text-source .small'))
      .toMatch(
        /^text\.txt: 9,999,990 characters, 13 different\. .* Only the beginning is shown; paste another text .*\.$/,
      );
    expect(await field(page).isEditable()).toBe(false);
    const whole = new Blob([line.repeat(10_000_000 / line.length)]);
    expect(await trained(page)).toEqual(await writtenInNode(linkOf(page), whole));
    expect(await drop(page, 'cat.gif', 'GIF89a\0\0\0')).toBe(false);
    await expect
      .poll(() => shown(page, '.text-source [role=alert]'))
      .toBe('cat.gif: expected a text in UTF-8. Received bytes of 0, as in a program, an image or UTF-16.');
    expect(await button(page, 'Train').isDisabled()).toBe(true);
  });

  it('offers its model and its code, which ends with the same weights and text', async () => {
    const page = await open(`${PAGE}#write?${SMALL}&threads=2`, { isolated: true });
    await page.setViewportSize({ width: 1280, height: 900 });
    const { digest, text } = await trained(page);
    const waiting = page.waitForEvent('download');
    await button(page, 'Download the model').click();
    const files = unzipSync(readFileSync(await (await waiting).path()));
    const model = files['model.json'] as Uint8Array;
    const saved = await loadModelFiles({ model, weights: files['weights.safetensors'] as Uint8Array });
    expect(readTextForm(saved.form, 'model.json').context).toBe(16);

    const folder = new URL('../programs-in-node-that-write/', import.meta.url);
    mkdirSync(folder, { recursive: true });
    try {
      const beside = page.waitForEvent('download');
      await page.getByRole('link', { name: 'pride-and-prejudice.txt' }).click();
      writeFileSync(new URL('pride-and-prejudice.txt', folder), readFileSync(await (await beside).path()));
      writeFileSync(new URL('train.mjs', folder), await shown(page, '.code pre'));
      const printed = execFileSync(process.execPath, ['train.mjs'], { cwd: folder, encoding: 'utf8' });
      expect(printed.slice(printed.indexOf('\n') + 1)).toBe(`${text}\nweights ${digest}\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
    await takePictures(page, 'write');
    expect(await violations(page)).toEqual([]);
  });

  it('says what is wrong with a link', async () => {
    const page = await open(`${PAGE}#write?heads=7&context=no`, { isolated: false });
    await expect
      .poll(() => shown(page, '.notice'))
      .toContain("context: expected a whole number from 4 to 512. Received 'no'.");
    expect(await shown(page, '.notice')).toContain('heads: expected a divisor of the width, 64. Received 7.');
  });
});
