import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import {
  dependencyProblems,
  fileProblems,
  isAllowedLicence,
  manifestProblems,
  productionDependencies,
} from '../packages.mjs';

const root = mkdtempSync(join(tmpdir(), 'nabla-packages-test-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Writes a package below the root, and those it has in its node_modules. */
function install(folder, manifest) {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, 'package.json'), JSON.stringify(manifest));
  return join(root, folder);
}

const REQUIRED = ['LICENSE', 'README.md', 'package.json'];
const PACKED = {
  name: '@nablajs/core',
  description: 'x',
  keywords: ['x'],
  license: 'Apache-2.0',
  type: 'module',
  engines: { node: '>=20.19' },
  homepage: 'https://github.com/nablajs/nabla/tree/main/packages/core#readme',
  bugs: 'https://github.com/nablajs/nabla/issues',
  repository: { type: 'git', url: 'git+https://github.com/nablajs/nabla.git', directory: 'packages/core' },
  publishConfig: { access: 'public' },
};

it('takes built files with their sources', () => {
  const built = ['dist/a.js', 'dist/a.js.map', 'dist/a.d.ts', 'dist/a.d.ts.map', 'dist/kernels.wasm', 'src/a.ts'];
  expect(fileProblems([...REQUIRED, ...built])).toEqual([]);
});

it.each([
  'dist/.tsbuildinfo',
  'src/a.test.ts',
  'test/a.ts',
  'peers/python/__pycache__/network.cpython-311.pyc',
  'scripts/record-deviations.mjs',
  '.env',
])('keeps out %s', (file) => {
  expect(fileProblems([...REQUIRED, file])).toEqual([expect.stringContaining(`${file} does not belong`)]);
});

it('names what is missing, and what was built from a source that is gone', () => {
  expect(fileProblems(['README.md', 'package.json', 'dist/layers/old.js'])).toEqual([
    'LICENSE is missing in the tarball',
    'dist/layers/old.js has no src/layers/old.ts: remove dist and build again',
  ]);
});

it('reads a manifest', () => {
  expect(manifestProblems(PACKED, 'packages/core')).toEqual([]);
  const { keywords, ...without } = PACKED;
  expect(manifestProblems({ ...without, dependencies: { zod: 'workspace:^' } }, 'packages/other')).toEqual([
    expect.stringContaining('expected "homepage"'),
    expect.stringContaining('expected "repository"'),
    'package.json: "keywords" is missing',
    'package.json: nobody can install zod from workspace:^',
  ]);
});

it('finds all that is installed: peers, what is optional and there, each once, however deep, and cycles end', () => {
  const top = install('app', {
    name: 'app',
    dependencies: { a: '1' },
    devDependencies: { missing: '1' },
    optionalDependencies: { b: '1', elsewhere: '1' },
    peerDependencies: { peer: '1', unwanted: '1' },
    peerDependenciesMeta: { unwanted: { optional: true } },
  });
  install('node_modules/a', { name: 'a', dependencies: { deep: '2', b: '1' } });
  install('node_modules/a/node_modules/deep', { name: 'deep', dependencies: { a: '1' } });
  for (const name of ['b', 'peer', 'unwanted', 'deep']) install(`node_modules/${name}`, { name });
  const found = productionDependencies(top).map(({ name }) => name);
  expect(found.sort()).toEqual(['a', 'b', 'deep', 'peer']);
});

it('refuses to count where something is not installed', () => {
  const top = install('broken', { name: 'broken', dependencies: { missing: '1' } });
  expect(() => productionDependencies(top)).toThrow(/needs missing, which is not installed/);
});

it.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['BSD-3-Clause AND Apache-2.0', true],
  ['MIT AND GPL-3.0-only', false],
  ['GPL-3.0-only', false],
  ['(MIT OR Apache-2.0) AND ISC', false],
  ['SEE LICENSE IN LICENSE', false],
])('licence %s: %s', (expression, allowed) => {
  expect(isAllowedLicence(expression)).toBe(allowed);
});

it('tells licences that are not allowed or not stated, and what core and backends bring', () => {
  const core = { name: '@nablajs/core' };
  const copyleft = { name: 'a', version: '1.0.0', license: 'GPL-3.0-only' };
  const silent = { name: 'b', version: '2.0.0' };
  const mit = { name: 'c', version: '3.0.0', license: 'MIT' };
  expect(dependencyProblems({ name: '@nablajs/cli' }, [core, copyleft, silent, mit])).toEqual([
    'depends on a 1.0.0, licence "GPL-3.0-only": not on the list',
    'depends on b 2.0.0, licence undefined: not on the list',
  ]);
  expect(dependencyProblems({ name: '@nablajs/backend-wasm' }, [core])).toEqual([]);
  expect(dependencyProblems({ name: '@nablajs/backend-wasm' }, [core, mit])).toEqual([
    'may depend on nothing but core, and brings c',
  ]);
});

it('tells more packages of others than somebody has read', () => {
  const others = (count) => Array.from({ length: count }, (_, at) => ({ name: `other-${at}`, license: 'MIT' }));
  const problems = (name, count) => dependencyProblems({ name }, [{ name: '@nablajs/core' }, ...others(count)]);
  expect(problems('@nablajs/datasets', 5)).toEqual([]);
  expect(problems('@nablajs/datasets', 6)).toEqual([
    expect.stringMatching(/^installs 6 .* at most 5: read what is new/),
  ]);
  expect(problems('@nablajs/new', 1)).toEqual([expect.stringMatching(/^installs 1 .* at most 0/)]);
});
