/**
 * Formats rows of text as the lines of a table. The first column is left-aligned, the others are right-aligned.
 *
 * @example
 * ```ts
 * tableLines([['name', 'epochs'], ['quick', '5']]); // ['name   epochs', 'quick       5']
 * ```
 */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
