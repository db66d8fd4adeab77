import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isNewer, readOptions, release } from '../release.mjs';

let root;
let said;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nabla-release-test-'));
  said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
/** A repository on main with a changeset. */
function createRepository() {
  mkdirSync(join(root, '.changeset'));
  writeFileSync(join(root, '.changeset', 'one.md'), '');
  git('init', '--quiet', '--initial-branch=main');
  commit('One');
}
function commit(message) {
  git('add', '--all');
  git('-c', 'user.name=n', '-c', 'user.email=n@localhost', 'commit', '--quiet', '--allow-empty', '-m', message);
}
function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

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

it('refuses prereleases', async () => {
  createRepository();
  writeFileSync(join(root, '.changeset', 'pre.json'), '{}');
  commit('Prerelease');
  expect(await release(root, ['--dry-run'])).toBe(2);
  expect(said).toHaveBeenLastCalledWith(expect.stringContaining('npx changeset pre exit'));
});

it('refuses any branch but main, and a main that lacks commits of origin', async () => {
  createRepository();
  const first = git('rev-parse', 'HEAD');
  git('switch', '--quiet', '--create', 'other');
  expect(await release(root, [])).toBe(2);
  expect(said).toHaveBeenLastCalledWith('release: expected the branch main, this is other.\n');
  git('switch', '--quiet', '--detach');
  expect(await release(root, [])).toBe(2);
  expect(said).toHaveBeenLastCalledWith(expect.stringContaining('detached HEAD'));

  commit('Two');
  git('branch', '--force', 'main');
  git('clone', '--quiet', '--bare', '.', '.git/origin');
  git('remote', 'add', 'origin', '.git/origin');
  git('switch', '--quiet', 'main');
  git('reset', '--quiet', '--hard', first);
  expect(await release(root, [])).toBe(2);
  expect(said).toHaveBeenLastCalledWith(expect.stringContaining('the main of origin has commits that are not here'));
  git('remote', 'set-url', 'origin', '.git/gone');
  expect(await release(root, [])).toBe(2);
  expect(said).toHaveBeenLastCalledWith(expect.stringContaining('origin does not say where its main is'));
});

it('knows which of two versions is newer', () => {
  expect(isNewer('0.10.0', '0.9.0')).toBe(true);
  for (const other of ['0.9.0', '0.8.10', '1.0.0-next.0']) expect(isNewer(other, '0.9.0')).toBe(false);
});
