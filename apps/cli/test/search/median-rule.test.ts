import { describe, expect, it } from 'vitest';
import { type Curve, isStoppedByMedian } from '../../src/search/trials/median-rule.js';

const ended = (...scores: (number | null)[]): Curve => ({ scores, isComplete: true });
const stopped = (...scores: (number | null)[]): Curve => ({ scores, isComplete: false });

describe('the median rule', () => {
  // The best so far after epoch 2: 0.5, 0.7, 0.8; after epoch 3: 0.9, 0.7, 0.8.
  const others = [ended(0.5, 0.4, 0.9, 0.9), ended(0.6, 0.7, 0.6, 0.7), ended(0.8, 0.1, 0.2, 0.8)];

  it.each([
    ['below the median of the best so far', [0.1, 0.69], true],
    ['at the median', [0.7, 0.1], false],
    ['below it by its last score, but not by its best', [0.75, 0.1], false],
    ['after the third epoch', [0.1, 0.75, 0.79], true],
    ['after the last epoch', [0.1, 0.1, 0.1, 0.1], false],
    ['without a finite score', [null, null], true],
  ])('%s', (_what, scores, isStopped) => {
    expect(isStoppedByMedian(scores, 4, others)).toBe(isStopped);
  });

  it('stops no trial before three have reached the epoch', () => {
    expect(isStoppedByMedian([0, 0], 4, others.slice(0, 2))).toBe(false);
    expect(isStoppedByMedian([0, 0], 4, [...others.slice(0, 2), stopped(1)])).toBe(false);
    expect(isStoppedByMedian([0, 0], 4, [...others.slice(0, 2), stopped(1, 1)])).toBe(true);
    expect(isStoppedByMedian([0, 0], 4, [...others.slice(0, 2), ended(1)])).toBe(true);
  });

  it('stops no trial in the first tenth of its epochs, nor in the first epoch', () => {
    const all = others.map(({ scores }) => ended(...scores));
    const at = (epochs: number, epoch: number): boolean =>
      isStoppedByMedian(new Array<number>(epoch).fill(0), epochs, all);
    expect([at(4, 1), at(4, 2), at(15, 1), at(15, 2)]).toEqual([false, true, false, true]);
    expect([at(40, 4), at(40, 5), at(49, 4), at(49, 5)]).toEqual([false, true, false, true]);
  });

  it('takes the mean of the middle two of four', () => {
    const four = [...others, stopped(0.9, 0.9)];
    // 0.5, 0.7, 0.8, 0.9
    expect([0.74, 0.76].map((score) => isStoppedByMedian([0, score], 4, four))).toEqual([true, false]);
    expect(isStoppedByMedian([0, 0], 4, [ended(null), ended(null), ended(null), ended(null)])).toBe(false);
  });
});
