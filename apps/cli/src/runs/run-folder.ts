/** A run in its folder: what it was begun with, its events, its checkpoints, and when it was resumed. */
import { appendFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CheckpointStore,
  type ModelDescription,
  openCheckpointFolder,
  type StoredCheckpoint,
} from '@nablajs/checkpoint';
import { describeFailure, usageError } from '@nablajs/command-line';
import type { JsonValue, TrainEvent, TrainState } from '@nablajs/core';
import type { SavedAt } from '@nablajs/core/callbacks';
import { newestFolder } from './dated-folders.js';
import { type CutEvents, EVENTS_FILE, RunEvents } from './run-events.js';
import { isRun, type RunEnvironment, type RunRecord, readRecord, writeRecord } from './run-record.js';

export const CHECKPOINTS_FOLDER = 'checkpoints';
const RESUMPTIONS_FILE = 'resumptions.jsonl';

/** Where a resumed run goes on, and what it computes again. */
export interface Resumption {
  readonly state: TrainState;
  readonly checkpoint: string;
  readonly again: CutEvents;
  /** Of the data that the run was begun with. */
  readonly form: ModelDescription['form'];
}

/** How a run says that it could not keep something; training goes on. */
type Warn = (message: string) => void;

/** A run that this process writes. Close it when it has ended. */
export class Run {
  readonly folder: string;
  /** Undefined for one that begins. */
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

  /** Makes the folder, which must be new or empty; throws a CommandError where it is not, or cannot be written. */
  static async create(folder: string, record: RunRecord, keep: number, warn: Warn): Promise<Run> {
    if (isRun(folder)) {
      throw usageError(`--run: ${folder} holds a run; go on with --resume ${folder}, or choose another folder.`);
    }
    try {
      mkdirSync(folder, { recursive: true });
      if (readdirSync(folder).length > 0) throw usageError(`--run: ${folder} holds other files; choose a new folder.`);
      const store = await openCheckpointFolder(join(folder, CHECKPOINTS_FOLDER), { keep });
      writeRecord(folder, record);
      return new Run(folder, store, new RunEvents(join(folder, EVENTS_FILE)), warn, undefined);
    } catch (error) {
      throw usageError(`--run: ${describeFailure(error).message.replace(/^--run: /, '')}`, { cause: error });
    }
  }

  /**
   * Goes on with the run from its last whole checkpoint, or from its beginning where it has none, and cuts the events back
   * to there. Throws a NablaError of code `data` where another process writes the run, or where every checkpoint is damaged.
   */
  static async resume(folder: string, keep: number, environment: RunEnvironment, warn: Warn): Promise<Run> {
    const store = await openCheckpointFolder(join(folder, CHECKPOINTS_FOLDER), { keep });
    try {
      const { length } = await store.list();
      const stored = length === 0 ? undefined : await store.load('last', { fallBack: true });
      for (const { error } of stored?.skipped ?? [])
        warn(`${describeFailure(error).message} Going on from the one before.`);
      const events = new RunEvents(join(folder, EVENTS_FILE));
      const again = events.cutTo(stored === undefined ? 0 : eventsBefore(stored, events.bytes, warn));
      note(folder, stored, again, environment);
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

  /** Why the last event or checkpoint is not in the folder; undefined where it is. */
  get problem(): string | undefined {
    return this.#problem;
  }

  write(event: TrainEvent): void {
    this.#keep('events', () => this.#events.write(event));
  }

  /** Keeps a state that was taken after the events that were written so far. Never rejects: a full disk ends no training. */
  async save(state: TrainState, { best }: SavedAt, model: ModelDescription): Promise<void> {
    const events = this.#events.bytes;
    try {
      await this.#events.sync();
      await this.#store.save(state, { best, model, note: { events } });
      this.#problem = undefined;
    } catch (error) {
      this.#fail('checkpoint', error);
    }
  }

  /** Lets others write. */
  async close(): Promise<void> {
    await this.#store.close();
    this.#events.close();
  }

  #keep(what: string, body: () => void): void {
    try {
      body();
    } catch (error) {
      this.#fail(what, error);
    }
  }

  /** Says it once, not at every step. */
  #fail(what: string, error: unknown): void {
    const message = `the run's ${what} cannot be kept in ${this.folder}: ${describeFailure(error).message}`;
    if (this.#problem === undefined) this.#warn(`${message} Training goes on.`);
    this.#problem = message;
  }
}

/** The bytes of events that were written before the checkpoint. */
function eventsBefore({ note, entry }: StoredCheckpoint, present: number, warn: Warn): number {
  const bytes = (note as { readonly events?: JsonValue } | undefined)?.events;
  if (typeof bytes === 'number' && bytes <= present) return bytes;
  warn(`${EVENTS_FILE} is shorter than it was at checkpoint ${entry.name}; what is there stays.`);
  return present;
}

function note(
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

/** The run below `parent` that was begun last; throws a CommandError that names `asked` where there is none. */
export function newestRun(parent: string, asked = '--resume'): string {
  const newest = newestFolder(parent, isRun, (folder) => readRecord(folder).started);
  if (newest !== undefined) return newest;
  throw usageError(`${asked}: there is no run in ${parent}; name its folder, ${asked} FOLDER.`);
}
