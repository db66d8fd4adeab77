import { expect, it } from 'vitest';
import { dependencyProblems, fileProblems, manifestProblems } from '../check-packages.mjs';

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

it('accepts built files and sources', () => {
  expect(fileProblems([...REQUIRED, 'dist/a.js', 'dist/a.d.ts.map', 'dist/kernels.wasm', 'src/a.ts'])).toEqual([]);
});

it('accepts the tests of templates, and nothing else of theirs that is not a source', () => {
  expect(fileProblems([...REQUIRED, 'templates/table/src/table.test.ts'])).toEqual([]);
  expect(fileProblems([...REQUIRED, 'templates/table/.env'])).toEqual(['templates/table/.env does not belong there']);
});

it.each([
  'dist/.tsbuildinfo',
  'src/a.test.ts',
  'test/a.ts',
  'peers/python/__pycache__/network.cpython-311.pyc',
  '.env',
])('keeps out %s', (file) => {
  expect(fileProblems([...REQUIRED, file])).toEqual([`${file} does not belong there`]);
});

it('names the files that are missing', () => {
  expect(fileProblems(['README.md', 'package.json'])).toEqual(['LICENSE is missing']);
});

it('checks a manifest', () => {
  expect(manifestProblems(PACKED, 'packages/core')).toEqual([]);
  const { keywords, ...without } = PACKED;
  expect(manifestProblems(without, 'packages/other')).toEqual([
    expect.stringContaining('expected "homepage"'),
    expect.stringContaining('expected "repository"'),
    'package.json: "keywords" is missing',
  ]);
});

const others = (count, licence = 'MIT') =>
  Array.from({ length: count }, (_, at) => ({ id: `other-${at} 1.0`, licence }));

it('reports licences that are not on the list', () => {
  expect(dependencyProblems('@nablajs/cli', others(1, 'GPL-3.0-only'))).toEqual(['other-0 1.0: licence GPL-3.0-only']);
  expect(dependencyProblems('@nablajs/cli', others(1, 'Unknown'))).toHaveLength(1);
});

it('reports more packages than someone has read', () => {
  expect(dependencyProblems('@nablajs/datasets', others(6))).toEqual([]);
  expect(dependencyProblems('@nablajs/datasets', others(7))).toEqual([expect.stringMatching(/^installs 7 .* most 6/)]);
  for (const name of ['core', 'backend-wasm', 'new']) {
    expect(dependencyProblems(`@nablajs/${name}`, others(1))).toEqual([expect.stringMatching(/^installs 1 .* most 0/)]);
  }
});
