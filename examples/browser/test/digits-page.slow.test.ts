/** Opens digits.html in a browser: the convolutional network learns in a Worker as in Node, and the page stays free. */
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { createBackend } from '@nablajs/backend-wasm';
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { type Dataset, dense, train } from '@nablajs/core';
import { createServer } from 'vite';
import { expect, it } from 'vitest';
import { type Digits, digitsFrom, newConvnet, settings } from '../src/digits-run.js';

const BUILT = '/examples/browser/dist/digits.html';
const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = fileURLToPath(new URL('../screenshots/', import.meta.url));
const images = new URL('../../../packages/golden/fixtures/mnist-2024.bin.gz', import.meta.url);

function datasetOf({ x, y }: Digits): Dataset {
  return {
    length: y.data.length,
    inputShape: [28, 28, 1],
    batch: (indices) => {
      const picked = new Float32Array(indices.length * 784);
      for (const [at, index] of indices.entries()) {
        picked.set(x.data.subarray(index * 784, (index + 1) * 784), at * 784);
      }
      const labels = indices.map((index) => y.data[index] as number);
      return { x: dense(picked, [indices.length, 28, 28, 1]), y: dense(labels, [indices.length]) };
    },
  };
}

/** What the page must show after a training: the last loss, and the accuracy on the test digits. */
async function expected(seed: number, epochs: number): Promise<{ loss: string; accuracy: string }> {
  const backend = await createBackend({ threads: 1 });
  const { training, test } = digitsFrom(gunzipSync(readFileSync(images)));
  const options = { ...settings(seed, epochs, 32), validation: datasetOf(test) };
  let shown = { loss: '', accuracy: '' };
  for await (const event of train(newConvnet(backend, seed), datasetOf(training), options)) {
    if (event.type !== 'epoch-end') continue;
    const accuracy = event.log['val_accuracy'] as number;
    shown = { loss: event.loss.toFixed(6), accuracy: `${(100 * accuracy).toFixed(1)} %` };
  }
  await backend.dispose();
  return shown;
}

const shown = async (page: Page, id: string): Promise<string> => (await page.locator(`#${id}`).textContent()) ?? '';
const reaches = (page: Page, state: string) => page.waitForSelector(`body[data-state=${state}]`);
const result = async (page: Page) => ({ loss: await shown(page, 'loss'), accuracy: await shown(page, 'accuracy') });

describeInBrowser('the page with digits', (open) => {
  it('learns to read them in a worker on two threads, with the same numbers as in Node', async () => {
    const page = await open(`${BUILT}?threads=2&epochs=2`, { isolated: true });
    await page.setViewportSize({ width: 1200, height: 900 });
    await reaches(page, 'done');
    expect(await result(page)).toEqual(await expected(1, 2));
    // Guessing would be right 10 % of the time.
    expect(Number.parseFloat(await shown(page, 'accuracy'))).toBeGreaterThan(80);
    expect(await shown(page, 'epoch')).toBe('2 / 2');
    expect(await shown(page, 'backend')).toBe('WebAssembly SIMD, 2 threads');
    expect(await shown(page, 'pace')).toMatch(/^\d+\.\d ms$/);
    expect(await page.locator('#progress').getAttribute('max')).toBe('1');
    expect(await page.evaluate('document.getElementById("progress").value')).toBe(1);
    expect(await page.locator('#notice').isVisible()).toBe(false);
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: `${pictures}digits.png`, fullPage: true });
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('stops, and trains again with other weights, on one thread if the page is not isolated', async () => {
    const page = await open(`${BUILT}?epochs=1000000`, { isolated: false });
    await page.waitForFunction("document.getElementById('position').textContent.startsWith('Step 3 ')");
    await page.getByRole('button', { name: 'Stop' }).click();
    await reaches(page, 'stopped');
    expect(await shown(page, 'notice')).toMatch(/serve the page cross-origin isolated/);
    await page.getByRole('button', { name: 'Train again' }).click();
    await page.waitForFunction("document.getElementById('network').textContent.endsWith('seed 2.')");
    await page.waitForFunction("document.getElementById('epoch').textContent.startsWith('2 /')");
    await page.getByRole('button', { name: 'Stop' }).click();
    await reaches(page, 'stopped');
  });

  it('from the sources, as `npx vite` serves them', async () => {
    const server = await createServer({ root, logLevel: 'warn', server: { port: 0 } });
    try {
      await server.listen();
      const page = await open(BUILT, { isolated: true });
      await page.goto(`${server.resolvedUrls?.local[0]}digits.html?threads=2&epochs=1`);
      await reaches(page, 'done');
      expect(await result(page)).toEqual(await expected(1, 1));
    } finally {
      await server.close();
    }
  });
});
