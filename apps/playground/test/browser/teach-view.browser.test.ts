/** The Teach view in Chromium: from dropped photos to a network in ONNX, and nothing leaves the page. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createBackend } from '@nablajs/backend-wasm';
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { loadModelFiles } from '@nablajs/checkpoint/portable';
import { dense, predict } from '@nablajs/core';
import { decodeImage, encodeImage, readImageForm } from '@nablajs/datasets';
import { importOnnx } from '@nablajs/interchange';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { type Kind, paintedBytes } from '../teach/painted.js';
import { smallNetworks } from '../teach/small-networks.js';
import { isReady, PAGE, shown, takePictures, violations } from './in-page.js';

/** A file as the page gets it. */
interface Dropped {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const cards = (page: Page) => page.locator('.photo-class');
const position = (page: Page): Promise<string> => shown(page, '.learn .position');

const pictures = (kind: Kind, count: number, first = 0): readonly Dropped[] =>
  Array.from({ length: count }, (_, at) => ({
    name: `${kind}-${first + at}.png`,
    bytes: paintedBytes(kind, first + at),
  }));

/** Drops files onto an element, or pastes them where the focus is. */
async function give(page: Page, type: 'drop' | 'paste', selector: string, files: readonly Dropped[]): Promise<void> {
  const given = files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('base64')]);
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    for (const [name, text] of ${JSON.stringify(given)}) {
      const type = name.endsWith('.png') ? 'image/png' : '';
      data.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], name, { type }));
    }
    const options = { bubbles: true, cancelable: true };
    const event = ${JSON.stringify(type)} === 'drop'
      ? new DragEvent('drop', { ...options, dataTransfer: data })
      : new ClipboardEvent('paste', { ...options, clipboardData: data });
    document.querySelector(${JSON.stringify(selector)}).dispatchEvent(event);
  })()`);
}

const card = (at: number): string => `.photo-class:nth-of-type(${at})`;

/** Waits until all photos are read. */
const canTrain = (page: Page) => expect.poll(() => button(page, 'Train').isEnabled(), { timeout: 60_000 }).toBe(true);

async function train(page: Page): Promise<void> {
  await canTrain(page);
  await button(page, 'Train').click();
  await page.waitForSelector('.learn .position[data-state=done]');
}

/** The answer about the photo to try: the names of the classes, and their probabilities as the page shows them. */
async function answer(page: Page): Promise<Readonly<Record<string, string>>> {
  await page.waitForSelector('.try .bars');
  const [names, shares] = await Promise.all([
    page.locator('.try .bars th').allTextContents(),
    page.locator('.try .bars .share').allTextContents(),
  ]);
  return Object.fromEntries(names.map((name, at) => [name, shares[at] ?? '']));
}

async function download(page: Page, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const waiting = page.waitForEvent('download');
  await button(page, name).click();
  return Uint8Array.from(readFileSync(await (await waiting).path()));
}

describeInBrowser('the Teach view', (open) => {
  it('learns dropped photos, answers, and gives its network away as a model and as ONNX', async () => {
    const page = await open(`${PAGE}#teach`, { isolated: true });
    await page.setViewportSize({ width: 1280, height: 900 });
    const asked: string[] = [];
    page.context().on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).origin}`));
    await page.getByLabel('Name of the class').nth(0).fill('stripes');
    await page.getByLabel('Name of the class').nth(1).fill('discs');
    await give(page, 'drop', card(1), pictures('stripes', 10));
    await give(page, 'drop', card(2), pictures('discs', 10));
    await expect.poll(() => cards(page).locator('.count').allTextContents()).toEqual(['10 photos', '10 photos']);
    await train(page);
    expect(await position(page)).toMatch(/^Done: \d+ epochs on 16 photos$/);
    expect(await shown(page, '.learn .score-text')).toBe(
      '100 % right: 4 of the 4 photos that were held out to test it.',
    );
    expect(await page.locator('.learn .curves .key').allTextContents()).toEqual([
      expect.stringMatching(/^training [\d.e-]+$/),
      expect.stringMatching(/^held out [\d.e-]+$/),
    ]);
    expect(await page.locator('.thumb canvas').count()).toBe(20);
    const [other] = pictures('discs', 1, 50) as [Dropped];
    await give(page, 'drop', '.try', [other]);
    const said = await answer(page);
    expect(Number.parseFloat(said['discs'] ?? '')).toBeGreaterThan(90);

    const zipped = unzipSync(await download(page, 'Download the model'));
    const [model, weights] = [zipped['model.json'] as Uint8Array, zipped['weights.safetensors'] as Uint8Array];
    const form = readImageForm((await loadModelFiles({ model, weights })).form, 'model.json');
    expect(form.classes).toEqual(['stripes', 'discs']);
    const backend = await createBackend({ threads: 1 });
    try {
      using network = importOnnx(backend, await download(page, 'Download as ONNX'));
      const pixels = Int32Array.from(encodeImage(decodeImage(other.bytes, other.name), form));
      const { data } = await predict(network, dense(pixels, [1, form.height, form.width, 3]));
      for (const [at, name] of form.classes.entries()) {
        expect(100 * (data[at] as number)).toBeCloseTo(Number.parseFloat(said[name] ?? ''), 0);
      }
    } finally {
      await backend.dispose();
    }

    const folder = new URL('../program-in-node-that-looks/', import.meta.url);
    mkdirSync(new URL('nabla-photos/', folder), { recursive: true });
    try {
      writeFileSync(new URL('nabla-photos/model.json', folder), model);
      writeFileSync(new URL('nabla-photos/weights.safetensors', folder), weights);
      writeFileSync(new URL('disc.png', folder), other.bytes);
      writeFileSync(new URL('look.mjs', folder), await shown(page, '.code pre'));
      const printed = execFileSync(process.execPath, ['look.mjs', 'disc.png'], { cwd: folder, encoding: 'utf8' });
      const share = (name: string): number => Number.parseFloat(said[name] ?? '');
      const [first = '', second = ''] = printed.trim().split('\n');
      expect(first).toMatch(/^disc\.png: stripes [\d.]+ %$/);
      expect(Number(/([\d.]+) %$/.exec(first)?.[1])).toBeCloseTo(share('stripes'), 0);
      expect(Number(/discs ([\d.]+) %$/.exec(second)?.[1])).toBeCloseTo(share('discs'), 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(new Set(asked)).toEqual(new Set([`GET ${new URL(page.url()).origin}`]));
    await takePictures(page, 'teach');
    expect(await violations(page)).toEqual([]);
  });

  it('loads its network with the first photo, and keeps photos, network and answers while you draw', async () => {
    const page = await open(`${PAGE}#teach`, { isolated: false });
    const asked: string[] = [];
    page.context().on('request', (request) => asked.push(request.url()));
    const large = (): number => asked.filter((url) => /weights-[^/]*\.safetensors/.test(url)).length;
    await page.reload();
    await page.waitForSelector('.photo-class');
    expect(await position(page)).toBe('Add photos of Class 1.');
    expect(large()).toBe(0);
    await page.context().setOffline(true);
    await give(page, 'drop', card(1), pictures('stripes', 2));
    await expect.poll(() => shown(page, '.notice')).toMatch(/^Cannot load .*\. Check your connection and try again\.$/);
    expect(await cards(page).nth(0).locator('.count').textContent()).toBe('0 photos');
    await page.context().setOffline(false);
    asked.length = 0;
    await give(page, 'drop', card(1), pictures('stripes', 2));
    await give(page, 'drop', card(2), pictures('discs', 2));
    await canTrain(page);
    expect(large()).toBe(1);
    expect(await shown(page, '.results')).toContain('2,336,304 weights, 192 features, photos of 224 × 224.');
    await train(page);
    expect(await shown(page, '.learn .score-text')).toMatch(/^Too few photos to test it: from 5 in each class on/);
    await give(page, 'drop', '.try', pictures('discs', 1, 9));
    const said = await answer(page);
    await page.getByRole('link', { name: 'Draw', exact: true }).click();
    await isReady(page);
    await page.getByRole('link', { name: 'Teach', exact: true }).click();
    expect(await answer(page)).toEqual(said);
    expect(await cards(page).locator('.count').allTextContents()).toEqual(['2 photos', '2 photos']);
    expect(await position(page)).toMatch(/^Done: 100 epochs on 4 photos$/);
  });

  it('adds, renames and removes classes and photos with the keyboard, and pastes where you are', async () => {
    const page = await open(`${PAGE}#teach`, { isolated: false });
    await button(page, 'Add a class').press('Enter');
    const names = page.getByLabel('Name of the class');
    expect(await names.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))).toEqual([
      'Class 1',
      'Class 2',
      'Class 3',
    ]);
    await names.nth(2).fill('Class 1');
    await page.getByText('Another class is called Class 1 already.').waitFor();
    expect(await position(page)).toBe('Give each class a name of its own.');
    await names.nth(2).fill(' ');
    await page.getByText('Give this class a name.').waitFor();
    await names.nth(2).fill('cats');
    await names.nth(2).focus();
    await give(page, 'paste', card(3), pictures('discs', 1));
    await cards(page).nth(2).getByText('1 photo', { exact: true }).waitFor();
    await cards(page).nth(0).locator('.empty').click();
    await give(page, 'paste', 'body', pictures('stripes', 2));
    await cards(page).nth(0).getByText('2 photos').waitFor();
    await expect.poll(() => position(page)).toBe('Add photos of Class 2.');
    await button(page, 'Remove stripes-0.png.').press('Enter');
    await cards(page).nth(0).getByText('1 photo', { exact: true }).waitFor();
    await button(page, 'Remove the class Class 2').press('Enter');
    expect(await cards(page).count()).toBe(2);
    expect(await button(page, 'Remove the class cats').isDisabled()).toBe(true);
    await train(page);
    await names.nth(1).fill('dogs');
    await page.getByText('The photos have changed since. Press Train to use them.').waitFor();

    await give(page, 'drop', card(1), [{ name: 'cat.txt', bytes: new TextEncoder().encode('meow') }]);
    const unreadable = 'cat.txt: this browser cannot read it as a picture. Save it as a PNG or a JPEG.';
    await expect.poll(() => shown(page, '.notice')).toBe(unreadable);
    await cards(page).nth(0).getByText('1 photo', { exact: true }).waitFor();
    await give(page, 'drop', 'body', pictures('discs', 1));
    await expect.poll(() => shown(page, '.notice')).toBe('Drop photos onto a class, or click a class and paste.');
  });

  it('starts from a network that you drop, and reads the photos again', async () => {
    const page = await open(`${PAGE}#teach`, { isolated: false });
    const backend = await createBackend({ threads: 1 });
    const { channelsFirst, tfjs, rows } = await smallNetworks(backend);
    await backend.dispose();
    await page.waitForSelector('.photo-class');
    await give(page, 'drop', card(1), pictures('stripes', 5));
    await give(page, 'drop', card(2), pictures('discs', 5));
    await canTrain(page);
    await give(page, 'drop', 'body', channelsFirst);
    await page.getByText('photos of 32 × 48').waitFor();
    await train(page);
    expect(await position(page)).toMatch(/epochs on 8 photos$/);
    // Equal photos in two classes cannot be told apart.
    await button(page, 'Add a class').click();
    await give(page, 'drop', card(3), pictures('discs', 5));
    await train(page);
    const score = await shown(page, '.learn .score-text');
    const [, right] = / right: ([012]) of the 3 photos .* Those that it got wrong have a frame\.$/.exec(score) ?? [];
    expect(await page.locator('.thumb.wrong').count()).toBe(3 - Number(right));
    const [wrong] = await page
      .locator('.thumb.wrong')
      .evaluateAll((all) => all.map((one) => one.getAttribute('title')));
    expect(wrong).toMatch(/The network takes it for Class [123]\. Click to remove it\.$/);
    await page.getByLabel('How it takes pixels').selectOption('0 to 255');
    await expect.poll(() => position(page)).toBe('Press Train.');
    await train(page);
    await give(page, 'drop', 'body', rows);
    await expect.poll(() => shown(page, '.results [role=alert]')).toMatch(/^Expected a network that takes one photo:/);
    expect(await position(page)).toMatch(/epochs on 12 photos$/);
    await give(page, 'drop', 'body', tfjs);
    await page.getByText('model.json, ').waitFor();
    await button(page, 'Use EfficientNet-Lite0').click();
    await page.getByText('photos of 224 × 224').waitFor();
    await train(page);
    expect(await violations(page)).toEqual([]);
  });
});
