import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configFilesFrom, isWithin, loadConfigFile } from '../../src/settings/file/config-file.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const load = (files: Record<string, string>, explicit?: string) => loadConfigFile(temporaryFolder(files), explicit);
const refused = (pattern: string | RegExp) =>
  expect.objectContaining({ exitCode: 2, message: expect.stringMatching(pattern) });

describe('loadConfigFile', () => {
  it('finds nothing without a config file', async () => {
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

  it("reads a JavaScript file in its package's module format", async () => {
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
      "^a.json: the key 'epochs' appears twice, on lines 2 and 4; keep one.$",
    ],
    [
      'a key that comes twice on one line',
      { 'a.json': '{\n"epochs": 1, "epochs": 2 }' },
      'a.json',
      "^a.json: the key 'epochs' appears twice on line 2; keep one.$",
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

describe('a config file', () => {
  it('may begin with a byte order mark', async () => {
    expect((await load({ 'nabla.config.json': '\uFEFF{ "seed": 3 }' }))?.values).toEqual({ seed: 3 });
    expect((await load({ 'nabla.config.json': '{ "out": "a\uFEFFb" }' }))?.values).toEqual({ out: 'a\uFEFFb' });
  });

  it('may export an object without a prototype', async () => {
    const code = 'const config = Object.create(null); config.seed = 4; export default config;';
    expect({ ...(await load({ 'nabla.config.mjs': code }))?.values }).toEqual({ seed: 4 });
  });

  it('must not be a folder', async () => {
    const files = { 'nabla.config.json/inside.txt': '' };
    await expect(load(files)).rejects.toEqual(refused('^nabla.config.json: expected a file. Received a folder'));
  });

  it.each([
    ['a.json', '[1]', "write '{ ... }'"],
    ['a.mjs', 'export default [1];', "write 'export default { ... }'"],
  ])('%s with a list says what to write', async (name, content, advice) => {
    await expect(load({ [name]: content }, name)).rejects.toThrow(advice);
  });

  it('may nest values 64 deep, but no deeper', async () => {
    const nested = (depth: number): string => `${'{ "a": '.repeat(depth)}1${' }'.repeat(depth)}`;
    expect((await load({ 'a.json': nested(65) }, 'a.json'))?.path).toMatch(/a\.json$/);
    await expect(load({ 'a.json': nested(66) }, 'a.json')).rejects.toEqual(
      refused('^a.json: nested more than 64 deep; make it flatter.$'),
    );
  });

  it('keeps the cause if it cannot be read', async () => {
    await expect(load({ 'a.mjs': "throw new Error('boom');" }, 'a.mjs')).rejects.toMatchObject({
      cause: { message: 'boom' },
    });
    await expect(load({ 'a.mjs': "throw 'a text';" }, 'a.mjs')).rejects.toThrow('could not be read: a text.');
  });
});

describe('isWithin', () => {
  const folder = (): string =>
    temporaryFolder({ 'model/deep/file.txt': '', 'model/..odd/file.txt': '', 'models/file.txt': '' });

  it.each([
    ['model', 'model', true],
    ['model/deep/file.txt', 'model', true],
    ['model/..odd/file.txt', 'model', true],
    ['models/file.txt', 'model', false],
    ['model', 'model/deep', false],
    ['.', 'model', false],
    ['model/none', 'model', false],
    ['model', 'none', false],
  ])('%s in %s', (path, inside, expected) => {
    const root = folder();
    expect(isWithin(join(root, path), join(root, inside))).toBe(expected);
  });

  it('follows links', () => {
    const root = folder();
    symlinkSync(join(root, 'model/deep'), join(root, 'link'));
    expect(isWithin(join(root, 'link'), join(root, 'model'))).toBe(true);
    expect(isWithin(join(root, 'model/deep'), join(root, 'link'))).toBe(true);
  });

  it('finds the config files of a folder that are in another', () => {
    const root = temporaryFolder({
      'nabla.config.json': '{}',
      'model/nabla.config.json': '{}',
      'model/other.json': '',
    });
    expect(configFilesFrom(join(root, 'model'), join(root, 'model'))).toEqual(['nabla.config.json']);
    expect(configFilesFrom(root, join(root, 'model'))).toEqual([]);
    symlinkSync(join(root, 'model/other.json'), join(root, 'nabla.config.mjs'));
    expect(configFilesFrom(root, join(root, 'model'))).toEqual(['nabla.config.mjs']);
  });
});
