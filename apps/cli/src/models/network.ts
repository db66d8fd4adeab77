/** The network and the optimizer that the settings describe. */
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
  /** Of one image: [pixels]. */
  readonly inputShape: Shape;
  readonly hidden: readonly number[];
  /** Units of the last layer. */
  readonly outputs: number;
  readonly dtype: FloatDType;
  /** Of the initial weights. */
  readonly seed: number;
}

/** Dense and ReLU for each hidden size, then the outputs; the caller disposes it. */
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

/** What the optimizer takes where nothing is said. */
export function defaultLearningRate(name: OptimizerName): number {
  return fromConfig('optimizer', OPTIMIZERS, { type: OPTIMIZER_TYPES[name] }).learningRate;
}
