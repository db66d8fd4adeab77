/** Detects the dialect of a table: its encoding, delimiter, header and decimal sign. */
import { NablaError, seePage } from '@nablajs/core';
import Papa from 'papaparse';
import { isMissing, numberOf } from './cell.js';

/** How the text of a table is encoded and divided into cells. */
export interface TableDialect {
  /** The encoding's name for `TextDecoder`. */
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** The length in bytes of the byte order mark before the table. */
  readonly mark: number;
  readonly delimiter: string;
  readonly newline: '\n' | '\r\n' | '\r';
  /** Whether the first row holds the names of the columns. */
  readonly header: boolean;
  /** Whether numbers have a decimal comma, as in 0,5. */
  readonly decimalComma: boolean;
}

/** What you know about the dialect of a table. Everything else is detected. */
export interface DialectOptions {
  /** One character. Default: comma, semicolon, tab or bar, as the first rows show. */
  readonly delimiter?: string;
  /**
   * Whether the first row holds the names of the columns. Default: true if it has no numbers and differs from the rows
   * below it.
   */
  readonly header?: boolean;
  /**
   * Whether numbers have a decimal comma, as in 0,5. Default: true if the delimiter is not a comma and more numbers
   * have a comma than a point.
   */
  readonly decimalComma?: boolean;
}

export const DIALECT_OPTIONS: readonly (keyof DialectOptions)[] = ['delimiter', 'header', 'decimalComma'];

const SAMPLE_BYTES = 65_536;
const SAMPLE_ROWS = 200;
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Detects the dialect of a table from its first 64 KB. A first row that contains one of `names` is a header. Throws
 * NablaError `data` for a table without rows.
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
  if (text.includes('\0'))
    throw new NablaError('data', `${name}: expected a text file, such as CSV. Received binary data.`);
  if (isJson(text)) {
    const remedy = 'save it as CSV, with the names of the columns in the first row';
    throw new NablaError('data', `${name}: expected a table, such as CSV. Received JSON; ${remedy}.`);
  }
  const parsed = Papa.parse<string[]>(text, {
    delimiter: options.delimiter ?? '',
    delimitersToGuess: DELIMITERS,
    skipEmptyLines: true,
    preview: SAMPLE_ROWS,
  });
  const rows = parsed.data;
  if (rows.length === 0) {
    throw new NablaError('data', `${name}: expected a table. Received no rows.${seePage('guides/your-own-csv')}`);
  }
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

/** UTF-8, unless a byte order mark says otherwise. Bytes that are not UTF-8 mean Windows-1252. */
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

/** Whether a text begins as lists and objects of JSON do. */
function isJson(text: string): boolean {
  return /^\s*(\{\s*["}]|\[\s*["[{\]])/.test(text) && !/^\s*\S.*\t/.test(text);
}

/** Returns the line break after the first row. */
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
 * Whether the first row is a header: it contains one of `names`, or has no numbers and some column below it has nothing
 * else. If all columns are texts, no name may appear again below.
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
