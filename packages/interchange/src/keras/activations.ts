/** Activations by Keras' names, both ways. */
import {
  ELU,
  GELU,
  HardSwish,
  LeakyReLU,
  type Module,
  ReLU,
  SELU,
  Sigmoid,
  SiLU,
  Softmax,
  Softplus,
  Tanh,
} from '@nablajs/core';
import { isJson, shown } from './config.js';
import { functionLayer, hardSigmoid, limitedRelu } from './modules.js';
import { Options, type Reading, Unsupported } from './read/plan.js';

const ACTIVATIONS: Readonly<Record<string, (isKeras3: boolean) => Module>> = {
  relu: () => new ReLU(),
  relu6: () => limitedRelu(6),
  sigmoid: () => new Sigmoid(),
  tanh: () => new Tanh(),
  softmax: () => new Softmax(),
  log_softmax: () => functionLayer('LogSoftmax'),
  elu: () => new ELU(),
  selu: () => new SELU(),
  gelu: () => new GELU(),
  gelu_new: () => new GELU({ approximate: 'tanh' }),
  softplus: () => new Softplus(),
  softsign: () => functionLayer('Softsign'),
  swish: () => new SiLU(),
  silu: () => new SiLU(),
  mish: () => functionLayer('Mish'),
  exponential: () => functionLayer('Exponential'),
  hard_sigmoid: (isKeras3) => hardSigmoid(isKeras3 ? 1 / 6 : 0.2),
  hard_silu: () => new HardSwish(),
  hard_swish: () => new HardSwish(),
  leaky_relu: () => new LeakyReLU(0.2),
};

/** None for `linear`. The value of an activation is a name, or a layer of its own. */
export function activationOf({ className, config, isKeras3 }: Reading, option = 'activation'): readonly Module[] {
  const given = config[option] ?? 'linear';
  const inner = isJson(given) ? given['config'] : undefined;
  // Keras 3 may write a function as { class_name: 'function', config: 'relu' }.
  const name = typeof inner === 'string' ? inner : given;
  if (name === 'linear') return [];
  if (typeof name === 'string' && Object.hasOwn(ACTIVATIONS, name)) return [ACTIVATIONS[name]?.(isKeras3) as Module];
  if (isJson(given) && typeof given['class_name'] === 'string' && isJson(inner)) {
    const layer = activationLayer({ className: given['class_name'], config: inner, isKeras3 });
    if (layer !== undefined) return [layer];
  }
  throw new Unsupported(`${className} with ${option} ${shown(given)}`);
}

/** Undefined for layers that are no activation. */
export function activationLayer(layer: Pick<Reading, 'className' | 'config' | 'isKeras3'>): Module | undefined {
  const options = new Options(layer);
  const slope = (missing: number): number => options.number('negative_slope', options.number('alpha', missing));
  switch (layer.className) {
    case 'ReLU': {
      const limit = options.get('max_value');
      const below = options.number('negative_slope', 0);
      const threshold = options.number('threshold', 0);
      if (limit === undefined && threshold === 0) return below === 0 ? new ReLU() : new LeakyReLU(below);
      return limitedRelu(limit === undefined ? null : options.number('max_value'), below, threshold);
    }
    case 'LeakyReLU':
      return new LeakyReLU(slope(0.3));
    case 'ELU':
      return new ELU(options.number('alpha', 1));
    case 'Softmax':
      options.only<unknown>('axis', -1);
      return new Softmax();
    default:
      return undefined;
  }
}

/** Keras' names of our activations. */
const NAMES: Readonly<Record<string, string>> = {
  ReLU: 'relu',
  Sigmoid: 'sigmoid',
  Tanh: 'tanh',
  Softmax: 'softmax',
  LogSoftmax: 'log_softmax',
  SELU: 'selu',
  Softplus: 'softplus',
  Softsign: 'softsign',
  SiLU: 'silu',
  Mish: 'mish',
  Exponential: 'exponential',
  HardSwish: 'hard_silu',
};

/** What TensorFlow.js calls otherwise; undefined for what it does not have. */
const TFJS_NAMES: Readonly<Record<string, string | undefined>> = {
  silu: 'swish',
  exponential: undefined,
  hard_silu: undefined,
  log_softmax: undefined,
};

/** Undefined for an activation that Keras does not have. */
export function activationName({ type, ...options }: Module['config'], isTfjs: boolean): string | undefined {
  if (type === 'GELU') {
    // TensorFlow.js 4.22 has gelu_new, and does not find it when it loads a model.
    return options['approximate'] === 'tanh' ? undefined : 'gelu';
  }
  if (type === 'HardSigmoid') return options['slope'] === (isTfjs ? 0.2 : 1 / 6) ? 'hard_sigmoid' : undefined;
  const name = Object.hasOwn(NAMES, type) ? NAMES[type] : undefined;
  return isTfjs && name !== undefined && name in TFJS_NAMES ? TFJS_NAMES[name] : name;
}
