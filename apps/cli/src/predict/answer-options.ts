/** What answers hold besides the prediction: flags that `nabla predict` and `nabla serve` share. */
import { usageError } from '@nablajs/command-line';
import type { Command } from 'commander';

export interface AnswerOptions {
  /** How many classes each answer ranks. */
  readonly top: number;
  /** With which probability a number lies in its interval; undefined for no intervals. */
  readonly intervals: number | undefined;
  /** Whether to say what each cell changes. */
  readonly explain: boolean;
}

export function addAnswerOptions(command: Command): void {
  command
    .option('--top <count>', 'How many of the most likely classes to show.', '3')
    .option('--intervals [coverage]', 'The interval in which a number lies with this probability. Default: 0.9.')
    .option('--explain', 'Say what each cell of a row changes, compared with an empty cell.');
}

/** Throws a CommandError for values that do not fit. */
export function answerOptions(flags: Readonly<Record<string, unknown>>): AnswerOptions {
  const [top, coverage] = [Number(flags['top']), Number(flags['intervals'] === true ? 0.9 : flags['intervals'])];
  if (!Number.isInteger(top) || top < 1 || top > 1000) {
    throw usageError(`--top: expected a whole number from 1 to 1000. Received ${String(flags['top'])}.`);
  }
  const asksForIntervals = flags['intervals'] !== undefined;
  if (asksForIntervals && !(coverage >= 0.01 && coverage <= 0.99)) {
    throw usageError(`--intervals: expected a probability from 0.01 to 0.99. Received ${String(flags['intervals'])}.`);
  }
  return { top, intervals: asksForIntervals ? coverage : undefined, explain: flags['explain'] === true };
}
