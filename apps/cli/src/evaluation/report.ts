/** What a command has to say, whatever form it takes: text or JSON lines. */
import type { Classification, EpochEndEvent, FloatDType } from '@nablajs/core';
import type { DataShape } from '../data/training-data.js';
import type { Resumption } from '../runs/run-folder.js';
import type { TrainSettings } from '../settings/settings.js';

export interface TrainStart {
  readonly settings: TrainSettings;
  readonly backend: string;
  /** As chosen, never `auto`. */
  readonly layout: 'dense' | 'csr';
  readonly trainRows: number;
  readonly testRows: number;
  readonly shape: DataShape;
  /** What the examples are called that it is tested on. */
  readonly testName: 'test' | 'validation';
  /** Numbers that training changes. */
  readonly parameters: number;
  /** Its folder; undefined where none is kept. */
  readonly run: string | undefined;
  /** Where a run goes on that was resumed. */
  readonly resumption: Resumption | undefined;
}

/** How good a model is, in one number; the larger, the better. */
export interface Score {
  readonly name: 'accuracy' | 'r2';
  readonly value: number;
}

interface Measured {
  readonly backend: string;
  readonly dtype: FloatDType;
  readonly rows: number;
  /** On the test set: mean cross-entropy, or mean squared error in units of the target's variance. */
  readonly loss: number;
  /** Of training, or of the evaluation where there was none. */
  readonly seconds: number;
}

interface ClassifierResult extends Measured, Omit<Classification, 'predictions'> {
  readonly task: 'classification';
  /** The names of the classes. */
  readonly classes: readonly string[];
}

/** In the target's own units. */
interface RegressionResult extends Measured {
  readonly task: 'regression';
  readonly target: string;
  readonly r2: number;
  readonly rmse: number;
  readonly mae: number;
}

export type EvaluationResult = ClassifierResult | RegressionResult;

export type TrainResult = EvaluationResult & {
  readonly testName: 'test' | 'validation';
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
  /** The model whose place it took, with its score where that was noted. */
  readonly replaced: { readonly score: Score | undefined } | undefined;
};

export interface Report {
  trainStart(start: TrainStart): void;
  epochEnd(event: EpochEndEvent): void;
  trainDone(result: TrainResult): void;
  evaluation(result: EvaluationResult): void;
}
