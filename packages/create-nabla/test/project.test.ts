import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFolder, manifestOf, packageName } from '../src/project.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nabla-create-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.each([
  ['my-page', 'my-page'],
  ['some/where/My Page', 'my-page'],
  ['_hidden', 'hidden'],
  ['.config', 'config'],
  ['Größe & Gewicht', 'gr-e-gewicht'],
  ['日本', 'nabla-project'],
  ['node_modules', 'nabla-project'],
])('makes of the folder %s the package name %s', (path, name) => {
  expect(packageName(path)).toBe(name);
  expect(name).toMatch(/^[a-z\d][a-z\d._~-]*$/);
});

it('accepts a folder that is missing, empty, or just a repository', async () => {
  await checkFolder(join(folder, 'new', 'deep'));
  await checkFolder(folder);
  mkdirSync(join(folder, '.git'));
  await checkFolder(folder);
});

it('refuses a folder with files, and says what to do', async () => {
  writeFileSync(join(folder, 'notes.txt'), '');
  await expect(checkFolder(folder)).rejects.toThrow(
    `${folder}: expected a new or an empty folder. Received one with notes.txt in it. Choose another name, or empty it.`,
  );
  const file = join(folder, 'notes.txt');
  await expect(checkFolder(file)).rejects.toThrow(`${file}: expected a folder. Received a file`);
});

it('gives all packages of nabla one version, and keeps the others', () => {
  const template = readFileSync(new URL('../templates/page/package.json', import.meta.url), 'utf8');
  const { name, dependencies, devDependencies } = JSON.parse(manifestOf(template, 'mine', '4.5.6'));
  expect(name).toBe('mine');
  expect(dependencies).toEqual({ '@nablajs/backend-wasm': '4.5.6', '@nablajs/core': '4.5.6' });
  expect(devDependencies).toEqual(JSON.parse(template).devDependencies);
});
