/** Networks, losses and optimizers from JSON, through tables: what a file names is looked up here, never imported. */
import type { Backend, Shape } from '../backend.js';
import { AveragePool2d } from '../layers/average-pool2d.js';
import { BatchNorm } from '../layers/batch-norm.js';
import { Chain } from '../layers/chain.js';
import { ConvTranspose2d, type ConvTranspose2dOptions } from '../layers/conv-transpose2d.js';
import { Conv1d, type Conv1dOptions } from '../layers/conv1d.js';
import { Conv2d, type Conv2dOptions } from '../layers/conv2d.js';
import { Dense, type DenseOptions } from '../layers/dense.js';
import { Dropout, Dropout2d } from '../layers/dropout.js';
import { ELU } from '../layers/elu.js';
import { Flatten } from '../layers/flatten.js';
import { GELU } from '../layers/gelu.js';
import { GlobalAveragePool } from '../layers/global-average-pool.js';
import { GroupNorm } from '../layers/group-norm.js';
import { HardSwish } from '../layers/hard-swish.js';
import { LayerNorm, type NormOptions } from '../layers/layer-norm.js';
import { LeakyReLU } from '../layers/leaky-relu.js';
import { MaxPool2d } from '../layers/max-pool2d.js';
import { PReLU } from '../layers/prelu.js';
import { ReLU } from '../layers/relu.js';
import { Residual } from '../layers/residual.js';
import { RMSNorm } from '../layers/rms-norm.js';
import { SELU } from '../layers/selu.js';
import { Sigmoid } from '../layers/sigmoid.js';
import { SiLU } from '../layers/silu.js';
import { Softmax } from '../layers/softmax.js';
import { Softplus } from '../layers/softplus.js';
import { Tanh } from '../layers/tanh.js';
import { UpSample } from '../layers/up-sample.js';
import { BinaryCrossEntropy } from '../losses/binary-cross-entropy.js';
import { Huber } from '../losses/huber.js';
import type { Loss } from '../losses/loss.js';
import { MeanAbsoluteError } from '../losses/mean-absolute-error.js';
import { MeanSquaredError } from '../losses/mean-squared-error.js';
import { SoftmaxCrossEntropy } from '../losses/softmax-cross-entropy.js';
import type { Module } from '../networks/module.js';
import { Network, type NetworkConfig, type ParameterOptions, type SequentialConfig } from '../networks/network.js';
import { Sequential } from '../networks/sequential.js';
import type { PoolOptions } from '../ops/pooling.js';
import type { Pair } from '../ops/windows.js';
import { Adadelta } from '../optimizers/adadelta.js';
import { Adagrad } from '../optimizers/adagrad.js';
import { Adam, AdamW } from '../optimizers/adam.js';
import { Adamax } from '../optimizers/adamax.js';
import { Lion } from '../optimizers/lion.js';
import { NAdam } from '../optimizers/nadam.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { RMSprop } from '../optimizers/rmsprop.js';
import { SGD } from '../optimizers/sgd.js';
import { isObject, unexpected } from '../validation/describe.js';
import type { NablaError } from '../validation/errors.js';
import { checkOptionNames } from '../validation/option-names.js';
import { type ConfigTable, fromConfig, optionsOf } from './config-table.js';
import type { TypedConfig } from './json.js';

/** Returns the only option of a class that takes it as an argument; checks that there are no others. */
function only(config: TypedConfig, option?: string): number {
  checkOptionNames(config.type, optionsOf(config), option === undefined ? [] : [option]);
  return config[option ?? ''] as number;
}

/** Returns the configs of inner modules; the constructor reports anything that is not an array. */
const arrayOf = (configs: unknown): readonly TypedConfig[] => (Array.isArray(configs) ? configs : []);

/** Creates a class that takes no arguments. */
const plain =
  <T>(Plain: new () => T) =>
  (config: TypedConfig): T => {
    only(config);
    return new Plain();
  };

/** The config of a convolution: its arguments and its options. */
type Filters<Options> = Options & { filters: number; kernelSize: Pair };

/** The built-in layers, by the `type` of their config. */
export const LAYERS: ConfigTable<Module> = {
  Dense: (config) => {
    const { units, ...rest } = optionsOf<DenseOptions & { units: number }>(config);
    return new Dense(units, rest);
  },
  ReLU: plain(ReLU),
  LeakyReLU: (config) => new LeakyReLU(only(config, 'slope')),
  ELU: (config) => new ELU(only(config, 'alpha')),
  Sigmoid: plain(Sigmoid),
  Tanh: plain(Tanh),
  GELU: (config) => new GELU(optionsOf(config)),
  Softplus: plain(Softplus),
  SiLU: plain(SiLU),
  SELU: plain(SELU),
  HardSwish: plain(HardSwish),
  PReLU: plain(PReLU),
  Softmax: plain(Softmax),
  Dropout: (config) => new Dropout(only(config, 'rate')),
  Dropout2d: (config) => new Dropout2d(only(config, 'rate')),
  LayerNorm: (config) => new LayerNorm(optionsOf(config)),
  GroupNorm: (config) => {
    const { groups, ...rest } = optionsOf<NormOptions & { groups: number }>(config);
    return new GroupNorm(groups, rest);
  },
  RMSNorm: (config) => new RMSNorm(optionsOf(config)),
  Flatten: plain(Flatten),
  Conv1d: (config) => {
    const { filters, kernelSize, ...rest } = optionsOf<Conv1dOptions & { filters: number; kernelSize: number }>(config);
    return new Conv1d(filters, kernelSize, rest);
  },
  Conv2d: (config) => {
    const { filters, kernelSize, ...rest } = optionsOf<Filters<Conv2dOptions>>(config);
    return new Conv2d(filters, kernelSize, rest);
  },
  ConvTranspose2d: (config) => {
    const { filters, kernelSize, ...rest } = optionsOf<Filters<ConvTranspose2dOptions>>(config);
    return new ConvTranspose2d(filters, kernelSize, rest);
  },
  MaxPool2d: (config) => {
    const { size, ...rest } = optionsOf<PoolOptions & { size: Pair }>(config);
    return new MaxPool2d(size, rest);
  },
  AveragePool2d: (config) => {
    const { size, ...rest } = optionsOf<PoolOptions & { size: Pair }>(config);
    return new AveragePool2d(size, rest);
  },
  GlobalAveragePool: plain(GlobalAveragePool),
  UpSample: (config) => {
    checkOptionNames('UpSample', optionsOf(config), ['factor']);
    return new UpSample(config['factor'] as Pair);
  },
  BatchNorm: (config) => new BatchNorm(optionsOf(config)),
  Chain: (config, make) => {
    checkOptionNames('Chain', optionsOf(config), ['layers']);
    return new Chain(arrayOf(config['layers']).map(make));
  },
  Residual: (config, make) => {
    const { body, shortcut } = config as TypedConfig & { body: TypedConfig; shortcut?: TypedConfig };
    checkOptionNames('Residual', optionsOf(config), ['body', 'shortcut']);
    return new Residual(make(body), shortcut === undefined ? {} : { shortcut: make(shortcut) });
  },
};

/** The built-in losses, by the `type` of their config. */
export const LOSSES: ConfigTable<Loss> = {
  SoftmaxCrossEntropy: (config) => new SoftmaxCrossEntropy(optionsOf(config)),
  MeanSquaredError: plain(MeanSquaredError),
  MeanAbsoluteError: plain(MeanAbsoluteError),
  Huber: (config) => new Huber(only(config, 'delta')),
  BinaryCrossEntropy: plain(BinaryCrossEntropy),
};

/** The built-in optimizers, by the `type` of their config. */
export const OPTIMIZERS: ConfigTable<Optimizer> = {
  SGD: (config) => new SGD(optionsOf(config)),
  Adam: (config) => new Adam(optionsOf(config)),
  AdamW: (config) => new AdamW(optionsOf(config)),
  RMSprop: (config) => new RMSprop(optionsOf(config)),
  Adagrad: (config) => new Adagrad(optionsOf(config)),
  Adadelta: (config) => new Adadelta(optionsOf(config)),
  Adamax: (config) => new Adamax(optionsOf(config)),
  NAdam: (config) => new NAdam(optionsOf(config)),
  Lion: (config) => new Lion(optionsOf(config)),
};

/** Options of `networkFromConfig`. */
export interface FromConfigOptions extends ParameterOptions {
  /** Your custom layers and modules. They override built-in ones of the same name. Default: none. */
  readonly layers?: ConfigTable<Module>;
}

const NETWORK_OPTIONS = ['dtype', 'seed', 'parameters'] as const;

/**
 * Rebuilds a `Network` or `Sequential` from its config. You may pass a loaded model as the options; its other
 * properties are ignored.
 *
 * @example
 * ```ts
 * const copy = networkFromConfig(backend, model.config, { seed: 2 });
 * ```
 */
export function networkFromConfig(
  backend: Backend,
  config: NetworkConfig | SequentialConfig,
  given: FromConfigOptions = {},
): Network {
  return build('networkFromConfig', backend, config, given);
}

/**
 * Rebuilds a `Sequential` from its config. Throws a NablaError of code `argument` for the config of another network.
 *
 * @example
 * ```ts
 * const config = { inputShape: [4], layers: [{ type: 'Dense', units: 3 }] };
 * const model = sequentialFromConfig(backend, config);
 * ```
 */
export function sequentialFromConfig(
  backend: Backend,
  config: SequentialConfig | NetworkConfig,
  given: FromConfigOptions = {},
): Sequential {
  if (isObject(config) && 'layers' in config && Array.isArray(config.layers)) {
    return build('sequentialFromConfig', backend, config, given) as Sequential;
  }
  throw wrongConfig('sequentialFromConfig', '{ inputShape, layers: [{ type, … }, …] }', config);
}

function build(
  who: string,
  backend: Backend,
  config: NetworkConfig | SequentialConfig,
  given: FromConfigOptions,
): Network {
  const table = { ...LAYERS, ...given.layers };
  const chosen = NETWORK_OPTIONS.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]);
  const options: ParameterOptions = Object.fromEntries(chosen);
  const { inputShape, layers, module } = (isObject(config) ? config : {}) as Partial<NetworkConfig & SequentialConfig>;
  if (Array.isArray(layers)) {
    const built = layers.map((layer) => fromConfig('layer', table, layer));
    return new Sequential(backend, { ...options, inputShape: inputShape as Shape, layers: built });
  }
  if (!isObject(module))
    throw wrongConfig(who, '{ inputShape, layers: [{ type, … }, …] } or { inputShape, module }', config);
  return new Network(backend, fromConfig('module', table, module), { ...options, inputShape: inputShape as Shape });
}

const wrongConfig = (who: string, expected: string, config: unknown): NablaError =>
  unexpected(who, `a config, ${expected}`, config);
