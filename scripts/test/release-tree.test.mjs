import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  commitVersion,
  isReleaseCommit,
  mustBeTaggable,
  mustBeUnchanged,
  putBack,
  tag,
  writeVersion,
} from '../release-tree.mjs';

let to;
let plan;
let said;
/** A commit, and a version of it: one file changed, one new, one deleted. */
beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'nabla-release-test-'));
  to = { root, dryRun: false };
  said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  git('init', '--quiet', '--initial-branch=main');
  for (const [key, value] of Object.entries({ 'user.name': 'n', 'user.email': 'n@localhost' }))
    git('config', key, value);
  for (const file of ['package.json', 'changeset.md', 'other.txt']) write(file, 'old');
  commit('One');
  const head = git('rev-parse', 'HEAD');
  write('package.json', 'new');
  write('CHANGELOG.md', 'new');
  rmSync(join(root, 'changeset.md'));
  git('add', '--all');
  plan = { head, tree: git('write-tree'), version: '0.2.0', versioning: true };
  git('reset', '--quiet', '--hard');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(to.root, { recursive: true, force: true });
});

function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: to.root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trimEnd();
}
function write(file, text) {
  writeFileSync(join(to.root, file), text);
}
function read(file) {
  return readFileSync(join(to.root, file), 'utf8');
}
function commit(message) {
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '-m', message);
}
const status = () => git('status', '--porcelain').split('\n').filter(Boolean);

it('writes a version and takes it out again', async () => {
  await writeVersion(to, plan);
  expect(status()).toEqual(['A  CHANGELOG.md', 'D  changeset.md', 'M  package.json']);
  await mustBeUnchanged(to, plan);
  await putBack(to, plan);
  expect(status()).toEqual([]);
  expect(said).toHaveBeenLastCalledWith('release: the tree is as it was\n');
});

it('writes nothing where one of its files was edited', async () => {
  write('package.json', 'edited');
  await expect(writeVersion(to, plan)).rejects.toThrow('package.json');
  expect(status()).toEqual([' M package.json']);
});

it('keeps what was edited or staged meanwhile, and says how to lose it', async () => {
  await writeVersion(to, plan);
  write('package.json', 'edited');
  write('other.txt', 'edited');
  write('staged.txt', 'edited');
  git('add', 'staged.txt', 'other.txt');
  write('changeset.md', 'edited');
  await expect(mustBeUnchanged(to, plan)).rejects.toThrow('changeset.md\nother.txt\npackage.json\nstaged.txt');
  await putBack(to, plan);
  for (const file of ['package.json', 'other.txt', 'staged.txt', 'changeset.md']) expect(read(file)).toBe('edited');
  expect(existsSync(join(to.root, 'CHANGELOG.md'))).toBe(false);
  expect(status()).toContain('M  other.txt');
  expect(said).toHaveBeenLastCalledWith(
    expect.stringContaining('git restore --source=HEAD --staged --worktree -- changeset.md package.json\n'),
  );
});

it('puts nothing back where something else committed', async () => {
  await writeVersion(to, plan);
  commit('Mine, with the version in it');
  await expect(mustBeUnchanged(to, plan)).rejects.toThrow('committed or checked out meanwhile');
  await putBack(to, plan);
  expect(status()).toEqual([]);
  expect(read('package.json')).toBe('new');
});

it('commits the version, which is tagged once', async () => {
  await writeVersion(to, plan);
  await commitVersion(to, plan);
  expect(git('rev-parse', 'HEAD^{tree}')).toBe(plan.tree);
  expect(await tag(to, '0.2.0')).toBe(', tagged v0.2.0');
  expect(await tag(to, '0.2.0')).toBe('');
});

// The hook is a script of sh, and executable by its mode.
it.skipIf(process.platform === 'win32')('does not go on with what a hook made of it', async () => {
  writeFileSync(join(to.root, '.git', 'hooks', 'pre-commit'), '#!/bin/sh\necho x > other.txt; git add other.txt\n', {
    mode: 0o755,
  });
  await writeVersion(to, plan);
  await expect(commitVersion(to, plan)).rejects.toThrow(`git reset --soft ${plan.head}`);
});

it('refuses a tag that is elsewhere', async () => {
  await mustBeTaggable(to, plan);
  git('tag', 'v0.2.0');
  await expect(mustBeTaggable(to, plan)).rejects.toThrow('git tag --delete v0.2.0');
  await mustBeTaggable(to, { ...plan, versioning: false });
  commit('Two');
  const later = { ...plan, head: git('rev-parse', 'HEAD'), versioning: false };
  await expect(mustBeTaggable(to, later)).rejects.toThrow(plan.head);
});

it('knows the commit of a release by its whole subject', async () => {
  const isOne = async (subject) => {
    commit(subject);
    return isReleaseCommit(to, '0.2.0');
  };
  expect(await isOne('Release 0.2.0')).toBe(true);
  expect(await isOne('Release 0.2.0 (#12)')).toBe(true);
  for (const other of ['Release 0.2.0 notes: wording', 'Release 0.2.01', 'Revert "Release 0.2.0"'])
    expect(await isOne(other)).toBe(false);
});
