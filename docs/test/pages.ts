import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));

/** Made by tools, not written here; and the pages of new projects, which `npm run test:create` follows. */
const OTHERS = [
  ...['node_modules', 'dist', 'docs/api', 'docs/benchmarks', 'CHANGELOG.md'],
  'packages/create-nabla/templates',
];

/** Every page of the repository, relative to its root. */
export const PAGES: readonly string[] = pagesUnder('');

function pagesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const { name } = entry;
    const path = folder === '' ? name : `${folder}/${name}`;
    if (name.startsWith('.') || OTHERS.includes(name) || OTHERS.includes(path)) return [];
    if (entry.isDirectory()) return pagesUnder(path);
    return name.endsWith('.md') ? [path] : [];
  });
}
