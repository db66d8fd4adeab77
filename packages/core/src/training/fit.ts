import type { Dataset, HostTargets } from '../data/dataset.js';
import type { Evaluation } from '../evaluation/evaluate.js';
import type { Module, Output, OutputOf } from '../modules/module.js';
import type { Network } from '../networks/network.js';
import type { Tensor } from '../tensors/tensor.js';
import type { DoneEvent, TrainEvent } from './train-events.js';
import type { TrainOptions } from './train-options.js';
import type { EpochLog } from './train-state.js';
import { train } from './trainer.js';

/** What `fit` returns: the numbers of each epoch, like Keras' `History`. */
export interface History {
  /** The training loss of each epoch. */
  readonly loss: readonly number[];
  /** The numbers of each epoch by name: `loss`, `accuracy` if asked for, what `withLogs` adds, `val_loss` and so on. */
  readonly logs: readonly EpochLog[];
  /** The evaluation after each epoch; empty without validation data. */
  readonly validation: readonly Evaluation[];
  /** The last event: epochs, steps, seconds, and whether the signal stopped the training. */
  readonly done: DoneEvent;
}

/** Options of `fit`: the options of `train`, and `onEvent`. O is what the network returns. */
export interface FitOptions<O extends Output = Tensor> extends TrainOptions<O> {
  /** Called with every event as it happens. Default: none. */
  readonly onEvent?: (event: TrainEvent) => void;
}

/**
 * Trains `model` in place and returns the loss and evaluation of every epoch. Throws what `train` throws.
 *
 * @example
 * ```ts
 * const history = await fit(model, trainSet, {
 *   loss: new SoftmaxCrossEntropy(),
 *   optimizer: new Adam(),
 *   epochs: 5,
 *   batchSize: 128,
 *   validationSplit: 0.1,
 *   onEvent: (event) => {
 *     if (event.type === 'epoch-end') console.log(event.epoch, event.loss, event.validation?.loss);
 *   },
 * });
 * console.log(history.loss.at(-1));
 * ```
 */
export async function fit<M extends Module>(
  model: Network<M>,
  dataset: Dataset<HostTargets>,
  options: FitOptions<OutputOf<M>>,
): Promise<History> {
  const loss: number[] = [];
  const logs: EpochLog[] = [];
  const validation: Evaluation[] = [];
  let done: DoneEvent | undefined;
  for await (const event of train(model, dataset, options)) {
    options.onEvent?.(event);
    if (event.type === 'epoch-end') {
      loss.push(event.loss);
      logs.push(event.log);
      if (event.validation !== undefined) validation.push(event.validation);
    }
    if (event.type === 'done') done = event;
  }
  return { loss, logs, validation, done: done as DoneEvent };
}
