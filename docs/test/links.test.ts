import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import MarkdownIt from 'markdown-it';
import { expect, it } from 'vitest';
import { PAGES, ROOT } from './pages.js';

const markdown = new MarkdownIt({ html: true });

interface Page {
  readonly links: readonly string[];
  readonly anchors: ReadonlySet<string>;
}

function parse(page: string): Page {
  const tokens = markdown.parse(readFileSync(join(ROOT, page), 'utf8'), {});
  const inline = tokens.flatMap(({ children }) => children ?? []);
  const headings = tokens.filter((_, at) => tokens[at - 1]?.type === 'heading_open');
  return {
    links: inline.filter(({ type }) => type === 'link_open').map((token) => String(token.attrGet('href'))),
    anchors: new Set(headings.map(({ children }) => anchorOf((children ?? []).map(({ content }) => content).join('')))),
  };
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function isDead(link: string, page: string): boolean {
  const [path = '', anchor] = decodeURI(link).split('#');
  const named = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, named))) return true;
  if (anchor === undefined) return false;
  const target = shownFor(named);
  if (target === undefined) return true;
  return target.endsWith('.md') && !parse(target).anchors.has(anchor);
}

/** GitHub shows a folder's README.md under its list of files; a folder without one has no anchors. */
function shownFor(path: string): string | undefined {
  if (!statSync(join(ROOT, path)).isDirectory()) return path;
  const readme = join(path, 'README.md');
  return existsSync(join(ROOT, readme)) ? readme : undefined;
}

it.each(PAGES)('%s: every link within the repository leads somewhere', (page) => {
  const local = parse(page).links.filter((link) => !/^[a-z]+:/.test(link));
  expect(local.filter((link) => isDead(link, page))).toEqual([]);
});

it('tells a dead link', () => {
  expect(isDead('docs/nowhere.md', 'README.md')).toBe(true);
  expect(isDead('#no-such-heading', 'README.md')).toBe(true);
  expect(isDead('../core#files', 'packages/checkpoint/README.md')).toBe(true);
  expect(isDead('packages#readme', 'README.md')).toBe(true);
});

it('tells a live one', () => {
  expect(isDead('../conformance#gates', 'packages/gradcheck/README.md')).toBe(false);
  expect(isDead('packages', 'README.md')).toBe(false);
  expect(isDead('#packages', 'README.md')).toBe(false);
});
