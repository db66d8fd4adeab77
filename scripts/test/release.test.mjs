import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readOptions, release } from '../release.mjs';

let root;
let said;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nabla-release-test-'));
  said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

it('reads its flags', () => {
  expect(readOptions([])).toEqual({ dryRun: false, check: 'npm run check', help: false });
  expect(readOptions(['--dry-run', '--check', 'npm run lint'])).toMatchObject({ dryRun: true, check: 'npm run lint' });
  for (const wrong of [['--dry'], ['now'], ['--check']]) expect(() => readOptions(wrong)).toThrow('--help');
});

it('explains itself, and does nothing', async () => {
  expect(await release(root, ['--help'])).toBe(0);
  expect(process.stdout.write).toHaveBeenCalledWith(expect.stringContaining('Usage: npm run release'));
});

it('refuses with 2: wrong flags, a tree that is not clean', async () => {
  expect(await release(root, ['--dry'])).toBe(2);
  spawnSync('git', ['init', '--quiet'], { cwd: root });
  mkdirSync(join(root, 'folder'));
  writeFileSync(join(root, 'folder', 'new.txt'), '');
  expect(await release(root, [])).toBe(2);
  expect(said).toHaveBeenLastCalledWith(
    'release: the working tree is not clean: commit, stash or remove these first.\n?? folder/new.txt\n',
  );
});
