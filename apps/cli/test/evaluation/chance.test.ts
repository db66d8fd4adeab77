import { describe, expect, it } from 'vitest';
import { compareWithChance } from '../../src/evaluation/chance.js';

describe('compareWithChance', () => {
  it('is the share of the most frequent class', () => {
    expect(
      compareWithChance([
        [10, 0],
        [0, 30],
      ]),
    ).toEqual({ chance: 0.75, betterThanChance: true });
  });

  it.each([
    // 50 of 100 guesses at two classes are right, with a standard deviation of 5.
    [60, false],
    [61, true],
    [50, false],
    [0, false],
  ])('for 100 examples of two classes with %i right', (right, betterThanChance) => {
    const half = Math.floor(right / 2);
    const rest = right - half;
    const matrix = [
      [half, 50 - half],
      [50 - rest, rest],
    ];
    expect(compareWithChance(matrix)).toEqual({ chance: 0.5, betterThanChance });
  });
});
