/**
 * `npm run test:registry`: releases a copy of the working tree to a registry on this machine, by the real command, and uses what came
 * of it with npm and with pnpm: installed alone, imported, type-checked, its README run, upgraded.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertBrought, createProject, entriesOf, importEntries, MANAGERS, typecheckEntries } from './consumer.mjs';
import { untilInterrupted } from './execute.mjs';
import { isOurs, productionDependencies } from './packages.mjs';
import { installsOf, readPage, runPage } from './page.mjs';
import { registryEnvironment, startRegistry } from './registry.mjs';
import {
  copyTree,
  dryRunPublishesNothing,
  failingCheckPublishesNothing,
  firstRelease,
  goesOnWithWhatIsMissing,
  interruptedPutsBack,
  keepsWhatIsEditedMeanwhile,
  refusesUnclean,
  refusesWithoutLogin,
  say,
  secondRelease,
  secondsSoFar,
  secondTimePublishesNothing,
} from './rehearsal.mjs';

const SCOPE = '@nablajs';
const CORE = '@nablajs/core';
const FAST = '@nablajs/backend-wasm';
const COMMAND = '@nablajs/cli';
const TENSORFLOW = '@nablajs/backend-tfjs-node';

/** Entries that take streams of Node, and so need @types/node. */
const NODE_TYPES = ['@nablajs/command-line'];

/** Returns the exit code. */
export async function testRegistry(root) {
  const { signal, done } = untilInterrupted();
  const temporary = mkdtempSync(join(tmpdir(), 'nabla-registry-'));
  let registry;
  try {
    say('starting verdaccio');
    registry = await startRegistry(join(temporary, 'registry'), SCOPE);
    const copy = join(temporary, 'copy');
    const env = await registryEnvironment(registry, SCOPE, {
      npmrc: join(temporary, 'npmrc'),
      caches: join(root, 'node_modules', '.cache', 'nabla-registry'),
      bin: join(copy, 'node_modules', '.bin'),
    });
    const test = { root, temporary, copy, registry, options: { env, signal } };
    process.stdout.write(`\nok: ${await allOf(test)} in ${secondsSoFar()}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`\nFAILED after ${secondsSoFar()}: ${error.stack}\n`);
    return 1;
  } finally {
    await registry?.stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    done();
  }
}

async function allOf(test) {
  await copyTree(test);
  await refusesUnclean(test);
  await refusesWithoutLogin(test);
  await failingCheckPublishesNothing(test);
  await interruptedPutsBack(test);
  await keepsWhatIsEditedMeanwhile(test);
  await dryRunPublishesNothing(test);
  const first = await firstRelease(test);
  await secondTimePublishesNothing(test);
  await goesOnWithWhatIsMissing(test, first);
  const projects = await installEachAlone(test, first);
  await bringsTheseTwo(test, first);
  await runReadmes(test, projects);
  const second = await secondRelease(test, first);
  await upgrades(test, projects, { first, second });
  const managers = Object.keys(MANAGERS).join(' and ');
  return `${first.packages.length} packages released as ${first.version} and ${second.version}, used with ${managers}`;
}

/** Each package in a project of its own, with npm and with pnpm side by side. */
async function installEachAlone(test, { packages, version }) {
  const projects = await Promise.all(
    Object.keys(MANAGERS).map(async (manager) => {
      const made = [];
      for (const { folder, manifest } of packages) {
        const project = createProject(join(test.temporary, manager, folder), manager, test.options);
        await project.install(manifest.name);
        const expected = [manifest, ...productionDependencies(join(test.copy, folder))];
        const brought = assertBrought(project, expected, { isOurs, version });
        assert(manifest.name === TENSORFLOW || !brought.copies.some((name) => name.startsWith('@tensorflow/')));
        await usable(test, project, manifest);
        say(
          `ok: ${manager}: ${manifest.name}, ${countOf(brought)}; ${entriesOf(manifest).join(', ')} imported and type-checked`,
        );
        made.push({ project, name: manifest.name });
      }
      return made;
    }),
  );
  return projects.flat();
}

function countOf({ copies, beyond, missing }) {
  const ours = copies.filter((name) => isOurs({ name })).length;
  const changes = [...beyond.map((name) => `+${name}`), ...missing.map((name) => `-${name}`)];
  const since = changes.length === 0 ? '' : ` (since our lockfile: ${changes.join(' ')})`;
  return `brings ${ours - 1} of ours, ${copies.length - ours} of others${since}`;
}

/** What it exports can be imported and type-checked, its commands start. Optional peers are given to it first. */
async function usable({ copy }, project, manifest) {
  const optional = Object.keys(manifest.peerDependenciesMeta ?? {});
  const specs = optional.map((name) => `${name}@${installedVersion(copy, name)}`);
  if (specs.length > 0) await project.install(...specs);
  await importEntries(project, manifest);
  await typecheckEntries(project, manifest, { root: copy, nodeTypes: NODE_TYPES });
  for (const command of Object.keys(manifest.bin ?? {})) {
    await project.run([join(project.folder, 'node_modules', '.bin', command), '--help']);
  }
}

function installedVersion(folder, name) {
  return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
}

async function bringsTheseTwo(test, { version }) {
  for (const manager of Object.keys(MANAGERS)) {
    const project = createProject(join(test.temporary, manager, 'two'), manager, test.options);
    await project.install(CORE, FAST);
    assertBrought(
      project,
      [
        { name: CORE, version },
        { name: FAST, version },
      ],
      { isOurs, version },
    );
  }
  say(`ok: ${CORE} and ${FAST} in an empty project are these two packages and nothing else`);
}

/** The README that was published, its commands and its program, in a project that has nothing but what it says to install. */
async function runReadmes(test, projects) {
  for (const { project, name } of projects) {
    if (!runsReadme(project, name)) continue;
    // What a page installs it needs to compile, which comes before its commands.
    for (const command of installsOf(readPage(readme(project, name)))) {
      const [, , ...specs] = command.split(/\s+/);
      await project.install(...specs);
    }
    runReadme(test, project, name);
  }
}

/**
 * With pnpm only the command's README runs: there a package finds only what it names, and the command finds backends and data by name.
 */
function runsReadme({ manager }, name) {
  return manager === 'npm' || name === COMMAND;
}

function readme({ folder }, name) {
  return readFileSync(join(folder, 'node_modules', name, 'README.md'), 'utf8');
}

function runReadme({ copy }, project, name) {
  const { manager, folder } = project;
  const words = `${manager}: README of ${name}`;
  const { ran, notRun } = runPage(readme(project, name), { name: words, folder, root: copy, install: () => undefined });
  say(`ok: ${words}: ${ran} blocks run`);
  for (const { line, reason } of notRun) say(`    line ${line} not run: ${reason}`);
}

/** Of the first release's projects those of core and the cli go to the newest; old and mixed ones install as well. */
async function upgrades(test, projects, { first, second }) {
  const chosen = projects.filter(({ name }) => [CORE, COMMAND].includes(name));
  for (const { project, name } of chosen) {
    const { dependencies } = JSON.parse(readFileSync(join(project.folder, 'package.json'), 'utf8'));
    const ours = Object.keys(dependencies).filter((dependency) => isOurs({ name: dependency }));
    await project.install(...ours.map((dependency) => `${dependency}@latest`));
    // As Node finds them: pnpm keeps what it no longer links for a while.
    const stale = productionDependencies(project.folder).filter((one) => isOurs(one) && one.version !== second.version);
    assert.deepEqual(stale, [], `${project.manager}: expected ${second.version} of all of ours`);
    await usable(test, project, project.manifestOf(name));
    if (name === CORE && runsReadme(project, name)) runReadme(test, project, name);
    say(`ok: ${project.manager}: ${ours.join(', ')} upgraded to ${second.version}`);
  }
  for (const manager of Object.keys(MANAGERS)) {
    for (const [core, backend] of [
      [first.version, first.version],
      [second.version, first.version],
    ]) {
      const folder = join(test.temporary, manager, `core-${core}-backend-${backend}`);
      const project = createProject(folder, manager, test.options);
      await project.install(`${CORE}@${core}`, `${FAST}@${backend}`);
      assert.deepEqual([project.manifestOf(CORE).version, project.manifestOf(FAST).version], [core, backend]);
      await multiplies(project);
    }
  }
  say(`ok: ${first.version} still installs and computes, and so does its backend beside core ${second.version}`);
}

async function multiplies(project) {
  const program = `
    import { createBackend } from '${FAST}';
    import { matmul, tensor } from '${CORE}';
    const backend = await createBackend();
    const x = tensor(backend, [[1, 2, 3]], 'float64');
    console.log(String(await matmul(x, x, { transposeB: true }).data()));
    await backend.dispose();`;
  const output = await project.run([process.execPath, '--input-type=module', '--eval', program]);
  assert.equal(output, '14\n', `${project.folder}: a product of core and ${FAST}`);
}
