/** A run in its folder: its record, events, checkpoints and resumptions. */
import { appendFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CheckpointStore,
  type ModelDescription,
  openCheckpointFolder,
  type StoredCheckpoint,
} from '@nablajs/checkpoint';
import { describeFailure, usageError } from '@nablajs/command-line';
import type { JsonValue, TrainState } from '@nablajs/core';
import type { SavedAt } from '@nablajs/core/callbacks';
import { newestFolder } from './dated-folders.js';
import { type CutEvents, EVENTS_FILE, type RunEvent, RunEvents } from './run-events.js';
import { isRun, type RunEnvironment, type RunRecord, readRecord, writeRecord } from './run-record.js';
import type { Resumption, TrainingRun } from './training-run.js';

export const CHECKPOINTS_FOLDER = 'checkpoints';
export const RESUMPTIONS_FILE = 'resumptions.jsonl';

/** Called when a run could not write something. Training continues. */
type Warn = (message: string) => void;

/** A run that this process writes. Close it at the end. */
export class Run implements TrainingRun {
  readonly folder: string;
  /** Undefined for a new run. */
  readonly resumption: Resumption | undefined;
  readonly #store: CheckpointStore;
  readonly #events: RunEvents;
  readonly #warn: Warn;
  #problem: string | undefined;

  private constructor(
    folder: string,
    store: CheckpointStore,
    events: RunEvents,
    warn: Warn,
    resumption: Resumption | undefined,
  ) {
    this.folder = folder;
    this.resumption = resumption;
    this.#store = store;
    this.#events = events;
    this.#warn = warn;
  }

  /** Creates the folder. Throws a CommandError if it is not new or empty, or not writable. */
  static async create(folder: string, record: RunRecord, keep: number, warn: Warn): Promise<Run> {
    if (isRun(folder)) {
      throw usageError(`--run: ${folder} has a run. Continue it with --resume ${folder}, or choose another folder.`);
    }
    try {
      mkdirSync(folder, { recursive: true });
      if (readdirSync(folder).length > 0) throw usageError(`--run: ${folder} has other files. Choose a new folder.`);
      const store = await openCheckpointFolder(join(folder, CHECKPOINTS_FOLDER), { keep });
      writeRecord(folder, record);
      return new Run(folder, store, new RunEvents(join(folder, EVENTS_FILE)), warn, undefined);
    } catch (error) {
      throw usageError(`--run: ${describeFailure(error).message.replace(/^--run: /, '')}`, { cause: error });
    }
  }

  /**
   * Resumes the run from its last intact checkpoint, or from the beginning if it has none, and cuts the events back to
   * that point. Throws a NablaError of code `data` if another process writes the run, or if every checkpoint is
   * damaged.
   */
  static async resume(folder: string, keep: number, environment: RunEnvironment, warn: Warn): Promise<Run> {
    const store = await openCheckpointFolder(join(folder, CHECKPOINTS_FOLDER), { keep });
    try {
      const { length } = await store.list();
      const stored = length === 0 ? undefined : await store.load('last', { fallBack: true });
      for (const { error } of stored?.skipped ?? [])
        warn(`${describeFailure(error).message} Continuing from the checkpoint before it.`);
      const events = new RunEvents(join(folder, EVENTS_FILE));
      const again = events.cutTo(stored === undefined ? 0 : eventsBefore(stored, events.bytes, warn));
      recordResumption(folder, stored, again, environment);
      const resumption = stored && {
        ...{ state: stored.state, checkpoint: stored.entry.name, again },
        form: stored.model?.form,
      };
      return new Run(folder, store, events, warn, resumption);
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** Why the last event or checkpoint could not be written; undefined if it was. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Writes an event. Never throws: training continues on a full disk. */
  write(event: RunEvent): void {
    try {
      this.#events.write(event);
    } catch (error) {
      this.#fail('events', error);
    }
  }

  /** Saves a state that was taken after the events so far. Never rejects: training continues on a full disk. */
  async save(state: TrainState, { best }: SavedAt, model: ModelDescription | undefined): Promise<void> {
    const events = this.#events.bytes;
    try {
      await this.#events.sync();
      await this.#store.save(state, { best, ...(model && { model }), note: { events } });
      this.#problem = undefined;
    } catch (error) {
      this.#fail('checkpoint', error);
    }
  }

  /** Closes the files, so that another process can write the run. */
  async close(): Promise<void> {
    await this.#store.close();
    this.#events.close();
  }

  /** Warns once, not at every step. */
  #fail(what: string, error: unknown): void {
    const message = `cannot write the run's ${what} to ${this.folder}: ${describeFailure(error).message}`;
    if (this.#problem === undefined) this.#warn(`${message} Training continues.`);
    this.#problem = message;
  }
}

/** Returns the size of the events that were written before the checkpoint. */
function eventsBefore({ note, entry }: StoredCheckpoint, present: number, warn: Warn): number {
  const bytes = (note as { readonly events?: JsonValue } | undefined)?.events;
  if (typeof bytes === 'number' && bytes <= present) return bytes;
  warn(`${EVENTS_FILE} is shorter than at checkpoint ${entry.name}: some events are lost. The others stay.`);
  return present;
}

/** Appends a line to the file of resumptions. */
function recordResumption(
  folder: string,
  stored: StoredCheckpoint | undefined,
  again: CutEvents,
  environment: RunEnvironment,
): void {
  const { epoch = 0, step = 0, steps = 0 } = stored?.state.position ?? {};
  const line = {
    ...{ time: new Date().toISOString(), checkpoint: stored?.entry.name ?? null, epoch, step, steps },
    ...{ again, environment },
  };
  appendFileSync(join(folder, RESUMPTIONS_FILE), `${JSON.stringify(line)}\n`);
}

/** Returns the newest run below `parent`. Throws a CommandError that names `option` if there is none. */
export function newestRun(parent: string, option = '--resume'): string {
  const newest = newestFolder(parent, isRun, (folder) => readRecord(folder).started);
  if (newest !== undefined) return newest;
  throw usageError(`${option}: there is no run in ${parent}. Name the folder of a run: ${option} FOLDER.`);
}
