import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfigFile } from '../src/config-file.js';
import { temporaryFolder } from './temporary-folder.js';

const load = (files: Record<string, string>, explicit?: string) => loadConfigFile(temporaryFolder(files), explicit);
const refused = (pattern: string | RegExp) =>
  expect.objectContaining({ exitCode: 2, message: expect.stringMatching(pattern) });

describe('loadConfigFile', () => {
  it('finds none where there is none', async () => {
    expect(await load({})).toBeUndefined();
  });

  it.each([
    ['nabla.config.json', '{ "epochs": 3, "hidden": [4, 5] }'],
    ['nabla.config.mjs', 'export default { epochs: 3, hidden: [4, 5] };'],
    ['nabla.config.ts', 'const epochs: number = 3;\nexport default { epochs, hidden: [4, 5] } as const;'],
    [
      'nabla.config.ts',
      "import { defineConfig } from '@nablajs/cli';\nexport default defineConfig({ epochs: 3, hidden: [4, 5] });",
    ],
  ])('reads %s', async (name, content) => {
    const folder = temporaryFolder({ [name]: content });
    const file = await loadConfigFile(folder);
    expect(file).toEqual({ path: join(folder, name), folder, values: { epochs: 3, hidden: [4, 5] } });
  });

  it('reads a JavaScript file as its package says', async () => {
    const esm = await load({ 'package.json': '{"type":"module"}', 'nabla.config.js': 'export default { seed: 1 };' });
    const commonJs = await load({ 'package.json': '{}', 'nabla.config.js': 'module.exports = { seed: 2 };' });
    expect([esm?.values, commonJs?.values]).toEqual([{ seed: 1 }, { seed: 2 }]);
  });

  it('reads the file that --config names, in its own folder', async () => {
    const folder = temporaryFolder({ 'nabla.config.json': '{}', 'sub/other.json': '{ "seed": 9 }' });
    const file = await loadConfigFile(folder, 'sub/other.json');
    expect(file).toEqual({ path: join(folder, 'sub/other.json'), folder: join(folder, 'sub'), values: { seed: 9 } });
  });

  it('refuses two files, naming both', async () => {
    const files = { 'nabla.config.json': '{}', 'nabla.config.ts': 'export default {};' };
    await expect(load(files)).rejects.toEqual(refused('nabla.config.ts and nabla.config.json'));
  });

  it.each([
    ['a missing file', {}, 'none.json', 'no such file: none.json'],
    ['another kind of file', { 'a.yaml': '' }, 'a.yaml', 'expected a .ts, .js, .mjs or .json file. Received a.yaml'],
    ['damaged JSON', { 'a.json': '{ "epochs": }' }, 'a.json', '^a.json: could not be read: '],
    [
      'a key that comes twice',
      { 'a.json': '{\n"epochs": 1,\n"hidden": [3],\n"epochs": 2 }' },
      'a.json',
      "^a.json: the key 'epochs' of line 2 comes again in line 4; keep one.$",
    ],
    ['a list', { 'a.json': '[1]' }, 'a.json', '^a.json: expected an object of settings'],
    ['null', { 'a.json': 'null' }, 'a.json', '^a.json: expected an object of settings'],
    ['no default export', { 'a.mjs': 'export const epochs = 3;' }, 'a.mjs', '^a.mjs: expected an object of settings'],
    ['no default export in TypeScript', { 'a.ts': 'export const n: number = 3;' }, 'a.ts', "write 'export default"],
    ['code that throws', { 'a.mjs': "throw new Error('boom');" }, 'a.mjs', '^a.mjs: could not be read: boom'],
    ['a syntax error in TypeScript', { 'a.ts': 'export default {' }, 'a.ts', '^a.ts: could not be read: '],
  ])('refuses %s', async (_, files, explicit, pattern) => {
    await expect(load(files as Record<string, string>, explicit)).rejects.toEqual(refused(pattern));
  });

  it.each([
    ['nabla.config.json', '{ "__proto__": { "epochs": 1 } }', '__proto__'],
    ['nabla.config.json', '{ "backendOptions": { "deep": [{ "__proto__": 1 }] } }', '__proto__'],
    ['nabla.config.json', '{ "constructor": { "prototype": {} } }', 'constructor'],
    ['nabla.config.json', '{ "backendOptions": { "prototype": 1 } }', 'prototype'],
    ['nabla.config.mjs', 'export default { __proto__: { epochs: 1 } };', '__proto__'],
    ['nabla.config.mjs', "export default { ['__proto__']: { epochs: 1 } };", '__proto__'],
    ['nabla.config.ts', 'export default { epochs: 1, __proto__: { seed: 1 } as object };', '__proto__'],
    ['nabla.config.ts', "export default { backendOptions: { ['__proto__']: 1 } };", '__proto__'],
  ])('refuses %s with %s', async (name, content, key) => {
    await expect(load({ [name]: content })).rejects.toEqual(refused(`^${name}: .*'${key}'.* is refused`));
    expect(({} as Record<string, unknown>)['epochs']).toBeUndefined();
  });

  it('reads a value that refers to itself', async () => {
    const content = 'const options = {}; options.self = options; export default { backendOptions: options };';
    const file = await load({ 'nabla.config.mjs': content });
    expect(Object.keys(file?.values['backendOptions'] as object)).toEqual(['self']);
  });
});
