import { expect, it } from 'vitest';
import { assertBrought, entriesOf, virtualPackage } from '../consumer.mjs';
import { isOurs } from '../packages.mjs';

it('reads names and versions from the folders of pnpm', () => {
  expect(virtualPackage('zod@4.6.7')).toEqual([['zod', '4.6.7']]);
  expect(virtualPackage('@nablajs+core@0.1.0')).toEqual([['@nablajs/core', '0.1.0']]);
  expect(virtualPackage('@nablajs+cli@0.1.0_@nablajs+core@0.1.0')).toEqual([['@nablajs/cli', '0.1.0']]);
  expect(['node_modules', 'lock.yaml'].flatMap(virtualPackage)).toEqual([]);
});

it('names what can be imported', () => {
  const exports = { '.': {}, './math': {}, './x.schema.json': './x.schema.json' };
  expect(entriesOf({ name: '@nablajs/core', exports })).toEqual([
    '@nablajs/core',
    '@nablajs/core/math',
    '@nablajs/core/x.schema.json',
  ]);
});

const CORE = ['@nablajs/core', '2.0.0'];
const OTHER = ['a', '1.0.0'];

/** What was brought, against these two; or against core alone. */
function check(brought, expected = [CORE, OTHER]) {
  const manifests = expected.map(([name, version]) => ({ name, version }));
  return assertBrought({ manager: 'npm', brought: () => brought }, manifests, { isOurs, version: '2.0.0' });
}

it('takes ours in one version, and tells how others differ', () => {
  const copies = ['@nablajs/core@2.0.0', 'a@1.0.0'];
  expect(check([OTHER, CORE])).toEqual({ copies, beyond: [], missing: [] });
  expect(check([['a', '1.0.1'], CORE])).toMatchObject({ beyond: [], missing: [] });
  expect(check([CORE, ['b', '1.0.0']])).toMatchObject({ beyond: ['b'], missing: ['a'] });
  expect(check([CORE, OTHER, ['a', '2.0.0']]).copies).toHaveLength(3);
  expect(() => check([OTHER])).toThrow('did not install what the manifests say');
  expect(() => check([CORE, OTHER, ['@nablajs/cli', '2.0.0']])).toThrow('did not install what the manifests say');
  expect(() => check([OTHER, ['@nablajs/core', '1.0.0']])).toThrow('expected 2.0.0 of all of ours');
});

it('takes none of others where none is expected', () => {
  expect(check([CORE], [CORE]).copies).toEqual(['@nablajs/core@2.0.0']);
  expect(() => check([CORE, OTHER], [CORE])).toThrow('did not install what the manifests say');
});
