/** The page as a whole in Chromium: its size, its requests, its accessibility, and how free its main thread is. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { expect, it } from 'vitest';
import { type Kind, paintedBytes } from '../teach/painted.js';
import { isReady, PAGE, reaches, shown, violations } from './in-page.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
/** Weights and examples are data. */
const IS_DATA = /\.(safetensors|gz|csv)$|\/model-[^/]*\.json$/;
const MOST_BYTES = 300_000;
/** Milliseconds of the processor, which a busy machine does not change. */
const LONG_TASK = 50;

/** The files that the page asks for until it can read a drawing. */
async function firstLoad(page: Page): Promise<readonly string[]> {
  const requested: string[] = [];
  page.context().on('request', (request) => requested.push(request.url()));
  await page.reload();
  await isReady(page);
  return [...new Set(requested)];
}

/** What a trace of Chromium holds. */
interface Trace {
  readonly traceEvents: readonly {
    readonly name: string;
    readonly ph: string;
    readonly pid: number;
    readonly tid: number;
    /** Microseconds of the processor. */
    readonly tdur?: number;
    readonly args?: { readonly name?: string };
  }[];
}

/** The processor time of each task of the page's main thread while `act` runs, in milliseconds. */
async function tasksDuring(page: Page, act: () => Promise<void>): Promise<readonly number[]> {
  const session = await page.context().newCDPSession(page);
  const chunks: Trace['traceEvents'][number][] = [];
  session.on('Tracing.dataCollected', ({ value }) => chunks.push(...(value as unknown as typeof chunks)));
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    categories: 'toplevel,disabled-by-default-devtools.timeline',
  } as never);
  await act();
  await session.send('Tracing.end');
  await complete;
  const main = new Set(
    chunks
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return chunks
    .filter(({ name, pid, tid }) => /RunTask$/.test(name) && main.has(`${pid} ${tid}`))
    .flatMap(({ tdur }) => (tdur === undefined ? [] : [tdur / 1000]));
}

describeInBrowser('the playground', (open) => {
  it('loads less than 300 KB before data, and asks no other host for anything', async () => {
    const page = await open(PAGE, { isolated: true });
    const requested = await firstLoad(page);
    const { origin } = new URL(page.url());
    const files = requested.filter((url) => !/^(data|blob):/.test(url));
    expect(files.filter((url) => !url.startsWith(`${origin}/apps/playground/dist/`))).toEqual([]);
    const sizes = files.map((url): readonly [string, number] => {
      const path = new URL(url).pathname;
      return [path, IS_DATA.test(path) ? 0 : gzipSync(readFileSync(root + path)).length];
    });
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    console.log(`first load: ${total} bytes gzipped in ${files.length} files`);
    expect(files.length).toBeGreaterThan(4);
    expect(total).toBeLessThan(MOST_BYTES);
  });

  it('has nothing that axe finds, in all views, light and dark, on a screen and a phone', async () => {
    const page = await open(PAGE, { isolated: true });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await isReady(page);
    await page.getByRole('button', { name: 'Example of a 3' }).click();
    await page.waitForSelector('.read[data-digit]');
    const links = [
      '#draw',
      '#train?data=rings&epochs=2&threads=1',
      '#train?data=points',
      '#train?data=digits',
      '#train?data=table',
      '#write?context=16&blocks=1&width=16&heads=2&batch=4&steps=50&threads=1',
      '#teach',
    ];
    for (const link of links) {
      await page.goto(new URL(link, page.url()).href);
      // Views are loaded when they are first asked for.
      await page.waitForSelector(`header:has([aria-current=page][href="${link.split('?')[0]}"]) + main h1`);
      if (/rings|write/.test(link)) {
        await page.getByRole('button', { name: 'Train', exact: true }).click();
        await reaches(page, 'done');
      }
      for (const width of [1280, 390]) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          expect([link, width, colorScheme, await violations(page)]).toEqual([link, width, colorScheme, []]);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        }
      }
    }
  });

  // On a busy machine, caches that other programs fill lengthen a task now and then.
  it.each([
    '#train?data=spirals&count=2000&layers=dense64_dense64_dense64&epochs=40&threads=1',
    '#write?context=32&width=32&batch=4&steps=200&threads=1',
  ])('keeps its main thread free while it trains: %s', { retry: 3 }, async (link) => {
    const page = await open(`${PAGE}${link}`, { isolated: true });
    const tasks = await tasksDuring(page, async () => {
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await reaches(page, 'done');
    });
    expect(tasks.length).toBeGreaterThan(50);
    expect(Math.max(...tasks)).toBeLessThan(LONG_TASK);
  });

  it('keeps its main thread free while it reads photos and learns from them', { retry: 3 }, async () => {
    const page = await open(`${PAGE}#teach`, { isolated: true });
    await page.waitForSelector('.photo-class');
    const chosen = (kind: Kind) =>
      Array.from({ length: 12 }, (_, at) => ({
        name: `${at}.png`,
        mimeType: 'image/png',
        buffer: Buffer.from(paintedBytes(kind, at)),
      }));
    const tasks = await tasksDuring(page, async () => {
      for (const [at, kind] of (['stripes', 'discs'] as const).entries()) {
        await page.locator('.photo-class input[type=file]').nth(at).setInputFiles(chosen(kind));
      }
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await reaches(page, 'done');
    });
    expect(tasks.length).toBeGreaterThan(50);
    expect(Math.max(...tasks)).toBeLessThan(LONG_TASK);
  });

  it('without a connection says which file is missing, and goes on when it is back', async () => {
    const page = await open(PAGE, { isolated: false });
    await isReady(page);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Example of a 5' }).click();
    const missing = 'Cannot load digits.bin.gz. Check your connection and try again.';
    await expect.poll(() => shown(page, '.notice')).toBe(missing);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Example of a 5' }).click();
    await page.waitForSelector('.read[data-digit="5"]');
    expect(await page.locator('.notice').count()).toBe(0);
  });

  it('says that the Train view did not arrive, and shows it when it does', async () => {
    const page = await open(PAGE, { isolated: false });
    await isReady(page);
    // A browser would log an error about a file that is missing, and the test fail.
    const broken = { contentType: 'text/javascript', body: 'throw new Error();' };
    await page.route('**/train-view-*.js', (route) => route.fulfill(broken));
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await expect.poll(() => shown(page, '.notice')).toMatch(/^Cannot load this view\./);
    await page.unroute('**/train-view-*.js');
    await page.reload();
    await page.waitForSelector('.train');
  });

  it('says what to do where it may not copy', async () => {
    const page = await open(`${PAGE}#train`, { isolated: false });
    await page.waitForSelector('.train');
    await page.evaluate(`navigator.clipboard.writeText = () => Promise.reject(new Error('no'))`);
    await page.getByRole('button', { name: 'Copy the link' }).click();
    const advice = 'The browser does not let this page copy. Copy its address instead: it is the link.';
    await expect.poll(() => shown(page, '.notice')).toBe(advice);
    await page.getByRole('button', { name: 'Copy the code' }).click();
    await expect.poll(() => shown(page, '.code [role=alert]')).toMatch(/Select the code and copy it yourself\.$/);
  });

  it('without WebAssembly computes in TypeScript, and says why', async () => {
    const page = await open(PAGE, { isolated: false });
    // Workers have no init scripts: the kernels do not arrive.
    await page.route('**/kernels*.wasm', (route) => route.fulfill({ status: 200, body: 'no WebAssembly' }));
    await page.goto(new URL('#train?data=rings&epochs=2', page.url()).href);
    await page.reload();
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await reaches(page, 'done');
    await expect.poll(() => page.locator('.run-bar .small').textContent()).toContain('pure TypeScript');
    await expect.poll(() => page.locator('.run-bar .why').textContent()).toMatch(/WebAssembly|wasm/);
  });
});
