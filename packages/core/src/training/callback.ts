/** Callbacks take part in a training between its steps. */
import type { Network } from '../networks/network.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Tensor } from '../tensors/tensor.js';
import type { BatchEvent, EpochEndEvent, TrainEvent } from './train-events.js';
import type { CallbackState, RunIdentity, RunProgress } from './train-state.js';

/** A training under way, as callbacks see it. */
export interface Training {
  readonly model: Network;
  readonly optimizer: Optimizer;
  /** The current or just finished epoch, from 1; 0 before the first. */
  readonly epoch: number;
  /** Steps taken in all. */
  readonly steps: number;
  /** The learning rate or, with a schedule, the one that the schedule starts from. You may set it. */
  learningRate: number;
  /** Whether the signal has stopped the training, which may then be resumed. */
  readonly isInterrupted: boolean;
  readonly callbacks: readonly Callback[];
  /** What identifies the run. */
  readonly run: RunIdentity;
  /** @internal How far the run is; `resumeFrom` sets it. */
  readonly progress: RunProgress;
  /** Ends the training after the current step. Its last event is still `done`. */
  stop(): void;
  /** Reads the losses of all steps so far. Throws NablaError `non-finite` if one is not finite. */
  settle(): Promise<void>;
}

/**
 * Takes part in a training. Every method is optional and awaited; an error of one ends the training, which throws it
 * unchanged. Use a callback in one training at a time.
 *
 * @example
 * ```ts
 * const printer: Callback = {
 *   name: 'printer',
 *   onEpochEnd: (_training, { epoch, loss }) => console.log(epoch, loss),
 * };
 * await fit(model, trainSet, { loss, optimizer, epochs: 5, callbacks: [printer] });
 * ```
 */
export interface Callback {
  /** Identifies the callback's state in a checkpoint. */
  readonly name: string;
  /** Called before the first step, and before `loadState`. */
  onTrainBegin?(training: Training): void | Promise<void>;
  /** Called before the first step of an epoch. */
  onEpochBegin?(training: Training): void | Promise<void>;
  /**
   * Called after an update, before the host knows whether it was finite. With `stepsAhead`, `gate` is a tensor []:
   * unless it is 0 the device skipped the step, and tensors that follow the weights must not change either: see
   * `adoptUnless`. The training owns it.
   */
  onUpdate?(training: Training, gate: Tensor | undefined): void;
  /** Called before the event is yielded; with `stepsAhead`, that many steps late. */
  onBatchEnd?(training: Training, event: BatchEvent): void | Promise<void>;
  /** Called after an epoch's validation, before the event is yielded. */
  onEpochEnd?(training: Training, event: EpochEndEvent): void | Promise<void>;
  /** Called after the last step, before `done` is yielded, but not if an error ends the training. */
  onTrainEnd?(training: Training): void | Promise<void>;
  /** Called after an event was yielded, when the consumer asks for the next one. Call `takeState` here. */
  onSettled?(training: Training, event: TrainEvent): void | Promise<void>;
  /** Returns the state that a resumed training needs. Start all reads from the device before you return. */
  takeState?(): CallbackState | Promise<CallbackState>;
  /** Restores what `takeState` returned. It may come from a file, so check it. */
  loadState?(state: CallbackState, training: Training): void | Promise<void>;
  /** Called at the end of the training, after errors too: releases what it holds on the device. */
  dispose?(): void;
}
