/** The pages that the guides show, built and opened in Chromium as the guides say. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { createBackend } from '@nablajs/backend-wasm';
import { describeInBrowser } from '@nablajs/browser/vitest';
import { save } from '@nablajs/checkpoint';
import { Dense, dense, ReLU, Sequential } from '@nablajs/core';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { readPage } from '../../scripts/page.mjs';
import { ROOT } from './pages.js';

interface Block {
  readonly name: string | undefined;
  readonly language: string;
  readonly code: string;
}

const blocksOf = (guide: string): readonly Block[] => readPage(readFileSync(join(ROOT, 'docs/guides', guide), 'utf8'));

/** The text block that follows the block called `name`. */
function shownAfter(guide: string, name: string): string {
  const blocks = blocksOf(guide);
  const text = blocks.slice(blocks.findIndex((block) => block.name === name)).find((one) => one.language === 'text');
  return (text?.code ?? '').trimEnd();
}

const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
/** The policy that the guide names. */
const STRICT = { 'Content-Security-Policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" };

const NABLA = join(ROOT, 'apps/cli/bin/nabla.js');

let folder = '';
const servers: PreviewServer[] = [];

/**
 * Saves a network that tells points inside the unit diamond, |x| + |y| < 1, from others: no training, known weights.
 */
async function saveDiamond(to: string): Promise<void> {
  const backend = await createBackend({ threads: 1 });
  const parameters = new Map([
    ['0.weight', dense(Float32Array.of(1, -1, 0, 0, 0, 0, 1, -1), [2, 4])],
    ['0.bias', dense(new Float32Array(4), [4])],
    ['2.weight', dense(Float32Array.of(-1, -1, -1, -1), [4, 1])],
    ['2.bias', dense(Float32Array.of(1), [1])],
  ]);
  const layers = [new Dense(4), new ReLU(), new Dense(1)];
  const model = new Sequential(backend, { inputShape: [2], layers, parameters });
  await save(model, to, { weights: 'float16' });
  await backend.dispose();
}

/** Trains on the penguins, as the guide does. */
function trainPenguins(): void {
  const options = ['--target', 'species', '--effort', '0.1', '--out', join(folder, 'penguins'), '--no-run', '--quiet'];
  const train = ['train', join(ROOT, 'apps/cli/examples/penguins.csv'), ...options];
  execFileSync(process.execPath, [NABLA, ...train], { cwd: folder, stdio: 'pipe' });
}

/** Writes the guide's files below `name/` to a folder that has the packages installed. */
function write(guide: string, name: string): string {
  const root = join(folder, name);
  for (const block of blocksOf(guide).filter((one) => one.name?.startsWith(`${name}/`))) {
    const file = join(folder, block.name ?? '');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, block.code);
  }
  if (!existsSync(join(root, 'index.html'))) throw new Error(`${guide} has no ${name}/index.html`);
  return root;
}

/**
 * The address of a site that `npx vite build` made of the guide's files, with the headers for threads, or a strict
 * policy.
 */
async function serveBuilt(guide: string, name: string, isolated: boolean): Promise<string> {
  const root = write(guide, name);
  for (const model of ['model', 'penguins']) {
    cpSync(join(folder, model), join(root, 'public', model), { recursive: true });
  }
  await build({ root, configFile: false, logLevel: 'warn', build: { target: 'es2022' }, worker: { format: 'es' } });
  const headers = isolated ? ISOLATION : STRICT;
  const server = await preview({ root, configFile: false, preview: { host: '127.0.0.1', port: 0, headers } });
  servers.push(server);
  return server.resolvedUrls?.local[0] ?? '';
}

/** Starts `nabla serve` for a model, and a site of one page, whose origin the model's server names. */
async function serveModel(model: string, html: () => string): Promise<{ address: string; origin: string }> {
  // Chromium lets no page that Playwright answers reach this machine.
  const site = createServer((_, response) => void response.setHeader('content-type', 'text/html').end(html()));
  onTestFinished(() => void site.close());
  await once(site.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const serve = [NABLA, 'serve', model, '--port', '0', '--json', '--cors', origin];
  const server = spawn(process.execPath, serve, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void server.kill());
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  return { address: (JSON.parse(line) as { readonly address: string }).address, origin };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nabla-guides-'));
  symlinkSync(join(ROOT, 'docs/node_modules'), join(folder, 'node_modules'), 'junction');
  await saveDiamond(join(folder, 'model'));
  trainPenguins();
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  rmSync(folder, { recursive: true, force: true });
});

describeInBrowser('the pages of the guides', (open) => {
  it.each([true, false])('Deploy a model: the static page needs no bundler; isolated: %s', async (isolated) => {
    const page = await open('/packages/core/dist/index.js', { isolated });
    const html = readFileSync(join(write('deploy.md', 'static'), 'index.html'), 'utf8');
    const serve = (path: string, contentType: string, body: string | Buffer) =>
      page.route(`**/docs/${path}`, async (route) => {
        const response = await route.fetch(); // The file is not there, but the headers are the server's.
        await route.fulfill({ response, status: 200, contentType, body });
      });
    await serve('static.html', 'text/html', html);
    await serve('model/model.json', 'application/json', readFileSync(join(folder, 'model/model.json')));
    const weights = readFileSync(join(folder, 'model/weights.safetensors'));
    await serve('model/weights.safetensors', 'application/octet-stream', weights);
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    const logged = page.waitForEvent('console', (message) => message.type() === 'info');
    await page.goto(new URL('/docs/static.html', page.url()).href);
    await expect.poll(() => page.locator('output').textContent()).toBe(shownAfter('deploy.md', 'static/index.html'));
    expect(await page.evaluate('crossOriginIsolated')).toBe(isolated);
    if (!isolated) expect((await logged).text()).toMatch(/1 thread.*isolated/);
  });

  it.each([true, false])('Deploy a model: the Worker, as Vite builds it; isolated: %s', async (isolated) => {
    const page = await open('/packages/core/dist/index.js', { isolated });
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    await page.goto(await serveBuilt('deploy.md', 'worker', isolated));
    await expect.poll(() => page.locator('output').textContent()).toBe(shownAfter('deploy.md', 'static/index.html'));
  });

  it('Deploy a model: the page for tables predicts the row of its fields', async () => {
    const page = await open('/packages/core/dist/index.js', { isolated: false });
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    await page.goto(await serveBuilt('deploy.md', 'table', false));
    await page.locator('[name=sex]').selectOption('female');
    await page.locator('[name=island]').selectOption('Biscoe');
    const numbers = { bill_length_mm: 46.2, bill_depth_mm: 14.1, flipper_length_mm: 217, body_mass_g: 4600 };
    for (const [name, value] of Object.entries(numbers)) await page.locator(`[name=${name}]`).fill(`${value}`);
    await page.locator('button').click();
    const answer = () => page.locator('output').textContent();
    await expect.poll(answer).toBe(shownAfter('deploy.md', 'table/main.js'));
    await page.locator('[name=body_mass_g]').fill('heavy');
    await page.locator('button').click();
    await expect.poll(answer).toContain('row 1: body_mass_g: expected a number');
  });

  it('Deploy a model: the page that calls nabla serve', async () => {
    const page = await open('/packages/core/dist/index.js', { isolated: false });
    const rows = Array.from({ length: 200 }, (_, i) => [Math.cos(i * 1.7) * 3, Math.sin(i * 2.3) * 2] as const);
    const lines = rows.map(([x, y]) => `${x},${y},${x > y ? 'right' : 'left'}`);
    writeFileSync(join(folder, 'points.csv'), `x,y,side\n${lines.join('\n')}\n`);
    const train = [
      'train',
      'points.csv',
      '--target',
      'side',
      '--effort',
      '0.05',
      '--out',
      'points',
      '--no-run',
      '--quiet',
    ];
    execFileSync(process.execPath, [NABLA, ...train], { cwd: folder });
    const { address, origin } = await serveModel('points', () => html);
    const html = readFileSync(join(write('deploy.md', 'client'), 'index.html'), 'utf8').replace(
      'http://127.0.0.1:8080',
      address,
    );
    await page.goto(origin);
    await expect.poll(() => page.locator('output').textContent()).toBe(shownAfter('deploy.md', 'client/index.html'));
  });

  it('Train on text: the page shows a text as nabla serve makes it', async () => {
    const page = await open('/packages/core/dist/index.js', { isolated: false });
    writeFileSync(join(folder, 'book.txt'), 'The captain sees a sail. '.repeat(100));
    const small = ['--blocks', '1', '--width', '8', '--heads', '1', '--context', '8', '--epochs', '1'];
    execFileSync(process.execPath, [NABLA, 'train', 'book.txt', ...small, '--out', 'writer', '--no-run', '--quiet'], {
      cwd: folder,
    });
    const { address, origin } = await serveModel('writer', () => html);
    const block = blocksOf('train-on-text.md').find(({ code }) => code.includes('/generate'));
    const program = (block?.code ?? '').replace('http://localhost:8080', address);
    const html = `<!doctype html><body><script type="module">${program}</script>`;
    await page.goto(origin);
    const written = '[...document.body.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data)';
    await expect.poll(() => page.evaluate(`${written}.join('').length`)).toBe(200);
    expect(await page.evaluate(`${written}.length`)).toBeGreaterThan(1);
  });

  it('Save and load models: the page trains once, and loads the model after a reload', async () => {
    const page = await open('/packages/core/dist/index.js', { isolated: false });
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    await page.goto(await serveBuilt('save-and-load.md', 'save', false));
    const shown = shownAfter('save-and-load.md', 'save/main.js');
    await expect.poll(() => page.locator('output').textContent(), { timeout: 20_000 }).toBe(shown);
    await page.reload();
    const loaded = shown.replace('trained', 'loaded');
    await expect.poll(() => page.locator('output').textContent(), { timeout: 20_000 }).toBe(loaded);
  });
});
