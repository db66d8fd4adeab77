/** The suite on one Node version after another; each comes from the npm registry, as the package `node`. */
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

/** The oldest that is supported, then every even one since. */
const VERSIONS = ['20.19', '22', '24', '26'];

const COLUMNS = ['Node', 'passed', 'failed', 'skipped', 'seconds'];

/** Versions up to the first flag, or all of them; what follows is turbo's. Undefined where one is no version. */
export function readArguments(args) {
  const firstFlag = args.findIndex((arg) => arg.startsWith('-'));
  const at = firstFlag === -1 ? args.length : firstFlag;
  const versions = args.slice(0, at);
  if (!versions.every((version) => /^\d+(\.\d+){0,2}$/.test(version))) return undefined;
  return { versions: versions.length === 0 ? VERSIONS : versions, flags: args.slice(at) };
}

/** The newest Node of `version`: its number and the folder of its executable. Undefined, after npm's own words, where there is none. */
function fetchNode(version, cwd) {
  const windows = process.platform === 'win32';
  const options = { cwd, stdio: ['ignore', 'pipe', 2], encoding: 'utf8' };
  const args = ['--yes', '--loglevel=error', `--package=node@${version}`, '--', 'node', '-p', 'process.execPath'];
  const { status, stdout, error } = spawnSync('npx', args, { ...options, shell: windows });
  if (error !== undefined) process.stderr.write(`npx: ${error.message}\n`);
  if (status !== 0) return undefined;
  const executable = stdout.trim();
  const found = spawnSync(executable, ['-p', 'process.versions.node'], options);
  // An executable of another version would answer for the one that was asked for.
  const number = found.stdout?.trim() ?? '';
  return `${number}.`.startsWith(`${version}.`) ? { version: number, folder: dirname(executable) } : undefined;
}

/**
 * Runs `test(node)`, which returns { ok, total }, on each version; prints a table and returns the exit code. All are fetched
 * first: whoever lacks one need not wait for the others to hear of it.
 */
export function testNodes(versions, cwd, test, fetch = fetchNode) {
  const nodes = versions.map((version) => {
    const node = fetch(version, cwd);
    if (node === undefined)
      process.stderr.write(`nabla: Node ${version} could not be fetched or does not start here.\n`);
    return { version, node };
  });
  const results = nodes.map(({ version, node }) => {
    if (node === undefined) return { ok: false, cells: [version], words: 'not fetched' };
    process.stdout.write(`\n== Node ${node.version}\n`);
    const start = performance.now();
    const { ok, total } = test(node);
    const seconds = Math.round((performance.now() - start) / 1000);
    // No test failed, yet turbo did: a build, or a file that does not load.
    const words = ok || total.failed > 0 ? '' : 'failed, see above';
    return { ok, cells: [node.version, total.passed, total.failed, total.skipped, seconds], words };
  });
  process.stdout.write(`\n${table([{ cells: COLUMNS, words: '' }, ...results])}\n`);
  return results.every(({ ok }) => ok) ? 0 : 1;
}

/** Numbers right-aligned under their column; words follow them. */
function table(rows) {
  const width = (column) => Math.max(...rows.map(({ cells }) => `${cells[column] ?? ''}`.length));
  const pad = (cell, at) => (at === 0 ? `${cell}`.padEnd(width(0)) : `${cell}`.padStart(width(at)));
  return rows.map(({ cells, words }) => [...cells.map(pad), words].join('  ').trimEnd()).join('\n');
}
