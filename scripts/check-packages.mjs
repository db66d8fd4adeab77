/**
 * Packs every package that is published, as it would be, and checks the tarballs: publint and attw, the files in them, the
 * manifest, the licences and the number of what npm installs with it. Needs a build; `npm run check` runs it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
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

function run(command, args, options, codes = [0]) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
    ...options,
  });
  if (error === undefined && codes.includes(status)) return stdout;
  throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr + stdout}`);
}

/** The tarball's path and the folder that it was unpacked to. */
function pack(folder, to) {
  run('pnpm', ['pack', '--pack-destination', to], { cwd: join(ROOT, folder) });
  const tarball = readdirSync(to).find((file) => file.endsWith('.tgz'));
  run('tar', ['-xzf', tarball], { cwd: to });
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

function attwProblems(tarball) {
  const output = run('attw', [tarball, '--profile', 'esm-only', '--format', 'json'], {}, [0, 1]);
  const problems = JSON.parse(output).analysis.problems.map((problem) => {
    const { kind, entrypoint, resolutionKind, resolutionOption, fileName, moduleSpecifier } = problem;
    return { resolution: resolutionKind ?? resolutionOption, words: [kind, entrypoint, fileName, moduleSpecifier] };
  });
  return problems
    .filter(({ resolution }) => !NOT_OURS.includes(resolution))
    .map(({ resolution, words }) => ['attw:', ...words, resolution].filter((word) => word !== undefined).join(' '));
}

/** Prints a package's line and its problems; returns how many there are. */
async function check(folder, to) {
  const { tarball, unpacked } = pack(folder, to);
  const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
  const files = filesUnder(unpacked);
  const installed = productionDependencies(join(ROOT, folder));
  const problems = [
    ...manifestProblems(manifest, folder.replaceAll('\\', '/')),
    ...fileProblems(files),
    ...dependencyProblems(manifest, installed),
    ...(await publintProblems(tarball, manifest)),
    ...attwProblems(tarball),
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

const temporary = mkdtempSync(join(tmpdir(), 'nabla-packages-'));
let problems = 0;
try {
  for (const { folder } of publishedPackages(ROOT)) {
    const to = join(temporary, folder);
    mkdirSync(to, { recursive: true });
    problems += await check(folder, to);
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
process.exitCode = problems === 0 ? 0 : 1;
