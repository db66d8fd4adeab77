/**
 * `npm run release`. Until every check has passed nothing is committed, and what was written is put back; from then on each step, run
 * again, does only what is missing.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outputOf, untilInterrupted } from './execute.mjs';
import { isOurs, productionDependencies, publishedPackages } from './packages.mjs';
import { Refusal, say, step, tool, toolOptions } from './release-tools.mjs';
import {
  asItIs,
  asVersioned,
  changesets,
  commitVersion,
  isReleaseCommit,
  mustBeClean,
  mustBeOnMain,
  mustBeTaggable,
  mustBeUnchanged,
  putBack,
  tag,
  title,
  writeVersion,
} from './release-tree.mjs';
import { writeSboms } from './sbom.mjs';

const SCOPE = '@nablajs';
const CHECK = 'npm run check';

const HELP = `Usage: npm run release -- [--dry-run] [--check COMMAND]

Versions the packages by their changesets, builds, checks, commits, publishes what the registry lacks, tags.
Needs a clean tree, the branch main with all that origin has of it, and a login (npm login).
Where a check fails nothing is published, and the version is taken out of the tree again; what you edited meanwhile stays.
Where publishing stops half way, the same command once more goes on with what is missing.

  --dry-run         all but commit, publication and tag, on any branch; takes the version out again
  --check COMMAND   what must pass (default: ${CHECK})
  --help            this text

What is published is first packed to release/VERSION, with a bill of materials (CycloneDX) of each package.
They go with the tag: push it, make a release of it on GitHub, attach release/VERSION/*.cdx.json.

Examples:
  npm run release -- --dry-run                     # what a release would do; takes as long as the checks
  npm run release                                  # afterwards: git push origin main vVERSION
  npm run release -- --dry-run --check "npm run lint"

Ends with 0 where all is published, 1 where a step failed, 2 where it could not start.
`;

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

/** Returns what there is to say at the end. */
async function runRelease(to) {
  const plan = await makePlan(to);
  const { version, missing } = plan;
  if (missing.length === 0)
    return `nothing to publish: no changesets, and the registry has all of ${version}${await tag(to, version)}`;
  await prepare(to, plan);
  const names = missing.map((name) => `${name}@${version}`).join(', ');
  if (to.dryRun) return `dry run, all passed; a release would publish ${names}`;
  await publish(to, plan);
  return [
    `published ${names}${await tag(to, version)}`,
    `next: git push origin main v${version}`,
    `then, on GitHub, a release of v${version} with release/${version}/*.cdx.json attached`,
  ].join('\n');
}

/**
 * What is to be published, or a refusal; nothing is written yet. `versioning` (by changesets, or going on with a release), `head`, `tree`,
 * `version`, `names` of all packages, `missing` of those that the registry lacks.
 */
async function makePlan(to) {
  await mustBeClean(to);
  const versioning = changesets(to.root).length > 0;
  if (versioning && !to.dryRun) await mustBeOnMain(to);
  if (!to.dryRun) await mustBeLoggedIn(to);
  const made = await (versioning ? asVersioned(to) : asItIs(to));
  const plan = { ...made, versioning, ...(await readRegistry(to, made.version)) };
  if (plan.missing.length > 0) await mustBePublishable(to, plan);
  return plan;
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

/** Of all published packages, each behind what it installs: `names`, those `missing` in `version`, all that is `onRegistry`. */
async function readRegistry(to, version) {
  const needs = ({ folder }) => productionDependencies(join(to.root, folder)).filter(isOurs).length;
  const packages = publishedPackages(to.root).toSorted((a, b) => needs(a) - needs(b));
  const names = packages.map(({ manifest }) => manifest.name);
  const versions = await Promise.all(names.map((name) => versionsOnRegistry(to, name)));
  return { names, missing: names.filter((_, at) => !versions[at].includes(version)), onRegistry: versions.flat() };
}

/** None where the registry does not know the package. */
async function versionsOnRegistry(to, name) {
  const { status, stdout, stderr } = await tool(to, 'npm', ['view', name, 'versions', '--json']);
  if (status === 0) return [JSON.parse(stdout)].flat();
  if (/\bE404\b/.test(stdout + stderr)) return [];
  throw new Refusal(`the registry does not answer for ${name}. npm says:\n${stderr.trimEnd()}`);
}

async function mustBePublishable(to, plan) {
  const { version, versioning, names, missing, onRegistry } = plan;
  if (!versioning) await mustBeReleaseCommit(to, plan);
  if (versioning && missing.length < names.length)
    throw new Refusal(`the registry has ${version} already; is this branch up to date?`);
  const newer = onRegistry.find((other) => isNewer(other, version));
  if (newer !== undefined)
    throw new Refusal(
      `the registry has ${newer}: publishing ${version} would make 'latest' older. Is this branch up to date?`,
    );
  await mustBeTaggable(to, plan);
}

/** Of two versions of three numbers; prereleases, which are never 'latest', are newer than nothing. */
export function isNewer(version, than) {
  return /^[\d.]+$/.test(version) && version.localeCompare(than, 'en', { numeric: true }) > 0;
}

/** One version must not come from two commits. */
async function mustBeReleaseCommit(to, { version, missing }) {
  if (await isReleaseCommit(to, version)) return;
  throw new Refusal(
    `nothing to release: there is no changeset (npx changeset adds one). The registry lacks ${version} of ${missing.join(', ')}: ` +
      `where a release stopped half way, check out its commit, "${title(version)}", to finish it.`,
  );
}

/** Writes the version, builds, checks, packs, commits. The version is taken out again where a step fails or nothing is to stay. */
async function prepare(to, plan) {
  const { versioning } = plan;
  if (versioning) await writeVersion(to, plan);
  let stays = false;
  try {
    await step(to, 'building', process.execPath, ['scripts/run.mjs', 'build']);
    await step(to, `checking: ${to.check}`, to.check, [], { shell: true });
    await mustBeUnchanged(to, plan);
    await pack(to, plan);
    await mustBeUnchanged(to, plan);
    if (versioning && !to.dryRun) await commitVersion(to, plan);
    stays = !to.dryRun;
  } catch (error) {
    throw new Error(`nothing is published: ${error.message}`, { cause: error });
  } finally {
    if (versioning && !stays) await putBack(to, plan);
  }
}

/**
 * Tarballs, which are what is published, each with its bill of materials. What is published already comes from the registry: it can be
 * packed again, but not to the same bytes.
 */
async function pack(to, { versioning, names, missing, version }) {
  const folder = tarballFolder(to, version);
  say(`packing, bills of materials: ${folder}`);
  if (versioning) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const published = names.filter((name) => !missing.includes(name)).map((name) => `${name}@${version}`);
  if (published.length > 0)
    await outputOf('npm', ['pack', ...published, '--pack-destination', folder], toolOptions(to));
  const chosen = missing.map((name) => `--filter=${name}`);
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
