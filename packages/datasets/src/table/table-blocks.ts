/** Reads a table in blocks of whole rows, so it need not fit into memory. */
import { NablaError } from '@nablajs/core';
import Papa from 'papaparse';
import type { TableDialect } from './dialect.js';
import { quoted } from './shown.js';

/** A block of rows, and its place in the file. */
export interface TableBlock {
  /** The first byte of the block; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  /** The text of each cell, without empty rows unless they are asked for. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * The size of a block, unless a row is longer. Small tables have smaller ones, because whole blocks go to validation.
 */
const BLOCK_BYTES = 1 << 20;
const MIN_BLOCK_BYTES = 1 << 14;
const MIN_BLOCKS = 64;
const MAX_ROW_BYTES = 1 << 24;

/**
 * Yields all blocks in order. Throws NablaError `data` for a quote that is never closed, and for a row of more than 16
 * MB. `keepsEmpty`: whether an empty row of a table of one column counts.
 */
export async function* tableBlocks(
  table: Blob,
  name: string,
  dialect: TableDialect,
  keepsEmpty = false,
): AsyncGenerator<TableBlock, void, undefined> {
  const blockBytes = Math.min(BLOCK_BYTES, Math.max(MIN_BLOCK_BYTES, Math.ceil(table.size / MIN_BLOCKS)));
  let start = dialect.mark;
  let length = blockBytes;
  while (start < table.size) {
    const end = Math.min(table.size, start + length);
    const read = await bytesOf(table, start, end);
    const { rows, bytes } = parse(read, name, dialect, { isLast: end === table.size, keepsEmpty });
    if (bytes > 0) {
      yield { start, end: start + bytes, bytes: read.subarray(0, bytes), rows };
      start += bytes;
      length = blockBytes;
    } else if (length >= MAX_ROW_BYTES) {
      const received = `a longer one at byte ${start}; is a closing quote or a line break missing?`;
      throw new NablaError('data', `${name}: expected rows of at most ${MAX_ROW_BYTES} bytes. Received ${received}`);
    } else {
      length = Math.min(4 * length, MAX_ROW_BYTES);
    }
  }
}

/** Reads the rows of a block that `tableBlocks` found. */
export async function readBlock(
  table: Blob,
  name: string,
  dialect: TableDialect,
  { start, end }: Pick<TableBlock, 'start' | 'end'>,
): Promise<readonly (readonly string[])[]> {
  return parse(await bytesOf(table, start, end), name, dialect, { isLast: true, keepsEmpty: false }).rows;
}

async function bytesOf(table: Blob, start: number, end: number): Promise<Uint8Array> {
  return new Uint8Array(await table.slice(start, end).arrayBuffer());
}

interface ParsedRows {
  readonly rows: string[][];
  /** How many bytes the rows take. */
  readonly bytes: number;
}

interface ParserResult {
  readonly data: string[][];
  readonly errors: readonly { readonly message: string; readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

interface ParseOptions {
  readonly isLast: boolean;
  readonly keepsEmpty: boolean;
}

/** Parses rows. Unless the bytes are the last ones, the incomplete row at their end is left for the next block. */
function parse(
  bytes: Uint8Array,
  name: string,
  dialect: TableDialect,
  { isLast, keepsEmpty }: ParseOptions,
): ParsedRows {
  const { encoding, delimiter, newline } = dialect;
  // The caller skips the byte order mark. With `stream`, an incomplete character at the end is left out.
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes, { stream: !isLast });
  const parser = new Papa.Parser({ delimiter, newline });
  const { data, errors, meta } = parser.parse(text, 0, !isLast) as ParserResult;
  const [problem] = errors;
  if (problem !== undefined) {
    const row = data[problem.row ?? 0] ?? [];
    throw new NablaError(
      'data',
      `${name}: ${problem.message}, in the row that begins with ${quoted(row.slice(0, 3).join(' | '))}.`,
    );
  }
  const isEmpty = (row: readonly string[]): boolean => row.length === 1 && row[0] === '';
  const hasOneColumn = data.every(({ length }) => length === 1);
  // Each line break at the end of the file is followed by an empty row. A row of "" is not.
  const ends = isLast ? (/(\r\n|\r|\n)*$/.exec(text)?.[0].replaceAll('\r\n', '\n').length ?? 0) : 0;
  const rows = keepsEmpty && hasOneColumn ? data.slice(0, data.length - ends) : data.filter((row) => !isEmpty(row));
  return { rows, bytes: isLast ? bytes.length : byteLength(text, meta.cursor, bytes.length, encoding) };
}

function byteLength(text: string, cursor: number, bytes: number, encoding: TableDialect['encoding']): number {
  if (encoding !== 'utf-8') return encoding === 'windows-1252' ? cursor : 2 * cursor;
  return text.length === bytes ? cursor : new TextEncoder().encode(text.slice(0, cursor)).length;
}
