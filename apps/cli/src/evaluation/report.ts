import type { ConfusionMatrix, EpochEndEvent, FloatDType } from '@nablajs/core';
import type { StageName, StageReport } from '@nablajs/finetune';
import type { Recipe } from '@nablajs/tables';
import type { DataShape, TestName } from '../data/training-data.js';
import type { TrialLine } from '../runs/table-run.js';
import type { Resumption } from '../runs/training-run.js';
import type { TrainSettings } from '../settings/settings.js';
import type { RegressionIntervals } from './intervals.js';

export interface TrainStart {
  readonly settings: TrainSettings;
  readonly backend: string;
  /** The chosen layout, never `auto`. */
  readonly layout: 'dense' | 'csr';
  readonly trainRows: number;
  readonly testRows: number;
  readonly shape: DataShape;
  readonly testName: TestName;
  /** How many numbers training changes; undefined if several networks are tried. */
  readonly parameters: number | undefined;
  readonly run: string | undefined;
  /** Where a resumed run of one network continues. */
  readonly resumption: Resumption | undefined;
  /** How many folds of a table are held out. */
  readonly folds?: number;
  /** How many trials of the preset `table` earlier processes made. */
  readonly trialsBefore?: number;
  readonly ranks: { readonly ranks: number; readonly threads: number | undefined; readonly mpi: string } | undefined;
}

/** How good a model is, in one number. Larger is better, but for a perplexity. */
export interface Score {
  readonly name: 'accuracy' | 'r2' | 'perplexity';
  readonly value: number;
}

interface Measured {
  readonly backend: string;
  readonly dtype: FloatDType;
  readonly rows: number;
  /** Whether training chose the epoch, or a run its checkpoint, by these rows. */
  readonly epochChosen: boolean;
  /** The loss on the test set: mean cross-entropy, or mean squared error of the standardised target. */
  readonly loss: number;
  /** The time that training took, or the evaluation if there was no training. */
  readonly seconds: number;
}

interface ClassifierResult extends Measured {
  readonly task: 'classification';
  readonly accuracy: number;
  readonly confusionMatrix: ConfusionMatrix;
  readonly classes: readonly string[];
}

/** Errors are in the target's unit. */
interface RegressionResult extends Measured {
  readonly task: 'regression';
  readonly target: string;
  readonly r2: number;
  readonly rmse: number;
  readonly mae: number;
  readonly intervals: RegressionIntervals | undefined;
}

/** The loss is in nats a token. */
export interface TextResult extends Measured {
  readonly task: 'text';
  /** e to the loss. */
  readonly perplexity: number;
  /** The share of tokens that were the most likely ones. */
  readonly accuracy: number;
  readonly tokens: number;
}

export type EvaluationResult = ClassifierResult | RegressionResult | TextResult;

interface FoundEnsemble {
  readonly recipe: Recipe;
  readonly members: number;
  /** With those of earlier processes. */
  readonly recipes: number;
}

export type TrainResult = EvaluationResult & {
  readonly testName: TestName;
  /** Undefined if one network was trained. */
  readonly ensemble?: FoundEnsemble;
  /** Completed epochs; 0 for an ensemble. */
  readonly epochs: number;
  /** Of the last completed epoch. */
  readonly trainLoss: number | undefined;
  /** Epochs completed before this process started. */
  readonly epochsBefore: number;
  /** Whether a signal stopped training. */
  readonly aborted: boolean;
  /** The folder of the saved model, which may not be the requested one. */
  readonly out: string | undefined;
  /** Why the model is not in the requested folder. */
  readonly saveProblem: string | undefined;
  /** With its recorded score, if any. */
  readonly replaced: { readonly score: Score | undefined } | undefined;
};

export interface Report {
  trainStart(start: TrainStart): void;
  /** `sample`: what a network writes that learns a text. */
  epochEnd(event: EpochEndEvent, sample?: string): void;
  trainDone(result: TrainResult): void;
  evaluation(result: EvaluationResult): void;
}

export interface StageStart {
  /** From 0. */
  readonly stage: number;
  readonly name: StageName;
  readonly freed: number;
  readonly blocks: number;
  readonly parameters: number;
  /** Whether it trains on stored features. */
  readonly cached: boolean;
  readonly augmented: boolean;
}

export interface FineTuneReport extends Report {
  stageStart(start: StageStart): void;
  stageEnd(end: StageReport): void;
}

export interface TableReport extends Report {
  trial(trial: TrialLine): void;
}
