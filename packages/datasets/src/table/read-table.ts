/** Reads the rows of a table that a model is asked about. */
import { type DialectOptions, findDialect } from './dialect.js';
import { checkWidth, namesOf } from './scan-table.js';
import { tableBlocks } from './table-blocks.js';
import type { TableForm } from './table-form.js';

/** Some rows of a table. */
export interface TableRows {
  /** The names of the columns. */
  readonly columns: readonly string[];
  readonly decimalComma: boolean;
  /** Cells as they are written. */
  readonly rows: readonly (readonly string[])[];
  /** Of the first of them, counted from 1. */
  readonly firstRow: number;
}

/** Options of `readTable`. */
export interface ReadTableOptions extends DialectOptions {
  /** What messages call the table. */
  readonly name: string;
  /** Of the model: a first row with one of its columns has names. */
  readonly form: TableForm;
}

/**
 * The rows of a table, a block of about 1 MB at a time. Throws a NablaError of code `data` for a table that cannot be read.
 */
export async function* readTable(table: Blob, options: ReadTableOptions): AsyncGenerator<TableRows, void, undefined> {
  const { name, form } = options;
  const known = [...form.columns, form.target].map((column) => column.name);
  const dialect = await findDialect(table, name, options, known);
  let columns: readonly string[] | undefined;
  let firstRow = 1;
  for await (const block of tableBlocks(table, name, dialect)) {
    const [first] = block.rows;
    if (first === undefined) continue;
    const rows = columns === undefined && dialect.header ? block.rows.slice(1) : block.rows;
    columns ??= namesOf(first, name, dialect.header);
    for (const [index, cells] of rows.entries()) checkWidth(cells, columns.length, name, firstRow + index);
    yield { columns, decimalComma: dialect.decimalComma, rows, firstRow };
    firstRow += rows.length;
  }
}
