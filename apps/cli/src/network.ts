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
import type { OptimizerName } from './presets.js';

/** MNIST and all that follow it have ten classes. */
export const CLASSES = 10;

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
  readonly dtype: FloatDType;
  /** Of the initial weights. */
  readonly seed: number;
}

/** Dense and ReLU for each hidden size, then ten logits; the caller disposes it. */
export function createNetwork(backend: Backend, { inputShape, hidden, dtype, seed }: NetworkOptions): Sequential {
  const layers = [...hidden.flatMap((units) => [new Dense(units), new ReLU()]), new Dense(CLASSES)];
  return new Sequential(backend, { inputShape, layers, dtype, seed });
}

export function createOptimizer(name: OptimizerName, learningRate: number): Optimizer {
  return fromConfig('optimizer', OPTIMIZERS, { type: OPTIMIZER_TYPES[name], learningRate });
}

/** What the optimizer takes where nothing is said. */
export function defaultLearningRate(name: OptimizerName): number {
  return fromConfig('optimizer', OPTIMIZERS, { type: OPTIMIZER_TYPES[name] }).learningRate;
}
