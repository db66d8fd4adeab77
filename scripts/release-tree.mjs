/**
 * What a release does with the working tree and its history. A version is made as a tree of git, beside the working tree: what is written
 * there, checked, committed or taken out again is then that tree and nothing else, whatever is edited or staged meanwhile.
 */
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from './execute.mjs';
import { publishedPackages } from './packages.mjs';
import { git, Refusal, say, step } from './release-tools.mjs';

const MAIN = 'main';

export async function mustBeClean(to) {
  const changes = await git(to, ['status', '--porcelain', '--untracked-files=all']);
  if (changes === '') return;
  throw new Refusal(`the working tree is not clean: commit, stash or remove these first.\n${changes.trimEnd()}`);
}

/** Versions are those of one line: a release from elsewhere, or from behind it, would give one version two contents. */
export async function mustBeOnMain(to) {
  const branch = (await git(to, ['branch', '--show-current'])).trim();
  if (branch !== MAIN)
    throw new Refusal(`expected the branch ${MAIN}, this is ${branch === '' ? 'none (a detached HEAD)' : branch}.`);
  const remotes = (await git(to, ['remote'])).split('\n');
  if (remotes.includes('origin')) await mustContainOrigin(to);
}

/** Asked without fetching: a commit that is not here is not contained either. It may ask for a passphrase. */
async function mustContainOrigin(to) {
  const options = { cwd: to.root, shell: false, signal: to.signal };
  const asked = await execute('git', ['ls-remote', 'origin', `refs/heads/${MAIN}`], { ...options, asks: true });
  if (asked.status !== 0)
    throw new Refusal(`origin does not say where its ${MAIN} is; try again when it does. git says:\n${asked.stderr}`);
  const [commit] = asked.stdout.split('\t');
  if (commit === '') return;
  const { status } = await execute('git', ['merge-base', '--is-ancestor', commit, 'HEAD'], options);
  if (status !== 0)
    throw new Refusal(`the ${MAIN} of origin has commits that are not here: git pull --rebase, then try again.`);
}

export function changesets(root) {
  const files = readdirSync(join(root, '.changeset'));
  if (files.includes('pre.json'))
    throw new Refusal(
      '.changeset/pre.json: prereleases are not supported, they would become what npm installs. npx changeset pre exit ends that mode; commit what it writes.',
    );
  return files.filter((file) => file.endsWith('.md') && file !== 'README.md');
}

/** The one version that all published packages have. */
export function versionOf(root) {
  const versions = [...new Set(publishedPackages(root).map(({ manifest }) => manifest.version))];
  if (versions.length === 1) return versions[0];
  throw new Error(`expected one version of all packages, there are ${versions.join(', ')}`);
}

/** What there is: `head` (its commit), `tree` (of git), `version`. */
export async function asItIs(to) {
  const [head, tree] = await revisions(to, 'HEAD', 'HEAD^{tree}');
  return { head, tree, version: versionOf(to.root) };
}

/** What its changesets make of it, with the same `head`; nothing is written yet. */
export async function asVersioned(to) {
  const { head, version: before } = await asItIs(to);
  const parent = join(to.root, 'release');
  mkdirSync(parent, { recursive: true });
  // Below the root, where changesets finds what its configuration imports.
  const folder = mkdtempSync(join(parent, 'versioning-'));
  await git(to, ['worktree', 'add', '--detach', '--quiet', folder, head]);
  try {
    const tree = await treeOfVersion(to, folder);
    const version = versionOf(folder);
    if (version === before) throw new Refusal('no changeset names a package that is published.');
    return { head, tree, version };
  } finally {
    await git(to, ['worktree', 'remove', '--force', folder]);
  }
}

async function treeOfVersion(to, folder) {
  const here = { cwd: folder };
  await step(to, 'versioning', 'changeset', ['version'], here);
  await step(to, 'version in sources', 'node', ['packages/checkpoint/scripts/write-version.mjs'], here);
  await step(to, 'lockfile', 'pnpm', ['install', '--lockfile-only', '--no-frozen-lockfile', '--silent'], here);
  await git({ root: folder }, ['add', '--all']);
  return (await git({ root: folder }, ['write-tree'])).trim();
}

/** All of it or, where a file of it was edited, nothing. */
export async function writeVersion(to, { head, tree }) {
  try {
    await git(to, ['read-tree', '-m', '-u', head, tree]);
  } catch (error) {
    throw new Error(
      `nothing is written: a file of the version was edited meanwhile; commit or stash it, then release again. ${error.message}`,
      { cause: error },
    );
  }
}

/** What is committed, and packed, must be what was checked. */
export async function mustBeUnchanged(to, { head, tree }) {
  const [now] = await revisions(to, 'HEAD');
  if (now !== head) throw new Error(`something was committed or checked out meanwhile: HEAD was ${head}, it is ${now}`);
  const edited = await editedSince(to, tree);
  if (edited.length === 0) return;
  throw new Error(`this was edited meanwhile; commit or stash it, then release again:\n${edited.join('\n')}`);
}

/** The files that differ in the working tree or in what is staged, new ones as well. */
async function editedSince(to, tree) {
  const lists = await Promise.all([
    list(to, ['diff', '--name-only', '--no-renames', '-z', tree]),
    list(to, ['diff', '--name-only', '--no-renames', '-z', '--cached', tree]),
    list(to, ['ls-files', '--others', '--exclude-standard', '-z']),
  ]);
  return [...new Set(lists.flat())].sort();
}

async function list(to, args) {
  return (await git(to, args)).split('\0').slice(0, -1);
}

/** A hook may have changed what is committed, or something else have committed in between. */
export async function commitVersion(to, { head, tree, version }) {
  await git(to, ['commit', '--quiet', '--message', title(version)]);
  const [parent, committed] = await revisions(to, 'HEAD^', 'HEAD^{tree}');
  if (parent === head && committed === tree) return;
  throw new Error(
    `what was committed is not what was checked (a hook?): git diff ${tree} HEAD shows how it differs, git reset --soft ${head} takes the commit back`,
  );
}

/** Only what the version wrote and nobody edited since. */
export async function putBack(to, { head, tree }) {
  const restore = 'git restore --source=HEAD --staged --worktree --';
  try {
    const [now] = await revisions(to, 'HEAD');
    if (now !== head)
      return say(
        `HEAD is no longer ${head}: nothing is put back. The version's files: git diff --stat ${head} ${tree}`,
      );
    const edited = await editedSince(to, tree);
    const written = await list(to, ['diff', '--name-only', '--no-renames', '-z', head, tree]);
    const kept = written.filter((file) => edited.includes(file));
    const restored = written.filter((file) => !kept.includes(file));
    if (restored.length > 0) await git(to, [...restore.split(' ').slice(1), ...restored]);
    if (edited.length === 0) say('the tree is as it was');
    else say(`the tree is as it was, but for what was edited meanwhile: ${edited.join(' ')}`);
    if (kept.length > 0)
      say(`the version is still in some of that. To lose it, edits included: ${restore} ${kept.join(' ')}`);
  } catch (error) {
    say(`the version is still in the tree: git diff --stat ${head} ${tree} shows where. ${error.message}`);
  }
}

export function title(version) {
  return `Release ${version}`;
}

/** By its subject, behind which a merge may have put the number of its pull request. */
export async function isReleaseCommit(to, version) {
  const subject = await git(to, ['log', '-1', '--format=%s']);
  return subject.trim().replace(/ \(#\d+\)$/, '') === title(version);
}

/** Before anything is published: a tag that stands elsewhere would say that this version is something else. */
export async function mustBeTaggable(to, { head, version, versioning }) {
  const commit = await tagged(to, version);
  if (commit === '' || (commit === head && !versioning)) return;
  throw new Refusal(
    `the tag v${version} exists and names another commit, ${commit}. Where it is wrong: git tag --delete v${version}`,
  );
}

/** Tags the release's commit, which is checked out, where it has no tag yet; returns what to say of it. */
export async function tag(to, version) {
  if (to.dryRun || !(await isReleaseCommit(to, version)) || (await tagged(to, version)) !== '') return '';
  await git(to, ['tag', '--annotate', `v${version}`, '--message', title(version)]);
  return `, tagged v${version}`;
}

/** The commit, or '' where there is no such tag. */
async function tagged(to, version) {
  const args = ['rev-parse', '--verify', '--quiet', `refs/tags/v${version}^{commit}`];
  const { stdout } = await execute('git', args, { cwd: to.root, shell: false });
  return stdout.trim();
}

async function revisions(to, ...names) {
  return (await git(to, ['rev-parse', ...names])).trim().split('\n');
}
