/** Shows the built site, and knows whether it is still what a build would make. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { preview } from 'vite';

const NOT_SOURCES = new Set(['node_modules', 'dist', 'cache', 'api', 'test', 'release', 'coverage', 'screenshots']);

/** What pages and the API reference are made of: pages, sources, the site's own files, and what is installed. */
const INPUTS = [
  /\.md$|(^|\/)package\.json$|^pnpm-lock\.yaml$/,
  /^(packages|apps)\/[\w-]+\/src\//,
  /^docs\/(\.vitepress|scripts|benchmarks|images)\/.*\.(ts|mjs|css|svg|png)$/,
  /^apps\/playground\/(index\.html|vite\.config\.ts|model\/)/,
  /^(docs\/tsconfig\.api|tsconfig\.base)\.json$/,
];

function inputs(root, folder = root) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const isHidden = entry.name.startsWith('.') && entry.name !== '.vitepress';
      return isHidden || NOT_SOURCES.has(entry.name) ? [] : inputs(root, path);
    }
    const name = relative(root, path).replaceAll('\\', '/');
    return INPUTS.some((pattern) => pattern.test(name)) ? [path] : [];
  });
}

/** Changes when a file changes that the site is made of. */
export function siteKey(root) {
  const hash = createHash('sha256');
  for (const path of inputs(root).toSorted()) {
    const content = readFileSync(path);
    hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Where the key of a build is noted: beside the site, not in it. */
const noteOf = (dist) => `${dist}.key`;

export function noteBuild(dist, key) {
  writeFileSync(noteOf(dist), key);
}

export function isBuilt(dist, key) {
  const note = noteOf(dist);
  return existsSync(join(dist, 'index.html')) && existsSync(note) && readFileSync(note, 'utf8') === key;
}

/** A server that this machine alone can reach; where the port is taken it uses the next free one. */
export function serveSite(dist, port = 4173) {
  return preview({
    root: dirname(dist),
    configFile: false,
    appType: 'mpa',
    build: { outDir: dist },
    preview: { host: '127.0.0.1', port },
  });
}
