/** What takes part in a training between its steps. */
import type { Network } from '../networks/network.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Tensor } from '../tensors/tensor.js';
import type { BatchEvent, EpochEndEvent, TrainEvent } from '../training/train-events.js';
import type { CallbackState, RunIdentity, RunProgress } from '../training/train-state.js';

/** A training under way, as callbacks see it. */
export interface Training {
  readonly model: Network;
  readonly optimizer: Optimizer;
  /** The epoch under way or just finished, from 1; 0 before the first. */
  readonly epoch: number;
  /** Steps taken in all. */
  readonly steps: number;
  /** The learning rate, or, with a schedule, the one that the schedule begins from. You may set it. */
  learningRate: number;
  /** Whether the signal has stopped it, in which case it may be resumed. */
  readonly isInterrupted: boolean;
  readonly callbacks: readonly Callback[];
  /** What makes it the run that it is. */
  readonly run: RunIdentity;
  /** @internal How far it has come; `resumeFrom` writes it. */
  readonly progress: RunProgress;
  /** Ends the training after the step under way; its last event is still `done`. */
  stop(): void;
  /**
   * Reads the losses of all steps taken so far, as a state needs. Throws a NablaError of code `non-finite` where one was
   * not finite.
   */
  settle(): Promise<void>;
}

/**
 * What takes part in a training: each method is optional, and awaited. An error that one throws ends the training and
 * comes out of it as it is.
 *
 * A callback belongs to one training at a time.
 */
export interface Callback {
  /** By which its state is found again; unique in a training. */
  readonly name: string;
  /** Before the first step. A resumed training then calls `loadState`. */
  onTrainBegin?(training: Training): void | Promise<void>;
  /** Before the first step of an epoch. */
  onEpochBegin?(training: Training): void | Promise<void>;
  /**
   * After an update, before the host knows whether it was finite. `gate` is a tensor [] where the host reads late
   * (`stepsAhead`): unless it is 0 the step was skipped, and tensors that follow the weights must stay as they are. It
   * belongs to the training.
   */
  onUpdate?(training: Training, gate: Tensor | undefined): void;
  /** Before the event is yielded; with `stepsAhead`, that many steps after its own. */
  onBatchEnd?(training: Training, event: BatchEvent): void | Promise<void>;
  /** After an epoch's validation, before the event is yielded. */
  onEpochEnd?(training: Training, event: EpochEndEvent): void | Promise<void>;
  /** After the last step, before `done` is yielded; not where an error ends the training. */
  onTrainEnd?(training: Training): void | Promise<void>;
  /** After an event was yielded and the consumer asks for the next: the moment to take a state, which goes on behind it. */
  onSettled?(training: Training, event: TrainEvent): void | Promise<void>;
  /** What it must keep to go on. All that it reads from the device must have been asked for before it returns. */
  takeState?(): CallbackState | Promise<CallbackState>;
  /** Goes on from what `takeState` gave. It may be from a file: check it. */
  loadState?(state: CallbackState, training: Training): void | Promise<void>;
  /** Releases what it holds on the device, at the end of the training, errors included. */
  dispose?(): void;
}
