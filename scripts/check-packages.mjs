/**
 * Packs every package that is published, as it would be, and checks the tarballs: publint and attw, the files in them, the
 * manifest, the licences and the number of what npm installs with it. Needs a build; `npm run check` runs it.
 *
 *   npx pnpm exec node scripts/check-packages.mjs packages/backend-ts   checks that package alone
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { execute, outputOf } from './execute.mjs';
import {
  dependencyProblems,
  fileProblems,
  isOurs,
  manifestProblems,
  productionDependencies,
  publishedPackages,
} from './packages.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Resolutions that the profile esm-only leaves out: old, or CommonJS. */
const NOT_OURS = ['node10', 'node16-cjs'];

/** The tarball's path and the folder that it was unpacked to. */
async function pack(folder, to) {
  await outputOf('pnpm', ['pack', '--pack-destination', to], { cwd: join(ROOT, folder) });
  const tarball = readdirSync(to).find((file) => file.endsWith('.tgz'));
  await outputOf('tar', ['-xzf', tarball], { cwd: to });
  return { tarball: join(to, tarball), unpacked: join(to, 'package') };
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => file.replaceAll('\\', '/'));
}

async function publintProblems(tarball, manifest) {
  const { buffer } = new Uint8Array(readFileSync(tarball));
  const { messages } = await publint({ pack: { tarball: buffer }, strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, manifest, { color: false })}`);
}

/** attw ends with 1 where there are problems. */
async function attwProblems(tarball) {
  const { status, stdout, stderr } = await execute('attw', [tarball, '--profile', 'esm-only', '--format', 'json']);
  if (status > 1) throw new Error(`attw ${tarball}: ended with ${status}.\n${stdout}${stderr}`);
  const problems = JSON.parse(stdout).analysis.problems.map((problem) => {
    const { kind, entrypoint, resolutionKind, resolutionOption, fileName, moduleSpecifier } = problem;
    return { resolution: resolutionKind ?? resolutionOption, words: [kind, entrypoint, fileName, moduleSpecifier] };
  });
  return problems
    .filter(({ resolution }) => !NOT_OURS.includes(resolution))
    .map(({ resolution, words }) => ['attw:', ...words, resolution].filter((word) => word !== undefined).join(' '));
}

/** Prints a package's line and its problems; returns how many there are. */
async function check(folder, to) {
  const { tarball, unpacked } = await pack(folder, to);
  const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
  const files = filesUnder(unpacked);
  const installed = productionDependencies(join(ROOT, folder));
  const problems = [
    ...manifestProblems(manifest, folder.replaceAll('\\', '/')),
    ...fileProblems(files),
    ...dependencyProblems(manifest, installed),
    ...(await publintProblems(tarball, manifest)),
    ...(await attwProblems(tarball)),
  ];
  const bytes = files.reduce((sum, file) => sum + statSync(join(unpacked, file)).size, 0);
  const ours = installed.filter(isOurs).length;
  console.log(
    `${manifest.name}: ${files.length} files, ${kilobytes(statSync(tarball).size)} packed, ${kilobytes(bytes)} unpacked; ` +
      `installs ${ours} of ours, ${installed.length - ours} of others`,
  );
  for (const problem of problems) console.error(`${manifest.name}: ${problem}`);
  return problems.length;
}

function kilobytes(bytes) {
  return `${Math.ceil(bytes / 1000)} KB`;
}

const chosen = process.argv.slice(2);
const waiting = publishedPackages(ROOT)
  .map(({ folder }) => folder)
  .filter((folder) => chosen.length === 0 || chosen.includes(folder.replaceAll('\\', '/')));
const temporary = mkdtempSync(join(tmpdir(), 'nabla-packages-'));
let problems = 0;

async function checkInTurn() {
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    const to = join(temporary, folder);
    mkdirSync(to, { recursive: true });
    problems += await check(folder, to);
  }
}

try {
  if (waiting.length === 0) throw new Error(`no published package lies in ${chosen.join(', ')}`);
  await Promise.all(Array.from({ length: availableParallelism() }, checkInTurn));
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
process.exitCode = problems === 0 ? 0 : 1;
