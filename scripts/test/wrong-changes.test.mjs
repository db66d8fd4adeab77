/** The patches of `npm run mutate:known`, and its judgement of a report. */
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROOT, run } from '../tools.mjs';
import { problemOf, wrongChanges } from '../wrong-changes.mjs';

const changes = wrongChanges();

it('there are as many as were made, each with another mistake', () => {
  expect(changes.length).toBeGreaterThanOrEqual(34);
  expect(new Set(changes.map(({ mistake }) => mistake)).size).toBe(changes.length);
});

it.each(changes)('$name applies to the sources, and `npm test` runs its tests', ({ path, tests }) => {
  run(`git apply -C1 --check "${path}"`, ROOT);
  expect(tests.filter((test) => !existsSync(`${ROOT}${test}`) || /\.(slow|browser)\./.test(test))).toEqual([]);
});

it('takes only a failed test in each of the files for noticing the mistake', () => {
  const file = (name, ...messages) => ({
    name: `/tmp/tree/packages/core/test/${name}`,
    message: '',
    assertionResults: messages.map((message) => ({
      status: message === 'passed' ? message : 'failed',
      failureMessages: message === 'passed' ? [] : [message],
    })),
  });
  const tests = ['packages/core/test/a.test.ts', 'packages/core/test/b.test.ts'];
  const a = file('a.test.ts', 'passed', 'AssertionError: expected 1 to be 2');
  const problem = (...testResults) => problemOf({ testResults }, tests);
  expect(problem(a, file('b.test.ts', 'RangeError: too many arguments'))).toBeUndefined();
  for (const message of ['passed', 'ReferenceError: x is not defined']) {
    expect(problem(a, file('b.test.ts', message))).toBe('no test of packages/core/test/b.test.ts failed');
  }
  const unloaded = { ...file('b.test.ts'), message: 'SyntaxError' };
  expect(problem(a, unloaded)).toBe('packages/core/test/b.test.ts did not load: SyntaxError');
  expect(problem(a)).toContain('there is no such file');
});
