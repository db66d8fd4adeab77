import { expect, it } from 'vitest';
import { effectLines } from '../../src/ui/train/table/effect-lines.js';

const size = { width: 100, height: 10 };

it('places numbers where they are, and leaves out missing cells', () => {
  const effect = { cells: ['0', '', '10', '40'], answers: [[1], [9], [3], [2]] };
  expect(effectLines(effect, [0], size)).toEqual({
    ...{ paths: ['M0.0 10.0L25.0 0.0L100.0 5.0'], least: 1, most: 3, first: '0', last: '40' },
  });
});

it('gives dates equal distances, and draws each output in the range', () => {
  const effect = {
    cells: ['2024-01-01', '2024-01-02', '2025-06-01'],
    answers: [
      [0, 1],
      [0.5, 0.5],
      [1, 0],
    ],
  };
  const { paths } = effectLines(effect, [1, 0], { ...size, range: [0, 1] });
  expect(paths).toEqual(['M0.0 0.0L50.0 5.0L100.0 10.0', 'M0.0 10.0L50.0 5.0L100.0 0.0']);
});

it('draws a dot for one value, in the middle', () => {
  const { paths, least, most } = effectLines({ cells: ['7'], answers: [[2]] }, [0], size);
  expect([paths, least, most]).toEqual([['M50.0 5.0L50.0 5.0'], 2, 2]);
});
