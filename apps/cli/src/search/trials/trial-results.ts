/** `trials.jsonl`: the result of each trial of a search, one JSON object per line. */
import { appendFileSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { workError } from '@nablajs/command-line';
import { z } from 'zod';
import type { Score } from '../../evaluation/report.js';
import { type TriedValues, triedValuesSchema } from '../space.js';

export const TRIALS_FILE = 'trials.jsonl';
/** Node.js cannot read a longer text at once. */
const MAX_BYTES = 500_000_000;

export interface TrialResult {
  /** The trial's number, from 1. */
  readonly trial: number;
  readonly values: TriedValues;
  /** `stopped`: by the median rule. `failed`: with an error, such as a loss that is not finite. */
  readonly outcome: 'finished' | 'stopped' | 'failed';
  readonly metric: Score['name'];
  /**
   * The validation score of the best checkpoint: after the epoch with the lowest validation loss. Null if there is
   * none.
   */
  readonly score: number | null;
  /** The validation loss after that epoch. */
  readonly loss: number | null;
  /** That epoch, from 1. */
  readonly bestEpoch: number | null;
  /** Completed epochs. */
  readonly epochs: number;
  /** The time from its start, or from its last resumption, to its end. */
  readonly seconds: number;
  /** Why it failed. */
  readonly error?: string | undefined;
  /** The validation score after each epoch. */
  readonly scores: readonly (number | null)[];
}

const resultSchema: z.ZodType<TrialResult> = z.strictObject({
  trial: z.int().positive(),
  values: triedValuesSchema,
  outcome: z.enum(['finished', 'stopped', 'failed']),
  metric: z.enum(['accuracy', 'r2']),
  score: z.number().nullable(),
  loss: z.number().nullable(),
  bestEpoch: z.int().positive().nullable(),
  epochs: z.int().nonnegative(),
  seconds: z.number().nonnegative(),
  error: z.string().optional(),
  scores: z.array(z.number().nullable()),
});

export function appendResult(path: string, result: TrialResult): void {
  appendFileSync(path, `${JSON.stringify(result)}\n`);
}

/**
 * Reads the results in order; a missing file has none. Cuts off an incomplete last line, which a killed process leaves.
 * Throws a CommandError for lines that nabla did not write.
 */
export function readResults(path: string): TrialResult[] {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return [];
  if (size > MAX_BYTES) throw workError(`${path}: expected at most ${MAX_BYTES} bytes. Received ${size}.`);
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < size) truncateSync(path, end);
  const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
  return lines.map((line, at) => parseResult(line, at + 1, path));
}

function parseResult(line: string, number: number, path: string): TrialResult {
  const { data } = resultSchema.safeParse(parseJson(line));
  if (data?.trial === number) return data;
  throw workError(`${path}: line ${number} is not in nabla's format; restore the file from a copy.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
