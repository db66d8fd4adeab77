import type { ConfusionMatrix } from '@nablajs/core';

/** Formats a matrix of counts as NumPy does: every column is as wide as the widest number. */
export function confusionMatrixText(matrix: ConfusionMatrix): string {
  const width = Math.max(0, ...matrix.flat().map((count) => `${count}`.length));
  const rows = matrix.map((row) => `[${row.map((count) => `${count}`.padStart(width)).join(' ')}]`);
  return `[${rows.join('\n ')}]`;
}
