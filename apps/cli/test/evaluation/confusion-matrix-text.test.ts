import { expect, it } from 'vitest';
import { compareWithChance } from '../../src/evaluation/chance.js';
import { confusionLines } from '../../src/evaluation/confusion-matrix-text.js';

const MATRIX = [
  [944, 0, 3],
  [0, 1103, 6],
  [17, 15, 871],
];
const NAMES = ['cat', 'dog\u001b[2J', 'owl'];

it('prints like NumPy: all columns are as wide as the widest number', () => {
  const lines = ['Confusion Matrix:', '[[ 944    0    3]', ' [   0 1103    6]', ' [  17   15  871]]'];
  expect(confusionLines(MATRIX, NAMES, 18)).toEqual(lines);
});

it('prints the most confused pairs if the matrix is wider than the terminal', () => {
  expect(confusionLines(MATRIX, NAMES, 17)).toEqual([
    'Most confused classes:',
    'True          Predicted     Count',
    'owl           cat              17',
    'owl           dog\\u001b[2J     15',
    'dog\\u001b[2J  owl               6',
    'cat           owl               3',
  ]);
});

it('prints 20 pairs of 500 classes, whose 250,000 counts are no arguments of a call', () => {
  const matrix = Array.from({ length: 500 }, (_, truth) => Array.from({ length: 500 }, (_, at) => Number(at >= truth)));
  const lines = confusionLines(matrix, [], 200);
  expect([lines.length, lines[2], lines.at(-1)]).toEqual([
    23,
    '0     1              1',
    'and 124730 more pairs; --json writes the whole matrix',
  ]);
  expect(compareWithChance(matrix).chance).toBeCloseTo(500 / 125_250, 12);
});
