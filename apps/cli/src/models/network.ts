/** Creates the network and the optimizer that the settings describe. */
import {
  type Backend,
  Dense,
  type FloatDType,
  fromConfig,
  OPTIMIZERS,
  type Optimizer,
  ReLU,
  Sequential,
  type Shape,
} from '@nablajs/core';
import type { OptimizerName } from '../settings/presets.js';

const OPTIMIZER_TYPES: Readonly<Record<OptimizerName, string>> = {
  sgd: 'SGD',
  adam: 'Adam',
  adamw: 'AdamW',
  rmsprop: 'RMSprop',
  adagrad: 'Adagrad',
  adadelta: 'Adadelta',
  adamax: 'Adamax',
  nadam: 'NAdam',
  lion: 'Lion',
};

export interface NetworkOptions {
  /** The shape of one example: [inputs]. */
  readonly inputShape: Shape;
  readonly hidden: readonly number[];
  /** How many units the last layer has. */
  readonly outputs: number;
  readonly dtype: FloatDType;
  /** The seed of the initial weights. */
  readonly seed: number;
}

/** Creates a Dense and a ReLU for each hidden size, then the output layer. The caller disposes the network. */
export function createNetwork(
  backend: Backend,
  { inputShape, hidden, outputs, dtype, seed }: NetworkOptions,
): Sequential {
  const layers = [...hidden.flatMap((units) => [new Dense(units), new ReLU()]), new Dense(outputs)];
  return new Sequential(backend, { inputShape, layers, dtype, seed });
}

export function createOptimizer(name: OptimizerName, learningRate: number, weightDecay?: number): Optimizer {
  const decay = weightDecay === undefined ? {} : { weightDecay };
  return fromConfig('optimizer', OPTIMIZERS, { type: OPTIMIZER_TYPES[name], learningRate, ...decay });
}

/** Returns the optimizer's default learning rate. */
export function defaultLearningRate(name: OptimizerName): number {
  return fromConfig('optimizer', OPTIMIZERS, { type: OPTIMIZER_TYPES[name] }).learningRate;
}
