/** Reads the rows of a request, and refuses what they must not be. */
import type { IncomingMessage } from 'node:http';
import type { TableRow } from '@nablajs/datasets';

const MAX_BYTES = 100_000;
const MAX_ROWS = 1000;

/** A request that the server refuses, with the status of the answer. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Returns the rows that the request's body lists as JSON: `[{ "island": "Dream", … }]`. */
export async function rowsOf(request: IncomingMessage): Promise<TableRow[]> {
  const rows = parse(await textOf(request));
  if (!Array.isArray(rows) || rows.length === 0) throw new Refused(400, 'expected a list of at least one row.');
  if (rows.length > MAX_ROWS) throw new Refused(413, `expected at most ${MAX_ROWS} rows. Received ${rows.length}.`);
  for (const [at, row] of rows.entries()) if (!isRow(row)) throw new Refused(400, notARow(at));
  return rows;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BYTES) throw new Refused(413, `expected at most ${MAX_BYTES} bytes.`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, 'expected JSON, a list of rows.');
  }
}

function isRow(value: unknown): value is TableRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((cell) => cell === null || ['string', 'number', 'boolean'].includes(typeof cell));
}

function notARow(at: number): string {
  return `row ${at + 1}: expected an object with a text, a number, true, false or null for each column.`;
}
