/** A software bill of materials (CycloneDX) of each published package: what npm installs with its tarball, by npm's own account. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf } from './execute.mjs';

const NO_EXTRAS = ['--ignore-scripts', '--no-audit', '--no-fund'];

/**
 * Writes a bill of materials beside each tarball of the folder, all of which are ours: `<name without scope>.cdx.json`. One that is there
 * and is of that very tarball stays: it says what the tarball brought when it was published.
 */
export async function writeSboms(folder, options) {
  const temporary = mkdtempSync(join(tmpdir(), 'nabla-sbom-'));
  try {
    const tarballs = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
    const packed = await Promise.all(tarballs.map((file) => readPacked(join(folder, file), options)));
    await Promise.all(packed.map((one) => writeSbom(one, packed, { temporary, folder, options })));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function readPacked(tarball, options) {
  const manifest = JSON.parse(await outputOf('tar', ['-xzOf', tarball, 'package/package.json'], options));
  return { tarball, manifest, sha512: createHash('sha512').update(readFileSync(tarball)).digest('hex') };
}

async function writeSbom({ manifest, sha512 }, packed, { temporary, folder, options }) {
  const file = manifest.name.split('/').at(-1);
  const target = join(folder, `${file}.cdx.json`);
  if (existsSync(target) && isOf(JSON.parse(readFileSync(target, 'utf8')), sha512)) return;
  const project = join(temporary, file);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify(projectOf(manifest, packed)));
  const here = { ...options, cwd: project };
  await outputOf('npm', ['install', '--package-lock-only', ...NO_EXTRAS], here);
  const output = await outputOf('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], here);
  const bom = publicBom(JSON.parse(output), manifest, sha512);
  const problems = bomProblems(bom, manifest);
  if (problems.length > 0) throw new Error(`${manifest.name}: its bill of materials is wrong: ${problems.join('; ')}`);
  writeFileSync(target, `${JSON.stringify(bom, null, 2)}\n`);
}

function isOf({ metadata }, sha512) {
  return metadata.component.hashes[0].content === sha512;
}

/** The package as the root of a project in which all of ours come from their tarballs, since no registry has them yet. */
export function projectOf(manifest, packed) {
  const ours = Object.fromEntries(packed.map(({ manifest: { name }, tarball }) => [name, `file:${tarball}`]));
  const local = (ranges = {}) =>
    Object.fromEntries(Object.entries(ranges).map(([name, range]) => [name, ours[name] ?? range]));
  const { name, version, description, license, peerDependenciesMeta } = manifest;
  const { [name]: _, ...overrides } = ours;
  return {
    name,
    version,
    description,
    license,
    dependencies: local(manifest.dependencies),
    optionalDependencies: local(manifest.optionalDependencies),
    peerDependencies: local(manifest.peerDependencies),
    peerDependenciesMeta,
    overrides,
  };
}

/** Without where this machine had the packages from; npm names the root after its folder, and has no hash of it. */
export function publicBom(bom, { name }, sha512) {
  const components = bom.components.map(({ externalReferences = [], ...component }) => ({
    ...component,
    externalReferences: externalReferences.filter(({ type }) => type !== 'distribution'),
  }));
  const component = { ...bom.metadata.component, name, hashes: [{ alg: 'SHA-512', content: sha512 }] };
  return { ...bom, metadata: { ...bom.metadata, component }, components };
}

/** What a bill of materials lacks of what its package's manifest says, and whether it tells of this machine. */
export function bomProblems(bom, manifest) {
  const { name, version, purl } = bom.metadata.component;
  const expected = `pkg:npm/${manifest.name.replace('@', '%40')}@${manifest.version}`;
  const root = bom.dependencies.find(({ ref }) => ref === bom.metadata.component['bom-ref'])?.dependsOn ?? [];
  const optional = (peer) => manifest.peerDependenciesMeta?.[peer]?.optional === true;
  const direct = [
    ...Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }),
    ...Object.keys(manifest.peerDependencies ?? {}).filter((peer) => !optional(peer)),
  ];
  const unnamed = direct.filter(
    (dependency) =>
      !root.some((ref) => ref.startsWith(`${dependency}@`)) ||
      !bom.components.some((component) => component.name === dependency),
  );
  const isRoot = name === manifest.name && version === manifest.version && purl === expected;
  return [
    ...(isRoot ? [] : [`it is of ${name} ${version}, ${purl}; expected ${expected}`]),
    ...unnamed.map((dependency) => `the dependency ${dependency} is missing`),
    ...(/"(file:|https?:\/\/(localhost|127\.))/.test(JSON.stringify(bom)) ? ['it names a place of this machine'] : []),
  ];
}
