/** Reads a whole table once, to summarise its columns and find its blocks. */
import { checkOptionNames, NablaError, nearestName, seePage } from '@nablajs/core';
import { SAMPLE_SIZE } from '../preprocessing/quantile-sample.js';
import { MAX_COUNTED } from '../text/words/word-counts.js';
import { isMissing } from './cell.js';
import { DIALECT_OPTIONS, type DialectOptions, findDialect, type TableDialect } from './dialect.js';
import { MAX_COLUMNS } from './limits.js';
import { shown, shownList } from './shown.js';
import { ColumnSummary } from './summary/column-summary.js';
import { TextBudget } from './summary/text-counts.js';
import { type TableBlock, tableBlocks } from './table-blocks.js';
import { numberedName } from './table-form.js';

/** Where a block of rows lies in the file. */
export interface BlockPlace extends Pick<TableBlock, 'start' | 'end'> {
  /** The number of its rows that have a target. */
  readonly rows: number;
  /** The number of its first row in the table, counted from 1, including skipped rows. */
  readonly firstRow: number;
  /** Whether the block begins with the header. */
  readonly header: boolean;
}

/** The result of scanning a table: its columns and blocks. */
export interface TableScan {
  readonly table: Blob;
  /** Names the table in errors. */
  readonly name: string;
  readonly dialect: TableDialect;
  readonly columns: readonly ColumnSummary[];
  /** The index of the target column; undefined if no target was given. */
  readonly target: number | undefined;
  readonly blocks: readonly BlockPlace[];
  /** The number of rows that have a target. Without a target, the number of all rows. */
  readonly rows: number;
  /** The number of rows that are skipped because their target is missing. */
  readonly withoutTarget: number;
}

/** Options of `scanTable`. */
export interface ScanOptions extends DialectOptions {
  /** Names the table in errors. Default: the name of a `File`, else `table`. */
  readonly name?: string;
  /** The target column: its name, or its number, counted from 1. Default: none. */
  readonly target?: string;
  /**
   * The columns of running text: their names, or their numbers, counted from 1. Default: those whose cells have at
   * least three words on average, of which at least 20 are in several rows.
   */
  readonly textColumns?: readonly string[];
  /** Called after each block of about 1 MB with the number of bytes read so far, and the block's bytes. */
  readonly onProgress?: (bytes: number, block: Uint8Array) => void;
}

export const SCAN_OPTIONS: readonly (keyof ScanOptions)[] = [
  ...DIALECT_OPTIONS,
  ...(['name', 'target', 'textColumns', 'onProgress'] as const),
];

/**
 * Reads a whole table once and summarises its columns. Rows without a target are skipped.
 *
 * @throws NablaError `data` if rows differ in their number of cells, if there is no such target column or column of
 * text, or if there are no rows.
 *
 * @example
 * ```ts
 * const { columns, rows } = await scanTable(await openAsBlob('houses.csv'));
 * console.log(rows, columns.map(({ name, kind }) => `${name}: ${kind}`));
 * ```
 */
export async function scanTable(table: Blob, options: ScanOptions = {}): Promise<TableScan> {
  checkOptionNames('scanTable', options, SCAN_OPTIONS);
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
      const names = namesOf(first, name, dialect.header);
      const find = (wanted: string, what: string): number => columnOf(names, name, wanted, dialect.header, what);
      target = options.target === undefined ? undefined : find(options.target, 'target');
      columns = summariesOf(
        names,
        target,
        options.textColumns?.map((column) => find(column, 'columns of text')),
      );
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
    options.onProgress?.(block.end, block.bytes);
    blocks.push({ start: block.start, end: block.end, rows: kept, firstRow, header: isFirst && dialect.header });
  }
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
  if (rows === 0) throw new NablaError('data', `${name}: expected rows of data. Received ${emptiness(row)}.`);
  return { table, name, dialect, columns, target, blocks, rows, withoutTarget: row - rows };
}

/** The different words that all columns count together. */
const TABLE_WORDS = 1 << 20;
/** The numbers that all columns keep together for their quantiles, at 8 bytes each. */
const TABLE_SAMPLE = 1 << 23;

/** `texts`: the columns of text, if the user names them. */
function summariesOf(names: readonly string[], target: number | undefined, texts?: readonly number[]): ColumnSummary[] {
  const shared = {
    budget: new TextBudget(),
    sampleSize: Math.min(SAMPLE_SIZE, 2 * Math.floor(TABLE_SAMPLE / names.length / 2)),
    mostWords: Math.min(MAX_COUNTED, Math.floor(TABLE_WORDS / names.length)),
  };
  return names.map((column, index) => {
    return new ColumnSummary(column, { ...shared, isTarget: index === target, isText: texts?.includes(index) });
  });
}

function emptiness(row: number): string {
  return row === 0 ? 'none' : `${row} whose target is missing`;
}

/** Throws NablaError `data` if a row has too many or too few cells. `row` counts from 1, without the header. */
export function checkWidth(cells: readonly string[], width: number, name: string, row: number): void {
  if (cells.length === width) return;
  const remedy = 'a cell that contains the delimiter needs quotes';
  throw new NablaError('data', `${name}: row ${row}: expected ${width} cells. Received ${cells.length}; ${remedy}.`);
}

/** Returns the names of the columns: those in the header, or `column 1` and so on. */
export function namesOf(first: readonly string[], name: string, header: boolean): string[] {
  if (first.length > MAX_COLUMNS) {
    throw new NablaError('data', `${name}: expected at most ${MAX_COLUMNS} columns. Received ${first.length}.`);
  }
  const names = first.map((cell, index) => (header && cell.trim()) || numberedName(index));
  const seen = new Set<string>();
  const twice = names.find((column) => seen.size === seen.add(column).size);
  if (twice !== undefined) {
    throw new NablaError('data', `${name}: expected columns with different names. Received '${shown(twice)}' twice.`);
  }
  return names;
}

const NO_HEADER = ' Its first row holds no names; add one that does, or pass the number of the column, counted from 1.';

/** Finds a column by its name, or by its number, counted from 1. `what` says what it is in errors. */
function columnOf(names: readonly string[], name: string, wanted: string, header: boolean, what: string): number {
  const index = names.indexOf(wanted);
  if (index !== -1) return index;
  const number = Number(wanted);
  if (Number.isInteger(number) && number >= 1 && number <= names.length) return number - 1;
  const nearest = nearestName(wanted, names);
  const hint = !header ? NO_HEADER : nearest === undefined ? '' : ` Did you mean '${shown(nearest)}'?`;
  throw new NablaError(
    'data',
    `${name}: expected the ${what} among its columns: ${shownList(names, 20)}. Received '${shown(wanted)}'.${hint}` +
      seePage('guides/your-own-csv'),
  );
}
