import { visible } from './visible.js';

/**
 * Formats rows of text as the lines of a table. Invisible characters are escaped.
 *
 * @param isRight Whether to align the column to the right. Default: all but the first, which has names.
 *
 * @example
 * ```ts
 * tableLines([['name', 'epochs'], ['quick', '5']]); // ['name   epochs', 'quick       5']
 * ```
 */
export function tableLines(
  rows: readonly (readonly string[])[],
  isRight: (column: number) => boolean = (column) => column > 0,
): string[] {
  const shown = rows.map((row) => row.map(visible));
  const widths: number[] = [];
  for (const row of shown) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return shown.map((row) =>
    row
      .map((cell, at) => (isRight(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
