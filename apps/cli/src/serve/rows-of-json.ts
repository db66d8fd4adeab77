/** Reads rows of a table from JSON. */
import type { InputColumn, TableForm, TableRows } from '@nablajs/datasets';
import { checkJson } from './check-json.js';
import { HttpError } from './http-error.js';

/** The most rows of a request. */
export const MOST_ROWS = 10_000;

type Row = Readonly<Record<string, unknown>>;

/**
 * Reads `[{ "age": 31, "colour": "red" }, …]`, `{ "rows": [...] }` or a single row. A value is a number, a text, true,
 * false, or null if it is missing. Throws an HttpError 400 for anything else, and for a missing column.
 */
export function rowsOfJson(body: Uint8Array, { columns }: TableForm): TableRows {
  const rows = listOfRows(parseJson(body));
  if (rows.length > MOST_ROWS) throw wrong(`at most ${MOST_ROWS} rows`, `${rows.length}`);
  const names = columns.map(({ name }) => name);
  return {
    columns: names,
    decimalComma: false,
    rows: rows.map((row, index) => columns.map((column) => cellOf(row, column, index + 1))),
    firstRow: 1,
  };
}

/** Parses a body. Throws an HttpError 400 if it is not JSON, has too many values, or takes long. */
export function parseJson(body: Uint8Array, mostValues?: number): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    checkJson(text, mostValues);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new HttpError(400, 'Expected JSON in UTF-8. Received something else.', { cause: error });
  }
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

function listOfRows(value: unknown): readonly Row[] {
  const list = isRow(value) && Array.isArray(value['rows']) ? value['rows'] : isRow(value) ? [value] : value;
  if (Array.isArray(list) && list.every(isRow)) return list;
  throw wrong('rows, as [{ "column": value, … }, …]', 'something else');
}

function cellOf(row: Row, column: InputColumn, number: number): string {
  const { name } = column;
  if (!Object.hasOwn(row, name))
    throw wrong(`row ${number} to have the column '${name}', with null for a missing value`, 'none');
  const value = row[name];
  if (value === null) return '';
  if (typeof value === 'boolean') return spellingOf(value, column);
  if (typeof value === 'number' || typeof value === 'string') return `${value}`;
  throw wrong(
    `row ${number}: ${name}: a number, a text, true, false or null`,
    Array.isArray(value) ? 'a list' : 'an object',
  );
}

/** Spells a boolean as the training data do, such as `True`. */
function spellingOf(value: boolean, column: InputColumn): string {
  if (column.kind !== 'category') return `${value}`;
  return column.values.find((text) => text.toLowerCase() === `${value}`) ?? `${value}`;
}

function wrong(expected: string, received: string): HttpError {
  return new HttpError(400, `Expected ${expected}. Received ${received}.`);
}
