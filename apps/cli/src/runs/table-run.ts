/** The run of a table that is learned by several networks: its record, its trials, and the model. */
import { appendFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '@nablajs/checkpoint';
import { describeFailure, usageError } from '@nablajs/command-line';
import type { Trial } from '@nablajs/tables';
import { z } from 'zod';
import { readNumberedLines } from './json-lines.js';
import { EVENTS_FILE } from './run-events.js';
import { RESUMPTIONS_FILE } from './run-folder.js';
import { isRun, type RunEnvironment, type RunRecord, writeRecord } from './run-record.js';

const TRIALS_FILE = 'trials.jsonl';
const MODEL_FOLDER = 'model';
const LOCK_FILE = 'run.nabla-lock';

/** A trial as a line of `trials.jsonl` has it. */
export interface TrialLine extends Trial {
  /** The trial's number, from 1. */
  readonly trial: number;
  readonly seconds: number;
}

const positive = z.number().positive();
const counts = z.array(z.int().nonnegative()).max(100_000);

const fields = z.strictObject({
  trial: z.int().positive(),
  seconds: z.number().nonnegative(),
  // The search may know more than a report shows.
  recipe: z.looseObject({
    binned: z.boolean(),
    hidden: z.array(z.int().positive()).max(100),
    dropout: z.number().min(0).lt(1),
    weightDecay: z.number().nonnegative(),
    learningRate: positive,
    epochs: z.int().positive(),
    batchSize: z.int().positive(),
  }),
  members: counts,
  losses: z.array(z.number()).min(1).max(100_000),
});
const trialSchema: z.ZodType<TrialLine> = fields.refine(({ members, losses }) => members.length === losses.length);

/** The mean loss of a trial's members on the rows that they had not seen. */
export const lossOfTrial = ({ losses }: Trial): number => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;

/** Reads the trials in order, as `readNumberedLines` does. `cuts`: whether this process writes the run. */
export const readTrials = (runFolder: string, cuts = false): TrialLine[] =>
  readNumberedLines(join(runFolder, TRIALS_FILE), trialSchema, cuts);

/** The folder of the model in a run of the preset `table`. */
export const modelFolderOf = (run: string): string => join(run, MODEL_FOLDER);

/** The folder of the model: the one in a run of the preset `table`, or else `folder` itself. */
export function ownModelFolder(folder: string): string {
  const own = modelFolderOf(folder);
  return isRun(folder) && existsSync(own) ? own : folder;
}

/** A run that this process writes. Close it at the end. */
export class TableRun {
  readonly folder: string;
  /** The trials that the run had when it was opened. */
  readonly trials: readonly TrialLine[];
  readonly #warn: (message: string) => void;
  readonly #unlock: () => Promise<void>;
  #problem: string | undefined;

  private constructor(
    folder: string,
    trials: readonly TrialLine[],
    warn: (message: string) => void,
    unlock: () => Promise<void>,
  ) {
    this.folder = folder;
    this.trials = trials;
    this.#warn = warn;
    this.#unlock = unlock;
  }

  /** Creates the folder. Throws a CommandError if it is not new or empty, or not writable. */
  static async create(folder: string, record: RunRecord, warn: (message: string) => void): Promise<TableRun> {
    try {
      if (isRun(folder))
        throw usageError(`${folder} has a run. Continue it with --resume ${folder}, or choose another.`);
      mkdirSync(folder, { recursive: true });
      if (readdirSync(folder).length > 0) throw usageError(`${folder} has other files. Choose a new folder.`);
      const unlock = await takeLock(join(folder, LOCK_FILE));
      writeRecord(folder, record);
      return new TableRun(folder, [], warn, unlock);
    } catch (error) {
      throw usageError(`--run: ${describeFailure(error).message}`, { cause: error });
    }
  }

  /**
   * Resumes the run. Throws a NablaError of code `data` if another process writes it, and a CommandError for damaged
   * trials.
   */
  static async resume(folder: string, environment: RunEnvironment, warn: (message: string) => void): Promise<TableRun> {
    const unlock = await takeLock(join(folder, LOCK_FILE));
    try {
      const trials = readTrials(folder, true);
      const line = { time: new Date().toISOString(), trials: trials.length, environment };
      appendFileSync(join(folder, RESUMPTIONS_FILE), `${JSON.stringify(line)}\n`);
      return new TableRun(folder, trials, warn, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /** Why the last line could not be written; undefined if it was. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Appends a trial. Never throws: the search continues on a full disk. */
  add(trial: TrialLine): void {
    this.#append(TRIALS_FILE, trial);
  }

  /** Notes the end of the search. Never throws. */
  end(aborted: boolean, seconds: number): void {
    this.#append(EVENTS_FILE, { event: 'done', aborted, seconds });
  }

  /** Releases the run, so that another process can write it. */
  async close(): Promise<void> {
    await this.#unlock();
  }

  /** Warns once, not for every line. A line after one that is missing would not be read. */
  #append(file: string, line: object): void {
    if (this.#problem !== undefined) return;
    try {
      appendFileSync(join(this.folder, file), `${JSON.stringify(line)}\n`);
    } catch (error) {
      this.#problem = `cannot write ${file} of the run in ${this.folder}: ${describeFailure(error).message}`;
      this.#warn(`${this.#problem} The search continues.`);
    }
  }
}
