import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { measure, startProblems } from '../test-start.mjs';

it('counts the packages of an install, and a file that is linked twice once', () => {
  const modules = mkdtempSync(join(tmpdir(), 'nabla-measure-'));
  const store = join(modules, '.pnpm');
  for (const name of ['zod@4.6.7', '@types+node@20.19.43', 'node_modules'])
    mkdirSync(join(store, name), { recursive: true });
  const empty = measure(modules).bytes;
  writeFileSync(join(store, 'lock.yaml'), 'x'.repeat(1000));
  linkSync(join(store, 'lock.yaml'), join(store, 'zod@4.6.7', 'linked'));
  const { packages, bytes } = measure(modules);
  expect(packages.sort()).toEqual(['@types+node@20.19.43', 'zod@4.6.7']);
  expect(bytes - empty).toBe(1000);
  rmSync(modules, { recursive: true });
});

const good = { packages: ['zod@4.6.7', 'typescript@7.0.2'], bytes: 210e6 };

it('passes what is within the limits', () => {
  expect(startProblems(good, 'Epoch 1/1 - Loss: 2.4958')).toEqual([]);
});

it.each([
  ['81 packages', { ...good, packages: Array.from({ length: 81 }, (_, at) => `p${at}@1.0.0`) }, ''],
  ['300000001 bytes', { ...good, bytes: 300e6 + 1 }, ''],
  ['turbo@2.11.11', { ...good, packages: ['turbo@2.11.11'] }, ''],
  ['npm notice New minor', good, 'npm notice New minor version of npm available!'],
])('finds: %s', (found, install, output) => {
  expect(startProblems(install, `Epoch 1/1\n${output}`)).toEqual([expect.stringContaining(found)]);
});

it('finds that nothing was trained', () => {
  expect(startProblems(good, 'help')).toEqual(['no epoch was trained']);
});
