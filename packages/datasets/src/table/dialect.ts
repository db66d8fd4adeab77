/** How a file writes its table: found from its first bytes. */
import { NablaError } from '@nablajs/core';
import Papa from 'papaparse';
import { isMissing, numberOf } from './cell.js';

/** How the text of a table is stored and divided into cells. */
export interface TableDialect {
  /** As `TextDecoder` calls it. */
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** Bytes of the mark that says the encoding, before the table begins. */
  readonly mark: number;
  readonly delimiter: string;
  readonly newline: '\n' | '\r\n' | '\r';
  /** Whether the first row has the columns' names. */
  readonly header: boolean;
  /** Whether numbers are written as 0,5. */
  readonly decimalComma: boolean;
}

/** What a caller knows of the table; what is left out is found. */
export interface DialectOptions {
  /** One character. Default: the one of , ; tab and | that divides the first rows most evenly. */
  readonly delimiter?: string;
  /** Default: true where the first row has no number and looks unlike the rows below it. */
  readonly header?: boolean;
  /** Default: true where cells are divided by anything but a comma and numbers are written so. */
  readonly decimalComma?: boolean;
}

const SAMPLE_BYTES = 65_536;
const SAMPLE_ROWS = 200;
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Finds the dialect of a table from its first 64 KB. A first row with one of `names` in it has the columns' names. Throws a NablaError of code `data` for a table without a row.
 */
export async function findDialect(
  table: Blob,
  name: string,
  options: DialectOptions = {},
  names: readonly string[] = [],
): Promise<TableDialect> {
  const sample = new Uint8Array(await table.slice(0, SAMPLE_BYTES).arrayBuffer());
  const { encoding, mark } = await findEncoding(table, sample);
  const text = new TextDecoder(encoding).decode(sample.subarray(mark), { stream: true });
  if (text.includes('\0')) throw new NablaError('data', `${name}: expected text, as CSV is. Received binary data.`);
  const parsed = Papa.parse<string[]>(text, {
    delimiter: options.delimiter ?? '',
    delimitersToGuess: DELIMITERS,
    skipEmptyLines: true,
    preview: SAMPLE_ROWS,
  });
  const rows = parsed.data;
  if (rows.length === 0) throw new NablaError('data', `${name}: expected a table. Received no row.`);
  const { delimiter } = parsed.meta;
  const decimalComma = options.decimalComma ?? (delimiter !== ',' && hasDecimalCommas(rows));
  return {
    ...{ encoding, mark, delimiter, decimalComma },
    newline: newlineOf(text),
    header: options.header ?? hasHeader(rows, decimalComma, names),
  };
}

const MARKS: readonly (readonly [encoding: TableDialect['encoding'], bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** UTF-8, unless a mark says otherwise or some byte of the table cannot be UTF-8: then it is what Windows wrote. */
async function findEncoding(table: Blob, sample: Uint8Array): Promise<Pick<TableDialect, 'encoding' | 'mark'>> {
  for (const [encoding, bytes] of MARKS) {
    if (bytes.every((byte, index) => sample[index] === byte)) return { encoding, mark: bytes.length };
  }
  return { encoding: (await isUtf8(table)) ? 'utf-8' : 'windows-1252', mark: 0 };
}

async function isUtf8(table: Blob): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of table.stream()) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Of the end of the first row. */
function newlineOf(text: string): TableDialect['newline'] {
  const [found] = /\r\n|\n|\r/.exec(text) ?? ['\n'];
  return found as TableDialect['newline'];
}

const cells = (rows: readonly string[][]): string[] => rows.flat();

function hasDecimalCommas(rows: readonly string[][]): boolean {
  const withComma = cells(rows).filter((cell) => cell.includes(',') && !Number.isNaN(numberOf(cell, true)));
  const withPoint = cells(rows).filter((cell) => cell.includes('.') && !Number.isNaN(numberOf(cell)));
  return withComma.length > withPoint.length;
}

/**
 * A first row with one of `names` in it has names. So has one without numbers above a column of numbers, as pandas writes
 * it, also with an empty first cell. Where all columns are texts, names come only once in their column.
 */
function hasHeader(rows: readonly string[][], decimalComma: boolean, names: readonly string[]): boolean {
  const isNumber = (cell: string): boolean => !Number.isNaN(numberOf(cell, decimalComma));
  const [first = [], ...rest] = rows;
  if (first.some((cell) => names.includes(cell.trim()) && !isNumber(cell))) return true;
  if (first.some(isNumber) || first.every(isMissing)) return false;
  const below = (column: number): string[] => rest.map((row) => row[column] ?? '').filter((cell) => !isMissing(cell));
  const standsOut = first.some((cell, column) => {
    const cells = below(column);
    return !isMissing(cell) && cells.length > 0 && cells.every(isNumber);
  });
  return standsOut || first.every((cell, column) => !isMissing(cell) && !below(column).includes(cell));
}
