/** Tables with cells of several lines, split into blocks of as many columns as fit the terminal. */

export type Style = 'plain' | 'strong' | 'faint' | 'good' | 'bad';

/** One line of a cell. */
export interface CellLine {
  readonly text: string;
  readonly style: Style;
}

export const line = (text: string, style: Style = 'plain'): CellLine => ({ text, style });

export type Cell = readonly CellLine[];

export interface Column {
  readonly header: Cell;
  readonly cells: readonly Cell[];
}

/** Paints text in a style for the terminal. */
export type Paint = (text: string, style: Style) => string;

const GAP = 2;

/**
 * Returns the lines of the table. Every block begins with the first column. Lines are at most `width` long, unless a
 * single column is wider.
 */
export function blockLines(first: Column, others: readonly Column[], width: number, paint: Paint): string[] {
  return blocks(first, others, width).flatMap((columns, at) => [
    ...(at === 0 ? [] : ['']),
    ...tableLines([first, ...columns], paint),
  ]);
}

function blocks(first: Column, others: readonly Column[], width: number): Column[][] {
  const result: Column[][] = [];
  let room = 0;
  for (const column of others) {
    const needed = GAP + columnWidth(column);
    const block = result.at(-1);
    if (block === undefined || needed > room) {
      result.push([column]);
      room = width - columnWidth(first) - needed;
    } else {
      block.push(column);
      room -= needed;
    }
  }
  return result;
}

function tableLines(columns: readonly Column[], paint: Paint): string[] {
  const widths = columns.map(columnWidth);
  const row = (cells: readonly Cell[]) => rowLines(cells, widths, paint);
  const rows = Array.from({ length: columns[0]?.cells.length ?? 0 }, (_, at) =>
    row(columns.map(({ cells }) => cells[at] ?? [])),
  );
  const rule = paint(widths.map((width) => '-'.repeat(width)).join(' '.repeat(GAP)), 'faint');
  // Rows of several lines are separated by empty lines; rows of one line are not.
  const spaced = rows.some((lines) => lines.length > 1);
  const body = rows.flatMap((lines, at) => (spaced && at > 0 ? ['', ...lines] : lines));
  return [...row(columns.map(({ header }) => header)), rule, ...body];
}

function rowLines(cells: readonly Cell[], widths: readonly number[], paint: Paint): string[] {
  const height = cells.reduce((most, cell) => Math.max(most, cell.length), 0);
  return Array.from({ length: height }, (_, at) => {
    const last = cells.findLastIndex((cell) => cell[at] !== undefined);
    return cells
      .slice(0, last + 1)
      .map((cell, column) => padded(cell[at], column === last ? 0 : (widths[column] ?? 0), paint))
      .join(' '.repeat(GAP));
  });
}

/** Pads after painting, because escape sequences have no width. */
function padded(line: CellLine | undefined, width: number, paint: Paint): string {
  const text = line?.text ?? '';
  return `${line === undefined ? '' : paint(text, line.style)}${' '.repeat(Math.max(0, width - text.length))}`;
}

const columnWidth = ({ header, cells }: Column): number =>
  [header, ...cells].flat().reduce((most, { text }) => Math.max(most, text.length), 0);
