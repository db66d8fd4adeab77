import { describe, expect, it } from 'vitest';
import { listSurvivors, mutantsOf, summarise, withRow } from '../mutate/report.mjs';

const SOURCE = ['export const f = (a, b) => {', '  if (a < b) return "x";', '  return "";', '};'].join('\n');

const mutant = (status, line, [start, end], replacement) => ({
  status,
  mutatorName: 'ConditionalExpression',
  replacement,
  location: { start: { line, column: start }, end: { line, column: end } },
});

const report = (...mutants) => ({ files: { 'src/f.ts': { source: SOURCE, mutants } } });

const COUNTED = [
  mutant('Killed', 2, [7, 12], 'false'),
  mutant('Timeout', 2, [7, 12], 'a <= b'),
  mutant('Survived', 2, [7, 12], 'true'),
  mutant('NoCoverage', 3, [10, 12], '"Stryker was here!"'),
];
const EQUIVALENT = { file: 'packages/p/src/f.ts', original: 'a < b', replacement: 'true', reason: 'none' };

const summaryOf = (equivalent, ...more) =>
  summarise(mutantsOf(report(...COUNTED, ...more), 'packages/p'), equivalent, 'packages/p');

describe('the summary', () => {
  it('counts what no test reaches as a survivor, and leaves out what is ignored', () => {
    const summary = summaryOf([], mutant('Ignored', 1, [1, 7], ''));
    expect(summary).toMatchObject({ mutants: 4, killed: 1, timedOut: 1, survived: 1, notCovered: 1, score: 50 });
    expect(summary.survivors.map(({ line, original }) => [line, original])).toEqual([
      [2, 'a < b'],
      [3, '""'],
    ]);
  });

  it('sets survivors that are named equivalent apart', () => {
    const summary = summaryOf([EQUIVALENT]);
    expect(summary).toMatchObject({ equivalent: 1, score: 50, stale: [] });
    expect(summary.scoreWithoutEquivalent).toBeCloseTo(66.67, 1);
    expect(summary.survivors.map(({ line }) => line)).toEqual([3]);
  });

  it('tells an entry that names no survivor', () => {
    const killed = { ...EQUIVALENT, replacement: 'false' };
    const other = { ...EQUIVALENT, file: 'packages/q/src/f.ts', replacement: 'false' };
    expect(summaryOf([killed, other]).stale).toEqual([killed]);
    expect(summaryOf([{ ...EQUIVALENT, code: 'return;' }]).equivalent).toBe(0);
  });

  it('is listed with file, line and change', () => {
    const killed = { ...EQUIVALENT, replacement: 'false' };
    expect(listSurvivors(summaryOf([EQUIVALENT, killed])).split('\n')).toEqual([
      'packages/p/src/f.ts:3 NoCoverage ConditionalExpression: "" -> "Stryker was here!"',
      'not a survivor: packages/p/src/f.ts: a < b -> false',
      '2 of 4 mutants died (50.0 %); 1 are equivalent.',
    ]);
  });
});

it('writes one row for each package', () => {
  const page = ['# Title', '', '| package | mutants |', '| --- | --- |', '', 'The end.', ''].join('\n');
  const summary = { ...summaryOf([]), date: '2026-01-02', commit: 'abcdef0', minutes: 1.4 };
  const one = withRow(page, 'core', summary);
  const row = '| core | 4 | 1 | 1 | 1 | 1 | 0 | 50.0 % | 50.0 % | 2026-01-02 | abcdef0 | 1 min |';
  expect(one.split('\n').slice(2, 6)).toEqual(['| package | mutants |', '| --- | --- |', row, '']);
  const two = withRow(one, 'datasets', summary);
  expect(two.split('\n')[5]).toBe(row.replace('core', 'datasets'));
  expect(withRow(two, 'core', { ...summary, commit: '1234567' })).toBe(two.replace('abcdef0', '1234567'));
});
