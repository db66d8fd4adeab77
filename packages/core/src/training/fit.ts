import type { Dataset, HostTargets } from '../data/dataset.js';
import type { Module, Output, OutputOf } from '../networks/module.js';
import type { Network } from '../networks/network.js';
import type { Tensor } from '../tensors/tensor.js';
import type { Evaluation } from './evaluate.js';
import type { DoneEvent, TrainEvent } from './train-events.js';
import type { TrainOptions } from './train-options.js';
import { train } from './trainer.js';

/** Losses and validation by epoch, as Keras' `History`. */
export interface History {
  readonly loss: readonly number[];
  readonly validation: readonly Evaluation[];
  readonly done: DoneEvent;
}

/** Options of `fit`, for a network whose module gives O. */
export interface FitOptions<O extends Output = Tensor> extends TrainOptions<O> {
  /** Sees every event as it happens. */
  readonly onEvent?: (event: TrainEvent) => void;
}

/** `train` to its end; the losses and evaluations of every epoch. Throws what `train` throws. */
export async function fit<M extends Module>(
  model: Network<M>,
  dataset: Dataset<HostTargets>,
  options: FitOptions<OutputOf<M>>,
): Promise<History> {
  const loss: number[] = [];
  const validation: Evaluation[] = [];
  let done: DoneEvent | undefined;
  for await (const event of train(model, dataset, options)) {
    options.onEvent?.(event);
    if (event.type === 'epoch-end') {
      loss.push(event.loss);
      if (event.validation !== undefined) validation.push(event.validation);
    }
    if (event.type === 'done') done = event;
  }
  return { loss, validation, done: done as DoneEvent };
}
