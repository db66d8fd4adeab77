/** Every page that an error links to is a page of the site, with the heading that the link names. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { address, ROOT, SECTIONS } from '../.vitepress/pages.js';

const files = Object.values(SECTIONS).flatMap((titles) => Object.keys(titles));

const links = ['packages', 'apps'].flatMap((parent) =>
  readdirSync(join(ROOT, parent)).flatMap((name) => linksIn(join(ROOT, parent, name, 'src'))),
);

function linksIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return names.flatMap((name) => {
    const code = readFileSync(join(folder, name), 'utf8').replace(/^ *\*.*$/gm, '');
    return [...code.matchAll(/seePage\('([^']+)'\)/g)].map(([, page = '']) => page);
  });
}

it('finds the links', () => expect(links.length).toBeGreaterThanOrEqual(7));

it.each([...new Set(links)])('%s', (link) => {
  const [page, heading] = link.split('#');
  const file = files.find((one) => address(one) === `/${page}`);
  expect(file).toBeDefined();
  if (heading === undefined) return;
  const text = readFileSync(join(ROOT, file as string), 'utf8');
  const slugs = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replace(/\W+/g, '-'));
  expect(slugs).toContain(heading);
});
