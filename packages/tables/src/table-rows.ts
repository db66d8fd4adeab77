/** The rows of a table as `learnTable` takes them. */
import { type DenseArray, NablaError } from '@nablajs/core';
import {
  daysOf,
  indexInputs,
  numberOf,
  type ScanOptions,
  type TableDataset,
  type TableForm,
  type TableRow,
  textInputs,
  widthOf,
} from '@nablajs/datasets/portable';
import type { EncodedTable } from './member-rows.js';
import type { TableTask } from './members.js';
import { unexpected } from './options/check-options.js';

/** A column whose texts become inputs that hold a place: see `maxCategories` of `learnForm`. */
export const MAX_CATEGORIES = 10_000;
/** How many words of a column of text are known: see `maxWords` of `learnForm`. */
export const MAX_WORDS = 5000;

/** Returns what a network for tables of this form learns. */
export function taskOf(form: TableForm): Required<Pick<TableTask, 'task' | 'outputs' | 'categories' | 'texts'>> {
  const { target } = form;
  const isClass = target.kind === 'class';
  return {
    task: isClass ? 'classes' : 'numbers',
    outputs: isClass ? target.values.length : 1,
    categories: indexInputs(form),
    texts: textInputs(form),
  };
}

/** Returns all rows of a data set in memory. The arrays belong to the caller. */
export async function encodedRows(dataset: TableDataset): Promise<EncodedTable> {
  const all = Int32Array.from({ length: dataset.length }, (_, index) => index);
  const { x, y } = await dataset.batch(all);
  return { x: x as DenseArray, y: y as DenseArray };
}

/** Returns the inputs of each column of the form, in order. */
export function inputsOfColumns({ columns }: TableForm): { readonly name: string; readonly inputs: number[] }[] {
  let at = 0;
  return columns.map((column) => {
    const width = widthOf(column);
    const inputs = Array.from({ length: width }, (_, index) => at + index);
    at += width;
    return { name: column.name, inputs };
  });
}

/**
 * Returns the number of the group of each row: equal texts are one group.
 *
 * @example
 * ```ts
 * groupsOf(['ann', 'bob', 'ann']); // Int32Array [0, 1, 0]
 * ```
 */
export function groupsOf(texts: readonly string[]): Int32Array {
  const groups = new Map<string, number>();
  return Int32Array.from(texts, (text) => {
    const group = groups.get(text) ?? groups.size;
    groups.set(text, group);
    return group;
  });
}

/**
 * Returns the time of each row: numbers, or days of dates.
 *
 * @param name Names the column in errors.
 * @throws NablaError `data` for a text that is neither, or if some are numbers and others dates.
 *
 * @example
 * ```ts
 * timesOf(['1970-01-02', '1970-01-05'], 'day'); // Float64Array [1, 4]
 * ```
 */
export function timesOf(texts: readonly string[], name: string, decimalComma = false): Float64Array {
  const numbers = Float64Array.from(texts, (text) => numberOf(text, decimalComma));
  const times = numbers.every(Number.isNaN) ? Float64Array.from(texts, daysOf) : numbers;
  const bad = times.findIndex(Number.isNaN);
  if (bad === -1) return times;
  const received = JSON.stringify(texts[bad]);
  throw new NablaError(
    'data',
    `${name}: expected a number or a date such as 2024-02-29 in every row, to put them in order. Received ${received} ` +
      `in row ${bad + 1} of those with a target.`,
  );
}

/** A table as a file, and what is known about its text. */
interface TableText extends Pick<ScanOptions, 'header' | 'delimiter' | 'decimalComma'> {
  readonly text: Blob;
}

/**
 * The text tells how a table is written; of rows, nothing has to be guessed. Throws NablaError `argument` for anything
 * else.
 */
export function textOf(table: Blob | string | readonly TableRow[]): TableText {
  if (table instanceof Blob) return { text: table };
  if (typeof table === 'string') return { text: new Blob([table]) };
  checkRows(table);
  return { text: new Blob([csvOf(table)]), header: true, delimiter: ',', decimalComma: false };
}

function checkRows(table: unknown): asserts table is readonly TableRow[] {
  if (!Array.isArray(table)) throw unexpected('trainTable', 'the text of a table, a Blob, or an array of rows', table);
  const isRow = (row: unknown): boolean => typeof row === 'object' && row !== null && !Array.isArray(row);
  const bad = table.findIndex((row) => !isRow(row));
  if (bad !== -1)
    throw unexpected(`trainTable: row ${bad + 1}`, 'an object such as { town: null, size: 120 }', table[bad]);
}

/** Writes rows as a table with commas. */
function csvOf(rows: readonly TableRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: string): string => (/[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = rows.map((row) => columns.map((column) => cell(`${row[column] ?? ''}`)).join(','));
  return [columns.map(cell).join(','), ...lines].join('\n');
}
