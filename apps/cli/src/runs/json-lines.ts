/** Reads files of JSON lines, to which a run or a search appends one object after the other. */
import { readFileSync, statSync, truncateSync } from 'node:fs';
import { workError } from '@nablajs/command-line';
import type { z } from 'zod';

/** Node.js cannot read a longer text at once. */
const MAX_BYTES = 500_000_000;

/**
 * Reads the objects in order; a missing file has none. Leaves out an incomplete last line, as a killed process leaves
 * it, and removes it from the file if this process `cuts`. Throws a CommandError for lines that nabla did not write.
 * Each object has its number, from 1, as `trial`.
 */
export function readNumberedLines<T extends { readonly trial: number }>(
  path: string,
  schema: z.ZodType<T>,
  cuts: boolean,
): T[] {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return [];
  if (size > MAX_BYTES) throw workError(`${path}: expected at most ${MAX_BYTES} bytes. Received ${size}.`);
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < size && cuts) truncateSync(path, end);
  const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
  return lines.map((line, at) => {
    const { data } = schema.safeParse(parseJson(line));
    if (data?.trial === at + 1) return data;
    throw workError(`${path}: line ${at + 1} is not in nabla's format; restore the file from a copy.`);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
