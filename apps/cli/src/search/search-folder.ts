/** A search in its folder: its record, the results of its trials, and a folder for the run of each trial. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '@nablajs/checkpoint';
import { describeFailure, usageError, workError } from '@nablajs/command-line';
import { newestFolder } from '../runs/dated-folders.js';
import { PENDING } from '../runs/replace-file.js';
import { CHECKPOINTS_FOLDER } from '../runs/run-folder.js';
import { isRun } from '../runs/run-record.js';
import { isSearch, readSearch, SEARCH_FILE, type SearchRecord, writeSearch } from './search-record.js';
import { appendResult, readResults, TRIALS_FILE, type TrialResult } from './trials/trial-results.js';

const LOCK_FILE = 'search.nabla-lock';

/** A search that this process writes. Close it at the end. */
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

  /** Creates the folder. Throws a CommandError if it is not new or empty, or not writable. */
  static async create(path: string, record: SearchRecord): Promise<SearchFolder> {
    if (isSearch(path)) {
      throw usageError(`--search: ${path} has a search. Continue it with --resume ${path}, or choose another folder.`);
    }
    try {
      mkdirSync(path, { recursive: true });
      const unlock = await takeLock(join(path, LOCK_FILE));
      return await orUnlock(unlock, () => {
        const isOther = (name: string): boolean => !name.startsWith(LOCK_FILE) && !PENDING.test(name);
        if (readdirSync(path).some(isOther)) throw usageError(`${path} has other files. Choose a new folder.`);
        writeSearch(path, record);
        // Read it back, so that a new search is the same as a resumed one, including the order of keys.
        return new SearchFolder(path, readSearch(path), [], unlock);
      });
    } catch (error) {
      throw usageError(`--search: ${describeFailure(error).message}`, { cause: error });
    }
  }

  /**
   * Resumes a search. Throws a NablaError of code `data` if another process has it, and CommandErrors for bad files.
   */
  static async resume(path: string): Promise<SearchFolder> {
    const unlock = await takeLock(join(path, LOCK_FILE));
    return await orUnlock(unlock, () => {
      const [record, results] = [readSearch(path), readResults(join(path, TRIALS_FILE))];
      if (results.length <= record.trials.length) return new SearchFolder(path, record, results, unlock);
      throw workError(
        `${path}: ${TRIALS_FILE} has more trials than ${SEARCH_FILE}, so they belong to different searches.`,
      );
    });
  }

  /** The results of the finished trials, in order. */
  get results(): readonly TrialResult[] {
    return this.#results;
  }

  add(result: TrialResult): void {
    appendResult(join(this.path, TRIALS_FILE), result);
    this.#results.push(result);
  }

  /** Returns the folder of a trial's run: `trial-001`. */
  trialFolder(trial: number): string {
    const digits = Math.max(3, `${this.record.trials.length}`.length);
    return join(this.path, `trial-${`${trial}`.padStart(digits, '0')}`);
  }

  /**
   * Returns whether to resume the trial's run. A run that was killed before it had a record starts over, in an empty
   * folder.
   */
  prepareTrial(trial: number): boolean {
    const folder = this.trialFolder(trial);
    if (isRun(folder)) return true;
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) {
      const leftovers = readdirSync(folder).filter((name) => name === CHECKPOINTS_FOLDER || PENDING.test(name));
      for (const name of leftovers) rmSync(join(folder, name), { recursive: true });
    }
    return false;
  }

  /** Releases the lock, so that another process can resume the search. */
  async close(): Promise<void> {
    await this.#unlock();
  }
}

/** Returns the newest search below `parent`. Throws a CommandError if there is none. */
export function newestSearch(parent: string): string {
  const newest = newestFolder(parent, isSearch, (folder) => readSearch(folder).started);
  if (newest !== undefined) return newest;
  throw usageError(`--resume: there is no search in ${parent}. Name the folder of a search: --resume FOLDER.`);
}

/** Runs `body`, and unlocks if it throws. */
async function orUnlock(unlock: () => Promise<void>, body: () => SearchFolder): Promise<SearchFolder> {
  try {
    return body();
  } catch (error) {
    await unlock();
    throw error;
  }
}
