/** `trials.jsonl`: how each trial of a search ended, a JSON object a line. */
import { appendFileSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { workError } from '@nablajs/command-line';
import { z } from 'zod';
import type { Score } from '../../evaluation/report.js';
import { type TriedValues, triedValuesSchema } from '../space.js';

export const TRIALS_FILE = 'trials.jsonl';
/** Node.js reads no longer text at once. */
const MAX_BYTES = 500_000_000;

export interface TrialResult {
  /** Its number, from 1. */
  readonly trial: number;
  readonly values: TriedValues;
  /** `stopped`: by the median rule. `failed`: with an error, such as a loss that is not finite. */
  readonly outcome: 'finished' | 'stopped' | 'failed';
  readonly metric: Score['name'];
  /** On the validation data, of its best checkpoint: after the epoch of the lowest loss. Null where there is none. */
  readonly score: number | null;
  /** The loss on the validation data after that epoch. */
  readonly loss: number | null;
  /** That epoch, from 1. */
  readonly bestEpoch: number | null;
  /** Completed ones. */
  readonly epochs: number;
  /** From its start to its end, or since it was resumed. */
  readonly seconds: number;
  /** Why it failed. */
  readonly error?: string | undefined;
  /** On the validation data, after each epoch. */
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
 * The trials that have ended, the first of them first; none where there is no file. A last line that a killed process
 * left without its end is cut off. Throws a CommandError for lines that nabla did not write.
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
  throw workError(`${path}: line ${number} is not what nabla writes; restore the file from a copy.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
