/** Reads a table once, from its first row to its last, to know its columns. */
import { NablaError, nearestName } from '@nablajs/core';
import { isMissing } from './cell.js';
import { ColumnSummary } from './column-summary.js';
import { type DialectOptions, findDialect, type TableDialect } from './dialect.js';
import { MAX_COLUMNS } from './limits.js';
import { shown, shownList } from './shown.js';
import { type TableBlock, tableBlocks } from './table-blocks.js';

/** Where some rows of a table lie, and how many of them have a target. */
export interface BlockPlace extends Pick<TableBlock, 'start' | 'end'> {
  readonly rows: number;
  /** Of its first row in the table, counted from 1; rows that are left out count too. */
  readonly firstRow: number;
  /** Whether the block begins with the columns' names. */
  readonly header: boolean;
}

/** A table's columns and its blocks. */
export interface TableScan {
  readonly table: Blob;
  /** What messages call the table. */
  readonly name: string;
  readonly dialect: TableDialect;
  readonly columns: readonly ColumnSummary[];
  /** The place of the target's column; undefined where no target was named. */
  readonly target: number | undefined;
  readonly blocks: readonly BlockPlace[];
  /** Rows that have a target, of all of the file; without a named target all rows. */
  readonly rows: number;
  /** Rows that are left out, as their target is missing. */
  readonly withoutTarget: number;
}

/** Options of `scanTable`. */
export interface ScanOptions extends DialectOptions {
  /** What messages call the table. Default: the name of a `File`, else `table`. */
  readonly name?: string;
  /** The target's column: its name, or its number, counted from 1, in a table without names. */
  readonly target?: string;
  /** Called with the number of bytes read so far, a block of about 1 MB at a time. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Reads all of a table once. Throws a NablaError of code `data` where rows differ in their number of cells, where the target
 * is not there, or where there is no row.
 */
export async function scanTable(table: Blob, options: ScanOptions = {}): Promise<TableScan> {
  const name = options.name ?? (table as Partial<File>).name ?? 'table';
  const dialect = await findDialect(table, name, options, options.target === undefined ? [] : [options.target]);
  const blocks: BlockPlace[] = [];
  let columns: ColumnSummary[] = [];
  let target: number | undefined;
  let row = 0;
  for await (const block of tableBlocks(table, name, dialect)) {
    const isFirst = columns.length === 0;
    const [first] = block.rows;
    if (first === undefined) continue;
    if (isFirst) {
      columns = namesOf(first, name, dialect.header).map((column) => new ColumnSummary(column));
      target = targetOf(columns, name, options.target);
    }
    const rows = isFirst && dialect.header ? block.rows.slice(1) : block.rows;
    let kept = 0;
    const firstRow = row + 1;
    for (const cells of rows) {
      row++;
      checkWidth(cells, columns.length, name, row);
      if (target !== undefined && isMissing(cells[target] as string)) continue;
      for (const [index, column] of columns.entries()) column.add(cells[index] as string, dialect.decimalComma, row);
      kept++;
    }
    options.onProgress?.(block.end);
    blocks.push({ start: block.start, end: block.end, rows: kept, firstRow, header: isFirst && dialect.header });
  }
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
  if (rows === 0) throw new NablaError('data', `${name}: expected rows of data. Received ${emptiness(row)}.`);
  return { table, name, dialect, columns, target, blocks, rows, withoutTarget: row - rows };
}

function emptiness(row: number): string {
  return row === 0 ? 'none' : `${row} whose target is missing`;
}

/** Throws a NablaError of code `data` where a row is wider or narrower than the table; `row` counts from 1, without the names. */
export function checkWidth(cells: readonly string[], width: number, name: string, row: number): void {
  if (cells.length === width) return;
  const remedy = 'a cell with the delimiter in it needs quotes';
  throw new NablaError('data', `${name}: row ${row}: expected ${width} cells. Received ${cells.length}; ${remedy}.`);
}

/** The columns' names, by the first row: `column 1` and so on where it has none. */
export function namesOf(first: readonly string[], name: string, header: boolean): string[] {
  if (first.length > MAX_COLUMNS) {
    throw new NablaError('data', `${name}: expected at most ${MAX_COLUMNS} columns. Received ${first.length}.`);
  }
  const names = first.map((cell, index) => (header ? cell.trim() || `column ${index + 1}` : `column ${index + 1}`));
  const twice = names.find((column, index) => names.indexOf(column) !== index);
  if (twice !== undefined) {
    throw new NablaError('data', `${name}: expected columns of different names. Received '${shown(twice)}' twice.`);
  }
  return names;
}

/** The place of the column that is named, or counted from 1. */
function targetOf(columns: readonly ColumnSummary[], name: string, target: string | undefined): number | undefined {
  if (target === undefined) return undefined;
  const names = columns.map((column) => column.name);
  const index = names.indexOf(target);
  if (index !== -1) return index;
  const number = Number(target);
  if (Number.isInteger(number) && number >= 1 && number <= names.length) return number - 1;
  const nearest = nearestName(target, names);
  const hint = nearest === undefined ? '' : ` Did you mean '${shown(nearest)}'?`;
  throw new NablaError(
    'data',
    `${name}: expected the target among its columns: ${shownList(names, 20)}. Received '${shown(target)}'.${hint}`,
  );
}
