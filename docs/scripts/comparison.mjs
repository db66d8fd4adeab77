/**
 * Checks every cell of the table in docs/comparison.md: installs nabla and five other libraries from npm into a
 * temporary folder, runs each, measures what it brings, and looks for the lines that the table quotes. Compares what it
 * found with docs/scripts/comparison/results.json; sizes may differ by a tenth. `--write` rewrites that file and the
 * pages. Needs a build and npm's registry.
 *
 *     node docs/scripts/comparison.mjs [--write]
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { bytesIn, ROOT, run } from '../../scripts/tools.mjs';
import { LIBRARIES } from './comparison/libraries.mjs';
import { ROWS, writeShortTable, writeTables } from './comparison/page.mjs';
import { pack } from './newcomer/registry.mjs';

const RESULTS = join(ROOT, 'docs/scripts/comparison/results.json');
const PAGE = join(ROOT, 'docs', 'comparison.md');
const FIRST_PAGES = ['README.md', 'docs/index.md'].map((file) => join(ROOT, file));
const PROBES = fileURLToPath(new URL('comparison/probes', import.meta.url));
/** How much a size may have changed. */
const TOLERANCE = 0.1;

const scratch = mkdtempSync(join(tmpdir(), 'nabla-comparison-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const packed = join(scratch, 'packed');
const tarballs = Object.fromEntries(pack(packed).map(({ manifest, file }) => [manifest.name, join(packed, file)]));
const results = [];
for (const library of LIBRARIES) results.push(await check(library));
if (process.argv.includes('--write')) {
  writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(PAGE, writeTables(readFileSync(PAGE, 'utf8'), results));
  for (const page of FIRST_PAGES) writeFileSync(page, writeShortTable(readFileSync(page, 'utf8'), results));
} else {
  const problems = differences(JSON.parse(readFileSync(RESULTS, 'utf8')), results);
  for (const problem of problems) process.stderr.write(`comparison: ${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

/** All cells of one library: `{ name, versions, cells: { row: { value, how, evidence } } }`. */
async function check(library) {
  const { name, install, extra = [], quotes } = library;
  const folder = join(scratch, fileName(name));
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const packages = (names) => names.map((each) => tarballs[each] ?? each).join(' ');
  run(`npm install --ignore-scripts --no-audit --no-fund ${packages(install)}`, folder);
  const manifests = install.map((each) => manifestOf(folder, each));
  const cells = { ...sizes(folder, manifests), ...(await bundle(folder, library)), ...described(folder, manifests) };
  if (extra.length > 0) run(`npm install --ignore-scripts --no-audit --no-fund ${packages(extra)}`, folder);
  copyFileSync(join(PROBES, `${fileName(name)}.mjs`), join(folder, 'probe.mjs'));
  // Networks that nabla's probe wrote.
  for (const file of ['model.onnx', 'float64.onnx']) {
    if (name !== 'nabla') copyFileSync(join(scratch, 'nabla', file), join(folder, file));
  }
  const seen = JSON.parse(run('node probe.mjs', folder, { seconds: 120 }).trim().split('\n').at(-1));
  for (const [row, [value, evidence]] of Object.entries(seen)) cells[row] = { value, how: 'ran', evidence };
  for (const [row, [value, file, line]] of Object.entries(quotes)) cells[row] = quote(folder, value, file, line);
  const missing = ROWS.map(([row]) => row).filter((row) => cells[row] === undefined);
  if (missing.length > 0) throw new Error(`${name}: nothing checks ${missing.join(', ')}.`);
  console.log(`${name}: ${ROWS.length} cells`);
  return { name, versions: manifests.map((each) => `${each.name} ${each.version}`), cells };
}

/** A cell that quotes a file of what was installed, or of this repository. Throws if the line is not in it. */
function quote(folder, value, file, line) {
  const path = file.startsWith('node_modules/') ? join(folder, file) : join(ROOT, file);
  if (!readFileSync(path, 'utf8').includes(line)) throw new Error(`${file} does not say '${line}' any more.`);
  // Without its Markdown: links there lead from there.
  const text = line
    .replace(/\[([^\]]*)\]\([^)]*\)|<sup>.*?<\/sup>|\|/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return { value, how: 'quoted', evidence: `${file.replace('node_modules/', '')}: “${text}”` };
}

/** What npm installed: packages, bytes, and install scripts, which were not run. */
function sizes(folder, manifests) {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const installed = Object.entries(packages).filter(([path]) => existsSync(join(folder, path)) && path !== '');
  const scripts = installed
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.split('node_modules/').at(-1));
  const megabytes = bytesIn(join(folder, 'node_modules')) / 1e6;
  return {
    packages: {
      value: `${installed.length}`,
      how: 'ran',
      evidence: `npm install ${manifests.map(({ name }) => name).join(' ')}`,
    },
    megabytes: { value: `${megabytes.toFixed(1)} MB`, how: 'ran', evidence: 'bytes in node_modules' },
    scripts: {
      value: scripts.length === 0 ? 'None' : `${scripts.length}`,
      how: 'ran',
      evidence: scripts.length === 0 ? 'no package in package-lock.json has one' : scripts.join(', '),
    },
  };
}

/** The bytes of a program for a page, bundled with Vite, and of the WebAssembly that it loads, both gzipped. */
async function bundle(folder, { page, wasm }) {
  writeFileSync(join(folder, 'page.js'), page);
  const rollupOptions = { input: join(folder, 'page.js'), preserveEntrySignatures: false };
  const options = { write: false, rollupOptions, assetsInlineLimit: 0, modulePreload: false };
  const { output } = await build({ root: folder, configFile: false, logLevel: 'silent', build: options });
  const code = output.filter(({ type }) => type === 'chunk').map((chunk) => chunk.code);
  const kilobytes = (bytes) => Math.round(gzipSync(bytes, { level: 9 }).length / 1000);
  const script = code.reduce((sum, text) => sum + kilobytes(text), 0);
  const binary = wasm === undefined ? 0 : kilobytes(readFileSync(join(folder, wasm)));
  const value = script + binary < 10_000 ? `${script + binary} KB` : `${((script + binary) / 1000).toFixed(1)} MB`;
  return { page: { value, how: 'ran', evidence: `${script} KB of JavaScript, ${binary} KB of WebAssembly` } };
}

/** What the packages say of themselves. */
function described(folder, manifests) {
  const untyped = manifests.filter(({ types, typings, exports: entries, name }) => {
    const isTyped = types ?? typings ?? JSON.stringify(entries ?? '').includes('.d.ts');
    return !isTyped && !existsSync(join(folder, 'node_modules', name, 'index.d.ts'));
  });
  const licences = [...new Set(manifests.map(({ license }) => license))].join(', ');
  const evidence = 'what its package.json names';
  return {
    types: { value: untyped.length === 0 ? 'Yes' : 'No', how: 'ran', evidence },
    licence: { value: licences, how: 'ran', evidence },
  };
}

function manifestOf(folder, spec) {
  const name = spec.replace(/(.)@.*$/, '$1');
  return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
}

/** What changed since the committed results, a line each. */
function differences(before, now) {
  return before.flatMap(({ name, cells }, at) =>
    ROWS.flatMap(([row]) => {
      const [expected, received] = [cells[row].value, now[at].cells[row].value];
      const [old, recent] = [Number.parseFloat(expected), Number.parseFloat(received)];
      const isNear = /B$/.test(expected) && Math.abs(recent - old) <= TOLERANCE * old;
      return expected === received || isNear ? [] : [`${name}, ${row}: expected ${expected}. Received ${received}.`];
    }),
  );
}

function fileName(name) {
  return name.toLowerCase().replace(/[. ]/g, '-');
}
