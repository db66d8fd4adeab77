/**
 * One or two of every layer, loss and optimizer, with options away from their defaults: what tests over all of them
 * walk.
 */
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  BinaryCrossEntropy,
  Chain,
  Dense,
  Dropout,
  Dropout2d,
  ELU,
  Flatten,
  GELU,
  GroupNorm,
  HardSwish,
  Huber,
  LayerNorm,
  LeakyReLU,
  Lion,
  type Loss,
  MeanAbsoluteError,
  MeanSquaredError,
  type Module,
  NAdam,
  type Optimizer,
  PReLU,
  ReLU,
  Residual,
  RMSNorm,
  RMSprop,
  SELU,
  SGD,
  Sigmoid,
  SiLU,
  Softmax,
  SoftmaxCrossEntropy,
  Softplus,
  Tanh,
} from '../../src/index.js';
import { nameOf } from './reference.js';

/** Of the inputs of every layer: a residual keeps it. */
export const WIDTH = 4;

export const everyLayer = (): Module[] => [
  new Dense(4),
  new Dense(4, { bias: false, initializer: 'glorotUniform' }),
  new ReLU(),
  new LeakyReLU(0.1),
  new ELU(0.8),
  new Sigmoid(),
  new Tanh(),
  new GELU(),
  new GELU({ approximate: 'tanh' }),
  new Softplus(),
  new SiLU(),
  new SELU(),
  new HardSwish(),
  new PReLU(),
  new Softmax(),
  new Flatten(),
  new Dropout(0.4),
  new Dropout2d(0.4),
  new LayerNorm({ epsilon: 1e-3 }),
  // Of 2 channels: with a small epsilon, each would be 1 or -1 and its gradient nearly 0.
  new GroupNorm(2, { epsilon: 0.1 }),
  new RMSNorm({ epsilon: 1e-3 }),
  new Chain([new Dense(4), new ReLU(), new Dense(4)]),
  new Residual(new Chain([new Dense(WIDTH), new Tanh()])),
];

export const everyLoss = (): Loss[] => [
  new SoftmaxCrossEntropy(),
  new SoftmaxCrossEntropy({ labelSmoothing: 0.2 }),
  new MeanSquaredError(),
  new MeanAbsoluteError(),
  new Huber(0.4),
  new BinaryCrossEntropy(),
];

/** Of a Dense layer alone: the bias learns in steps of its own. */
const groups = [{ names: ['*bias'], weightDecay: 0.3, learningRateFactor: 0.5 }];

export const everyOptimizer = (): Optimizer[] => [
  new SGD({ learningRate: 0.3, groups }),
  new SGD({ momentum: 0.5, dampening: 0.2 }),
  new SGD({ momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
  new Adam({ learningRate: 0.02, beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.1, groups }),
  new AdamW({ learningRate: 0.02, weightDecay: 0 }),
  new AdamW({ beta1: 0.7, beta2: 0.9, epsilon: 1e-5, groups }),
  new RMSprop({ groups }),
  new RMSprop({ learningRate: 0.02, alpha: 0.8, momentum: 0.9, centered: true, epsilon: 1e-5, weightDecay: 0.1 }),
  new Adagrad({ learningRate: 0.1, learningRateDecay: 0.1, epsilon: 1e-7, weightDecay: 0.1, groups }),
  new SGD({ formula: 'keras', momentum: 0.9, nesterov: true, weightDecay: 0.1, groups }),
  new Adam({ formula: 'keras', weightDecay: 0.1, groups }),
  new Adam({ amsgrad: true, beta2: 0.5, epsilon: 1e-5 }),
  new AdamW({ formula: 'keras', amsgrad: true, groups }),
  new RMSprop({ formula: 'keras', momentum: 0.9, centered: true, weightDecay: 0.1, groups }),
  new Adagrad({ formula: 'keras', initialAccumulator: 0.2, learningRateDecay: 0.1, weightDecay: 0.1, groups }),
  new Adadelta({ learningRate: 0.5, rho: 0.8, epsilon: 1e-5, weightDecay: 0.1, groups }),
  new Adamax({ learningRate: 0.1, beta1: 0.8, beta2: 0.9, epsilon: 1e-5, weightDecay: 0.1, groups }),
  new NAdam({
    learningRate: 0.02,
    beta1: 0.8,
    beta2: 0.9,
    epsilon: 1e-5,
    momentumDecay: 0.1,
    weightDecay: 0.1,
    groups,
  }),
  new Lion({ learningRate: 0.1, beta1: 0.8, beta2: 0.9, weightDecay: 0.1, groups }),
];

/** With a name for a table of tests. */
export const named = <T extends { readonly config: { readonly type: string } }>(
  values: readonly T[],
): { name: string; value: T }[] => values.map((value) => ({ name: nameOf(value.config), value }));
