/**
 * The commands of the root package.json. On a bare machine (Node and npm) this fetches the pinned pnpm, installs what
 * the command needs from the lockfile and builds that; where that is done already it only looks, which takes a second.
 *
 * What it and its tools say goes to stderr: stdout is the command's own.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { extentFor, install, namesTensorFlow } from './install.mjs';
import { readArguments, testNodes } from './test-nodes.mjs';
import { clearResults, packageFolders, summarise } from './test-summary.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'node_modules', '.bin');

function fail(message, code = 1) {
  process.stderr.write(`nabla: ${message}\n`);
  process.exit(code);
}

/** A tool with the workspace's tools on PATH, and before what else is there another Node's folder where one is given. */
function spawn(command, args, { quiet = false, node } = {}) {
  return spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2],
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      PATH: [BIN, ...(node === undefined ? [] : [node.folder]), process.env.PATH].join(delimiter),
      // turbo hashes it: its cache must not answer for another version.
      NABLA_NODE: node?.version ?? process.versions.node,
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
    },
  });
}

/** Runs a tool; returns its exit code. A quiet one is heard only when it fails. */
function run(command, args, options = {}) {
  const { status, error, stdout, stderr } = spawn(command, args, options);
  const { quiet = false } = options;
  if (error !== undefined) process.stderr.write(`${command}: ${error.message}\n`);
  if (quiet && status !== 0) process.stderr.write(`${stdout}${stderr}`);
  return status ?? 1;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`needs Node 20.19 or newer. This is ${process.versions.node}; install a newer one and try again.`);
}

/** The pinned pnpm. On a terminal it draws its progress; elsewhere it is heard only when it fails. */
function pnpm(args) {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const [pinned] = packageManager.split('+');
  process.stderr.write(`nabla: installing dependencies with ${pinned}, then building (only where something changed)\n`);
  return run('npx', ['--yes', pinned, ...args], { quiet: !process.stderr.isTTY });
}

function installFor(command, args) {
  if (install(ROOT, extentFor(command, args), pnpm)) return;
  fail('the install failed, see above. It needs the npm registry once; check the network and try again.');
}

function turbo(task, args = [], options = {}) {
  return run('turbo', ['run', task, '--output-logs=errors-only', '--log-order=grouped', ...args], options);
}

function build(...filters) {
  if (turbo('build', filters, { quiet: true }) !== 0) fail('the build failed, see above.');
}

/** Builds the command nabla by the compilers alone: of the tools for checks and tests it needs none. */
function buildCommand(args) {
  const projects = [join('apps', 'cli'), join('packages', 'backend-wasm')];
  if (namesTensorFlow(args)) projects.push(join('packages', 'backend-tfjs-node'));
  const kernels = join('packages', 'backend-wasm', 'scripts', 'build-kernels.mjs');
  if (run('tsc', ['-b', ...projects], { quiet: true }) !== 0 || run('node', [kernels], { quiet: true }) !== 0) {
    fail('the build failed, see above.');
  }
}

/** An app runs in this process: signals, the terminal and the exit code are its own. */
async function app(name, args) {
  const entry = join(ROOT, 'apps', name, 'bin', ENTRIES[name]);
  process.argv = [process.argv[0], entry, ...args];
  // npm runs scripts from the root; paths are relative to where the user stands.
  if (process.env.INIT_CWD !== undefined) process.chdir(process.env.INIT_CWD);
  await import(pathToFileURL(entry).href);
}

const ENTRIES = { cli: 'nabla.js', bench: 'nabla-bench.js' };

/**
 * Every package's tests, or those that turbo's flags choose; then one closing line over all of them. Those that prove at
 * length what others prove in short run where `NABLA_SLOW` is 1.
 */
function runTests(flags, node) {
  clearResults(ROOT);
  const folders = flags.length === 0 ? packageFolders(ROOT) : chosenFolders(flags);
  const isBuilt = turbo('build', flags, { node }) === 0;
  const code = isBuilt ? run('node', [join('scripts', 'test-packages.mjs'), ...folders], { node }) : 1;
  const summary = summarise(ROOT, folders);
  if (process.env.NABLA_SLOW !== '1')
    process.stdout.write('Left out: *.slow.test.ts; npm run test:slow runs them too.\n');
  process.stdout.write(`${summary.lines.join('\n')}\n`);
  return { ...summary, ok: code === 0 && summary.ok };
}

/** The packages whose tests run under `flags`; none where turbo refuses them. */
function chosenFolders(flags) {
  const { status, stdout } = spawn('turbo', ['run', 'test', '--dry=json', ...flags], { quiet: true });
  if (status !== 0) return [];
  const { tasks } = JSON.parse(stdout);
  return tasks.filter(({ task }) => task === 'test').map(({ directory }) => directory);
}

const test = (flags) => (runTests(flags).ok ? 0 : 1);

function testSlow(flags) {
  process.env.NABLA_SLOW = '1';
  return test(flags);
}

function testOnNodes(args) {
  const chosen = readArguments(args);
  if (chosen === undefined) fail('test:nodes: expected versions such as 22 or 20.19, then flags of turbo.', 2);
  return testNodes(chosen.versions, ROOT, (node) => runTests(chosen.flags, node));
}

/** The tests that need a browser; the last of them takes pictures of the example's page. */
async function testBrowser() {
  build('--filter=@nablajs/browser');
  const { findBrowser, INSTALL } = await import('../packages/browser/dist/index.js');
  if (findBrowser() === undefined) fail(`test:browser: there is no browser; ${INSTALL}.`, 2);
  clearResults(ROOT);
  const code = run('turbo', ['run', 'test:browser', '--continue', '--concurrency=1', '--log-order=stream']);
  const summary = summarise(ROOT, packageFolders(ROOT).filter(hasBrowserTests));
  const pictures = join(ROOT, 'examples', 'browser', 'screenshots');
  process.stdout.write(`${[...summary.lines, `pictures of the example: ${pictures}`].join('\n')}\n`);
  return code === 0 && summary.ok ? 0 : 1;
}

function hasBrowserTests(folder) {
  return 'test:browser' in (JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')).scripts ?? {});
}

/** Every check that a change must pass, each by name; all of them run, whatever fails first. */
function check() {
  const steps = {
    'lint and format (biome)': () => run('biome', ['check', '.', '--error-on-warnings']),
    'types (tsc)': () => turbo('typecheck'),
    'unused code and dependencies (knip)': () => run('knip', []),
    'what is published (publint, attw, files, licences)': () => run('node', ['scripts/check-packages.mjs']),
    'tests of the scripts': () => run('vitest', ['run', '--root', 'scripts']),
    'tests, the slow ones too': () => testSlow([]),
  };
  const failed = Object.entries(steps)
    .map(([name, step]) => {
      process.stderr.write(`\n== ${name}\n`);
      return step() === 0 ? undefined : name;
    })
    .filter((name) => name !== undefined);
  process.stderr.write(failed.length === 0 ? '\nEvery check passed.\n' : `\nFailed: ${failed.join('; ')}.\n`);
  return failed.length === 0 ? 0 : 1;
}

/** A script that needs no build, with the arguments. */
const program = (file) => (args) =>
  spawnSync(process.execPath, [file, ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;

const commands = {
  nabla: (args) => {
    buildCommand(args);
    return app('cli', args);
  },
  bench: (args) => {
    // tfjs-node is no dependency of bench, but one of its backends.
    build('--filter=@nablajs/bench...', '--filter=@nablajs/backend-tfjs-node');
    return app('bench', args);
  },
  test,
  'test:slow': testSlow,
  'test:browser': testBrowser,
  'test:nodes': testOnNodes,
  'test:start': async () => {
    const { testStart } = await import('./test-start.mjs');
    return testStart(ROOT);
  },
  'test:runtimes': async () => {
    build('--filter=@nablajs/cli...', '--filter=@nablajs/golden...');
    const { testRuntimes } = await import('./test-runtimes.mjs');
    return testRuntimes(ROOT);
  },
  'test:example': async () => {
    build();
    const { testExample } = await import('./test-example.mjs');
    return testExample(ROOT);
  },
  'test:registry': async () => {
    const { testRegistry } = await import('./test-registry.mjs');
    return testRegistry(ROOT);
  },
  release: async (args) => {
    const { release } = await import('./release.mjs');
    return release(ROOT, args);
  },
  check,
  mutate: async (args) => {
    build();
    const { mutate } = await import('./mutate.mjs');
    return mutate(ROOT, packageFolders(ROOT), args);
  },
  build: () => build(),
  docs: program(join('docs', 'scripts', 'site.mjs')),
  tensorflow: program(join('packages', 'backend-tfjs-node', 'scripts', 'tensorflow.mjs')),
  exec: ([command, ...args]) => run(command, args),
};

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) fail(`unknown command '${name}'. Known: ${Object.keys(commands).join(', ')}.`, 2);
checkNode();
installFor(name, args);
const code = await command(args);
if (code !== undefined) process.exitCode = code;
