/**
 * `npm start` as a stranger has it: a copy of what git has, an empty home, an empty cache. Holds the limits on what
 * that installs, and fails where npm or pnpm advertises itself between the lines of the training.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** With MNIST and the compilers of the build. */
const LIMITS = { packages: 80, bytes: 250e6 };

/** Tools of checks and tests, and what only another backend needs. */
const NOT_NEEDED =
  /^(echarts|@tensorflow|@biomejs|turbo|verdaccio|vitest|vite|vitepress|playwright-core|typedoc|knip)\b/;

/** Everything that git tracks or would track, as it lies in the working tree. */
function copyTree(root, to) {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '-c', '-o', '--exclude-standard'], { cwd: root });
  const files = new Set(stdout.toString().split('\0').filter(Boolean));
  for (const file of files) if (existsSync(join(root, file))) cpSync(join(root, file), join(to, file));
}

/** The environment of a new user on this machine: of npm's settings only the registry is kept. */
function strangersEnvironment(home) {
  const registry = spawnSync('npm', ['config', 'get', 'registry'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|xdg_|nabla_|init_cwd$|ci$)/i.test(name));
  return { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home, npm_config_registry: registry.stdout.trim() };
}

/** The packages in `modules`, and the bytes of its files; one that is linked twice counts once. */
export function measure(modules) {
  const packages = readdirSync(join(modules, '.pnpm')).filter((name) => /.@\d/.test(name));
  const seen = new Set();
  let bytes = 0;
  for (const name of readdirSync(modules, { recursive: true })) {
    const { ino, size } = lstatSync(join(modules, name));
    if (!seen.has(ino)) bytes += size;
    seen.add(ino);
  }
  return { packages, bytes };
}

/** What is wrong with such an install and what was written meanwhile; an empty list where nothing is. */
export function startProblems({ packages, bytes }, output) {
  const problems = [];
  if (packages.length > LIMITS.packages)
    problems.push(`${packages.length} packages; at most ${LIMITS.packages} may be`);
  if (bytes > LIMITS.bytes) problems.push(`${bytes} bytes; at most ${LIMITS.bytes} may be`);
  const tools = packages.filter((name) => NOT_NEEDED.test(name));
  if (tools.length > 0) problems.push(`it needs none of ${tools.join(', ')}`);
  const banner = output.split('\n').find((line) => /npm notice|update available/i.test(line));
  if (banner !== undefined) problems.push(`a banner: ${banner.trim()}`);
  if (!/Epoch 1\/1/.test(output)) problems.push('no epoch was trained');
  return problems;
}

/** Prints what was installed, and when the first epoch was through; returns the exit code. */
export function testStart(root) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-start-'));
  try {
    copyTree(root, join(folder, 'clone'));
    const options = { cwd: join(folder, 'clone'), env: strangersEnvironment(join(folder, 'home')), encoding: 'utf8' };
    const start = performance.now();
    const { status, stdout, stderr } = spawnSync('npm', ['start', '--', '--epochs', '1'], {
      ...options,
      shell: process.platform === 'win32',
    });
    const seconds = Math.round((performance.now() - start) / 1000);
    const output = stdout + stderr;
    if (status !== 0) {
      process.stderr.write(`${output}\nnpm start ended with ${status}\n`);
      return 1;
    }
    const found = measure(join(folder, 'clone', 'node_modules'));
    const problems = startProblems(found, output);
    const megabytes = (found.bytes / 1e6).toFixed(0);
    process.stdout.write(
      `npm start: ${found.packages.length} packages, ${megabytes} MB, one epoch after ${seconds} s\n`,
    );
    for (const problem of problems) process.stderr.write(`npm start: ${problem}\n`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
