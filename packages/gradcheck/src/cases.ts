/** The default set of checks: every layer, activation and loss of core, in small networks. */
import {
  type Backend,
  BinaryCrossEntropy,
  Chain,
  Dense,
  type DenseArray,
  Dropout,
  dense,
  ELU,
  Flatten,
  type FloatDType,
  GELU,
  HardSwish,
  Huber,
  LeakyReLU,
  type Loss,
  MeanAbsoluteError,
  MeanSquaredError,
  type Module,
  type Penalty,
  PReLU,
  ReLU,
  Residual,
  SELU,
  Sequential,
  Sigmoid,
  SiLU,
  Softmax,
  SoftmaxCrossEntropy,
  Softplus,
  Tanh,
  WeightPenalty,
} from '@nablajs/core';
import { floats, randomNormals } from './arrays.js';
import { drawParameters, gradcheck } from './gradcheck.js';
import { type LayerChoice, MORE_LAYERS } from './layer-cases.js';
import type { GradcheckOptions } from './options.js';
import type { GradcheckReport } from './report.js';

/** A small network with its loss, at a fixed point. */
export interface GradientCase {
  /** `Dense, ReLU, SoftmaxCrossEntropy (labels)` */
  readonly name: string;
  readonly layer: string;
  readonly activation: string;
  readonly loss: string;
  readonly layers: readonly Module[];
  readonly lossFunction: Loss;
  /** float64 or int32 [n, ...inputShape] */
  readonly x: DenseArray;
  readonly targets: DenseArray;
  /** Weights of the examples. Default: 1 each. */
  readonly weights?: readonly number[] | DenseArray;
  readonly penalty?: Penalty;
  /** The parameters by their names in the network. Default: those of `drawParameters`. */
  readonly parameters?: ReadonlyMap<string, DenseArray>;
}

/** Rows, inputs, hidden units and classes all differ, so a mix-up of dimensions fails. */
const ROWS = 4;
const HIDDEN = 5;
const CLASSES = 3;

const LAYER_CHOICES: readonly LayerChoice[] = [
  { name: 'Dense', inputShape: [6], layers: () => [new Dense(HIDDEN)] },
  { name: 'Dense without bias', inputShape: [6], layers: () => [new Dense(HIDDEN, { bias: false })] },
  { name: 'Flatten', inputShape: [2, 3], layers: () => [new Flatten(), new Dense(HIDDEN)] },
  { name: 'Dropout', inputShape: [6], layers: () => [new Dense(HIDDEN), new Dropout(0.4)] },
  {
    name: 'Residual',
    inputShape: [HIDDEN],
    layers: () => [new Residual(new Chain([new Dense(HIDDEN), new Sigmoid()]))],
  },
];

const ACTIVATIONS: Readonly<Record<string, () => Module[]>> = {
  'no activation': () => [],
  ReLU: () => [new ReLU()],
  LeakyReLU: () => [new LeakyReLU(0.1)],
  ELU: () => [new ELU(0.8)],
  Sigmoid: () => [new Sigmoid()],
  Tanh: () => [new Tanh()],
  GELU: () => [new GELU()],
  'GELU by tanh': () => [new GELU({ approximate: 'tanh' })],
  Softplus: () => [new Softplus()],
  SiLU: () => [new SiLU()],
  SELU: () => [new SELU()],
  HardSwish: () => [new HardSwish()],
  PReLU: () => [new PReLU()],
  Softmax: () => [new Softmax()],
};

/** Each row is a probability distribution, which fits every loss. */
const FLOAT_TARGETS = floats([0.7, 0.2, 0.1, 0, 1, 0, 0.25, 0.25, 0.5, 0.1, 0.3, 0.6], [ROWS, CLASSES], 'float64');
const LABELS = dense(Int32Array.of(2, 0, 1, 1), [ROWS]);

interface LossChoice {
  readonly name: string;
  readonly loss: Loss;
  readonly targets: DenseArray;
}

const LOSS_CHOICES: readonly LossChoice[] = [
  { name: 'SoftmaxCrossEntropy (labels)', loss: new SoftmaxCrossEntropy(), targets: LABELS },
  { name: 'SoftmaxCrossEntropy (smoothed)', loss: new SoftmaxCrossEntropy({ labelSmoothing: 0.2 }), targets: LABELS },
  { name: 'SoftmaxCrossEntropy (probabilities)', loss: new SoftmaxCrossEntropy(), targets: FLOAT_TARGETS },
  { name: 'MeanSquaredError', loss: new MeanSquaredError(), targets: FLOAT_TARGETS },
  { name: 'MeanAbsoluteError', loss: new MeanAbsoluteError(), targets: FLOAT_TARGETS },
  { name: 'Huber', loss: new Huber(0.4), targets: FLOAT_TARGETS },
  { name: 'BinaryCrossEntropy', loss: new BinaryCrossEntropy(), targets: FLOAT_TARGETS },
];

/** What losses have as options, with the first layers and one activation. */
const MORE_LOSSES: readonly LossChoice[] = [
  {
    name: 'SoftmaxCrossEntropy (weights of classes)',
    loss: new SoftmaxCrossEntropy({ classWeights: [0.5, 2, 1.5], labelSmoothing: 0.1, ignoreIndex: 2 }),
    targets: LABELS,
  },
  {
    name: 'BinaryCrossEntropy (weights of positives)',
    loss: new BinaryCrossEntropy({ positiveWeight: [3, 1, 0.5] }),
    targets: FLOAT_TARGETS,
  },
];

/**
 * Lists small networks to check: every layer with every activation and every loss, then losses with weights and
 * options, and a penalty. Layers for images and for normalisation come with and without a ReLU, and with one loss.
 *
 * @example
 * ```ts
 * for (const one of gradientCases()) {
 *   const report = await checkCase(one, backend, 'float64');
 *   if (!report.ok) console.log(one.name, report.problems);
 * }
 * ```
 */
export function gradientCases(): GradientCase[] {
  const plain = plainCases();
  const rest = plain.filter(({ layer, activation }) => layer === 'Dense' && activation === 'Tanh');
  const penalty = new WeightPenalty({ l1: 0.05, l2: 0.3, names: ['*.weight', '2.bias'] });
  const [first] = rest as [GradientCase];
  return [
    ...plain,
    ...rest.map((one) => ({ ...one, name: `${one.name}, weighted`, weights: [0.5, 2, 0, 1.25] })),
    { ...first, name: `${first.name}, penalised`, penalty },
    ...MORE_LOSSES.map((loss) => caseOf(LAYER_CHOICES[0] as LayerChoice, 'Tanh', loss)),
    ...moreCases(),
  ];
}

function plainCases(): GradientCase[] {
  return LAYER_CHOICES.flatMap((choice) =>
    Object.keys(ACTIVATIONS).flatMap((activation) => LOSS_CHOICES.map((loss) => caseOf(choice, activation, loss))),
  );
}

function moreCases(): GradientCase[] {
  const losses = LOSS_CHOICES.filter(({ name }) => name === 'MeanSquaredError');
  return MORE_LAYERS.flatMap((choice) =>
    ['no activation', 'ReLU'].flatMap((activation) =>
      losses.map((loss) => caseOf(choice, activation, loss, [new Flatten()])),
    ),
  );
}

function caseOf(
  { name: layer, inputShape, layers }: LayerChoice,
  activation: string,
  { name: loss, loss: lossFunction, targets }: LossChoice,
  end: readonly Module[] = [],
): GradientCase {
  return {
    name: `${layer}, ${activation}, ${loss}`,
    layer,
    activation,
    loss,
    layers: [...layers(), ...(ACTIVATIONS[activation]?.() ?? []), ...end, new Dense(CLASSES)],
    lossFunction,
    x: randomNormals([ROWS, ...inputShape], 3),
    targets,
  };
}

/**
 * Checks one case on a backend. Does not dispose the backend.
 *
 * @example
 * ```ts
 * for (const one of gradientCases().filter(({ activation }) => activation === 'GELU')) {
 *   const report = await checkCase(one, backend, 'float64', { seed: 1 });
 *   console.log(one.name, report.ok);
 * }
 * ```
 */
export async function checkCase(
  { layers, lossFunction: loss, x, targets, weights, penalty, parameters: given }: GradientCase,
  backend: Backend,
  dtype: FloatDType,
  options: Omit<GradcheckOptions, 'backend' | 'dtype' | 'loss' | 'targets' | 'weights' | 'penalty'> = {},
): Promise<GradcheckReport> {
  const inputShape = x.shape.slice(1);
  const parameters = given ?? (await drawParameters(backend, layers, inputShape, 4));
  using model = new Sequential(backend, { inputShape, layers, dtype, parameters });
  const objective = { loss, targets, ...(weights && { weights }), ...(penalty && { penalty }) };
  return await gradcheck(model, x, { ...options, ...objective });
}
