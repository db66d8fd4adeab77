/** What a command has to say, whatever form it takes: text or JSON lines. */
import type { Classification, EpochEndEvent, FloatDType } from '@nablajs/core';
import type { Resumption } from './run-folder.js';
import type { TrainSettings } from './settings.js';

export interface TrainStart {
  readonly settings: TrainSettings;
  readonly backend: string;
  /** As chosen, never `auto`. */
  readonly layout: 'dense' | 'csr';
  readonly trainRows: number;
  readonly testRows: number;
  /** [height, width] of an image, in pixels. */
  readonly imageShape: readonly [number, number];
  /** Numbers that training changes. */
  readonly parameters: number;
  /** Its folder; undefined where none is kept. */
  readonly run: string | undefined;
  /** Where a run goes on that was resumed. */
  readonly resumption: Resumption | undefined;
}

export interface EvaluationResult extends Omit<Classification, 'predictions'> {
  readonly backend: string;
  readonly dtype: FloatDType;
  readonly rows: number;
  /** Mean cross-entropy on the test set. */
  readonly loss: number;
  /** Of training, or of the evaluation where there was none. */
  readonly seconds: number;
}

export interface TrainResult extends EvaluationResult {
  /** Completed ones. */
  readonly epochs: number;
  /** Of the last completed epoch. */
  readonly trainLoss: number | undefined;
  /** Completed before this process began. */
  readonly epochsBefore: number;
  /** Stopped by a signal. */
  readonly aborted: boolean;
  /** Where the model was saved, also where that is not the folder that was asked for. */
  readonly out: string | undefined;
  /** Why it is not in the folder that was asked for. */
  readonly saveProblem: string | undefined;
  /** The model whose place it took, with its accuracy where that was noted. */
  readonly replaced: { readonly accuracy: number | undefined } | undefined;
}

export interface Report {
  trainStart(start: TrainStart): void;
  epochEnd(event: EpochEndEvent): void;
  trainDone(result: TrainResult): void;
  evaluation(result: EvaluationResult): void;
}
