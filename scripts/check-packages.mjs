/**
 * Packs every published package and checks the tarball: publint, attw, its files, its manifest, and the number and the
 * licences of what npm installs with it. Needs a build. Decision 0012 explains the rules.
 *
 *   npm run check:packages -- packages/backend-ts   checks that package alone
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFolders } from './tests.mjs';
import { ROOT, run } from './tools.mjs';

const REPOSITORY = 'https://github.com/nablajs/nabla';

/** How many packages of other authors come with ours. Read what is new before you raise a number. */
const OTHERS_AT_MOST = { datasets: 5, charts: 3, 'command-line': 9, cli: 22, bench: 21, 'backend-tfjs-node': 126 };

/** SPDX ids that ask for no more than attribution. */
const LICENCES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'Unlicense'];

const REQUIRED_FILES = ['LICENSE', 'README.md', 'package.json'];

/** Names have no second dot, so that tests and hand-written declarations stay out. */
const EXPECTED_FILES = [
  /^(LICENSE|README\.md|CHANGELOG\.md|package\.json)$/,
  /^src\/([\w/-]+|echarts\.d)\.ts$/,
  /^dist\/[\w/-]+\.(js|d\.ts)(\.map)?$/,
  /^dist\/kernels\.wasm$/,
  /^bin\/[\w-]+\.js$/,
  /^nabla[\w.-]*\.schema\.json$/,
  /^assembly\/((generated\/)?[\w-]+\.ts|tsconfig\.json)$/,
  /^scripts\/tensorflow(\.mjs|\/\w+\.(mjs|py))$/,
  /^peers\/(README\.md|(node|python)\/[\w-]+\.(mjs|py))$/,
];

/** The folder, relative to the root, and the manifest of every published package. */
export function publishedPackages() {
  return packageFolders(ROOT)
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) }))
    .filter(({ manifest }) => manifest.private !== true);
}

/** What is wrong with the files of a tarball. A built file needs its source, since tsc leaves those of deleted ones. */
export function fileProblems(files) {
  const missing = REQUIRED_FILES.filter((file) => !files.includes(file)).map((file) => `${file} is missing`);
  const unexpected = files
    .filter((file) => !EXPECTED_FILES.some((pattern) => pattern.test(file)))
    .map((file) => `${file} does not belong in the tarball: change 'files', or scripts/check-packages.mjs`);
  const stale = files
    .map((file) => [file, /^dist\/(.+?)\.(?:js|d\.ts)(?:\.map)?$/.exec(file)?.[1]])
    .filter(([, name]) => name !== undefined && !files.includes(`src/${name}.ts`))
    .map(([file, name]) => `${file} has no src/${name}.ts: remove dist and build again`);
  return [...missing, ...unexpected, ...stale];
}

/** What is wrong with a manifest as it was packed. */
export function manifestProblems(manifest, folder) {
  const expected = {
    license: 'Apache-2.0',
    type: 'module',
    homepage: `${REPOSITORY}/tree/main/${folder}#readme`,
    bugs: `${REPOSITORY}/issues`,
    repository: { type: 'git', url: `git+${REPOSITORY}.git`, directory: folder },
    publishConfig: { access: 'public' },
  };
  const wrong = Object.entries(expected)
    .filter(([key, value]) => JSON.stringify(manifest[key]) !== JSON.stringify(value))
    .map(([key, value]) => `package.json: expected "${key}": ${JSON.stringify(value)}`);
  const empty = ['description', 'keywords', 'engines'].filter((key) => manifest[key] === undefined);
  const ranges = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.peerDependencies };
  const local = Object.entries(ranges).filter(([, range]) => /^(workspace|link|file|catalog):/.test(range));
  return [
    ...wrong,
    ...empty.map((key) => `package.json: "${key}" is missing`),
    ...local.map(([name, range]) => `package.json: nobody can install ${name} from ${range}`),
  ];
}

/** Whether we may depend on this licence: `A`, `(A OR B)`, `A AND B`; deeper expressions need a reader. */
export function isAllowedLicence(expression) {
  const terms = (operator) => expression.replace(/^\((.*)\)$/, '$1').split(` ${operator} `);
  const isKnown = (term) => LICENCES.includes(term);
  return terms('OR').some(isKnown) || terms('AND').every(isKnown);
}

/** What is wrong with the packages of other authors that come with one of ours, as `[{ id, licence }]`. */
export function dependencyProblems(name, others) {
  const most = OTHERS_AT_MOST[name.replace('@nablajs/', '')] ?? 0;
  const many = `installs ${others.length} packages of others, expected at most ${most}: read what is new, then raise it`;
  return [
    ...others.filter(({ licence }) => !isAllowedLicence(licence)).map(({ id, licence }) => `${id}: licence ${licence}`),
    ...(others.length > most ? [`${many} here and in decision 0012`] : []),
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

/** Prints a package's line and its problems; returns whether there are none. */
function check({ folder, manifest: { name } }) {
  const to = mkdtempSync(join(tmpdir(), 'nabla-packages-'));
  try {
    run(`pnpm pack --pack-destination "${to}"`, join(ROOT, folder));
    const tarball = join(to, readdirSync(to)[0]);
    const tools = [`publint run "${tarball}" --strict`, `attw "${tarball}" --profile esm-only --no-emoji`];
    const files = run(`tar -tzf "${tarball}"`, to).trim().split(/\r?\n/).map((file) => file.replace('package/', ''));
    const others = othersOf(name);
    const problems = [
      ...manifestProblems(JSON.parse(run(`tar -xzOf "${tarball}" package/package.json`, to)), folder),
      ...fileProblems(files),
      ...dependencyProblems(name, others),
      ...tools.flatMap(problemsOf),
    ];
    console.log(`${name}: ${files.length} files, installs ${others.length} packages of others`);
    for (const problem of problems) console.error(`${name}: ${problem}`);
    return problems.length === 0;
  } finally {
    rmSync(to, { recursive: true });
  }
}

function problemsOf(command) {
  try {
    run(command, ROOT);
    return [];
  } catch (error) {
    return [error.message];
  }
}

if (process.argv[1] === import.meta.filename) {
  const chosen = process.argv.slice(2);
  const packages = publishedPackages().filter(({ folder }) => chosen.length === 0 || chosen.includes(folder));
  if (packages.length === 0) throw new Error(`no published package lies in ${chosen.join(', ')}`);
  const failed = packages.filter((one) => !check(one));
  process.exitCode = failed.length === 0 ? 0 : 1;
}
