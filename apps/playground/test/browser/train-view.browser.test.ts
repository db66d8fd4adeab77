/** The Train view in Chromium: it ends with the weights of Node, whatever is done meanwhile. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-wasm';
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { loadModelFiles } from '@nablajs/checkpoint/portable';
import { dense, predict, sequentialFromConfig } from '@nablajs/core';
import { unzipSync } from 'fflate';
import { createServer } from 'vite';
import { expect, it } from 'vitest';
import config from '../../vite.config.js';
import {
  digestInNode,
  digestOn,
  drop,
  isReady,
  PAGE,
  reaches,
  shown,
  takePicture,
  takePictures,
  violations,
} from './in-page.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const penguins = readFileSync(new URL('../../../cli/examples/penguins.csv', import.meta.url));
const SPIRALS = 'data=spirals&classes=3&count=300&noise=0.02&layers=dense16_dense16&epochs=30&seed=4';

const train = (page: Page) => page.getByRole('button', { name: 'Train', exact: true }).click();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Opens the Train view with a link, trains, and returns the digest. */
async function trained(page: Page): Promise<string> {
  await train(page);
  await reaches(page, 'done');
  return digestOn(page);
}

describeInBrowser('the Train view', (open) => {
  it.each([
    [1, true],
    [2, true],
    [2, false],
  ])('ends with the weights of Node; threads: %s, isolated: %s', async (threads, isolated) => {
    const page = await open(`${PAGE}#train?${SPIRALS}&threads=${threads}`, { isolated });
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await trained(page)).toBe(await digestInNode(SPIRALS));
    const count = isolated ? threads : 1;
    expect(await shown(page, '.run-bar .small')).toContain(
      `WebAssembly SIMD, ${count} thread${count === 1 ? '' : 's'}`,
    );
    if (!isolated) expect(await shown(page, '.run-bar .why')).toMatch(/serve the page cross-origin isolated/);
  });

  it('learns spirals with the settings that it begins with', async () => {
    const page = await open(`${PAGE}#train`, { isolated: true });
    await page.setViewportSize({ width: 1280, height: 900 });
    await trained(page);
    const accuracy = /validation ([\d.]+) %/.exec(await shown(page, 'body'))?.[1];
    expect(Number(accuracy)).toBeGreaterThan(90);
    await takePictures(page, 'train');
  });

  it('learns digits, with the weights of Node, and shows filters, mistakes and the confusion matrix', async () => {
    const link = 'data=digits&layers=conv4x3_pool4&epochs=1&batch=64&seed=2';
    const page = await open(`${PAGE}#train?${link}&threads=2`, { isolated: true });
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await trained(page)).toBe(await digestInNode(link));
    expect(await page.locator('.digit-pictures .maps:not(.one) canvas').count()).toBe(4);
    expect(await page.locator('.mistakes li').count()).toBe(24);
    expect(await page.locator('.confusion tbody tr').count()).toBe(10);
    await takePicture(page, 'train-digits');
  });

  it('trains on TypeScript', async () => {
    const page = await open(`${PAGE}#train?${SPIRALS}&backend=ts`, { isolated: false });
    expect(await trained(page)).toBe(await digestInNode(`${SPIRALS}&backend=ts`));
    expect(await shown(page, '.run-bar .small')).toContain('pure TypeScript');
  });

  it('pauses, steps and goes on; its link survives a reload, and a copy', async () => {
    const page = await open(`${PAGE}#train?${SPIRALS}&threads=1`, { isolated: true });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await button(page, 'Step').click();
    await reaches(page, 'paused');
    expect(await shown(page, '.position')).toBe('Paused. Epoch 1 of 30, step 1 of 8');
    const first = await digestOn(page);
    await button(page, 'Step').click();
    await expect.poll(() => shown(page, '.position')).toBe('Paused. Epoch 1 of 30, step 2 of 8');
    expect(await digestOn(page)).not.toBe(first);
    await button(page, 'Continue').click();
    await reaches(page, 'done');
    const digest = await digestOn(page);
    expect(digest).toBe(await digestInNode(SPIRALS));

    const outdated = page.getByText('The settings have changed since. Press Train to use them.');
    expect(await outdated.count()).toBe(0);
    await page.getByLabel('Seed').fill('-1');
    await page.getByText(/^A whole number from 0 to \d+$/).waitFor();
    await page.getByLabel('Seed').fill('11');
    await outdated.waitFor();
    await page.getByLabel('Optimizer').selectOption('RMSprop');
    await page.getByLabel('Epochs').fill('5');
    await button(page, 'Copy the link').click();
    await button(page, 'Link copied').waitFor();
    const link = (await page.evaluate('navigator.clipboard.readText()')) as string;
    expect(link).toBe(page.url());
    expect(link).toContain('seed=11');
    const own = await trained(page);
    expect(await outdated.count()).toBe(0);
    await page.reload();
    expect(await trained(page)).toBe(own);
    const other = await open(PAGE, { isolated: true });
    await other.goto(link);
    expect(await trained(other)).toBe(own);
    expect(own).toBe(await digestInNode(new URL(link).hash.split('?')[1] ?? ''));
  });

  it('starts over when the data changes while it trains, and waits where there is none yet', async () => {
    const link = 'data=spirals&layers=dense16&epochs=5000&threads=1';
    const page = await open(`${PAGE}#train?${link}`, { isolated: false });
    await page.waitForSelector('.plane');
    expect(await page.locator('.charts, .digest').count()).toBe(0);
    await train(page);
    await page.waitForSelector('.charts');
    await page.getByLabel('Optimizer').selectOption('RMSprop');
    const outdated = 'The settings have changed since. Press Start over to use them.';
    await expect.poll(() => shown(page, '.note')).toBe(outdated);
    await page.getByLabel('Epochs').fill('3');
    await page.getByLabel('Data set').selectOption('rings');
    await expect.poll(() => shown(page, '.note')).toBe('The data changed, so the training started over.');
    await reaches(page, 'done');
    expect(await digestOn(page)).toBe(await digestInNode(new URL(page.url()).hash.split('?')[1] ?? ''));

    await page.getByLabel('Epochs').fill('5000');
    await train(page);
    await reaches(page, 'training');
    await page.getByLabel('Data set').selectOption('points');
    await reaches(page, 'paused');
    expect(await shown(page, '.note')).toBe('Click points of at least two classes into the square.');
  });

  it('keeps its settings and its table while you draw, and in its address', async () => {
    const page = await open(`${PAGE}#train?data=table&effort=quick`, { isolated: false });
    const file = { name: 'penguins.csv', mimeType: 'text/csv', buffer: penguins };
    await page.locator('input[type=file][accept*=csv]').setInputFiles([file]);
    await page.getByLabel('Column of penguins.csv to predict').selectOption('species');
    await expect.poll(() => page.url()).toContain('target=species');
    const address = page.url();
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await expect.poll(() => page.url()).toBe(address);
    await page.getByRole('link', { name: 'Draw', exact: true }).click();
    await isReady(page);
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await expect.poll(() => page.url()).toBe(address);
    await expect.poll(() => shown(page, '.table-drop')).toContain('344 rows');
    await page.getByLabel('Effort').selectOption('thorough');
    await expect.poll(() => page.url()).toContain('effort=thorough');
    await page.evaluate(`location.href = ${JSON.stringify(address)}`);
    await expect.poll(() => page.getByLabel('Effort').inputValue()).toBe('quick');
  });

  it('offers its model and its code, which give the same answers and weights elsewhere', async () => {
    const page = await open(`${PAGE}#train?${SPIRALS.replace('epochs=30', 'epochs=6')}&threads=1`, { isolated: true });
    const digest = await trained(page);
    const waiting = page.waitForEvent('download');
    await button(page, 'Download the model').click();
    const zip = readFileSync(await (await waiting).path());
    const files = unzipSync(zip);
    const saved = await loadModelFiles({
      model: files['model.json'] as Uint8Array,
      weights: files['weights.safetensors'] as Uint8Array,
    });
    const backend = await createBackend({ threads: 1 });
    const network = sequentialFromConfig(backend, saved.config, saved);
    const { data } = await predict(network, dense(Float32Array.of(0.25, -0.5), [1, 2]));
    const best = data.indexOf(Math.max(...data));
    const share = 1 / Array.from(data).reduce((sum, value) => sum + Math.exp(value - (data[best] as number)), 0);
    await backend.dispose();
    await page.getByLabel('x', { exact: true }).fill('0.25');
    await page.getByLabel('y', { exact: true }).fill('-0.5');
    await button(page, 'Ask').click();
    await expect.poll(() => shown(page, '.told')).toBe(`class: ${best}, with ${(100 * share).toFixed(1)} %`);

    const other = await open(`${PAGE}#train?data=digits`, { isolated: false });
    await other
      .locator('input[type=file][accept*=zip]')
      .setInputFiles([{ name: 'nabla-model.zip', mimeType: 'application/zip', buffer: zip }]);
    await reaches(other, 'loaded');
    expect(await digestOn(other)).toBe(digest);
    expect(other.url()).toContain('data=spirals');

    const folder = new URL('../programs-in-node/', import.meta.url);
    mkdirSync(folder, { recursive: true });
    try {
      writeFileSync(new URL('train.mjs', folder), await shown(page, '.code pre'));
      const printed = execFileSync(process.execPath, ['train.mjs'], { cwd: folder, encoding: 'utf8' });
      expect(printed.trim().split('\n').at(-1)).toBe(`weights ${digest}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('learns points that are clicked, or set with the keyboard', async () => {
    const page = await open(`${PAGE}#train?data=points&layers=dense8&epochs=60`, { isolated: false });
    await expect.poll(() => shown(page, '.position')).toMatch(/^Click points of at least two classes/);
    const square = page.locator('.plane');
    await square.scrollIntoViewIfNeeded();
    const { x = 0, y = 0, width = 0, height = 0 } = (await square.boundingBox()) ?? {};
    // A finger that scrolls the page goes down on the square, and adds no point.
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x - 20, y + height / 2);
    await page.mouse.up();
    await square.click({ position: { x: 0.25 * width, y: 0.25 * height } });
    await page.getByLabel('Classes').selectOption('3');
    await page.getByText('Class 2').click();
    // Then class 1 is the last one.
    await page.getByLabel('Classes').selectOption('2');
    await square.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).hash).toContain('points=-55.55.0_5.0.1');
    expect(await trained(page)).toBe(await digestInNode(new URL(page.url()).hash.split('?')[1] ?? ''));
  });

  it('learns a table that is dropped, shows what matters, and answers about one row', async () => {
    const page = await open(`${PAGE}#draw`, { isolated: true });
    await page.setViewportSize({ width: 1280, height: 900 });
    await isReady(page);
    expect(await drop(page, 'penguins.csv', `${penguins}`)).toBe(false);
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await page.waitForSelector('.train');
    expect(await drop(page, 'penguins.csv', `${penguins}`)).toBe(false);
    await page.getByLabel('Column of penguins.csv to predict').selectOption('species');
    expect(await page.getByLabel('Effort').inputValue()).toBe('normal');
    const begun = performance.now();
    const digest = await trained(page);
    console.log(`penguins with normal effort: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    const link = new URL(page.url()).hash.split('?')[1] ?? '';
    expect(link).toMatch(/^data=table&table=penguins.csv&target=species&effort=normal&seed=1&/);
    expect(digest).toBe(await digestInNode(link, new Blob([penguins])));
    expect(await shown(page, '.position')).toMatch(/^Done: the best of \d+ networks\. It has /);
    expect(Number(/^([\d.]+) % right, log loss 0\.0\d+$/.exec(await shown(page, '.score'))?.[1])).toBeGreaterThan(98);
    expect(await page.locator('.confusion tbody tr').count()).toBe(3);
    const bars = page.locator('.columns').first();
    await expect.poll(() => bars.locator('tbody th').allTextContents()).toContain('bill_length_mm');
    expect((await bars.locator('tbody th').allTextContents())[0]).toBe('bill_length_mm');
    await page.waitForSelector('.effect');
    expect(await page.locator('.effect path').count()).toBe(3);
    expect(await page.locator('.effect svg').getAttribute('aria-label')).toMatch(
      /^Mean probability, with bill_length_mm from 32\.1 to 59\.6: Adelie from /,
    );
    await takePicture(page, 'train-table-classes');
    await page.getByLabel('Effect of the column').selectOption('island');
    await page.getByText('Mean probability').waitFor();
    await expect
      .poll(() => page.locator('.columns').last().locator('tbody th').allTextContents())
      .toEqual(['Biscoe', 'Dream', 'Torgersen']);
    await button(page, 'Ask').click();
    await expect.poll(() => shown(page, '.told')).toMatch(/^species: (Adelie|Chinstrap|Gentoo), with \d+\.\d %$/);
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await expect.poll(() => shown(page, '.table-drop')).toContain('This link is about penguins.csv');
  });

  it('learns numbers of a table, stops with the best so far, and opens its model without the table', async () => {
    const page = await open(`${PAGE}#train?data=table&effort=quick&target=body_mass_g&threads=1`, { isolated: false });
    await page.setViewportSize({ width: 1280, height: 900 });
    await button(page, 'Try penguins.csv').click();
    const digest = await trained(page);
    const link = new URL(page.url()).hash.split('?')[1] ?? '';
    expect(digest).toBe(await digestInNode(link, new Blob([penguins])));
    expect(await shown(page, '.score')).toMatch(/^Error [23]\d\d$/);
    await page.getByLabel('Effect of the column').selectOption('flipper_length_mm');
    await page.waitForSelector('.effect');
    await button(page, 'Ask').click();
    const answer = /^body_mass_g: \d{4}, with 90 % between \d{4} and \d{4}$/;
    await expect.poll(() => shown(page, '.told')).toMatch(answer);
    const told = await shown(page, '.told');
    await takePictures(page, 'train-table');
    expect(await violations(page)).toEqual([]);
    const waiting = page.waitForEvent('download');
    await button(page, 'Download the model').click();
    const zip = readFileSync(await (await waiting).path());

    const other = await open(`${PAGE}#train?data=digits`, { isolated: false });
    const file = { name: 'nabla-model.zip', mimeType: 'application/zip', buffer: zip };
    await other.locator('input[type=file][accept*=zip]').setInputFiles([file]);
    await reaches(other, 'loaded');
    expect(await digestOn(other)).toBe(digest);
    await button(other, 'Ask').click();
    await expect.poll(() => shown(other, '.told')).toBe(told);

    await page.getByLabel('Effort').selectOption('thorough');
    await train(page);
    await expect
      .poll(() => shown(page, '.position'))
      .toMatch(/^\d+ %\. Trying network \d+: .* Best so far: error \d+\.$/);
    expect(await page.locator('.told').count()).toBe(0);
    await takePicture(page, 'train-table-search');
    await button(page, 'Stop').click();
    await reaches(page, 'stopped');
    expect(await shown(page, '.position')).toMatch(/^Stopped at \d+ %: /);
    expect(await shown(page, '.digest span')).toBe('SHA-256 of the weights');
    await button(page, 'Ask').click();
    await expect.poll(() => shown(page, '.told')).toMatch(answer);
    await page.getByLabel('Data set').selectOption('rings');
    expect(await shown(page, '.position')).toMatch(/^Stopped at \d+ %: /);
    expect(await page.locator('.score, .told').count()).toBe(0);
    await button(page, 'Step').waitFor();
  });

  it('says what is wrong with a table, and does not train on it', async () => {
    const page = await open(`${PAGE}#train?data=table`, { isolated: false });
    const file = { name: 'open.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,"2\n3,4\n') };
    await page.locator('input[type=file][accept*=csv]').setInputFiles([file]);
    await expect.poll(() => shown(page, '.table-drop [role=alert]')).toMatch(/^open\.csv: Quoted field unterminated/);
    await expect.poll(() => shown(page, '.position')).toBe('Drop a CSV file onto this page first.');
    expect(await button(page, 'Train').isDisabled()).toBe(true);
  });

  it('says what is wrong with a link', async () => {
    const page = await open(`${PAGE}#train?data=rings&rate=fast`, { isolated: false });
    await expect
      .poll(() => shown(page, '.notice'))
      .toBe("rate: expected a number from 0.000001 to 10. Received 'fast'.");
  });

  it('from the sources, as `npx vite` serves them', async () => {
    const server = await createServer({
      ...config,
      configFile: false,
      root,
      logLevel: 'warn',
      server: { ...config.server, port: 0 },
    });
    try {
      await server.listen();
      const page = await open(PAGE, { isolated: true });
      await page.goto(`${server.resolvedUrls?.local[0]}#train?${SPIRALS}&threads=2`);
      expect(await trained(page)).toBe(await digestInNode(SPIRALS));
    } finally {
      await server.close();
    }
  });
});
