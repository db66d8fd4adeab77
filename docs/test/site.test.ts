/** What a build of the site relies on, without building it: that is `npm run docs`. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readPage } from '../../scripts/page.mjs';
import { nameButtons } from '../.vitepress/accessible.js';
import { descriptionOf } from '../.vitepress/description.js';
import { hydrateOnInteraction } from '../.vitepress/hydration.js';
import { GITHUB, ROOT, resolveLink, sitePath } from '../.vitepress/pages.js';
import { htmlForSearch, searchOptions } from '../.vitepress/search.js';
import { checkSite } from '../scripts/check-site.mjs';

describe('links', () => {
  it.each([
    ['docs/backprop.md', 'guides/custom-layer.md#into-core', '/guides/custom-layer#into-core'],
    ['docs/backprop.md', '../packages/core/README.md', '/packages/core'],
    [
      'packages/backend-wasm/README.md',
      '../../docs/decisions/0011-backend-wasm-kernels.md',
      '/decisions/0011-backend-wasm-kernels',
    ],
    ['packages/gradcheck/README.md', '../conformance#gates', '/packages/conformance#gates'],
    ['ARCHITECTURE.md', 'docs/decisions', '/decisions/'],
    [
      'docs/guides/custom-op.md',
      '../../packages/core/src/ops/ops.ts',
      `${GITHUB}/blob/main/packages/core/src/ops/ops.ts`,
    ],
  ])('in %s, %s leads to %s', (source, link, expected) => {
    expect(resolveLink(source, link)).toBe(expected);
  });

  it('are refused where nothing is, with the page and the link', () => {
    expect(() => resolveLink('docs/backprop.md', 'guides/none.md')).toThrow(
      "docs/backprop.md: the link 'guides/none.md'",
    );
    expect(() => resolveLink('README.md', '../elsewhere')).toThrow("README.md: the link '../elsewhere'");
  });

  it.each([
    ['docs/index.md', 'index.md'],
    ['docs/guides/README.md', 'guides/index.md'],
    ['apps/cli/README.md', 'packages/cli.md'],
    ['CONTRIBUTING.md', 'contributing.md'],
  ])('%s is %s on the site', (file, path) => {
    expect(sitePath(file)).toBe(path);
  });
});

describe('the description of a page', () => {
  it.each([
    [
      '# Dense\n\nA layer: `y = x W + b`,\nas in [Keras](https://keras.io).\n\nMore.',
      'A layer: y = x W + b, as in Keras.',
    ],
    ['---\naside: false\n---\n\n# nabla\n\n```ts\nlet x;\n```\n\n**Trains** networks.', 'Trains networks.'],
    ['[API](../README.md) / core\n\n# fit()\n\n> **fit**(): void\n\nTrains a network.', 'Trains a network.'],
    ['# Pow\n\n[`x ** 2`](pow.md), "squared", is < 1.', 'x ** 2, &quot;squared&quot;, is &lt; 1.'],
    ['# Nothing\n\n| a |\n| --- |', undefined],
  ])('%j', (page, description) => expect(descriptionOf(page)).toBe(description));

  it('ends at a word', () => {
    const description = descriptionOf(`${'word '.repeat(60)}`) ?? '';
    expect(description).toMatch(/word …$/);
    expect(description.length).toBeLessThanOrEqual(162);
  });
});

it('the buttons of a page have a name before its script runs', () => {
  const html = '<button role="switch" title aria-checked="false"></button><span class="DocSearch-Button-Keys">K</span>';
  expect(nameButtons(html)).toContain('<button role="switch" title="Switch to dark theme" aria-checked="false">');
  expect(nameButtons(html)).toContain('<span class="DocSearch-Button-Keys" aria-hidden="true">K</span>');
  expect(() => nameButtons('<button class="VPSwitchAppearance">')).toThrow('expected role="switch" title');
});

describe('the search', () => {
  it('has one result for a page of the API, and one for each heading of other pages', () => {
    const html = '<h1 id="x">Dropout</h1><h2 id="y">Parameters</h2><h3>rate</h3>';
    const one = '<h1 id="x">Dropout</h1><p id="y">Parameters</p><p>rate</p>';
    expect(htmlForSearch('docs/api/core/classes/Dropout.md', html)).toBe(one);
    expect(htmlForSearch('docs/guides/deploy.md', html)).toBe(html);
  });

  it('ranks what has the name that was asked for before guides, and guides before the rest, in any folder', () => {
    const rank = (id: string, title: string): number => searchOptions.boostDocument(id, 'dropout', { title });
    for (const base of ['', '/nabla']) {
      const ranks = [
        rank(`${base}/api/core/classes/Dropout.html`, 'Dropout'),
        rank(`${base}/api/core/functions/dropout.html`, 'dropout()'),
        rank(`${base}/guides/deploy.html`, 'Deploy'),
        rank(`${base}/packages/core.html`, 'core'),
        rank(`${base}/decisions/0003-determinism.html`, 'Determinism'),
        rank(`${base}/api/core/classes/Dropout2d.html`, 'Dropout2d'),
      ];
      expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
      expect(new Set(ranks).size).toBe(ranks.length);
    }
  });
});

describe('the check of the built site', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'nabla-site-'));
    folders.push(folder);
    return folder;
  }

  function problemsOf(files: Record<string, string>, base = '/'): string[] {
    const folder = newFolder();
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return checkSite(folder, base).problems;
  }

  it('lists the links to other hosts, each once', () => {
    const folder = newFolder();
    const page = ['https://b.example/', 'https://a.example/x#y', 'https://b.example/', '#here', 'mailto:a@b.example'];
    writeFileSync(join(folder, 'index.html'), page.map((url) => `<a id="here" href="${url}">x</a>`).join(''));
    expect(checkSite(folder)).toEqual({
      pages: 1,
      problems: [],
      external: ['https://a.example/x#y', 'https://b.example/'],
    });
  });

  it('accepts links to pages, folders and parts that are there, and links to other hosts', () => {
    const links = ['/a/b.html#part', '/a/', '#here', 'https://github.com/nablajs/nabla'].map(
      (url) => `<a href="${url}">x</a>`,
    );
    expect(
      problemsOf({
        'index.html': `<h1 id="here"></h1>${links.join('')}<script src="/x.js"></script>`,
        'a/index.html': '',
        'a/b.html': '<h2 id="part"></h2><a href="../index.html">up</a>',
      }),
    ).toEqual([]);
  });

  it('tells a page and a part that are not there', () => {
    expect(problemsOf({ 'index.html': '<a href="/none.html">x</a><a class="y" href="#part">z</a>' })).toEqual([
      'index.html: the link /none.html leads to none.html, which is not there',
      'index.html: the link #part names a part of index.html that is not there',
    ]);
  });

  it('follows links of a site that is in a folder of its host', () => {
    const links = '<a href="/nabla/a.html#part">x</a><a href="/a.html">y</a><a href="/nabla/none.html">z</a>';
    expect(problemsOf({ 'index.html': links, 'a.html': '<h2 id="part"></h2>' }, '/nabla/')).toEqual([
      'index.html: the link /a.html leads out of /nabla/',
      'index.html: the link /nabla/none.html leads to none.html, which is not there',
    ]);
  });

  it('remembers nothing of another site', () => {
    expect(problemsOf({ 'index.html': '<h1 id="part"></h1><a href="#part">x</a>' })).toEqual([]);
    expect(problemsOf({ 'index.html': '<a href="#part">x</a>' })).toEqual([
      'index.html: the link #part names a part of index.html that is not there',
    ]);
  });

  it.each([
    ['page.html', '<script type="module" src="https://cdn.example/x.js"></script>', 'https://cdn.example/x.js'],
    ['page.html', '<link rel="stylesheet" href="//fonts.example/css">', '//fonts.example/css'],
    ['page.html', '<img alt="" src="http://images.example/i.png">', 'http://images.example/i.png'],
    ['style.css', '@font-face { src: url("https://fonts.example/f.woff2") }', 'https://fonts.example/f.woff2'],
    ['style.css', '@import "https://fonts.example/css";', 'https://fonts.example/css'],
  ])('tells what %s loads from another host: %s', (file, text, url) => {
    expect(problemsOf({ [file]: text })).toEqual([`${file}: loads ${url}, which is on another host`]);
  });
});

describe('the script of a page', () => {
  const page = (modules: string) => `<html><head>${modules}</head><body><p>Text</p></body></html>`;

  it('is imported later, in order', () => {
    const html = hydrateOnInteraction(
      page('<script type="module" src="/a.js"></script><script type="module" src="/b.js"></script>'),
    );
    expect(html).not.toContain('type="module"');
    expect(html).toContain('(["/a.js","/b.js"])</script></body>');
  });

  it('is not added to a page that has none', () => {
    expect(hydrateOnInteraction(page(''))).toBe(page(''));
  });
});

it('the first program is the same everywhere', () => {
  const programs = ['README.md', 'docs/index.md', 'docs/getting-started.md', 'packages/core/README.md'].map((file) => {
    const blocks: readonly { language: string; code: string }[] = readPage(readFileSync(join(ROOT, file), 'utf8'));
    const at = blocks.findIndex(({ language }) => language === 'ts');
    return [blocks[at]?.code, blocks[at + 1]?.code];
  });
  expect(programs[0]?.[1]).toBe('Test accuracy: 0.9668\n');
  for (const program of programs) expect(program).toEqual(programs[0]);
});
