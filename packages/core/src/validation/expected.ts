/**
 * Checks layers, losses, optimizers and data sets of callers in plain JavaScript. Errors say what to write instead.
 */

import { type Batch, type Dataset, type HostInputs, type HostTargets, listOf } from '../data/dataset.js';
import type { Loss } from '../losses/loss.js';
import type { Metric } from '../metrics/metric.js';
import type { Blueprint, Module } from '../networks/module.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { isTensor, type Tensor } from '../tensors/tensor.js';
import { checkOptions } from './arguments.js';
import { checkHostArray, isClass, isObject, isPromise, unexpected, wrongReturn } from './describe.js';
import { NablaError } from './errors.js';
import { nearestName } from './option-names.js';

/** A kind of object, and what callers may write by mistake instead. */
interface Kind {
  /** `a loss` */
  readonly what: string;
  /** `new MeanSquaredError()` */
  readonly example: string;
  /** The methods that identify it. */
  readonly methods: readonly string[];
  readonly names: readonly string[];
  /** Names in other libraries, in lower case without separators, `sparse` and `categorical`. */
  readonly aliases: Readonly<Record<string, string>>;
}

const LAYER: Kind = {
  what: 'a layer',
  example: 'new Dense(10)',
  methods: ['build', 'call'],
  names: [
    ...['Dense', 'ReLU', 'LeakyReLU', 'ELU', 'Sigmoid', 'Tanh', 'GELU', 'Softplus', 'SiLU', 'Softmax', 'Dropout'],
    ...['Flatten', 'Chain', 'Residual', 'SELU', 'PReLU'],
  ],
  aliases: { linear: 'Dense', fc: 'Dense', swish: 'SiLU' },
};

const LOSS: Kind = {
  what: 'a loss',
  example: 'new SoftmaxCrossEntropy()',
  methods: ['compute'],
  names: ['SoftmaxCrossEntropy', 'MeanSquaredError', 'MeanAbsoluteError', 'Huber', 'BinaryCrossEntropy'],
  aliases: {
    mse: 'MeanSquaredError',
    mae: 'MeanAbsoluteError',
    l1: 'MeanAbsoluteError',
    bce: 'BinaryCrossEntropy',
    crossentropy: 'SoftmaxCrossEntropy',
  },
};

const OPTIMIZER: Kind = {
  what: 'an optimizer',
  example: 'new Adam()',
  methods: ['step'],
  names: ['SGD', 'Adam', 'AdamW', 'RMSprop', 'Adagrad', 'Adadelta', 'Adamax', 'NAdam', 'Lion'],
  aliases: { momentum: 'SGD' },
};

const METRIC: Kind = {
  what: 'a metric',
  example: 'new Accuracy()',
  methods: ['start'],
  names: [
    ...['Accuracy', 'BinaryAccuracy', 'TopKAccuracy', 'Precision', 'Recall', 'F1', 'RocAuc', 'MAE', 'RMSE', 'R2'],
  ],
  aliases: { acc: 'Accuracy', auc: 'RocAuc', topk: 'TopKAccuracy', f1score: 'F1', meanabsoluteerror: 'MAE' },
};

function nameMeant(name: string, { names, aliases }: Kind): string | undefined {
  const plain = name.toLowerCase().replace(/[\s_-]|sparse|categorical/g, '');
  return (Object.hasOwn(aliases, plain) ? aliases[plain] : undefined) ?? nearestName(plain, names);
}

function remedy(value: unknown, kind: Kind): string {
  const { example } = kind;
  if (isClass(value)) return `write new ${value.name}(…), with new and parentheses`;
  if (typeof value === 'function') return `write ${example}`;
  if (isObject(value) && typeof value['type'] === 'string') {
    return 'pass the config to fromConfig or networkFromConfig';
  }
  const meant = typeof value === 'string' ? nameMeant(value, kind) : undefined;
  return meant === undefined
    ? `write for example ${example}`
    : `write new ${meant}(${meant === 'Dense' ? 'units' : ''})`;
}

function check(where: string, value: unknown, kind: Kind): void {
  if (isObject(value) && kind.methods.every((method) => typeof value[method] === 'function')) return;
  throw unexpected(where, kind.what, value, remedy(value, kind));
}

export const checkLoss = (op: string, loss: Loss<never, never>): void => check(`${op} loss`, loss, LOSS);
export const checkOptimizer = (op: string, optimizer: Optimizer): void =>
  check(`${op} optimizer`, optimizer, OPTIMIZER);

/** Throws unless a value is a metric with a name. */
export function checkMetric(op: string, metric: Metric): void {
  check(`${op} metrics`, metric, METRIC);
  if (typeof metric.name === 'string' && metric.name !== '') return;
  throw unexpected(`${op} metrics`, 'a metric with a name', metric.name);
}

export function checkLayers(op: string, layers: readonly Module[]): void {
  if (!Array.isArray(layers) || layers.length === 0) throw unexpected(op, 'an array of layers', layers);
  for (const [at, layer] of layers.entries()) check(`${op}: layer ${at}`, layer, LAYER);
}

/** Throws unless a value is a layer or another module. */
export const checkModule = (op: string, module: Module): void => check(`${op}: module`, module, LAYER);

/** Throws unless a value has a `length`, an `inputShape` and a `batch`. */
export function checkDataset(op: string, dataset: Dataset<HostTargets>): void {
  if (isObject(dataset) && typeof dataset['batch'] === 'function' && Number.isSafeInteger(dataset['length'])) return;
  const advice = isPromise(dataset) ? 'await it first' : 'arrayDataset of @nablajs/datasets makes one of arrays';
  throw unexpected(op, 'a data set, { length, inputShape, batch(indices) }', dataset, advice);
}

/** Throws unless a value is a network. */
export function checkModel(op: string, model: unknown): void {
  if (isObject(model) && typeof model['forward'] === 'function' && Array.isArray(model['parameters'])) return;
  throw unexpected(op, 'a network first, such as a Sequential', model);
}

/** Throws if two have the same name. */
export function checkDistinct(who: string, all: readonly { readonly name: string }[], hint = ''): void {
  const names = all.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice === undefined) return;
  throw new NablaError('argument', `${who}: two are called '${twice}'; give one another name${hint}.`);
}

/** Checks the arguments of `train` and `evaluate`. */
export function checkRun(
  op: string,
  model: unknown,
  dataset: Dataset<HostTargets>,
  options: { readonly loss: Loss<never, never> },
  known: readonly string[],
  example: string,
): void {
  checkModel(op, model);
  checkDataset(op, dataset);
  checkOptions(op, options, known, example);
  checkLoss(op, options.loss);
}

/** Checks what a module's `build` returned. */
export function checkBuilt(module: Module, returned: Blueprint): Blueprint {
  const { outputShape, parameters = {}, children = {} } = isObject(returned) ? returned : ({} as Blueprint);
  const areBuilt = isObject(children) && Object.values(children).every((child) => Array.isArray(child?.outputShape));
  if (Array.isArray(outputShape) && isObject(parameters) && areBuilt) return returned;
  throw wrongReturn(
    module.config.type,
    'build',
    '{ outputShape }, and its parameters and children if it has any',
    returned,
  );
}

/** Checks what a loss computed. */
export function checkComputed({ config }: Pick<Loss, 'config'>, returned: Tensor): Tensor {
  if (isTensor(returned) && returned.shape.length === 0) return returned;
  throw wrongReturn(config.type, 'compute', 'a tensor of shape [], such as a sum', returned);
}

/** Checks what a data set's `batch` returned. */
export function checkBatch(batch: Batch<HostInputs, HostTargets>): Batch<HostInputs, HostTargets> {
  if (isObject(batch) && isObject(batch['x']) && isObject(batch['y'])) {
    for (const input of listOf(batch.x)) checkHostArray('x of the data set', input);
    for (const targets of listOf(batch.y)) checkHostArray('y of the data set', targets);
    return batch;
  }
  throw wrongReturn('the data set', 'batch', '{ x, y }', batch, 'data');
}
