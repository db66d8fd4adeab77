import { expect, it } from 'vitest';
import { countProse, kindOf, tableOf } from '../scripts/count-prose.mjs';

it.each([
  ['README.md', 'pages'],
  ['docs/guides/deploy.md', 'pages'],
  ['packages/core/src/index.ts', 'docstrings'],
  ['apps/playground/src/view/app.tsx', 'docstrings'],
  ['packages/core/CHANGELOG.md', undefined],
  ['docs/decisions/0001-backend-boundary.md', undefined],
  ['docs/benchmarks/README.md', undefined],
  ['.changeset/lengths.md', undefined],
  ['packages/core/test/a.test.ts', undefined],
])('of %s it counts %s', (file, kind) => {
  expect(kindOf(file)).toBe(kind);
});

it('counts the words of a page, but no code blocks, comments, addresses and tables of tests', () => {
  const page = [
    '# One two',
    '<!-- not run: a reason -->',
    '```sh',
    'npm test # not counted',
    '```',
    'three [four](https://example.com/a) – `five six`, and',
    '',
    '<!-- the table, written by a test -->',
    '',
    '| not | counted |',
    '',
    '<!-- the end of the table -->',
    '',
    '| eight | 9 |',
    '| --- | :-: |',
    '  ```text',
    '  not counted',
    '  ```',
    'ten',
  ];
  expect(countProse('page.md', page.join('\n'))).toBe(10);
});

it('counts the words of docstrings, but no code of an example, other comments or globs', () => {
  const source = [
    '/** One two. */',
    "const files = ['packages/**/*.ts']; // not counted",
    '  /**',
    '   * Three four',
    '   * @example five',
    '   * ```ts',
    '   * const not = counted;',
    '   * ```',
    '   * @param name six',
    '   */',
    '/* not counted */',
  ];
  expect(countProse('packages/core/src/a.ts', source.join('\n'))).toBe(7);
});

it('shows counts, or two of them and the difference in percent, with sums', () => {
  const page = { file: 'a.md', kind: 'pages', after: 90 };
  expect(tableOf([page])).toEqual(['     90  a.md', '     90  all pages', '     90  all']);
  const source = { file: 'a.ts', kind: 'docstrings', before: 50, after: 0 };
  expect(tableOf([{ ...page, before: 100 }, source])).toEqual([
    '    100      90  -10.0 %  a.md',
    '     50       0 -100.0 %  a.ts',
    '    100      90  -10.0 %  all pages',
    '     50       0 -100.0 %  all docstrings',
    '    150      90  -40.0 %  all',
  ]);
});
