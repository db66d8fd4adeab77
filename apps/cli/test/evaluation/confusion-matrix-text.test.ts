import { expect, it } from 'vitest';
import { confusionMatrixText } from '../../src/evaluation/confusion-matrix-text.js';

it('prints like NumPy: all columns are as wide as the widest number', () => {
  const matrix = [
    [944, 0, 3],
    [0, 1103, 6],
    [17, 15, 871],
  ];
  expect(confusionMatrixText(matrix)).toBe('[[ 944    0    3]\n [   0 1103    6]\n [  17   15  871]]');
});

it('prints single digits without padding', () => {
  expect(
    confusionMatrixText([
      [1, 0],
      [0, 2],
    ]),
  ).toBe('[[1 0]\n [0 2]]');
});
