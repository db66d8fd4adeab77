import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { KNOWN_VARIABLES, variableWarnings } from '../../src/settings/environment.js';

// Not as one word, because the last test below reads this file too.
const MISTYPED = `NABLA_${'EPOCH'}`;

it('warns of each unknown NABLA_ variable that is set, with the nearest name', () => {
  const environment = { [MISTYPED]: '3', [`NABLA_${'X'}`]: '1', [`NABLA_${'Y'}`]: '', NABLA_SEED: '1', PATH: '/bin' };
  expect(variableWarnings(environment)).toEqual([
    `the environment variable ${MISTYPED} is unknown and has no effect. Did you mean 'NABLA_EPOCHS'?`,
    expect.stringMatching(/^the environment variable NABLA_\w is unknown and has no effect\.$/),
  ]);
});

it.each([
  ['XYZZY', ''],
  ['BACKND', " Did you mean 'NABLA_BACKEND'?"],
  ['epochs', " Did you mean 'NABLA_EPOCHS'?"],
])('compares names without their prefix: %s', (rest, hint) => {
  const name = `NABLA_${rest}`;
  expect(variableWarnings({ [name]: '1' })).toEqual([
    `the environment variable ${name} is unknown and has no effect.${hint}`,
  ]);
});

const IGNORED_FOLDERS = new Set(['node_modules', 'dist', 'api', 'benchmarks', 'release']);

/** Returns the source files below `folder`. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return IGNORED_FOLDERS.has(entry.name) || entry.name.startsWith('.') ? [] : sources(path);
    return /\.(m?[jt]s|py)$/.test(entry.name) ? [path] : [];
  });
}

it('knows every variable in the sources, tests and scripts of the repository', () => {
  const files = sources(fileURLToPath(new URL('../../../..', import.meta.url)));
  const names = files.flatMap((file) => readFileSync(file, 'utf8').match(/\bNABLA_[A-Z\d_]*[A-Z\d]\b/g) ?? []);
  expect(names).toEqual(expect.arrayContaining([...KNOWN_VARIABLES]));
  expect([...new Set(names)].filter((name) => !KNOWN_VARIABLES.includes(name))).toEqual([]);
});
