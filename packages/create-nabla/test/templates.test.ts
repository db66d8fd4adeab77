import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '../src/templates.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = fileURLToPath(new URL('../templates', import.meta.url));

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const manifestIn = (...path: string[]) => JSON.parse(read(...path, 'package.json'));

it('every folder is a template that the command knows', () => {
  const known = TEMPLATES.map(({ name }) => name);
  expect(readdirSync(FOLDER).toSorted()).toEqual([...known, 'shared'].toSorted());
});

it('the table of penguins is that of the command nabla', () => {
  expect(read(FOLDER, 'shared', 'penguins.csv')).toBe(read(ROOT, 'apps', 'cli', 'examples', 'penguins.csv'));
});

describe.each(TEMPLATES)('$name', ({ name, scripts }) => {
  const manifest = manifestIn(FOLDER, name);
  const sources = readdirSync(join(FOLDER, name, 'src')).filter((file) => file.endsWith('.ts'));

  it('has the scripts that its README and the command name', () => {
    const named = [...read(FOLDER, name, 'README.md').matchAll(/^npm (?:run )?(?!install)(\w+)/gm)].map(
      ([, one]) => one,
    );
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(['build', 'test', ...scripts, ...named]));
    expect(named).toContain('test');
  });

  it('depends on what its sources import, with the versions of this repository', () => {
    const text = sources.map((file) => read(FOLDER, name, 'src', file)).join('\n');
    const imported = [...text.matchAll(/'(@nablajs\/[\w-]+)/g)].map(([, found]) => found);
    expect(Object.keys(manifest.dependencies)).toEqual([...new Set(imported)].toSorted());
    const tested = { ...manifestIn(ROOT).devDependencies, ...manifestIn(ROOT).dependencies };
    for (const [other, version] of Object.entries(manifest.devDependencies)) expect(version).toBe(tested[other]);
  });

  it('has a test, and compiles strictly', () => {
    expect(sources.filter((file) => file.endsWith('.test.ts'))).not.toEqual([]);
    const { compilerOptions } = JSON.parse(read(FOLDER, name, 'tsconfig.json'));
    expect(compilerOptions).toMatchObject({ strict: true, noUncheckedIndexedAccess: true });
  });

  it('says in its README what each source file does', () => {
    const readme = read(FOLDER, name, 'README.md');
    for (const file of sources) expect(readme).toContain(`\`src/${file}\``);
  });
});
