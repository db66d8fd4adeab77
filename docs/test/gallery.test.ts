/** The cards of docs/gallery.md. A nightly check of scripts/checks.mjs compares the pictures with the programs. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { readFragment, readSettings } from '../../apps/playground/src/settings/link.js';
import { readWriteLink } from '../../apps/playground/src/settings/write/write-link.js';
import { PUBLIC_PLAYGROUND } from '../.vitepress/pages.js';
import { ROOT } from './pages.js';

const tokens = new MarkdownIt({ html: true }).parse(readFileSync(join(ROOT, 'docs/gallery.md'), 'utf8'), {});
const inline = tokens.flatMap(({ children }) => children ?? []);
const attributes = (type: string, name: string): string[] =>
  inline.filter((token) => token.type === type).map((token) => String(token.attrGet(name)));
const pictures = inline.filter(({ type }) => type === 'image');
const links = attributes('link_open', 'href');
const code = inline.filter(({ type }) => type === 'code_inline').map(({ content }) => content);

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const plain = (markup: string): string => markup.replace(/&[\w#]+;/g, (entity) => ENTITIES[entity] ?? entity);

describe('the gallery', () => {
  it('has eight pictures, and shows all that there are', () => {
    const shown = attributes('image', 'src');
    const drawn = readdirSync(join(ROOT, 'docs/images/gallery')).map((file) => `images/gallery/${file}`);
    expect(shown).toHaveLength(8);
    expect([...shown].sort()).toEqual(drawn.sort());
  });

  it.each(pictures.map((token) => [String(token.attrGet('src')), token] as const))(
    '%s is small, and is described by the numbers that are in it',
    (src, { children }) => {
      const file = join(ROOT, 'docs', src);
      const [, title = ''] = /<title>([^<]*)<\/title>/.exec(readFileSync(file, 'utf8')) ?? [];
      const alt = (children ?? []).map(({ type, content }) => (type === 'softbreak' ? ' ' : content)).join('');
      expect(alt).toBe(plain(title));
      expect(statSync(file).size).toBeLessThan(60_000);
    },
  );

  it('names programs that are there, and links to them', () => {
    const programs = code.filter((command) => /^node (?!docs)/.test(command)).map((command) => command.slice(5));
    expect(programs).toHaveLength(7);
    for (const program of programs) expect(links).toContain(`../examples/node/${program}`);
  });

  it('leads into the playground by links that it understands', () => {
    const fragments = links.filter((link) => link.startsWith(PUBLIC_PLAYGROUND)).map((link) => new URL(link).hash);
    const read = fragments.map(readFragment);
    expect(read.map(({ view }) => view)).toEqual(['train', 'teach', 'train', 'write']);
    const [digits, , table, write] = read.map(({ settings }) => settings) as [string, string, string, string];
    expect(readSettings(digits)).toMatchObject({ problems: [], settings: { data: 'digits', epochs: 3 } });
    expect(readSettings(table)).toMatchObject({ problems: [], settings: { data: 'table', target: 'species' } });
    expect(readWriteLink(write)).toMatchObject({ problems: [], settings: { steps: 1000, width: 64 } });
  });
});
