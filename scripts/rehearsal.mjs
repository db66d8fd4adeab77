/** The release command on a copy of the working tree, against a registry on this machine: what each way to run it must leave. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, outputOf } from './execute.mjs';
import { isOurs, productionDependencies, publishedPackages } from './packages.mjs';

/** Real checks that take seconds; a release in earnest runs all of them. */
const CHECKS = {
  published: 'node scripts/check-packages.mjs',
  ofTs: 'node scripts/check-packages.mjs packages/backend-ts',
  format: 'biome check packages/*/package.json apps/*/package.json',
  none: 'git diff --quiet',
};

export function secondsSoFar() {
  return `${Math.round(performance.now() / 1000)} s`;
}

export function say(words) {
  process.stdout.write(`[${secondsSoFar()}] ${words}\n`);
}

/**
 * What is tracked or would be, as a repository of its own. `test` is, here and below: `root`, `copy` and `temporary` (folders), `registry`,
 * and `options` (environment and signal) of what is run.
 */
export async function copyTree({ root, copy, options }) {
  say('copying the tree, installing');
  const listed = await outputOf('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of new Set(listed.split('\0'))) {
    // One that is tracked may be deleted.
    if (file !== '' && existsSync(join(root, file))) cpSync(join(root, file), join(copy, file));
  }
  const settings = {
    'user.name': 'nabla',
    'user.email': 'nabla@localhost',
    'commit.gpgSign': 'false',
    'tag.gpgSign': 'false',
  };
  await git(copy, ['init', '--quiet', '--initial-branch=main']);
  for (const [key, value] of Object.entries({ ...settings, 'core.hooksPath': '.git/no-hooks' })) {
    await git(copy, ['config', key, value]);
  }
  // Just after a release a tree has none of its own.
  addChangeset(copy);
  await commit(copy, 'The tree');
  await outputOf(process.execPath, ['scripts/run.mjs', 'exec', 'git', 'status'], { ...options, cwd: copy });
}

function git(copy, args) {
  return outputOf('git', args, { cwd: copy });
}

async function commit(copy, message) {
  await git(copy, ['add', '--all']);
  await git(copy, ['commit', '--quiet', '--message', message]);
}

function addChangeset(copy) {
  const file = join(copy, '.changeset', 'of-the-rehearsal.md');
  writeFileSync(file, '---\n"@nablajs/core": minor\n---\n\nA change of the rehearsal.\n');
}

/** The release command in the copy: `{ status, stdout, stderr }`. */
function release({ copy, options }, ...args) {
  return execute(process.execPath, ['scripts/run.mjs', 'release', ...args], { ...options, cwd: copy });
}

async function mustEnd(promised, status) {
  const ended = await promised;
  assert.equal(
    ended.status,
    status,
    `release ended with ${ended.status}, not ${status}:\n${ended.stdout}${ended.stderr}`,
  );
  return ended;
}

/** What git and the registry know: what must be equal before and after whatever changes nothing. */
async function snapshot({ copy, registry }) {
  const names = publishedPackages(copy).map(({ manifest }) => manifest.name);
  return {
    tree: await git(copy, ['status', '--porcelain']),
    commit: await git(copy, ['rev-parse', 'HEAD']),
    tags: await git(copy, ['tag', '--list']),
    registry: await Promise.all(names.map((name) => packument(registry, name))),
  };
}

async function packument({ url }, name) {
  const answer = await fetch(`${url}${name.replace('/', '%2f')}`);
  if (answer.status === 404) return undefined;
  assert(answer.ok, `the registry answers ${answer.status} for ${name}`);
  return answer.json();
}

async function changesNothing(test, act) {
  const before = await snapshot(test);
  await act();
  assert.deepEqual(await snapshot(test), before);
  return before;
}

export async function refusesUnclean(test) {
  const file = join(test.copy, 'untracked.txt');
  writeFileSync(file, '');
  const { stderr } = await mustEnd(release(test), 2);
  rmSync(file);
  assert.match(stderr, /not clean.*\n\?\? untracked\.txt/);
  say('ok: a tree that is not clean is refused, an untracked file named');
}

export async function failingCheckPublishesNothing(test) {
  const file = join(test.copy, 'packages', 'backend-ts', 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, `${JSON.stringify({ ...manifest, files: ['src'] }, null, 2)}\n`);
  await commit(test.copy, 'A package without what is built');
  say(`releasing with a package that lacks dist: ${CHECKS.ofTs}`);
  const before = await changesNothing(test, async () => {
    const { stderr } = await mustEnd(release(test, '--check', CHECKS.ofTs), 1);
    assert.match(stderr, /backend-ts: publint: .*dist\/index\.js/);
    assert.match(stderr, /the tree is as it was/);
  });
  assert(before.tree === '' && before.registry.every((one) => one === undefined));
  await git(test.copy, ['reset', '--quiet', '--hard', 'HEAD~1']);
  say('ok: a failing check publishes nothing, commits nothing, puts the tree back');
}

export async function interruptedPutsBack(test) {
  say('releasing, and interrupting the checks');
  await changesNothing(test, async () => {
    const args = ['scripts/run.mjs', 'release', '--check', 'node --eval "setTimeout(() => {}, 600000)"'];
    const child = spawn(process.execPath, args, {
      cwd: test.copy,
      env: test.options.env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
      if (/^release: checking/m.test(stderr) && !child.killed) setTimeout(() => child.kill('SIGINT'), 1000);
    });
    const late = setTimeout(() => child.kill('SIGKILL'), 300_000);
    const status = await new Promise((resolve) => child.on('close', resolve));
    clearTimeout(late);
    assert.equal(status, 1, `expected release to end with 1 when interrupted:\n${stderr}`);
    assert.match(stderr, /the tree is as it was/);
  });
  say('ok: interrupted, it puts the tree back');
}

/** A file that is not of the version and a new one, both staged, and one of the version. */
export async function keepsWhatIsEditedMeanwhile(test) {
  say('releasing, and editing during the checks');
  const before = await snapshot(test);
  const edit = `for (const file of ['README.md', 'new.txt', 'packages/core/package.json']) fs.appendFileSync(file, '\\n')`;
  const { stderr } = await mustEnd(release(test, '--check', `node --eval "${edit}" && git add README.md new.txt`), 1);
  assert.match(stderr, /edited meanwhile/);
  const tree = 'M  README.md\nA  new.txt\nMM packages/core/package.json\n';
  assert.deepEqual(await snapshot(test), { ...before, tree });
  await git(test.copy, ['reset', '--quiet', '--hard']);
  say('ok: what is edited or staged during the checks is neither committed nor lost');
}

/** As the release is run by a person, on whose machine no token is, or a wrong one. */
function withToken({ temporary, options, ...test }, token, environment = {}) {
  const npmrc = readFileSync(options.env.npm_config_userconfig, 'utf8');
  const file = join(temporary, 'npmrc-other');
  writeFileSync(file, npmrc.replace(test.registry.token, token));
  return {
    ...test,
    temporary,
    options: { ...options, env: { ...options.env, npm_config_userconfig: file, ...environment } },
  };
}

export async function refusesWithoutLogin(test) {
  await changesNothing(test, async () => {
    const { stderr } = await mustEnd(release(withToken(test, '', { CI: undefined })), 2);
    assert.match(stderr, /not logged in .*npm login --scope=@nablajs/);
  });
  say('ok: without a login nothing starts');
}

export async function dryRunPublishesNothing(test) {
  say(`dry run: ${CHECKS.format}`);
  await changesNothing(test, async () => {
    const { stdout } = await mustEnd(release(test, '--dry-run', '--check', CHECKS.format), 0);
    assert.match(stdout, /would publish .*@nablajs\/core@/);
  });
  say('ok: a dry run publishes nothing, commits nothing, puts the tree back');
}

export async function firstRelease(test) {
  say(`first release: ${CHECKS.published}`);
  await mustEnd(release(test, '--check', CHECKS.published), 0);
  const packages = publishedPackages(test.copy);
  const { version } = packages[0].manifest;
  await isReleased(test, version);
  for (const { folder, manifest } of packages) await checkSbom(test, folder, manifest);
  say(
    `ok: ${packages.length} packages are on the registry as ${version}, committed and tagged, a bill of materials for each`,
  );
  return { version, packages };
}

async function isReleased(test, version) {
  const { tree, tags, registry } = await snapshot(test);
  assert.equal(tree, '');
  assert(tags.split('\n').includes(`v${version}`), `there is no tag v${version}`);
  const tagged = await git(test.copy, ['log', '-1', '--format=%s', `v${version}`]);
  assert.equal(tagged, `Release ${version}\n`);
  assert.equal(registry.length, 12, 'expected twelve packages that are published');
  for (const one of registry) assert.equal(one?.['dist-tags'].latest, version, `${one?.name} is not at ${version}`);
}

/** It names what the manifests say, and the hash of the very tarball that was published. */
async function checkSbom({ copy, registry, temporary }, folder, { name, version }) {
  const text = readFileSync(join(copy, 'release', version, `${name.split('/')[1]}.cdx.json`), 'utf8');
  const { metadata, components } = JSON.parse(text);
  assert.deepEqual([metadata.component.name, metadata.component.version], [name, version]);
  // Of others it must have the direct ones, which the release itself checks; what those bring may change any day.
  const expected = productionDependencies(join(copy, folder));
  const told = (list) => list.filter((one) => isOurs(one) || expected.every(isOurs)).map((one) => one.name);
  assert.deepEqual(told(components).sort(), told(expected).sort(), `bill of materials of ${name}`);
  const { dist } = (await packument(registry, name)).versions[version];
  const published = Buffer.from(dist.integrity.replace('sha512-', ''), 'base64').toString('hex');
  assert.equal(metadata.component.hashes[0].content, published, `${name}: another tarball was published`);
  for (const place of [temporary, tmpdir(), registry.url]) assert(!text.includes(place), `${name}: it names ${place}`);
}

export async function secondTimePublishesNothing(test) {
  await changesNothing(test, async () => {
    const { stdout } = await mustEnd(release(test), 0);
    assert.match(stdout, /^nothing to publish/);
  });
  say('ok: released again, nothing is published twice');
}

/** As if publishing had stopped before the last package, and before the tag. */
export async function goesOnWithWhatIsMissing(test, { version }) {
  say('releasing once more, with one package and the tag gone');
  const name = '@nablajs/bench';
  const before = await snapshot(test);
  await outputOf('npm', ['unpublish', name, '--force'], { ...test.options, cwd: test.copy });
  await git(test.copy, ['tag', '--delete', `v${version}`]);
  const { stdout } = await mustEnd(release(test, '--check', CHECKS.none), 0);
  assert(stdout.startsWith(`published ${name}@${version}, tagged v${version}\n`), stdout);
  const after = await snapshot(test);
  const others = ({ registry }) => registry.filter((one) => one.name !== name);
  assert.deepEqual(others(after), others(before));
  await isReleased(test, version);
  for (const { folder, manifest } of publishedPackages(test.copy)) await checkSbom(test, folder, manifest);
  say(`ok: a release that stopped half way goes on with what is missing (${name}, the tag)`);
}

export async function secondRelease(test, first) {
  addChangeset(test.copy);
  await commit(test.copy, 'A change');
  say(`second release, a minor of core: ${CHECKS.format}`);
  const refused = release(withToken(test, 'wrong', { CI: 'true' }), '--check', CHECKS.format);
  const { stderr } = await mustEnd(refused, 1);
  assert.match(stderr, /publishing .*: failed, see above\. It is committed; npm run release once more/);
  const packages = publishedPackages(test.copy);
  const { version } = packages[0].manifest;
  assert((await snapshot(test)).registry.every((one) => one['dist-tags'].latest === first.version));
  say(`ok: ${version} could not be published, with a wrong token; once more with the right one: ${CHECKS.none}`);
  await mustEnd(release(test, '--check', CHECKS.none), 0);
  const [major, minor] = first.version.split('.').map(Number);
  assert.equal(version, `${major}.${minor + 1}.0`);
  await isReleased(test, version);
  for (const name of packages.map(({ manifest }) => manifest.name)) {
    assert.deepEqual(Object.keys((await packument(test.registry, name)).versions), [first.version, version]);
  }
  say(`ok: all ${packages.length} packages are on the registry as ${version} too`);
  return { version, packages };
}
