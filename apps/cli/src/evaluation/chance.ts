import type { ConfusionMatrix } from '@nablajs/core';

/** How good guessing would be on the same examples. */
export interface Chance {
  /** Accuracy of always answering the most frequent class, a fraction. */
  readonly chance: number;
  /** Whether the accuracy exceeds chance by two standard deviations of that many guesses. */
  readonly betterThanChance: boolean;
}

/** Rows of `matrix` are true classes. */
export function compareWithChance(matrix: ConfusionMatrix): Chance {
  const sizes = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const rows = sizes.reduce((sum, size) => sum + size, 0);
  const right = matrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  const chance = sizes.reduce((most, size) => Math.max(most, size), 0) / rows;
  const deviation = Math.sqrt((chance * (1 - chance)) / rows);
  return { chance, betterThanChance: right / rows > chance + 2 * deviation };
}
