/**
 * Packs every published package and checks the tarball: publint, attw, its files, its manifest, and the number and the
 * licences of what npm installs with it. Needs a build. Decision 0012 explains the rules.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { publishedPackages } from './tests.mjs';
import { ROOT, run } from './tools.mjs';

const REPOSITORY = 'https://github.com/nablajs/nabla';

/** How many packages of other authors come with ours. Read what is new before you raise a number. */
const OTHERS_AT_MOST = {
  datasets: 6,
  tables: 6,
  interchange: 1,
  finetune: 6,
  charts: 3,
  'command-line': 3,
  'create-nabla': 6,
  mpi: 4,
  cli: 20,
  bench: 12,
  'backend-tfjs-node': 126,
};

/** Licences that ask for no more than attribution. */
const LICENCES = [
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'Unlicense'],
  ...['Apache-2.0 AND MIT', '(BSD-3-Clause AND Apache-2.0)'],
];

/**
 * What a tarball lacks, and what must stay out of it. Releases are built from a clean checkout. Templates contain the
 * tests of the projects that they start.
 */
export function fileProblems(files) {
  const missing = ['LICENSE', 'README.md'].filter((file) => !files.includes(file));
  const isTest = /(^|\/)test\/|\.test\./;
  const unwanted = files.filter(
    (file) =>
      /(^|\/)(\.|__pycache__)|\.tsbuildinfo$/.test(file) || (isTest.test(file) && !file.startsWith('templates/')),
  );
  return [...missing.map((file) => `${file} is missing`), ...unwanted.map((file) => `${file} does not belong there`)];
}

/** What is wrong with a manifest. npm's provenance needs the repository. */
export function manifestProblems(manifest, folder) {
  const expected = {
    license: 'Apache-2.0',
    type: 'module',
    homepage: `${REPOSITORY}/tree/main/${folder}#readme`,
    bugs: `${REPOSITORY}/issues`,
    repository: { type: 'git', url: `git+${REPOSITORY}.git`, directory: folder },
    publishConfig: { ...manifest.publishConfig, access: 'public' },
  };
  const missing = ['description', 'keywords', 'engines'].filter((key) => manifest[key] === undefined);
  const wrong = Object.entries(expected).filter(([key, value]) => !isDeepStrictEqual(manifest[key], value));
  return [
    ...wrong.map(([key, value]) => `package.json: expected "${key}": ${JSON.stringify(value)}`),
    ...missing.map((key) => `package.json: "${key}" is missing`),
  ];
}

/** What is wrong with the packages of other authors that come with one of ours, as `[{ id, licence }]`. */
export function dependencyProblems(name, others) {
  const most = OTHERS_AT_MOST[name.replace('@nablajs/', '')] ?? 0;
  const many = `installs ${others.length} third-party packages, at most ${most} allowed: review the new ones, then raise`;
  return [
    ...others.flatMap(({ id, licence }) => (LICENCES.includes(licence) ? [] : [`${id}: licence ${licence}`])),
    ...(others.length > most ? [`${many} it here and in decision 0012`] : []),
  ];
}

/** The packages of other authors that npm installs with `name`. */
function othersOf(name) {
  const text = run(`pnpm licenses list --prod --json --filter-prod=${name}...`, ROOT);
  if (text.startsWith('No licenses')) return [];
  return Object.entries(JSON.parse(text)).flatMap(([licence, packages]) =>
    packages.flatMap((one) => one.versions.map((version) => ({ id: `${one.name} ${version}`, licence }))),
  );
}

/** Prints a package's line and its problems; returns whether there are none. Throws what publint or attw finds. */
function check({ folder, manifest }) {
  const { name } = manifest;
  const to = mkdtempSync(join(tmpdir(), 'nabla-packages-'));
  run(`pnpm pack --pack-destination "${to}"`, join(ROOT, folder));
  const tarball = join(to, readdirSync(to)[0]);
  const listed = run(`tar -tzf "${tarball}"`, to).trim().split(/\r?\n/);
  const others = othersOf(name);
  const problems = [
    ...manifestProblems(manifest, folder),
    ...fileProblems(listed.map((file) => file.replace('package/', ''))),
    ...dependencyProblems(name, others),
  ];
  if (manifest.publishConfig.os === undefined) run(`publint run "${tarball}" --strict`, ROOT);
  // Nobody imports a package without exports, such as a command.
  if (manifest.exports !== undefined) run(`attw "${tarball}" --profile esm-only --no-emoji`, ROOT);
  rmSync(to, { recursive: true });
  console.log(`${name}: ${listed.length} files, installs ${others.length} third-party packages`);
  for (const problem of problems) console.error(`${name}: ${problem}`);
  return problems.length === 0;
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = publishedPackages(ROOT).filter((one) => !check(one)).length === 0 ? 0 : 1;
}
