/** The state of Keras' optimizers as that of core's, both ways. */
import type { DenseArray, OptimizerState, TypedConfig } from '@nablajs/core';
import { negated } from './arrays.js';
import { isJson, type Json } from './config.js';
import type { Binding, KerasVariable } from './read/plan.js';
import type { Leaf, LeafVariable } from './read/weights.js';

/** How the slots of an optimizer lie in Keras' list of variables. */
interface Layout {
  /** Our names of slots that lie side by side for each parameter, then those that follow for all. */
  readonly groups: readonly (readonly string[])[];
  /** Whether the slot has the other sign. */
  readonly isNegated?: boolean;
  readonly config: TypedConfig;
}

const number = (value: unknown, missing: number): number => (typeof value === 'number' ? value : missing);

/** Undefined for an optimizer that is not known. */
function layoutOf(className: string, config: Json): Layout | undefined {
  const learningRate = number(config['learning_rate'], 0.001);
  const shared = { learningRate, weightDecay: number(config['weight_decay'], 0), formula: 'keras' } as const;
  const epsilon = number(config['epsilon'], 1e-7);
  const momentum = number(config['momentum'], 0);
  switch (className) {
    case 'Adam':
    case 'AdamW': {
      const amsgrad = config['amsgrad'] === true;
      const betas = { beta1: number(config['beta_1'], 0.9), beta2: number(config['beta_2'], 0.999) };
      return {
        groups: [['m', 'v'], ...(amsgrad ? [['vMax']] : [])],
        config: { type: className, ...shared, ...betas, epsilon, amsgrad },
      };
    }
    case 'SGD':
      return {
        groups: momentum === 0 ? [] : [['velocity']],
        isNegated: true,
        config: { type: 'SGD', ...shared, momentum, nesterov: momentum > 0 && config['nesterov'] === true },
      };
    case 'RMSprop': {
      const centered = config['centered'] === true;
      return {
        groups: [['meanSquare'], ...(momentum > 0 ? [['velocity']] : []), ...(centered ? [['mean']] : [])],
        config: { type: 'RMSprop', ...shared, alpha: number(config['rho'], 0.9), epsilon, momentum, centered },
      };
    }
    case 'Adagrad':
      return {
        groups: [['squares']],
        config: {
          type: 'Adagrad',
          ...shared,
          epsilon,
          initialAccumulator: number(config['initial_accumulator_value'], 0.1),
        },
      };
    default:
      return undefined;
  }
}

/** What a file says of its optimizer. */
export interface SavedOptimizer {
  /** `{ class_name, config }` */
  readonly json: unknown;
  /** Iterations and learning rate, then the slots. */
  readonly arrays: readonly DenseArray[];
}

export interface ReadOptimizer {
  readonly state?: OptimizerState;
  readonly warnings: readonly string[];
}

export function readOptimizer(
  { json, arrays }: SavedOptimizer,
  leaves: readonly Leaf[],
  variables: readonly LeafVariable[],
): ReadOptimizer {
  const none = (...warnings: readonly string[]): ReadOptimizer => ({ warnings });
  if (!isJson(json) || typeof json['class_name'] !== 'string' || !isJson(json['config'])) return none();
  const { config } = json;
  const className = json['class_name'].replace(/^.*>/, '');
  const layout = layoutOf(className, config);
  const name = className.slice(0, 40);
  if (layout === undefined) return none(`the optimizer ${name} is not read, nor is its state`);
  if (isJson(config['learning_rate'])) return none(`the optimizer ${name} has a schedule: its state is not read`);
  if (config['use_ema'] === true || typeof config['gradient_accumulation_steps'] === 'number') {
    return none(`the optimizer ${name} averages weights or accumulates gradients: its state is not read`);
  }
  const [iterations, rate] = arrays;
  const count = layout.groups.flat().length * variables.length;
  // The optimizers of Keras 2 have no learning rate here, and their slots kind by kind.
  const isOld = arrays.length === 1 + count;
  if (iterations === undefined || (!isOld && arrays.length !== 2 + count)) return none();
  const steps = Number(iterations.data[0]);
  const learningRate = currentRate(layout.config, isOld ? undefined : rate);
  const groups = isOld ? layout.groups.flat().map((slot) => [slot]) : layout.groups;
  const slots = slotsOf({ ...layout, groups }, arrays.slice(isOld ? 1 : 2), leaves, variables);
  const names = leaves.flatMap((leaf) => trainedBindings(leaf).map(({ parameter }) => `${leaf.prefix}${parameter}`));
  const whole = names.filter((one) => layout.groups.flat().every((slot) => slots.has(`${one}/${slot}`)));
  const clips = ['clipnorm', 'clipvalue', 'global_clipnorm'].filter((option) => typeof config[option] === 'number');
  return {
    state: {
      config: { ...layout.config, learningRate },
      steps,
      counts: Object.fromEntries(whole.map((one) => [one, steps])),
      slots,
    },
    warnings: [
      ...clips.map((option) => `the optimizer's ${option} is not read; pass clipByNorm or clipByValue to the training`),
      ...(whole.length < names.length
        ? ['the optimizer begins anew for biases of a GRU, which are two in Keras and one here']
        : []),
    ],
  };
}

/** The rate may have been changed since the config was made. It is float32 in the file. */
function currentRate({ learningRate }: TypedConfig, rate: DenseArray | undefined): number {
  const now = Number(rate?.data[0] ?? learningRate);
  return now > 0 && Math.fround(now) !== Math.fround(learningRate as number) ? now : (learningRate as number);
}

/** The parameters made of trained variables. */
const trainedBindings = ({ isTrainable, bindings, variables }: Leaf): readonly Binding[] =>
  isTrainable
    ? bindings.filter(({ from }) => from.length > 0 && from.every((at) => variables[at]?.trainable === true))
    : [];

function slotsOf(
  { groups, isNegated = false }: Layout,
  arrays: readonly DenseArray[],
  leaves: readonly Leaf[],
  variables: readonly LeafVariable[],
): Map<string, DenseArray> {
  const slots = new Map<string, DenseArray>();
  let first = 0;
  for (const group of groups) {
    for (const [offset, slot] of group.entries()) {
      const of = new Map(variables.map(({ variable }, at) => [variable, arrays[first + at * group.length + offset]]));
      for (const leaf of leaves) {
        for (const { parameter, from, make, isSum } of trainedBindings(leaf)) {
          if (isSum === true) continue;
          const made = make(from.map((at) => of.get(leaf.variables[at] as KerasVariable) as DenseArray));
          slots.set(`${leaf.prefix}${parameter}/${slot}`, isNegated ? negated(made) : made);
        }
      }
    }
    first += group.length * variables.length;
  }
  return slots;
}

/** An optimizer of ours as Keras' config, and how its slots lie there. Undefined for one without a counterpart. */
export function kerasOptimizer({ type, ...options }: TypedConfig): (Layout & { readonly json: Json }) | undefined {
  const { learningRate, weightDecay } = options;
  const decay = weightDecay === 0 ? null : weightDecay;
  const shared = { name: type.toLowerCase(), learning_rate: learningRate, weight_decay: decay };
  const of = (more: Json): (Layout & { readonly json: Json }) | undefined => {
    const config = { ...shared, ...more };
    const layout = layoutOf(type, config);
    return (
      layout && { ...layout, json: { module: 'keras.optimizers', class_name: type, config, registered_name: null } }
    );
  };
  const { epsilon, momentum, formula, groups } = options;
  // PyTorch's formulas add epsilon elsewhere, and keep the learning rate out of the momentum.
  if (formula !== 'keras' || (Array.isArray(groups) && groups.length > 0)) return undefined;
  switch (type) {
    case 'Adam':
    case 'AdamW':
      return of({ beta_1: options['beta1'], beta_2: options['beta2'], epsilon, amsgrad: options['amsgrad'] });
    case 'SGD':
      return options['dampening'] === 0 ? of({ momentum, nesterov: options['nesterov'] }) : undefined;
    case 'RMSprop':
      return of({ rho: options['alpha'], momentum, epsilon, centered: options['centered'] });
    case 'Adagrad':
      return of({ initial_accumulator_value: options['initialAccumulator'], epsilon });
    default:
      return undefined;
  }
}
