/**
 * Reloads worker.html in a browser during training, pauses and continues it: the weights are those of Node, unstopped.
 */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-wasm';
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { type Network, train } from '@nablajs/core';
import { createServer } from 'vite';
import { expect, it } from 'vitest';
import { newNetwork, settings, spirals } from '../src/spirals-run.js';

const BUILT = '/examples/browser/dist/worker.html';
/** More epochs than the test reaches. */
const ENDLESS = `${BUILT}?threads=2&epochs=1000000`;
const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = fileURLToPath(new URL('../screenshots/', import.meta.url));

async function digestOf({ parameters }: Network): Promise<string> {
  const hash = createHash('sha256');
  for (const { value } of parameters) hash.update((await value.data()) as Uint8Array);
  return hash.digest('hex');
}

/** Returns the digests of the weights after `steps` steps and after `epochs` epochs of a training in Node. */
async function digestsOf(seed: number, epochs: number, steps = 0): Promise<{ atSteps: string; atEnd: string }> {
  const backend = await createBackend({ threads: 1 });
  const model = newNetwork(backend, seed);
  let batches = 0;
  let atSteps = '';
  const { metrics: _, ...options } = settings(seed, epochs);
  for await (const { type } of train(model, spirals(seed, 'training'), options)) {
    if (type === 'batch') batches += 1;
    if (type === 'batch' && batches === steps) atSteps = await digestOf(model);
  }
  const atEnd = await digestOf(model);
  await backend.dispose();
  return { atSteps, atEnd };
}

const shown = async (page: Page, id: string): Promise<string> => (await page.locator(`#${id}`).textContent()) ?? '';
const reaches = (page: Page, state: string) => page.waitForSelector(`body[data-state=${state}]`);

/** Returns the position that the page shows: the epoch, and the step in it, which is 125 at its end. */
function placeIn(text: string): { epoch: number; step: number } {
  const [, epoch = '0', step = '125'] = /epoch (\d+)(?:, after step (\d+))?/.exec(text) ?? [];
  return { epoch: Number(epoch), step: Number(step) };
}

/** Waits for a checkpoint after `epoch` and returns its position. */
async function savedAfter(page: Page, epoch: number): Promise<{ epoch: number; step: number }> {
  await expect.poll(async () => placeIn(await shown(page, 'saved')).epoch).toBeGreaterThan(epoch);
  return placeIn(await shown(page, 'saved'));
}

describeInBrowser('training in a worker of the example page', (open) => {
  it('goes on after a reload and a pause, to the bits of one that never stopped', async () => {
    const page = await open(ENDLESS, { isolated: true });
    await page.setViewportSize({ width: 1200, height: 900 });
    const before = await savedAfter(page, 1);
    await page.reload();
    await page.waitForFunction("document.getElementById('status').textContent.includes('Continued')");
    const resumed = placeIn(await shown(page, 'status'));
    expect(resumed.epoch).toBeGreaterThanOrEqual(before.epoch);
    await savedAfter(page, resumed.epoch);
    expect(await shown(page, 'backend')).toBe('WebAssembly SIMD, 2 threads');

    await page.getByText('Pause').click();
    await reaches(page, 'paused');
    const { epoch, step } = placeIn(await shown(page, 'status'));
    await page.waitForFunction("document.getElementById('weights').textContent !== '–'");
    const paused = await shown(page, 'weights');
    await page.reload();
    await reaches(page, 'paused');
    expect(await shown(page, 'weights')).toBe(paused);
    expect(placeIn(await shown(page, 'status'))).toEqual({ epoch, step });

    const epochs = epoch + 1;
    await page.goto(page.url().replace('1000000', `${epochs}`));
    await reaches(page, 'paused');
    await page.getByRole('button', { name: 'Continue' }).click();
    await reaches(page, 'done');
    const digests = await digestsOf(1, epochs, (epoch - 1) * 125 + step);
    expect({ atSteps: paused, atEnd: await shown(page, 'weights') }).toEqual(digests);
    expect(await shown(page, 'epoch')).toBe(`${epochs} / ${epochs}`);
    expect(await page.locator('#notice').isVisible()).toBe(false);
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: `${pictures}worker.png`, fullPage: true });
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);

    await page.reload();
    await reaches(page, 'done');
    expect(await shown(page, 'weights')).toBe(digests.atEnd);
  });

  it('belongs to one tab at a time, and starts over with other weights', async () => {
    const page = await open(ENDLESS, { isolated: false });
    await savedAfter(page, 0);
    expect(await shown(page, 'notice')).toMatch(/serve the page cross-origin isolated/);
    const [second] = await Promise.all([page.waitForEvent('popup'), page.evaluate('void open(location.href)')]);
    await reaches(second, 'failed');
    expect(await shown(second, 'status')).toBe(
      'Another tab has opened this training. Close that tab and reload this page.',
    );
    await second.close();

    await page.getByText('Start over').click();
    await page.waitForFunction("document.getElementById('network').textContent.endsWith('seed 2.')");
    await savedAfter(page, 0);
    await page.goto(page.url().replace('1000000', '2'));
    await page.waitForFunction("document.body.dataset.state === 'done'");
    const epochs = Number((await shown(page, 'epoch')).split(' / ')[0]);
    expect(await shown(page, 'weights')).toBe((await digestsOf(2, epochs)).atEnd);
  });

  it('from the sources, as `npx vite` serves them', async () => {
    const server = await createServer({ root, logLevel: 'warn', server: { port: 0 } });
    try {
      await server.listen();
      const page = await open(BUILT, { isolated: true });
      await page.goto(`${server.resolvedUrls?.local[0]}worker.html?threads=2&epochs=2`);
      await reaches(page, 'done');
      expect(await shown(page, 'weights')).toBe((await digestsOf(1, 2)).atEnd);
      expect(await shown(page, 'backend')).toBe('WebAssembly SIMD, 2 threads');
    } finally {
      await server.close();
    }
  });
});
