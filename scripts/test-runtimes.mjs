/**
 * `npm run test:runtimes`: core, backend-wasm with two threads and the command nabla on Node, Bun and Deno, which must
 * give the same bits. Bun and Deno come from the npm registry. Browsers have tests of their own.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The versions that were tried; others should do. */
const PACKAGES = { bun: '1.4.5', deno: '2.9.6' };

/** How each runs a program. Deno is given what they need and no more: files, the number of cores, threads. */
const runtimesIn = (bin) => [
  { name: 'node', command: [process.execPath] },
  { name: 'bun', command: [join(bin, 'bun'), 'run'] },
  { name: 'deno', command: [join(bin, 'deno'), 'run', '--allow-read', '--allow-write', '--allow-env', '--allow-sys'] },
];

/** The programs; each tells what its bits are. */
const PROGRAMS = {
  'core and backend-ts': ({ run }) => digestOf(run(['packages/golden/scripts/digests.mjs'])),
  'backend-wasm, 2 threads': ({ run }) =>
    digestOf(run(['packages/backend-wasm/scripts/digests.mjs', '--threads', '2'])),
  'nabla train': ({ run, folder }) => {
    const out = join(folder, 'model');
    run([
      'apps/cli/bin/nabla.js',
      'train',
      '--preset',
      'seed',
      '--epochs',
      '1',
      '--backend',
      'wasm',
      '--quiet',
      '--out',
      out,
    ]);
    return digestOf(readFileSync(join(out, 'weights.safetensors')));
  },
};

const digestOf = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

function install(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }));
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('bun and deno could not be installed, see above');
}

/** The bits of each program on one runtime; a program that fails throws with what it wrote. */
function digestsOn({ name, command }, root) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-runtime-'));
  const run = (args) => {
    const [file, ...rest] = [...command, ...args];
    const { status, stdout, stderr, error } = spawnSync(file, rest, { cwd: root, encoding: 'utf8' });
    if (status !== 0)
      throw new Error(`${name}: ${args[0]} ended with ${status}: ${error?.message ?? ''}${stdout}${stderr}`);
    return stdout;
  };
  try {
    return Object.values(PROGRAMS).map((program) => program({ run, folder }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A line for each runtime with its digests, and whether all of them are those of the first. */
export function compareRuntimes(results) {
  const columns = ['runtime', ...Object.keys(PROGRAMS)];
  const rows = [columns, ...results.map(({ name, digests }) => [name, ...digests])];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]))
      .join('  ')
      .trimEnd(),
  );
  const ok = results.every(({ digests }) => digests.every((digest, at) => digest === results[0].digests[at]));
  return { ok, lines: [...lines, '', ok ? 'ok: the same bits on each' : 'FAILED: the bits differ'] };
}

/** Prints the table; returns the exit code. Needs a build. */
export function testRuntimes(root) {
  const folder = join(root, 'node_modules', '.cache', 'nabla-runtimes');
  install(folder);
  const runtimes = runtimesIn(join(folder, 'node_modules', '.bin'));
  const results = runtimes.map((runtime) => ({ name: runtime.name, digests: digestsOn(runtime, root) }));
  const { ok, lines } = compareRuntimes(results);
  process.stdout.write(`${lines.join('\n')}\n`);
  return ok ? 0 : 1;
}
