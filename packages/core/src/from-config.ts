/** Networks, losses and optimizers from JSON, through tables: what a file names is looked up here, never imported. */
import type { Backend } from './backend.js';
import { describe, isObject } from './describe.js';
import { NablaError } from './errors.js';
import type { TypedConfig } from './json.js';
import { Dense, type DenseOptions } from './layers/dense.js';
import { Dropout } from './layers/dropout.js';
import { ELU } from './layers/elu.js';
import { Flatten } from './layers/flatten.js';
import { GELU } from './layers/gelu.js';
import type { Layer } from './layers/layer.js';
import { LeakyReLU } from './layers/leaky-relu.js';
import { ReLU } from './layers/relu.js';
import { Sigmoid } from './layers/sigmoid.js';
import { SiLU } from './layers/silu.js';
import { Softmax } from './layers/softmax.js';
import { Softplus } from './layers/softplus.js';
import { Tanh } from './layers/tanh.js';
import { BinaryCrossEntropy } from './losses/binary-cross-entropy.js';
import { Huber } from './losses/huber.js';
import type { Loss } from './losses/loss.js';
import { MeanAbsoluteError } from './losses/mean-absolute-error.js';
import { MeanSquaredError } from './losses/mean-squared-error.js';
import { SoftmaxCrossEntropy } from './losses/softmax-cross-entropy.js';
import { Adagrad } from './optimizers/adagrad.js';
import { Adam, AdamW } from './optimizers/adam.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { RMSprop } from './optimizers/rmsprop.js';
import { SGD } from './optimizers/sgd.js';
import { checkOptionNames, nearestName } from './option-names.js';
import { Sequential, type SequentialConfig, type SequentialOptions } from './sequential.js';

/** Makes an object from its config; constructors check the options. */
export type ConfigTable<T> = Readonly<Record<string, (config: TypedConfig) => T>>;

/**
 * The options of `config` are checked by the constructors that take them; a wrong type or name is their error to raise.
 */
const options = <T extends object>({ type: _type, ...rest }: TypedConfig): T => rest as object as T;

/** The one option of a class that takes it as an argument; none for a class that takes nothing. */
function only(config: TypedConfig, option?: string): number {
  checkOptionNames(config.type, options(config), option === undefined ? [] : [option]);
  return config[option ?? ''] as number;
}

/** A class that takes nothing. */
const plain =
  <T>(Plain: new () => T) =>
  (config: TypedConfig): T => {
    only(config);
    return new Plain();
  };

/** The layers of core by the `type` of their config. */
export const LAYERS: ConfigTable<Layer> = {
  Dense: (config) => {
    const { units, ...rest } = options<DenseOptions & { units: number }>(config);
    return new Dense(units, rest);
  },
  ReLU: plain(ReLU),
  LeakyReLU: (config) => new LeakyReLU(only(config, 'slope')),
  ELU: (config) => new ELU(only(config, 'alpha')),
  Sigmoid: plain(Sigmoid),
  Tanh: plain(Tanh),
  GELU: plain(GELU),
  Softplus: plain(Softplus),
  SiLU: plain(SiLU),
  Softmax: plain(Softmax),
  Dropout: (config) => new Dropout(only(config, 'rate')),
  Flatten: plain(Flatten),
};

/** The losses of core by the `type` of their config. */
export const LOSSES: ConfigTable<Loss> = {
  SoftmaxCrossEntropy: (config) => new SoftmaxCrossEntropy(options(config)),
  MeanSquaredError: plain(MeanSquaredError),
  MeanAbsoluteError: plain(MeanAbsoluteError),
  Huber: (config) => new Huber(only(config, 'delta')),
  BinaryCrossEntropy: plain(BinaryCrossEntropy),
};

/** The optimizers of core by the `type` of their config. */
export const OPTIMIZERS: ConfigTable<Optimizer> = {
  SGD: (config) => new SGD(options(config)),
  Adam: (config) => new Adam(options(config)),
  AdamW: (config) => new AdamW(options(config)),
  RMSprop: (config) => new RMSprop(options(config)),
  Adagrad: (config) => new Adagrad(options(config)),
};

/** The entry of `table` that `config.type` names; a NablaError of code `argument` lists the known ones. */
export function fromConfig<T>(what: string, table: ConfigTable<T>, config: TypedConfig): T {
  if (!isObject(config) || typeof config.type !== 'string') {
    throw new NablaError(
      'argument',
      `${what}: expected a config, such as { type: 'ReLU' }. Received ${describe(config)}.`,
    );
  }
  const make = Object.hasOwn(table, config.type) ? table[config.type] : undefined;
  if (make === undefined) {
    const known = Object.keys(table);
    const nearest = nearestName(config.type, known);
    const suggestion = nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
    throw new NablaError(
      'argument',
      `${what}: unknown type '${config.type}'.${suggestion} Known: ${known.join(', ')}; pass a table with your own.`,
    );
  }
  return make(config);
}

/** Options of `sequentialFromConfig`. */
export interface FromConfigOptions extends Omit<SequentialOptions, 'inputShape' | 'layers'> {
  /** Layers of your own, beside the built-in ones; of two with the same name yours wins. */
  readonly layers?: ConfigTable<Layer>;
}

const NETWORK_OPTIONS = ['dtype', 'seed', 'parameters'] as const;

/** Rebuilds a network from its config. A loaded model may stand for the options: what else it has is not looked at. */
export function sequentialFromConfig(
  backend: Backend,
  config: SequentialConfig,
  given: FromConfigOptions = {},
): Sequential {
  if (!isObject(config) || !Array.isArray(config['layers'])) {
    const expected = 'expected a config, { inputShape, layers: [{ type, … }, …] }';
    throw new NablaError('argument', `sequentialFromConfig: ${expected}. Received ${describe(config)}.`);
  }
  const table = { ...LAYERS, ...given.layers };
  const chosen = NETWORK_OPTIONS.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]);
  const options: Partial<SequentialOptions> = Object.fromEntries(chosen);
  const built = config.layers.map((layer) => fromConfig('layer', table, layer));
  return new Sequential(backend, { ...options, inputShape: config.inputShape, layers: built });
}
