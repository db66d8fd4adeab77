/** Every page that an error links to is on the site, with the heading that the link names, and a test has the error. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { address, ROOT, SECTIONS } from '../.vitepress/pages.js';

const files = Object.values(SECTIONS).flatMap((titles) => Object.keys(titles));
const packages = ['packages', 'apps'].flatMap((parent) =>
  readdirSync(join(ROOT, parent)).map((name) => join(ROOT, parent, name)),
);

function linksIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return names.flatMap((name) => {
    const code = readFileSync(join(folder, name), 'utf8').replace(/^ *\*.*$/gm, '');
    return [...code.matchAll(/seePage\('([^']+)'\)/g)].map(([, page = '']) => page);
  });
}

const links = packages.flatMap((folder) => linksIn(join(folder, 'src')));

it('finds the links', () => expect(links.length).toBeGreaterThanOrEqual(20));

/** The links that tests expect: of commands, and of core and command-line where those show none. */
const expected = [
  ...readFileSync(join(ROOT, 'apps/cli/test/guides.test.ts'), 'utf8').split("'"),
  ...['core', 'command-line'].flatMap((name) => linksIn(join(ROOT, 'packages', name, 'test'))),
];

describe.each([...new Set(links)])('%s', (link) => {
  it('ends an error of a test', () => expect(expected.includes(link)).toBe(true));

  it('is there', () => {
    const [page, heading] = link.split('#');
    const file = files.find((one) => address(one) === `/${page}`);
    expect(file).toBeDefined();
    if (heading === undefined) return;
    const text = readFileSync(join(ROOT, file as string), 'utf8');
    const slugs = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replace(/\W+/g, '-'));
    expect(slugs).toContain(heading);
  });
});
