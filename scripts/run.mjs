/**
 * The commands of the root's package.json: installs what a command needs, builds it, and runs it. You need Node and npm
 * for that, and a second when all is there. Tools write to stderr here: stdout belongs to the command.
 */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { extentFor, install, optionalBackends } from './install.mjs';
import { packageFolders, testPackages } from './tests.mjs';
import { ROOT } from './tools.mjs';

function fail(message, code = 1) {
  process.stderr.write(`nabla: ${message}\n`);
  process.exit(code);
}

/** Runs a tool and returns its exit code. A quiet one shows its output only when it fails. */
function run([command, ...args], { quiet = false, stdout = 2 } = {}) {
  const { status, error, output } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', quiet ? 'pipe' : stdout, quiet ? 'pipe' : 2],
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
  });
  if (error !== undefined) process.stderr.write(`${command}: ${error.message}\n`);
  if (quiet && status !== 0) process.stderr.write(output?.join('') ?? '');
  return status ?? 1;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`needs Node 20.19 or newer. This is ${process.versions.node}; install a newer one and try again.`);
}

/** Installs with the pinned pnpm. On a terminal pnpm draws its progress; elsewhere you see its output when it fails. */
function installFor(name, args) {
  const [pinned] = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).packageManager.split('+');
  const done = install(ROOT, extentFor(name, args), (flags) => {
    process.stderr.write(`nabla: installing dependencies with ${pinned} (only where something changed)\n`);
    return run(['npx', '--yes', pinned, ...flags], { quiet: !process.stderr.isTTY });
  });
  if (!done) fail('the install failed, see above. It needs the npm registry once; check the network and try again.');
}

/** Builds everything: the packages, the kernels of backend-wasm and, last, the pages, which contain both. */
function build() {
  const flags = ['--output-logs=errors-only', '--log-order=grouped'];
  const tasks = ['build', 'kernels', 'pages'];
  if (run(['turbo', 'run', ...tasks, ...flags], { quiet: true }) !== 0) fail('the build failed, see above.');
}

/** Runs compilers and bundlers, one after another. You see their output when one fails. */
async function compile(...steps) {
  const options = { cwd: ROOT, shell: process.platform === 'win32', maxBuffer: 64 * 1024 * 1024 };
  try {
    for (const [command, ...args] of steps) await promisify(execFile)(command, args, options);
  } catch ({ message, stdout = '', stderr = '' }) {
    fail(`the build failed: ${message}\n${stdout}${stderr}`);
  }
}

const bundles = ['node', 'scripts/build/bundle.mjs', ...packageFolders(ROOT)];
const kernels = ['node', 'packages/backend-wasm/scripts/build-kernels.mjs'];

/** Builds the command nabla with the compilers alone, since `npm start` installs no other tool. */
function buildCommand(args) {
  const named = optionalBackends(args).map((name) => `packages/backend-${name}`);
  return compile(['tsc', '-b', 'apps/cli', 'packages/backend-wasm', ...named], bundles, kernels);
}

/** Builds all but the pages. turbo, which starts pnpm and a compiler for each package, takes twice as long for that. */
async function buildPackages() {
  await compile(['tsc', '-b', 'packages/backend-wasm']);
  const inlined = ['node', 'packages/backend-wasm/scripts/inline-files.mjs'];
  const charts = ['node', 'packages/charts/scripts/bundle-echarts.mjs'];
  await Promise.all([compile(kernels, inlined), compile(['tsc', '-b'], bundles, charts)]);
}

/** Runs an app in this process, which passes on signals, the terminal and the exit code. */
async function app(file, args) {
  const entry = join(ROOT, 'apps', file);
  process.argv = [process.argv[0], entry, ...args];
  // npm runs scripts in the root, but paths are relative to your folder.
  if (process.env.INIT_CWD !== undefined) process.chdir(process.env.INIT_CWD);
  await import(pathToFileURL(entry).href);
}

/** Tests the packages in these folders, or all of them. */
async function test(folders, script = 'test', atOnce = undefined) {
  // Only tests in a browser open the pages.
  await (script === 'test' && process.env.NABLA_SLOW !== '1' ? buildPackages() : build());
  process.env.NABLA_BUILT = '1';
  if (process.env.NABLA_SLOW !== '1' && script === 'test') {
    process.stderr.write(
      'Left out: *.browser.test.ts (npm run test:browser) and *.slow.test.ts (npm run test:slow).\n',
    );
  }
  return testPackages(ROOT, folders.length === 0 ? packageFolders(ROOT) : folders, script, atOnce);
}

const commands = {
  nabla: async (args) => {
    await buildCommand(args);
    return app('cli/bin/nabla.js', args);
  },
  bench: (args) => {
    build();
    return app('bench/bin/nabla-bench.js', args);
  },
  test: (folders) => test(folders),
  'test:slow': (folders) => {
    process.env.NABLA_SLOW = '1';
    return test(folders);
  },
  'test:browser': (folders) => {
    process.env.NABLA_REQUIRE_BROWSER = '1';
    return test(folders, 'test:browser', 1);
  },
  build: () => build(),
  exec: (command) => run(command, { stdout: 'inherit' }),
  built: (command) => {
    build();
    return run(command, { stdout: 'inherit' });
  },
};

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) fail(`unknown command '${name}'. Known: ${Object.keys(commands).join(', ')}.`, 2);
checkNode();
installFor(name, args);
const code = await command(args);
if (code !== undefined) process.exitCode = code;
