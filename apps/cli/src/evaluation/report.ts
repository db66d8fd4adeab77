/** The results that a command reports, as text or as JSON lines. */
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
  /** The name of the data that it is tested on. */
  readonly testName: TestName;
  /** How many numbers training changes; undefined if several networks are tried. */
  readonly parameters: number | undefined;
  /** The run's folder, if there is one. */
  readonly run: string | undefined;
  /** Where a resumed run of one network continues. */
  readonly resumption: Resumption | undefined;
  /** How many folds of a table are held out. */
  readonly folds?: number;
  /** How many trials of a resumed run of the preset `table` are there already. */
  readonly trialsBefore?: number;
  /** The ranks of a distributed training. */
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
  /** The names of the classes. */
  readonly classes: readonly string[];
}

/** Errors are in the target's unit. */
interface RegressionResult extends Measured {
  readonly task: 'regression';
  readonly target: string;
  readonly r2: number;
  readonly rmse: number;
  readonly mae: number;
  /** Undefined for fewer than `FEWEST_ROWS` rows. */
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

/** What the preset `table` found. */
interface FoundEnsemble {
  readonly recipe: Recipe;
  /** How many networks the ensemble has. */
  readonly members: number;
  /** How many recipes were tried, with those of earlier processes. */
  readonly recipes: number;
}

export type TrainResult = EvaluationResult & {
  readonly testName: TestName;
  /** Undefined if one network was trained. */
  readonly ensemble?: FoundEnsemble;
  /** Completed epochs; 0 for an ensemble. */
  readonly epochs: number;
  /** The training loss of the last completed epoch. */
  readonly trainLoss: number | undefined;
  /** Epochs completed before this process started. */
  readonly epochsBefore: number;
  /** Whether a signal stopped training. */
  readonly aborted: boolean;
  /** The folder where the model was saved, which may not be the requested one. */
  readonly out: string | undefined;
  /** Why the model is not in the requested folder. */
  readonly saveProblem: string | undefined;
  /** The replaced model, with its recorded score, if any. */
  readonly replaced: { readonly score: Score | undefined } | undefined;
};

export interface Report {
  trainStart(start: TrainStart): void;
  /** `sample`: what a network writes that learns a text. */
  epochEnd(event: EpochEndEvent, sample?: string): void;
  trainDone(result: TrainResult): void;
  evaluation(result: EvaluationResult): void;
}

/** A stage of a fine-tuning, before its first step. */
export interface StageStart {
  /** From 0. */
  readonly stage: number;
  readonly name: StageName;
  /** How many of the network's `blocks` are trained. */
  readonly freed: number;
  readonly blocks: number;
  /** How many numbers are trained. */
  readonly parameters: number;
  /** Whether it trains on stored features. */
  readonly cached: boolean;
  /** Whether the examples differ from epoch to epoch. */
  readonly augmented: boolean;
}

/** A report that also knows the stages of a fine-tuning. */
export interface FineTuneReport extends Report {
  stageStart(start: StageStart): void;
  stageEnd(end: StageReport): void;
}

/** A report that also knows the trials of the preset `table`. */
export interface TableReport extends Report {
  trial(trial: TrialLine): void;
}
