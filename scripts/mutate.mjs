/**
 * `npm run mutate -- core`: Stryker makes small wrong changes to a package's sources, one at a time, and runs the tests
 * that reach each. It lists the changes that no test notices, and exits with 1 when fewer than 85 % are noticed.
 *
 * It works on a copy of the tree, and tests only what changed since its last run (`--force` tests everything).
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { PACKAGES } from './mutate/packages.mjs';
import { packageFolders } from './tests.mjs';
import { ROOT, run } from './tools.mjs';

const TOOLS = join(ROOT, 'scripts', 'mutate');

/** Stryker is not in the workspace, since nothing else needs it. It must use the vitest that the tests import. */
function installStryker() {
  run('npm ci --no-audit --no-fund --legacy-peer-deps --ignore-scripts', TOOLS);
  symlinkSync(join(ROOT, 'node_modules', 'vitest'), join(TOOLS, 'node_modules', 'vitest'), 'junction');
}

/** The working tree, with links to what is installed and built. */
function copyTree(tree) {
  rmSync(tree, { recursive: true, force: true });
  const linked = ['node_modules', 'dist'];
  // A second biome.json would stop biome.
  const left = ['.git', '.mutate', '.turbo', 'biome.json', ...linked];
  cpSync(ROOT, tree, { recursive: true, filter: (file) => !left.includes(basename(file)) });
  for (const folder of ['', ...packageFolders(ROOT)]) {
    for (const name of linked) symlinkSync(join(ROOT, folder, name), join(tree, folder, name), 'junction');
  }
}

/** The package's vitest configuration, with the built files of other packages, which load faster. */
function vitestConfig({ tests, without = [] }) {
  const paths = (names) => JSON.stringify(names.map((name) => `test/${name}`));
  return `import own from './vitest.config.js';
const include = ${tests === undefined ? 'own.test.include' : paths(tests)};
const exclude = [...own.test.exclude, ...${paths(without)}];
export default { test: { ...own.test, include, exclude, reporters: [] } };
`;
}

function strykerConfig({ mutate, ignoreStatic = false }, reports, { force, concurrency }) {
  return {
    mutate,
    ignoreStatic,
    force,
    concurrency: Number(concurrency),
    testRunner: 'vitest',
    // Coverage says which tests reach a mutant; vitest need not find out again for each.
    vitest: { configFile: 'mutate.config.ts', related: false },
    coverageAnalysis: 'perTest',
    plugins: ['@stryker-mutator/*', join(TOOLS, 'error-texts.mjs')],
    ignorers: ['error-texts'],
    inPlace: true,
    incremental: true,
    incrementalFile: join(reports, 'incremental.json'),
    reporters: ['clear-text', 'html', 'progress-append-only'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    htmlReporter: { fileName: join(reports, 'mutation.html') },
    thresholds: { high: 95, low: 85, break: 85 },
    disableTypeChecks: false,
    timeoutMS: 10_000,
    dryRunTimeoutMinutes: 30,
  };
}

/** Runs Stryker on a copy; returns its exit code. */
function mutate(name, options) {
  const reports = join(ROOT, '.mutate', name);
  mkdirSync(reports, { recursive: true });
  const tree = join(tmpdir(), `nabla-mutate-${name}`);
  copyTree(tree);
  const cwd = join(tree, PACKAGES[name].folder);
  writeFileSync(join(cwd, 'stryker.json'), JSON.stringify(strykerConfig(PACKAGES[name], reports, options)));
  writeFileSync(join(cwd, 'mutate.config.ts'), vitestConfig(PACKAGES[name]));
  const stryker = join(TOOLS, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  return spawnSync(process.execPath, [stryker, 'run', 'stryker.json'], { cwd, stdio: 'inherit' }).status;
}

const flags = { force: { type: 'boolean', default: false }, concurrency: { type: 'string', default: '1' } };
const { values, positionals } = parseArgs({ options: flags, allowPositionals: true });
const unknown = positionals.find((name) => !Object.hasOwn(PACKAGES, name));
if (unknown !== undefined) throw new Error(`there is no package '${unknown}'. Known: ${Object.keys(PACKAGES)}`);
installStryker();
const names = positionals.length === 0 ? Object.keys(PACKAGES) : positionals;
process.exitCode = names.filter((name) => mutate(name, values) !== 0).length === 0 ? 0 : 1;
