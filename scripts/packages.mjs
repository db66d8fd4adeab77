/** The rules for what is published, as functions of what lies in a package's folder and in its tarball. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageFolders } from './test-summary.mjs';

const REPOSITORY = 'https://github.com/nablajs/nabla';
const OURS = '@nablajs/';

/** With nothing of anybody else's, not even further down. */
const WITHOUT_DEPENDENCIES = ['core', 'backend-ts', 'backend-wasm', 'conformance', 'gradcheck', 'checkpoint'];

/** How many packages of others come with the rest; what is new somebody has read. */
const OTHERS_AT_MOST = { datasets: 5, charts: 3, 'command-line': 9, cli: 22, bench: 21, 'backend-tfjs-node': 126 };

/** SPDX ids that ask for no more than attribution. */
const LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Unlicense',
]);

const REQUIRED_FILES = ['LICENSE', 'README.md', 'package.json'];

/** Names have no second dot, so that no test or declaration by hand slips in. */
const EXPECTED_FILES = [
  /^(LICENSE|README\.md|package\.json)$/,
  /^src\/([\w/-]+|echarts\.d)\.ts$/,
  /^dist\/[\w/-]+\.(js|d\.ts)(\.map)?$/,
  /^dist\/kernels\.wasm$/,
  /^bin\/[\w-]+\.js$/,
  /^nabla[\w.-]*\.schema\.json$/,
  /^assembly\/((generated\/)?[\w-]+\.ts|tsconfig\.json)$/,
  /^scripts\/tensorflow(\.mjs|\/\w+\.(mjs|py))$/,
  /^peers\/(README\.md|(node|node\/support|python)\/[\w-]+\.(mjs|py))$/,
];

/** What is wrong with the files of a tarball. A built file needs its source: tsc does not remove what became of a deleted one. */
export function fileProblems(files) {
  const held = new Set(files);
  const missing = REQUIRED_FILES.filter((file) => !held.has(file)).map((file) => `${file} is missing in the tarball`);
  const unexpected = files
    .filter((file) => !EXPECTED_FILES.some((pattern) => pattern.test(file)))
    .map(
      (file) => `${file} does not belong in the tarball: keep it out by 'files', or name it in scripts/packages.mjs`,
    );
  const stale = files
    .map((file) => [file, /^dist\/(.+?)\.(?:js|d\.ts)(?:\.map)?$/.exec(file)?.[1]])
    .filter(([, name]) => name !== undefined && !held.has(`src/${name}.ts`))
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
  const empty = ['description', 'keywords', 'engines']
    .filter((key) => manifest[key] === undefined)
    .map((key) => `package.json: "${key}" is missing`);
  const local = Object.entries({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  })
    .filter(([, range]) => /^(workspace|link|file|catalog):/.test(range))
    .map(([name, range]) => `package.json: nobody can install ${name} from ${range}`);
  return [...wrong, ...empty, ...local];
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** The folder, relative to the root, and the manifest of every package that is published. */
export function publishedPackages(root) {
  return packageFolders(root)
    .map((folder) => ({ folder, manifest: readManifest(join(root, folder)) }))
    .filter(({ manifest }) => manifest.private !== true);
}

/** As Node finds it: in the node_modules of the folder or of one above. */
function installedFolder(name, folder) {
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (at === dirname(at)) return undefined;
  }
}

/** The manifests of all that npm installs with a package, however deep, peers included; as they lie in node_modules here. */
export function productionDependencies(folder, found = new Map()) {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = readManifest(folder);
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => peerDependenciesMeta?.[name]?.optional !== true);
  const optional = optionalDependencies ?? {};
  for (const name of new Set([...Object.keys({ ...dependencies, ...optional }), ...peers])) {
    const at = installedFolder(name, folder);
    if (at === undefined && !Object.hasOwn(optional, name))
      throw new Error(`${folder} needs ${name}, which is not installed`);
    if (at === undefined || found.has(at)) continue;
    found.set(at, readManifest(at));
    productionDependencies(at, found);
  }
  return [...found.values()];
}

export function isOurs({ name }) {
  return name.startsWith(OURS);
}

/** `A`, `(A OR B)`, `A AND B`; what nests deeper is not allowed until somebody has read it. */
export function isAllowedLicence(expression) {
  const terms = (operator) => expression.replace(/^\((.*)\)$/, '$1').split(` ${operator} `);
  return terms('OR').some((term) => LICENCES.has(term)) || terms('AND').every((term) => LICENCES.has(term));
}

function tooMany(count, most) {
  return (
    `installs ${count} packages of others, expected at most ${most}: read what is new, then raise the number in ` +
    'scripts/packages.mjs and in docs/decisions/0012'
  );
}

/** What is wrong with all that is installed with a package. */
export function dependencyProblems({ name }, installed) {
  const others = installed.filter((manifest) => !isOurs(manifest));
  const licences = others
    .filter(({ license }) => typeof license !== 'string' || !isAllowedLicence(license))
    .map(
      (other) => `depends on ${other.name} ${other.version}, licence ${JSON.stringify(other.license)}: not on the list`,
    );
  const brings = installed.filter((manifest) => manifest.name !== '@nablajs/core').map((manifest) => manifest.name);
  const short = name.slice(OURS.length);
  if (WITHOUT_DEPENDENCIES.includes(short) && brings.length > 0)
    return [...licences, `may depend on nothing but core, and brings ${brings.join(', ')}`];
  const most = OTHERS_AT_MOST[short] ?? 0;
  return others.length > most ? [...licences, tooMany(others.length, most)] : licences;
}
