/** A run as a training uses it. */
import type { ModelDescription } from '@nablajs/checkpoint';
import type { TrainState } from '@nablajs/core';
import type { SavedAt } from '@nablajs/core/callbacks';
import type { CutEvents, RunEvent } from './run-events.js';

/** Where a resumed run continues, and what it computes again. */
export interface Resumption {
  readonly state: TrainState;
  readonly checkpoint: string;
  readonly again: CutEvents;
  /** The form of the data that the run was started with. */
  readonly form: ModelDescription['form'];
}

/** A run that a training writes, or that another rank writes for it. Close it at the end. */
export interface TrainingRun {
  readonly folder: string;
  /** Undefined for a new run. */
  readonly resumption: Resumption | undefined;
  /** Why the last event or checkpoint could not be written; undefined if it was. */
  readonly problem: string | undefined;
  /** Writes an event. Never throws. */
  write(event: RunEvent): void;
  /**
   * Saves a state that was taken after the events so far. `model`: undefined if the state has not all of the model's
   * parameters. Never rejects.
   */
  save(state: TrainState, at: SavedAt, model: ModelDescription | undefined): Promise<void>;
  close(): Promise<void>;
}
