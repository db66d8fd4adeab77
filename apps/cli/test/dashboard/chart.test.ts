import { expect, it } from 'vitest';
import { chartLines, type Series } from '../../src/dashboard/chart.js';

const options = {
  title: 'loss',
  ...{ from: 0, to: 10, ends: ['epoch 0', '1'] as const, format: (value: number) => value.toFixed(1) },
  ...{ width: 30, height: 7 },
};
const text = (series: readonly Series[], changes: Partial<typeof options> = {}): string[] =>
  chartLines({ ...options, ...changes, series }).map((line) =>
    line
      .map((piece) => piece.text)
      .join('')
      .trimEnd(),
  );

const series = (ys: readonly number[], changes: Partial<Series> = {}): Series => ({
  name: 'one',
  points: ys.map((y, x) => ({ x, y })),
  style: 'cyan',
  ...changes,
});

it('draws a line from corner to corner', () => {
  expect(text([series([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])])).toEqual([
    'loss  ── one 10.0',
    '     10.0┤                 ╭──',
    '         │            ╭────╯',
    '      5.0┤       ╭────╯',
    '         │  ╭────╯',
    '      0.0┤──╯',
    '         └ epoch 0 ───────── 1',
  ]);
});

it('draws a single point and equal values in the middle', () => {
  const middle = ['         │', '         │', '      3.0┤─', '         │', '         │'];
  expect(text([series([3])]).slice(1, 6)).toEqual(middle);
  expect(text([series([3])], { height: 8 }).slice(1, 7)).toEqual([...middle, '         │']);
  expect(text([series([0, 0, 0])])[3]).toMatch(/^ {6}0\.0┤─{5}$/);
  expect(text([series([0.9, 0.9 * (1 + 1e-15)])])[3]).toMatch(/^ {6}0\.9┤─{3}$/);
});

it('draws a later curve over an earlier one, and dotted curves', () => {
  const lines = text([series([2, 2, 2, 0]), series([1, 1, 1, 1], { name: 'two', dotted: true })]);
  expect(lines[0]).toBe('loss  ── one 0.0  ┄┄ two 1.0');
  expect(lines[1]).toBe('      2.0┤────╮');
  expect(lines[3]).toBe('      1.0┤┄┄┄┄┄┄┄');
});

it.each([[[1e300, -1e300, 5]], [[1e-300, 2e-300]], [[1e9, 1e9 + 1e-7]], [[0, 1e300]]])(
  'draws %j in its lines',
  (ys) => {
    for (const height of [4, 7, 30]) {
      const lines = text([series(ys)], { height });
      expect(lines).toHaveLength(height);
      for (const line of lines.slice(1)) expect(line.length).toBeLessThanOrEqual(30);
    }
  },
);
