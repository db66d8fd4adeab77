/**
 * `npm run release`. Until every check has passed nothing is committed, and what was written is put back; from then on each step, run
 * again, does only what is missing.
 */
import { readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { execute, outputOf, untilInterrupted } from './execute.mjs';
import { isOurs, productionDependencies, publishedPackages } from './packages.mjs';
import { writeSboms } from './sbom.mjs';

const SCOPE = '@nablajs';
const CHECK = 'npm run check';

const HELP = `Usage: npm run release -- [--dry-run] [--check COMMAND]

Versions the packages by their changesets, builds, checks, commits, publishes what the registry lacks, tags.
Needs a clean tree and a login (npm login). Where a check fails nothing is published and the tree is put back.
Where publishing stops half way, the same command once more goes on with what is missing.

  --dry-run         all but commit, publication and tag; puts the tree back
  --check COMMAND   what must pass (default: ${CHECK})
  --help            this text

What is published is first packed to release/VERSION, with a bill of materials (CycloneDX) of each package.

Examples:
  npm run release -- --dry-run                     # what a release would do; takes as long as the checks
  npm run release                                  # afterwards: git push --follow-tags
  npm run release -- --dry-run --check "npm run lint"

Ends with 0 where all is published, 1 where a step failed, 2 where it could not start.
`;

/** What keeps a release from starting, as opposed to a step that failed. */
class Refusal extends Error {}

/** Returns the exit code. */
export async function release(root, args) {
  const { signal, done } = untilInterrupted();
  try {
    const options = readOptions(args);
    if (options.help) process.stdout.write(HELP);
    else process.stdout.write(`${await runRelease({ root, signal, ...options })}\n`);
    return 0;
  } catch (error) {
    say(error.message);
    return error instanceof Refusal ? 2 : 1;
  } finally {
    done();
  }
}

export function readOptions(args) {
  const flags = {
    'dry-run': { type: 'boolean' },
    check: { type: 'string', default: CHECK },
    help: { type: 'boolean' },
  };
  try {
    const { values } = parseArgs({ args, options: flags });
    return { dryRun: values['dry-run'] === true, check: values.check, help: values.help === true };
  } catch (error) {
    throw new Refusal(`${error.message}. 'npm run release -- --help' lists the flags.`);
  }
}

function say(words) {
  process.stderr.write(`release: ${words}\n`);
}

/** Returns what there is to say at the end. */
async function runRelease(to) {
  await mustBeClean(to);
  if (!to.dryRun) await mustBeLoggedIn(to);
  const versioning = changesets(to.root).length > 0;
  if (!versioning) {
    const { version, missing } = await readState(to);
    if (missing.length === 0)
      return `nothing to publish: no changesets, and the registry has all of ${version}${await tagged(to, version)}`;
    await mustBeReleaseCommit(to, version, missing);
  }
  const prepared = await prepare(to, versioning);
  const { version, missing } = prepared;
  const names = missing.map((name) => `${name}@${version}`).join(', ');
  if (to.dryRun) return `dry run, all passed; a release would publish ${names}`;
  await publish(to, prepared);
  return `published ${names}${await tagged(to, version)}\nnext: git push --follow-tags`;
}

async function mustBeClean(to) {
  const changes = await status(to);
  if (changes === '') return;
  throw new Refusal(`the working tree is not clean: commit, stash or remove these first.\n${changes.trimEnd()}`);
}

/** In hosted CI there is often no user, but a token that may do no more than publish; publishing tells whether it is good. */
async function mustBeLoggedIn(to) {
  if (process.env.CI !== undefined) return;
  const configured = await tool(to, 'npm', ['config', 'get', `${SCOPE}:registry`]);
  const registry = configured.stdout.trim();
  const where = registry === 'undefined' ? [] : [`--registry=${registry}`];
  const { status, stderr } = await tool(to, 'npm', ['whoami', ...where]);
  if (status === 0) return;
  throw new Refusal(
    `not logged in where ${SCOPE} is published: npm login --scope=${SCOPE}. npm says:\n${stderr.trimEnd()}`,
  );
}

function changesets(root) {
  return readdirSync(join(root, '.changeset')).filter((file) => file.endsWith('.md') && file !== 'README.md');
}

/** The names of all published packages, each behind what it installs, and the one version that they have. */
function readVersion(root) {
  const needs = ({ folder }) => productionDependencies(join(root, folder)).filter(isOurs).length;
  const packages = publishedPackages(root)
    .toSorted((a, b) => needs(a) - needs(b))
    .map(({ manifest }) => manifest);
  const versions = [...new Set(packages.map(({ version }) => version))];
  if (versions.length !== 1) throw new Error(`expected one version of all packages, there are ${versions.join(', ')}`);
  return { names: packages.map(({ name }) => name), version: versions[0] };
}

/** The same, and the names of those whose version the registry lacks. */
async function readState(to) {
  const { names, version } = readVersion(to.root);
  const onRegistry = await Promise.all(names.map((name) => versionsOnRegistry(to, name)));
  return { names, version, missing: names.filter((_, at) => !onRegistry[at].includes(version)) };
}

/** None where the registry does not know the package. */
async function versionsOnRegistry(to, name) {
  const { status, stdout, stderr } = await tool(to, 'npm', ['view', name, 'versions', '--json']);
  if (status === 0) return [JSON.parse(stdout)].flat();
  if (/\bE404\b/.test(stdout + stderr)) return [];
  throw new Refusal(`the registry does not answer for ${name}. npm says:\n${stderr.trimEnd()}`);
}

/** One version must not come from two commits. */
async function mustBeReleaseCommit(to, version, missing) {
  if (await isReleaseCommit(to, version)) return;
  throw new Refusal(
    `nothing to release: there is no changeset (npx changeset adds one). The registry lacks ${version} of ${missing.join(', ')}: ` +
      `where a release stopped half way, check out its commit, "${title(version)}", to finish it.`,
  );
}

async function isReleaseCommit(to, version) {
  const subject = await git(to, ['log', '-1', '--format=%s']);
  return `${subject.trim()} `.startsWith(`${title(version)} `);
}

function title(version) {
  return `Release ${version}`;
}

/** Versions, builds, checks, commits. What it wrote is put back where a step fails or nothing is to stay. */
async function prepare(to, versioning) {
  let stays = false;
  try {
    if (versioning) await writeVersions(to);
    const now = await readState(to);
    if (versioning && now.missing.length < now.names.length)
      throw new Error(`the registry has ${now.version} already; is this branch up to date?`);
    await step(to, 'building', process.execPath, ['scripts/run.mjs', 'build']);
    await step(to, `checking: ${to.check}`, to.check, [], { shell: true });
    await pack(to, now);
    await mustBeAsStaged(to);
    if (versioning && !to.dryRun) await git(to, ['commit', '--quiet', '--message', title(now.version)]);
    stays = !to.dryRun;
    return now;
  } catch (error) {
    throw new Error(`nothing is published: ${error.message}`, { cause: error });
  } finally {
    if (versioning && !stays) await putBack(to);
  }
}

async function writeVersions(to) {
  const { version: before } = readVersion(to.root);
  await step(to, 'versioning', 'changeset', ['version']);
  await step(to, 'lockfile', 'pnpm', ['install', '--lockfile-only', '--no-frozen-lockfile', '--silent']);
  await git(to, ['add', '--all']);
  if (readVersion(to.root).version === before) throw new Error('no changeset names a package that is published');
}

/** A step that a person watches. */
async function step(to, name, command, args, options = {}) {
  say(name);
  const { status } = await execute(command, args, { ...toolOptions(to), ...options, heard: true });
  if (status !== 0) throw new Error(`${name}: failed, see above`);
}

/** What is committed must be what was checked. */
async function mustBeAsStaged(to) {
  const changes = (await status(to)).split('\n').filter((line) => line !== '' && line[1] !== ' ');
  if (changes.length > 0) throw new Error(`the tree changed during the checks:\n${changes.join('\n')}`);
}

/** Only what the version wrote: whoever edits other files meanwhile keeps them. */
async function putBack(to) {
  const staged = async () =>
    (await git(to, ['diff', '--cached', '--name-only', '--no-renames', '-z'])).split('\0').slice(0, -1);
  try {
    let files = await staged();
    if (files.length === 0) {
      // It did not come so far as to stage; the tree was clean a moment ago.
      await git(to, ['add', '--all']);
      files = await staged();
    }
    if (files.length > 0) await git(to, ['restore', '--source=HEAD', '--staged', '--worktree', '--', ...files]);
    say('the tree is as it was');
  } catch (error) {
    say(
      `the version is still in the tree: git restore --source=HEAD --staged --worktree . puts it back. ${error.message}`,
    );
  }
}

/** Tarballs, which are what is published, each with its bill of materials. */
async function pack(to, { names, version }) {
  const folder = tarballFolder(to, version);
  say(`packing, bills of materials: ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  const chosen = names.map((name) => `--filter=${name}`);
  await outputOf('pnpm', ['--recursive', ...chosen, 'pack', '--pack-destination', folder], toolOptions(to));
  await writeSboms(folder, toolOptions(to));
}

function tarballFolder({ root }, version) {
  return join(root, 'release', version);
}

/** In the order of `missing`: what a package needs is there before it. */
async function publish(to, { missing, version }) {
  try {
    for (const name of missing) {
      const tarball = join(tarballFolder(to, version), `${name.slice(1).replace('/', '-')}-${version}.tgz`);
      await step(to, `publishing ${name}`, 'npm', ['publish', tarball, '--access=public'], { asks: true });
    }
  } catch (error) {
    throw new Error(`${error.message}. It is committed; npm run release once more publishes what is missing.`, {
      cause: error,
    });
  }
}

/** Tags the release's commit where it has no tag yet; returns what to say of it. */
async function tagged(to, version) {
  const tag = `v${version}`;
  if (to.dryRun || !(await isReleaseCommit(to, version)) || (await git(to, ['tag', '--list', tag])) !== '') return '';
  await git(to, ['tag', '--annotate', tag, '--message', title(version)]);
  return `, tagged ${tag}`;
}

function tool(to, command, args) {
  return execute(command, args, toolOptions(to));
}

function toolOptions({ root, signal }) {
  const PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return { cwd: root, env: { ...process.env, PATH }, signal };
}

function status(to) {
  return git(to, ['status', '--porcelain', '--untracked-files=all']);
}

/** Not interrupted: it is short, and half of it would be worse. */
function git({ root }, args) {
  return outputOf('git', args, { cwd: root, shell: false });
}
