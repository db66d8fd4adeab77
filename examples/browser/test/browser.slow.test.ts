/** Opens the page in a browser: built by Vite, with and without the headers for threads, and from `npx vite`. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import type { Backend } from '@nablajs/core';
import { createServer } from 'vite';
import { expect, it } from 'vitest';
import { learn } from '../src/learn.js';
import { PROBLEMS, type Problem } from '../src/problems.js';

const BUILT = '/examples/browser/dist/index.html?threads=2';
const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = fileURLToPath(new URL('../screenshots/', import.meta.url));

/** The final loss that the page must show: that of the same training in Node. */
async function lossOf(backend: Backend, problem: Problem, seed: number): Promise<string | undefined> {
  let last: number | undefined;
  for await (const { losses } of learn(backend, problem, seed, new AbortController().signal)) last = losses.at(-1);
  await backend.dispose();
  return last?.toFixed(6);
}

const shown = (page: Page, id: string): Promise<string | null> => page.locator(`#${id}`).textContent();

async function trained(page: Page): Promise<string | null> {
  await page.waitForSelector('body[data-state=done]');
  return shown(page, 'loss');
}

describeInBrowser('the example page', (open) => {
  it('isolated: learns XOR, then two spirals, on two threads', async () => {
    const page = await open(BUILT, { isolated: true });
    await page.setViewportSize({ width: 1200, height: 860 });
    expect(await trained(page)).toBe(await lossOf(await createWasm(), PROBLEMS.xor, 1));
    expect(Number(await shown(page, 'loss'))).toBeLessThan(0.01);
    expect(await shown(page, 'accuracy')).toBe('100.0 %');
    expect(await shown(page, 'backend')).toBe('WebAssembly SIMD, 2 threads');
    expect(await page.locator('#notice').isVisible()).toBe(false);
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: `${pictures}light.png`, fullPage: true });

    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.getByText('Spirals').click();
    await page.getByText('Train again').click();
    expect(await trained(page)).toBe(await lossOf(await createWasm(), PROBLEMS.spirals, 2));
    await page.screenshot({ path: `${pictures}dark.png`, fullPage: true });
  });

  it('not isolated: the same loss on one thread, and says why; fits a telephone', async () => {
    const page = await open(BUILT, { isolated: false });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await trained(page)).toBe(await lossOf(await createWasm(), PROBLEMS.xor, 1));
    expect(await shown(page, 'backend')).toBe('WebAssembly SIMD, 1 thread');
    expect(await shown(page, 'notice')).toMatch(/serve the page cross-origin isolated/);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('without WebAssembly: on TypeScript, and says why', async () => {
    const page = await open(BUILT, { isolated: false });
    await page.addInitScript('WebAssembly.compile = () => Promise.reject(new Error("no SIMD"))');
    await page.reload();
    // learn.slow.test.ts and packages/golden test that it learns the same bits.
    await expect.poll(() => shown(page, 'backend')).toBe('pure TypeScript, 1 thread');
    await expect.poll(async () => Number(await shown(page, 'loss'))).toBeGreaterThan(0);
    expect(await shown(page, 'notice')).toMatch(/backend 'wasm'/);
    await page.close(); // It would learn on while the others do.
  });

  it('from the sources, as `npx vite` serves them', async () => {
    const server = await createServer({ root, logLevel: 'warn', server: { port: 0 } });
    try {
      await server.listen();
      const page = await open(BUILT, { isolated: true });
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.goto(`${server.resolvedUrls?.local[0]}?threads=2`);
      expect(await trained(page)).toBe(await lossOf(await createWasm(), PROBLEMS.xor, 1));
      expect(await shown(page, 'backend')).toBe('WebAssembly SIMD, 2 threads');
    } finally {
      await server.close();
    }
  });
});
