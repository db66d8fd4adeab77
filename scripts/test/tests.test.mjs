import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { packageFolders, publishedPackages, testPackages } from '../tests.mjs';

let root;
let written;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nabla-tests-'));
  writeFileSync(join(root, 'pnpm-workspace.yaml'), 'packages:\n  - packages/*\n  - docs\n\noverrides:\n  - no\n');
  written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

/** A process that tests packages as tests.mjs does, without vitest. */
const LANE = `process.on('message', ({ folder }) => {
  process.chdir(folder);
  process.send(require(folder + '/fake.cjs'));
});`;

/** A package whose test writes these results, or none, and then does `end`. */
function create(folder, results, end = 'module.exports = true;') {
  mkdirSync(join(root, folder), { recursive: true });
  const write = `require('fs').writeFileSync('test-results.json', ${JSON.stringify(JSON.stringify(results))});`;
  writeFileSync(join(root, folder, 'fake.cjs'), `${results ? write : ''} ${end}`);
  writeFileSync(join(root, folder, 'package.json'), '{ "scripts": { "test": "vitest run" } }');
}

const results = (passed, failed, total) => ({
  ...{ success: failed === 0, numPassedTests: passed, numFailedTests: failed, numTotalTests: total },
});

/** Tests all packages; the exit code and the summary. */
async function test() {
  writeFileSync(join(root, 'lane.cjs'), LANE);
  const code = await testPackages(root, packageFolders(root), 'test', 1, join(root, 'lane.cjs'));
  return { code, lines: written.trim().split('\n') };
}

it('adds up the results of every package', async () => {
  create('packages/a', results(3, 0, 5));
  create('docs', results(4, 0, 4));
  mkdirSync(join(root, 'packages', 'no-package'));
  const lines = ['packages/a: 3 passed, 0 failed, 2 skipped', 'docs: 4 passed, 0 failed'];
  expect(await test()).toEqual({ code: 0, lines: [...lines, '', '7 passed, 0 failed, 2 skipped'] });
});

it('fails when a test fails', async () => {
  create('packages/a', results(1, 1, 2));
  expect(await test()).toEqual({ code: 1, lines: ['packages/a: 1 passed, 1 failed', '', '1 passed, 1 failed'] });
});

it('fails when a package ends with an error, and does not count the results of an earlier run', async () => {
  create('packages/a', results(1, 0, 1), 'module.exports = false;');
  expect((await test()).code).toBe(1);
  create('packages/a', undefined);
  written = '';
  expect(await test()).toMatchObject({
    code: 1,
    lines: [expect.stringContaining('no test results'), '', '0 passed, 0 failed'],
  });
});

it('fails when a process ends, and tests the other packages', async () => {
  create('packages/a', results(1, 0, 1), 'process.exit();');
  create('packages/b', results(2, 0, 2));
  const lines = ['packages/a: 1 passed, 0 failed', 'packages/b: 2 passed, 0 failed'];
  expect(await test()).toEqual({ code: 1, lines: [...lines, '', '3 passed, 0 failed'] });
});

it('finds the packages that are published', () => {
  create('packages/a');
  create('packages/b');
  writeFileSync(join(root, 'packages/b/package.json'), '{ "private": true }');
  expect(publishedPackages(root).map(({ folder }) => folder)).toEqual(['packages/a']);
});
