/** What `fineTune` yields. */
import type { Chain, EpochLog, Network, TrainEvent } from '@nablajs/core';

/** What a stage trains: the head alone, blocks of the base and the head, adapters and the head, or the head anew. */
export type StageName = 'head' | 'blocks' | 'lora' | 'refit';

/** Which stage an event is of. */
export interface StageOf {
  /** From 0. */
  readonly stage: number;
  readonly name: StageName;
}

/** Yielded while the outputs of what stays frozen are computed, for one of the two data sets. */
export interface FeaturesEvent {
  readonly type: 'features';
  /** The stage that will train on them. */
  readonly stage: number;
  readonly of: 'train' | 'validation';
  /** Examples done. */
  readonly done: number;
  /** Examples in all. */
  readonly total: number;
}

/** Yielded before the first step of a stage. */
export interface StageStartEvent extends StageOf {
  readonly type: 'stage-start';
  /** How many blocks of the base are trained. */
  readonly freed: number;
  /** The names of what is trained, in the whole network. */
  readonly trained: readonly string[];
  /** How many numbers these have. */
  readonly parameters: number;
  /** How many epochs it has, at most. */
  readonly epochs: number;
  /** Whether it trains on stored outputs of what stays frozen: false for augmented data. */
  readonly cached: boolean;
}

/** How a stage went. */
export interface StageReport extends StageOf {
  /** How many blocks of the base were trained. */
  readonly freed: number;
  /** Epochs done. */
  readonly epochs: number;
  /** The best epoch, from 1, whose weights are kept; the last one without validation data. */
  readonly bestEpoch: number;
  /** The held-out loss of that epoch; the training loss without validation data. */
  readonly loss: number;
  /** The numbers of that epoch. */
  readonly log: EpochLog;
  /** False if the held-out loss did not fall by 1 %: then the network has its weights from before the stage. */
  readonly kept: boolean;
}

/** Yielded after a stage that was not interrupted. */
export interface StageEndEvent extends StageReport {
  readonly type: 'stage-end';
}

/** Yielded before the head learns all data: see `FineTuneOptions.refit`. */
export interface ChosenEvent {
  readonly type: 'chosen';
  /** The whole network, which has not learned the validation data. Measure it now: it is disposed of afterwards. */
  readonly network: Network<Chain>;
}

/** The last event. */
export interface FineTunedEvent {
  readonly type: 'fine-tuned';
  /** The base and the head, of plain layers: `base.…`, `head.weight`, `head.bias`. Dispose of it. */
  readonly network: Network<Chain>;
  readonly stages: readonly StageReport[];
  /** Whether the signal stopped it. */
  readonly aborted: boolean;
}

/** What `fineTune` yields: its own events, and those of core's `train` with their stage. */
export type FineTuneEvent =
  | FeaturesEvent
  | StageStartEvent
  | (TrainEvent & StageOf)
  | StageEndEvent
  | ChosenEvent
  | FineTunedEvent;
