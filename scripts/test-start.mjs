/**
 * `npm run test:start`: `npm start` as a new user has it, with a copy of what git has and an empty home. It fails when
 * that installs too much, or when npm or pnpm advertises itself between the lines of the training.
 */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesIn, ROOT, run } from './tools.mjs';

/** Tools for checks and tests, and the dependencies of other backends. */
const NOT_NEEDED =
  /^(echarts|@tensorflow|@biomejs|rolldown|turbo|verdaccio|vitest|vite|vitepress|playwright-core|typedoc|knip)\b/;

/** Copies what git tracks or would track. */
function copyTree(to) {
  const files = new Set(run('git ls-files -z -c -o --exclude-standard', ROOT).split('\0'));
  for (const file of files) if (file && existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(to, file));
}

/** An empty home: of the user's settings only the registry stays. */
function newHome(home) {
  const settings = Object.keys(process.env).filter((name) => /^(npm_|pnpm_|xdg_|nabla_|ci$)/i.test(name));
  const none = Object.fromEntries(settings.map((name) => [name, undefined]));
  const registry = run('npm config get registry', ROOT).trim();
  return { ...none, HOME: home, USERPROFILE: home, npm_config_registry: registry };
}

const folder = mkdtempSync(join(tmpdir(), 'nabla-start-'));
try {
  const clone = join(folder, 'clone');
  copyTree(clone);
  const start = performance.now();
  const output = run('npm start -- --epochs 1 2>&1', clone, { env: newHome(join(folder, 'home')) });
  const seconds = Math.round((performance.now() - start) / 1000);
  const packages = readdirSync(join(clone, 'node_modules', '.pnpm')).filter((name) => /.@\d/.test(name));
  const megabytes = Math.round(bytesIn(join(clone, 'node_modules')) / 1e6);
  console.log(`npm start: ${packages.length} packages, ${megabytes} MB, one epoch after ${seconds} s`);
  assert.match(output, /Epoch 1\/1/);
  assert.doesNotMatch(output, /npm notice|update available/i);
  assert.deepEqual(
    packages.filter((name) => NOT_NEEDED.test(name)),
    [],
    'it needs none of these',
  );
  assert(packages.length <= 30 && megabytes <= 250, 'at most 30 packages and 250 MB');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
