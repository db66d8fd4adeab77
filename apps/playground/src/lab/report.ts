/** What a training reports to the page. */
import type { EpochLog } from '@nablajs/core';
import type { FilterMaps } from './look-through.js';

/** Whether the training goes on. A network that was loaded from a file does not train. */
export type RunState = 'training' | 'paused' | 'done' | 'failed' | 'loaded';

/** How far the training is. */
export interface Position {
  /** From 1; 0 before the first step. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps of this epoch that are done. */
  readonly step: number;
  readonly steps: number;
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

/** What can be drawn of a network during its training. */
export interface Picture {
  readonly surface?: Surface;
  /** The digit that the filters look at. */
  readonly example?: Uint8Array;
  readonly filters?: readonly FilterMaps[];
  readonly mistakes?: readonly Mistake[];
  /** confusion[truth][answer] of the validation data. */
  readonly confusion?: readonly (readonly number[])[];
  /** For a regression: the true and the predicted value of each validation example, in the column's unit. */
  readonly scatter?: { readonly truth: Float32Array; readonly answer: Float32Array };
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
  /** The SHA-256 of the weights; undefined while the training goes on. */
  readonly digest?: string | undefined;
  /** What went wrong. */
  readonly message?: string;
}
