/** `trials.jsonl`: the result of each trial of a search, one JSON object per line. */
import { appendFileSync } from 'node:fs';
import { z } from 'zod';
import type { Score } from '../../evaluation/report.js';
import { readNumberedLines } from '../../runs/json-lines.js';
import { type TriedValues, triedValuesSchema } from '../space.js';

export const TRIALS_FILE = 'trials.jsonl';

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

/** Reads the results in order, and cuts off an incomplete last line, as `readNumberedLines` does. */
export const readResults = (path: string): TrialResult[] => readNumberedLines(path, resultSchema, true);
