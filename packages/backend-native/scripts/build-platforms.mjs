/**
 * `npm run build:platforms`: cross-compiles the addon for every platform into its package, platforms/NAME/nabla.node.
 * It needs Python 3 with venv and, the first time, PyPI, from which it installs Zig: a C compiler for all platforms.
 *
 *   --only NAMES    comma-separated names of platforms, such as linux-x64-glibc
 *   --zig COMMAND   a Zig that you have, such as "zig". Default: the wheel `ziglang` in node_modules/.cache
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compileAddon } from './compile.mjs';
import { generate } from './generate.mjs';
import { addonOf, MOST_BYTES, PLATFORMS } from './platforms.mjs';

const ZIG = 'ziglang==0.17.1';
/**
 * What needs vectors has them, or says VECTORIZE, and what has to be inlined says INLINE. Clang's own vectors, unrolled
 * loops and copies of functions are a third of the code.
 */
const OPTIONS = ['-unroll-runtime=false', '-inline-threshold=25'];
const TUNING = ['-fno-vectorize', ...OPTIONS.flatMap((option) => ['-mllvm', option])];
const cache = fileURLToPath(new URL('../../../node_modules/.cache/nabla-zig/', import.meta.url));

const { values } = parseArgs({ options: { only: { type: 'string' }, zig: { type: 'string' } } });

/** Runs a command that must work. */
function run(command, args, remedy) {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  const why = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new Error(`${command} ${args.join(' ')}: ${why}\n${remedy}`);
}

/** Installs Zig in a virtual environment of its own, and returns its command. */
function provideZig() {
  const python = `${cache}venv/bin/python`;
  const remedy = 'You need Python 3 with venv (Debian: apt-get install python3-venv) and PyPI, or pass --zig COMMAND.';
  if (!existsSync(python)) run('python3', ['-m', 'venv', `${cache}venv`], remedy);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ZIG], remedy);
  return [python, '-m', 'ziglang'];
}

function choose(names) {
  const unknown = names.filter((name) => !PLATFORMS.some((platform) => platform.name === name));
  if (unknown.length === 0) return PLATFORMS.filter(({ name }) => names.length === 0 || names.includes(name));
  const known = PLATFORMS.map(({ name }) => name).join(', ');
  throw new Error(`--only: expected names of platforms (${known}). Received ${unknown.join(', ')}.`);
}

try {
  const chosen = choose(values.only?.split(',') ?? []);
  const zig = values.zig?.split(' ') ?? provideZig();
  process.env['ZIG_GLOBAL_CACHE_DIR'] ??= `${cache}objects`;
  generate();
  for (const platform of chosen) {
    const compiler = [...zig, 'cc', '-target', platform.target];
    const out = addonOf(platform);
    const size = await compileAddon({
      platform: platform.name,
      compiler,
      dlltool: [...zig, 'dlltool'],
      tuning: TUNING,
      out,
    });
    process.stdout.write(`${platform.name}: ${Math.round(size / 1000)} KB\n`);
    if (size > MOST_BYTES) throw new Error(`${platform.name}: ${size} bytes, at most ${MOST_BYTES} allowed`);
  }
} catch (error) {
  process.stderr.write(`build:platforms: ${error.message}\n`);
  process.exitCode = 1;
}
