import { workError } from '@nablajs/command-line';
import { type Backend, buildShapes, formatShape, type Network, type Shape } from '@nablajs/core';
import { outputsOf } from '../data/task.js';
import type { TrainingData } from '../data/training-data.js';
import { openNetwork, type TrainedModel } from './model-folder.js';

/** Whether a shape fits a declared one, in which NaN stands for any length. */
export const fits = (declared: Shape, shape: Shape): boolean =>
  declared.length === shape.length && declared.every((size, axis) => Number.isNaN(size) || size === shape[axis]);

/** The caller disposes the network. Throws a CommandError if it does not fit the data. */
export function startNetwork(
  backend: Backend,
  saved: TrainedModel['network'],
  { train, task }: Pick<TrainingData, 'train' | 'task'>,
): Network {
  const [input = []] = buildShapes(saved.config.inputShape);
  if (!fits(input, train.inputShape)) {
    throw workError(
      `--from: the model takes examples ${formatShape(input)}. Received data of ${formatShape(train.inputShape)}.`,
    );
  }
  const network = openNetwork(backend, saved);
  const { outputShapes, outputShape } = network;
  if (outputShapes.length === 1 && (task.kind === 'regression' || outputShape.at(-1) === outputsOf(task)))
    return network;
  network.dispose();
  const expected = task.kind === 'regression' ? 'one output' : `${outputsOf(task)} outputs`;
  throw workError(
    `--from: expected a model of ${expected}. Received one of ${outputShapes.map(formatShape).join(', ')}.`,
  );
}
