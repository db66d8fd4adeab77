import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { outputOf } from '../execute.mjs';
import { bomProblems, projectOf, publicBom, writeSboms } from '../sbom.mjs';

const MANIFEST = {
  name: '@nablajs/cli',
  version: '0.2.0',
  license: 'Apache-2.0',
  dependencies: { '@nablajs/core': '^0.2.0', zod: '4.6.7' },
  peerDependencies: { vitest: '>=3' },
  peerDependenciesMeta: { vitest: { optional: true } },
  devDependencies: { never: '1.0.0' },
};

const component = (name, version, url) => ({ name, version, externalReferences: [{ type: 'distribution', url }] });

/** As npm prints it. */
const BOM = {
  metadata: {
    component: { 'bom-ref': '@nablajs/cli@0.2.0', name: 'cli', version: '0.2.0', purl: 'pkg:npm/%40nablajs/cli@0.2.0' },
  },
  components: [
    component('@nablajs/core', '0.2.0', 'file:/tmp/x/core.tgz'),
    component('zod', '4.6.7', 'https://registry.example/zod.tgz'),
  ],
  dependencies: [{ ref: '@nablajs/cli@0.2.0', dependsOn: ['@nablajs/core@0.2.0', 'zod@4.6.7'] }],
};

it('takes all of ours from tarballs, wherever they are asked for', () => {
  const packed = [
    { manifest: MANIFEST, tarball: '/t/cli.tgz' },
    { manifest: { name: '@nablajs/core' }, tarball: '/t/core.tgz' },
  ];
  expect(projectOf(MANIFEST, packed)).toMatchObject({
    name: '@nablajs/cli',
    version: '0.2.0',
    dependencies: { '@nablajs/core': 'file:/t/core.tgz', zod: '4.6.7' },
    peerDependencies: { vitest: '>=3' },
    overrides: { '@nablajs/core': 'file:/t/core.tgz' },
  });
  expect(projectOf(MANIFEST, packed)).not.toHaveProperty('devDependencies');
  expect(projectOf(MANIFEST, packed).overrides).not.toHaveProperty('@nablajs/cli');
});

it('names the package and its tarball, and no place that anything came from', () => {
  const bom = publicBom(BOM, MANIFEST, 'abc');
  expect(bom.metadata.component).toMatchObject({ name: '@nablajs/cli', hashes: [{ alg: 'SHA-512', content: 'abc' }] });
  expect(JSON.stringify(bom)).not.toMatch(/file:|registry\.example/);
  expect(bomProblems(bom, MANIFEST)).toEqual([]);
});

it('says what is missing or wrong', () => {
  const bom = publicBom(BOM, MANIFEST, 'abc');
  expect(bomProblems(bom, { ...MANIFEST, version: '0.3.0' })).toEqual([
    'it is of @nablajs/cli 0.2.0, pkg:npm/%40nablajs/cli@0.2.0; expected pkg:npm/%40nablajs/cli@0.3.0',
  ]);
  expect(bomProblems({ ...bom, components: bom.components.slice(1) }, MANIFEST)).toEqual([
    'the dependency @nablajs/core is missing',
  ]);
  expect(bomProblems({ ...bom, dependencies: [] }, MANIFEST)).toHaveLength(2);
  expect(bomProblems(bom, { ...MANIFEST, peerDependenciesMeta: undefined })).toEqual([
    'the dependency vitest is missing',
  ]);
  expect(bomProblems({ ...BOM, metadata: bom.metadata }, MANIFEST)).toEqual(['it names a place of this machine']);
});

it('keeps one that is of the very tarball', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-sbom-test-'));
  mkdirSync(join(folder, 'package'));
  writeFileSync(join(folder, 'package', 'package.json'), JSON.stringify(MANIFEST));
  await outputOf('tar', ['-czf', 'cli.tgz', 'package'], { cwd: folder });
  const content = createHash('sha512')
    .update(readFileSync(join(folder, 'cli.tgz')))
    .digest('hex');
  const there = JSON.stringify({ metadata: { component: { hashes: [{ content }] } } });
  writeFileSync(join(folder, 'cli.cdx.json'), there);
  await writeSboms(folder, {});
  expect(readFileSync(join(folder, 'cli.cdx.json'), 'utf8')).toBe(there);
  rmSync(folder, { recursive: true });
});
