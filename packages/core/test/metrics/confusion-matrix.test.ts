import { describe, expect, it } from 'vitest';
import { accuracy, classReports, confusionMatrix } from '../../src/metrics/index.js';
import { expectError } from '../support/index.js';

const labels = [0, 0, 0, 1, 1, 2];
const predictions = [0, 0, 1, 1, 0, 2];

describe('confusionMatrix', () => {
  it('has true classes as rows and predictions as columns', () => {
    expect(confusionMatrix(labels, predictions, 3)).toEqual([
      [2, 1, 0],
      [1, 1, 0],
      [0, 0, 1],
    ]);
    expect(confusionMatrix([0], [1], 2)).toEqual([
      [0, 1],
      [0, 0],
    ]);
  });

  it('takes typed arrays, and nothing at all', () => {
    expect(confusionMatrix(Int32Array.of(1), Int32Array.of(1), 2)).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect(confusionMatrix([], [], 2)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('refuses counts that differ and classes out of range', () => {
    expectError(() => confusionMatrix([0, 1], [0], 2), 'shape', '2 labels but 1 predictions');
    expectError(() => confusionMatrix([0, 2], [0, 0], 2), 'argument', 'classes 0 to 1', 'label 2', 'at 1');
    expectError(() => confusionMatrix([0], [5], 2), 'argument', 'prediction 5 at 0');
    expectError(() => confusionMatrix([-1], [0], 2), 'argument', 'label -1');
    expectError(() => confusionMatrix([0.5], [0], 2), 'argument', 'label 0.5');
    expectError(() => confusionMatrix([Number.NaN], [0], 2), 'argument', 'label NaN');
  });
});

describe('accuracy', () => {
  it('is the share of the diagonal', () => {
    expect(accuracy(confusionMatrix(labels, predictions, 3))).toBe(4 / 6);
    expect(accuracy([[3]])).toBe(1);
    expect(
      accuracy([
        [0, 2],
        [1, 0],
      ]),
    ).toBe(0);
  });

  it('is NaN without examples', () => {
    expect(accuracy([[0]])).toBeNaN();
    expect(accuracy([])).toBeNaN();
  });
});

describe('classReports', () => {
  it('returns precision, recall, F1 and support', () => {
    const [zero, one, two] = classReports(confusionMatrix(labels, predictions, 3));
    expect(zero).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, support: 3 });
    expect(one).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5, support: 2 });
    expect(two).toEqual({ precision: 1, recall: 1, f1: 1, support: 1 });
  });

  it('distinguishes precision and recall; F1 is their harmonic mean', () => {
    const [first, second] = classReports([
      [6, 2],
      [4, 8],
    ]);
    expect(first).toEqual({ precision: 0.6, recall: 0.75, f1: 2 / 3, support: 8 });
    expect(second?.precision).toBe(0.8);
    expect(second?.recall).toBe(8 / 12);
    expect(second?.f1).toBeCloseTo((2 * 0.8 * (2 / 3)) / (0.8 + 2 / 3), 15);
  });

  it('is 0 for a class that never occurs or is never predicted', () => {
    expect(
      classReports([
        [2, 0, 1],
        [1, 0, 0],
        [0, 0, 0],
      ]),
    ).toEqual([
      { precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, support: 3 },
      { precision: 0, recall: 0, f1: 0, support: 1 },
      { precision: 0, recall: 0, f1: 0, support: 0 },
    ]);
  });
});
