/**
 * Bundles the entries of packages for Node, after tsc has built them, where they changed:
 * `node scripts/build/bundle.mjs FOLDER...`. Node loads core as one file in an eighth of the time that its 165 files
 * take (decision 0005). The entries are those with the condition `node` in package.json, which names the file to write.
 * They share their modules, so that a process has each class once. No entry may do anything when it is imported.
 *
 * Where the bundler is not installed, as after `npm start`, such a file imports what tsc has built.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

/** Returns the entries with the condition `node`: the file to write in dist, without `.js`, and the built entry. */
function entriesOf(folder) {
  const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.values(exports)
    .filter(({ node }) => node !== undefined)
    .map(({ node, default: built }) => [node.replace(/^\.\/dist\/|\.js$/g, ''), join(folder, built)])
    .filter(([, built]) => existsSync(built));
}

const changedAt = (...path) => statSync(join(...path)).mtimeMs;

/** Whether there is a bundle that is newer than everything that tsc wrote. Only a bundle has a source map. */
function isFresh(folder, [[first]]) {
  const [dist, written] = [join(folder, 'dist'), join(folder, 'dist', `${first}.js.map`)];
  if (!existsSync(written)) return false;
  const files = readdirSync(dist, { recursive: true }).filter((file) => /\.js$/.test(file) && !/^node\b/.test(file));
  return files.every((file) => changedAt(dist, file) <= changedAt(written));
}

async function bundle(folder) {
  const entries = entriesOf(folder);
  if (entries.length === 0 || isFresh(folder, entries)) return;
  const rolldown = await bundler();
  if (rolldown === undefined) return linkEntries(folder, entries);
  const options = {
    cwd: folder,
    platform: 'node',
    // Other packages stay imports, or a process would have core twice.
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
  };
  // What the first entry needs is in one file. What only the others need must not delay it.
  const [main] = (await rolldown.build({ ...options, input: entries[0][1], write: false })).output;
  const needed = new Set(main.moduleIds);
  const groups = [{ name: 'main', test: (id) => needed.has(id) }];
  await rolldown.build({
    ...options,
    input: Object.fromEntries(entries),
    output: {
      dir: join(folder, 'dist'),
      entryFileNames: '[name].js',
      chunkFileNames: 'node/[name].js',
      ...(entries.length > 1 && { codeSplitting: { groups } }),
      sourcemap: true,
      sourcemapExcludeSources: true,
      comments: { legal: true, annotation: true, jsdoc: false },
    },
  });
}

/** The bundler; undefined where it is not installed. */
function bundler() {
  return import('rolldown').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  });
}

/** Writes entries that import what tsc has built. */
function linkEntries(folder, entries) {
  for (const [name, built] of entries) {
    const file = join(folder, 'dist', `${name}.js`);
    mkdirSync(dirname(file), { recursive: true });
    rmSync(`${file}.map`, { force: true });
    const path = relative(dirname(file), built).replaceAll(sep, '/');
    writeFileSync(file, `export * from '${path.startsWith('.') ? path : `./${path}`}';\n`);
  }
}

for (const folder of process.argv.slice(2)) await bundle(join(process.cwd(), folder));
