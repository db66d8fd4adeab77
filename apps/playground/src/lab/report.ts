/** What a training reports to the page. */
import type { EpochLog } from '@nablajs/core';
import type { ColumnImportance, Recipe } from '@nablajs/tables';
import type { FilterMaps } from './reading/look-through.js';

/**
 * The search for a table's network can be `stopped` early, with the best so far. A network loaded from a file does not
 * train.
 */
export type RunState = 'training' | 'paused' | 'done' | 'stopped' | 'failed' | 'loaded';

/** How far the training is. */
export interface Position {
  /** From 1; 0 before the first step. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps of this epoch that are done. */
  readonly step: number;
  readonly steps: number;
}

/** How far the search for the network of a table is. */
export interface SearchPosition {
  /** The share of the work that is done, in [0, 1]. */
  readonly share: number;
  /** How many recipes have been tried, with the current one. */
  readonly recipes: number;
  /** The recipe that is being tried; at the end, the best one. */
  readonly recipe: Recipe;
  /** The least loss of a recipe so far: log loss, or the squared error of the standardised numbers. */
  readonly best: number | undefined;
}

/** The network's answer at each point of a square grid. */
export interface Surface {
  readonly side: number;
  readonly classes: number;
  /** [side, side, classes] probabilities, from the top left. */
  readonly probabilities: Float32Array;
}

/** A digit that the network reads wrongly. */
export interface Mistake {
  readonly pixels: Uint8Array;
  readonly truth: number;
  readonly answer: number;
}

/** What a network wrote. */
export interface Sample {
  readonly prompt: string;
  /** What follows the prompt. */
  readonly text: string;
  /** How many steps the network had learned. */
  readonly step: number;
  /** Those characters of the prompt that the network does not know. */
  readonly unknown: string;
}

/** What can be drawn of a network during its training. */
export interface Picture {
  readonly surface?: Surface;
  /** The digit that the filters look at. */
  readonly example?: Uint8Array;
  readonly filters?: readonly FilterMaps[];
  readonly mistakes?: readonly Mistake[];
  /**
   * confusion[truth][answer] of the validation data, or of rows answered by networks that had not seen them. Missing if
   * there are very many classes.
   */
  readonly confusion?: readonly (readonly number[])[];
  /** Of a table with classes: the share of right answers. */
  readonly accuracy?: number;
  /** Of a table with numbers: the true and the predicted value of such rows, in the column's unit. */
  readonly scatter?: { readonly truth: Float32Array; readonly answer: Float32Array };
  /** The column that matters most comes first. */
  readonly importance?: readonly ColumnImportance[];
  /** Of a text: how the network continues the prompt. */
  readonly sample?: Sample;
}

/** A message from a training. What is missing has not changed. */
export interface Report {
  readonly state: RunState;
  readonly position: Position;
  /** The logs of the epochs since the last report. */
  readonly logs: readonly EpochLog[];
  /** Mean losses of a few steps each, since the last report; about 400 in a whole training. */
  readonly losses: readonly number[];
  /** The loss of the last step. */
  readonly loss?: number;
  readonly picture?: Picture;
  /** Of a table: how far the search is. */
  readonly search?: SearchPosition;
  /** The number of weights, where it is not known from the beginning. */
  readonly parameters?: number;
  /** The SHA-256 of the weights; undefined while the training goes on. */
  readonly digest?: string | undefined;
  /** What went wrong. */
  readonly message?: string;
}
