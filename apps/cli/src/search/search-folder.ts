/** A search in its folder: what it was begun with, how its trials ended, and a folder for the run of each trial. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '@nablajs/checkpoint';
import { describeFailure, usageError, workError } from '@nablajs/command-line';
import { newestFolder } from '../runs/dated-folders.js';
import { CHECKPOINTS_FOLDER } from '../runs/run-folder.js';
import { isRun } from '../runs/run-record.js';
import { isSearch, readSearch, SEARCH_FILE, type SearchRecord, writeSearch } from './search-record.js';
import { appendResult, readResults, TRIALS_FILE, type TrialResult } from './trials/trial-results.js';

const LOCK_FILE = 'search.nabla-lock';
/** What is left of a record whose writing was killed. */
const PENDING = /^\.nabla-new-/;

/** A search that this process writes. Close it when it has ended. */
export class SearchFolder {
  readonly path: string;
  readonly record: SearchRecord;
  readonly #results: TrialResult[];
  readonly #unlock: () => Promise<void>;

  private constructor(path: string, record: SearchRecord, results: TrialResult[], unlock: () => Promise<void>) {
    this.path = path;
    this.record = record;
    this.#results = results;
    this.#unlock = unlock;
  }

  /** Makes the folder, which must be new or empty; throws a CommandError where it is not, or cannot be written. */
  static async create(path: string, record: SearchRecord): Promise<SearchFolder> {
    if (isSearch(path)) {
      throw usageError(`--search: ${path} holds a search; go on with --resume ${path}, or choose another folder.`);
    }
    try {
      mkdirSync(path, { recursive: true });
      const unlock = await takeLock(join(path, LOCK_FILE));
      return await unlessItFails(unlock, () => {
        const isForeign = (name: string): boolean => !name.startsWith(LOCK_FILE) && !PENDING.test(name);
        if (readdirSync(path).some(isForeign)) throw usageError(`${path} holds other files; choose a new folder.`);
        writeSearch(path, record);
        // As it is read where the search goes on, to the order of its keys.
        return new SearchFolder(path, readSearch(path), [], unlock);
      });
    } catch (error) {
      throw usageError(`--search: ${describeFailure(error).message}`, { cause: error });
    }
  }

  /** Goes on with a search. Throws a NablaError of code `data` where another process has it, CommandErrors for its files. */
  static async resume(path: string): Promise<SearchFolder> {
    const unlock = await takeLock(join(path, LOCK_FILE));
    return await unlessItFails(unlock, () => {
      const [record, results] = [readSearch(path), readResults(join(path, TRIALS_FILE))];
      if (results.length <= record.trials.length) return new SearchFolder(path, record, results, unlock);
      throw workError(`${path}: ${TRIALS_FILE} has more trials than ${SEARCH_FILE}; they are of two searches.`);
    });
  }

  /** Of the trials that have ended, in their order. */
  get results(): readonly TrialResult[] {
    return this.#results;
  }

  add(result: TrialResult): void {
    appendResult(join(this.path, TRIALS_FILE), result);
    this.#results.push(result);
  }

  /** The folder of a trial's run: `trial-001`. */
  trialFolder(trial: number): string {
    const digits = Math.max(3, `${this.record.trials.length}`.length);
    return join(this.path, `trial-${`${trial}`.padStart(digits, '0')}`);
  }

  /** Whether the trial's run goes on. One that was killed before it had its record begins again, in an empty folder. */
  prepareTrial(trial: number): boolean {
    const folder = this.trialFolder(trial);
    if (isRun(folder)) return true;
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) {
      const leftovers = readdirSync(folder).filter((name) => name === CHECKPOINTS_FOLDER || PENDING.test(name));
      for (const name of leftovers) rmSync(join(folder, name), { recursive: true });
    }
    return false;
  }

  /** Lets others go on with it. */
  async close(): Promise<void> {
    await this.#unlock();
  }
}

/** The search below `parent` that was begun last; throws a CommandError where there is none. */
export function newestSearch(parent: string): string {
  const newest = newestFolder(parent, isSearch, (folder) => readSearch(folder).started);
  if (newest !== undefined) return newest;
  throw usageError(`--resume: there is no search in ${parent}; name its folder, --resume FOLDER.`);
}

async function unlessItFails(unlock: () => Promise<void>, body: () => SearchFolder): Promise<SearchFolder> {
  try {
    return body();
  } catch (error) {
    await unlock();
    throw error;
  }
}
