import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isBuilt, noteBuild, serveSite, siteKey } from '../scripts/serve-site.mjs';

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'nabla-site-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) write(join(root, name), content);
  return root;
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

const SITE = {
  'docs/index.md': '# nabla',
  'docs/.vitepress/config.ts': 'export {};',
  'packages/core/src/index.ts': 'export const a = 1;',
  'packages/core/package.json': '{}',
  'pnpm-lock.yaml': '',
};

it.each([
  ['docs/index.md', true],
  ['docs/.vitepress/config.ts', true],
  ['docs/benchmarks/chart.svg', true],
  ['docs/images/draw.png', true],
  ['apps/playground/model/model.json', true],
  ['packages/core/README.md', true],
  ['packages/core/src/index.ts', true],
  ['packages/core/src/new/file.ts', true],
  ['packages/core/package.json', true],
  ['pnpm-lock.yaml', true],
  ['docs/.vitepress/dist/index.html', false],
  ['docs/.vitepress/dist.key', false],
  ['docs/test-results.json', false],
  ['docs/api/core.md', false],
  ['packages/core/test/a.test.ts', false],
  ['packages/core/dist/index.js', false],
  ['node_modules/some/README.md', false],
  ['.git/HEAD', false],
])('a change of %s is one of the site: %s', (file, changes) => {
  const root = folder(SITE);
  const before = siteKey(root);
  expect(siteKey(root)).toBe(before);
  write(join(root, file), 'changed');
  expect(siteKey(root) !== before).toBe(changes);
});

it('a site is built where it is there and its key is noted', () => {
  const dist = join(folder({ 'dist/index.html': '' }), 'dist');
  expect(isBuilt(dist, 'key')).toBe(false);
  noteBuild(dist, 'key');
  expect([isBuilt(dist, 'key'), isBuilt(dist, 'other')]).toEqual([true, false]);
  rmSync(join(dist, 'index.html'));
  expect(isBuilt(dist, 'key')).toBe(false);
});

it('the server listens on loopback alone, and serves a page by its name', async () => {
  const dist = folder({ 'index.html': 'home', 'guides/one.html': 'a guide' });
  const server = await serveSite(dist, 0);
  onTestFinished(() => server.close());
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  expect(address.address).toBe('127.0.0.1');
  const get = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${address.port}${path}`)).text();
  expect(await get('/')).toBe('home');
  expect(await get('/guides/one')).toBe('a guide');
  expect(await get('/guides/one.html')).toBe('a guide');
});
