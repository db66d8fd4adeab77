/** Reads the rows of a table to predict from. */
import { checkOptionNames } from '@nablajs/core';
import { DIALECT_OPTIONS, type DialectOptions, findDialect } from './dialect.js';
import { checkWidth, namesOf } from './scan-table.js';
import { tableBlocks } from './table-blocks.js';
import type { TableForm } from './table-form.js';

/** Some rows of a table. */
export interface TableRows {
  /** The names of the columns. */
  readonly columns: readonly string[];
  /** Whether numbers have a decimal comma, as in 0,5. */
  readonly decimalComma: boolean;
  /** The text of each cell. */
  readonly rows: readonly (readonly string[])[];
  /** The number of the first of these rows, counted from 1 without the header. */
  readonly firstRow: number;
}

/** Options of `readTable`. */
export interface ReadTableOptions extends DialectOptions {
  /** Names the table in errors. */
  readonly name: string;
  /** The form of the model. If the first row contains the name of one of its columns, it is a header. */
  readonly form: TableForm;
}

/**
 * Yields the rows of a table in blocks of about 1 MB, for a `TableEncoder`. Empty lines are no rows, except in a table
 * of one column.
 *
 * @throws NablaError `data` if the table cannot be read.
 *
 * @example
 * ```ts
 * const form = readTableForm(saved.form, 'model.json');
 * for await (const { columns, rows } of readTable(await openAsBlob('new.csv'), { name: 'new.csv', form })) {
 *   console.log(columns, rows.length);
 * }
 * ```
 */
export async function* readTable(table: Blob, options: ReadTableOptions): AsyncGenerator<TableRows, void, undefined> {
  checkOptionNames('readTable', options, [...DIALECT_OPTIONS, 'name', 'form']);
  const { name, form } = options;
  const known = [...form.columns, form.target].map((column) => column.name);
  const dialect = await findDialect(table, name, options, known);
  let columns: readonly string[] | undefined;
  let firstRow = 1;
  for await (const block of tableBlocks(table, name, dialect, true)) {
    // Empty rows in front of the first one say nothing.
    const begin =
      columns === undefined ? block.rows.findIndex(([cell = '', ...more]) => cell !== '' || more.length > 0) : 0;
    const first = block.rows[begin];
    if (first === undefined) continue;
    const rows = block.rows.slice(columns === undefined && dialect.header ? begin + 1 : begin);
    columns ??= namesOf(first, name, dialect.header);
    for (const [index, cells] of rows.entries()) checkWidth(cells, columns.length, name, firstRow + index);
    yield { columns, decimalComma: dialect.decimalComma, rows, firstRow };
    firstRow += rows.length;
  }
}
