/**
 * `npm run mutate -- core`: Stryker makes small wrong changes to a package's sources, one at a time, and runs the tests
 * that reach each. A change that no test sees survives. The survivors are listed, and docs/mutation-testing.md gets the
 * package's new row.
 *
 * It works on a copy of the working tree, and only tests what changed since its last run (`--force` for all).
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { PACKAGES, strykerConfig, vitestConfig } from './mutate/packages.mjs';
import { listSurvivors, mutantsOf, summarise, withRow } from './mutate/report.mjs';

/** The score that every package must reach, in percent. */
const GOAL = 85;

const git = (root, ...args) =>
  spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).stdout;

const modulesOf = (folder) => join(folder, 'node_modules');

/** Stryker is not in the workspace: nothing else needs it. */
function installStryker(root) {
  const tools = join(root, 'scripts', 'mutate');
  const lock = readFileSync(join(tools, 'package-lock.json'), 'utf8');
  const stamp = join(modulesOf(tools), '.installed');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
    const args = ['ci', '--no-audit', '--no-fund', '--legacy-peer-deps', '--ignore-scripts'];
    const { status } = spawnSync('npm', args, {
      cwd: tools,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    });
    if (status !== 0)
      throw new Error('mutate: npm could not install Stryker, see above. It needs the npm registry once.');
    // Stryker must run the vitest that the tests import.
    symlinkSync(join(modulesOf(root), 'vitest'), join(modulesOf(tools), 'vitest'), 'junction');
    writeFileSync(stamp, lock);
  }
  return join(modulesOf(tools), '@stryker-mutator', 'core', 'bin', 'stryker.js');
}

/** The working tree without what git ignores, but with what is installed and built. */
function copyTree(root, tree, folders) {
  rmSync(tree, { recursive: true, force: true });
  const files = git(root, 'ls-files', '--cached', '--others', '--exclude-standard', '-z').split('\0');
  // A second biome.json would stop biome.
  for (const file of files.filter((name) => name !== '' && name !== 'biome.json' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    cpSync(join(root, file), join(tree, file));
  }
  for (const folder of ['', ...folders]) {
    for (const name of ['node_modules', 'dist']) {
      const target = join(root, folder, name);
      if (existsSync(target)) symlinkSync(target, join(tree, folder, name), 'junction');
    }
  }
}

/** Runs Stryker on one package of the copy; returns its report and the time that it took. */
function runStryker(root, tree, name, { force, concurrency }) {
  const reports = join(root, '.mutate', name);
  mkdirSync(reports, { recursive: true });
  const cwd = join(tree, PACKAGES[name].folder);
  writeFileSync(join(cwd, 'stryker.json'), JSON.stringify(strykerConfig(PACKAGES[name], reports, concurrency)));
  writeFileSync(join(cwd, 'mutate.config.ts'), vitestConfig(PACKAGES[name]));
  const start = performance.now();
  const args = [installStryker(root), 'run', 'stryker.json', ...(force ? ['--force'] : [])];
  const { status } = spawnSync(process.execPath, args, { cwd, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`mutate: Stryker failed on ${name}, see above.`);
  const report = JSON.parse(readFileSync(join(reports, 'mutation.json'), 'utf8'));
  return { report, minutes: (performance.now() - start) / 60_000 };
}

/** Throws for a flag or a package that there is not. */
function readArguments(args) {
  const options = { force: { type: 'boolean', default: false }, concurrency: { type: 'string', default: '1' } };
  const { values, positionals: names } = parseArgs({ args, options, allowPositionals: true });
  const unknown = names.find((name) => !Object.hasOwn(PACKAGES, name));
  if (unknown !== undefined) {
    throw new Error(`mutate: there is no package '${unknown}'. Known: ${Object.keys(PACKAGES).join(', ')}.`);
  }
  const concurrency = Number(values.concurrency);
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new Error(`mutate: --concurrency must be a whole number from 1 on. Received ${values.concurrency}.`);
  }
  return { names: names.length === 0 ? Object.keys(PACKAGES) : names, force: values.force, concurrency };
}

/** Returns the exit code: 1 where a package is below the goal, or a mutant that is named equivalent died. */
export function mutate(root, folders, args) {
  const { names, ...options } = readArguments(args);
  const table = join(root, 'docs', 'mutation-testing.md');
  const equivalent = JSON.parse(readFileSync(join(root, 'scripts', 'mutate', 'equivalent.json'), 'utf8'));
  let code = 0;
  for (const name of names) {
    const tree = join(root, '.mutate', name, 'tree');
    copyTree(root, tree, folders);
    const commit = git(root, 'rev-parse', '--short', 'HEAD').trim();
    const { report, minutes } = runStryker(root, tree, name, options);
    const mutants = mutantsOf(report, PACKAGES[name].folder);
    const summary = summarise(mutants, equivalent, PACKAGES[name].folder);
    process.stdout.write(`${listSurvivors(summary)}\n`);
    const date = new Date().toISOString().slice(0, 10);
    writeFileSync(table, withRow(readFileSync(table, 'utf8'), name, { ...summary, commit, date, minutes }));
    if (summary.score < GOAL || summary.stale.length > 0) code = 1;
  }
  return code;
}
