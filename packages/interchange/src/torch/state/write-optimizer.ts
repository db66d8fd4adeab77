/** The state of an optimizer of this library, for one of PyTorch. */
import { type DenseArray, NablaError, type Network, type OptimizerState, type TypedConfig } from '@nablajs/core';
import type { HostTensor } from '../../model/host-tensor.js';
import type { TorchValue } from '../file/torch-file.js';
import { layoutOf } from '../layout/layout-of.js';
import type { Elements, LayoutGroup } from '../layout/types.js';
import { type OptimizerType, SLOTS } from './optimizer-names.js';

interface Group {
  readonly names: readonly string[];
  readonly learningRateFactor?: number;
  readonly weightDecay?: number;
}

/** Tensors of PyTorch with one learning rate and one weight decay. */
interface TorchGroup {
  readonly lr: number;
  readonly weightDecay: number;
  readonly names: string[];
}

/**
 * Turns the state of an Adam, an AdamW or an SGD into what `optimizer.state_dict()` of PyTorch returns, for
 * `writeTorch`. Parameters are numbered in the order of `toStateDict`, and each group has its `param_names`. Biases
 * that are two in PyTorch are a group with half of the learning rate.
 *
 * @throws NablaError `argument` for another optimizer, and for Keras' formula.
 *
 * @example
 * ```ts
 * const state = writeTorchOptimizer(network, await takeOptimizerState(optimizer));
 * const file = new Map([['model', await toStateDict(network)], ['optimizer', state]]);
 * await writeFile('checkpoint.pt', writeTorch(file));
 * ```
 */
export function writeTorchOptimizer(network: Network, state: OptimizerState): TorchValue {
  const { config, counts, slots } = state;
  const type = checkType(config);
  const groups = new Map<string, TorchGroup>();
  const states = new Map<string, TorchValue>();
  for (const group of layoutOf(network).groups) {
    const first = group.ours[0];
    if (first === undefined || group.torch[0]?.isParameter !== true) continue;
    const { lr, weightDecay } = rateOf(config, first.name, group);
    const key = JSON.stringify([lr, weightDecay]);
    const own = groups.get(key) ?? { lr, weightDecay, names: [] };
    groups.set(key, own);
    const count = counts[first.name] ?? 0;
    for (const [name, kept] of keptOf(group, type, slots)) {
      own.names.push(name);
      if (count > 0) states.set(name, type === 'SGD' ? kept : new Map([['step', stepOf(count)], ...kept]));
    }
  }
  return numbered([...groups.values()], states, optionsOf(config, type));
}

function checkType({ type, formula }: TypedConfig): OptimizerType {
  if ((type === 'Adam' || type === 'AdamW' || type === 'SGD') && formula === 'torch') return type;
  const received = formula === 'keras' ? `${type} with Keras' formula` : type;
  throw new NablaError('argument', `writeTorchOptimizer: expected an Adam, AdamW or SGD. Received ${received}.`);
}

function rateOf(config: TypedConfig, name: string, { sums }: LayoutGroup) {
  const groups = (config['groups'] ?? []) as readonly object[] as readonly Group[];
  const own = groups.find(({ names }) => names.some((pattern) => fits(pattern, name)));
  const { learningRateFactor = 1, weightDecay = config['weightDecay'] as number } = own ?? {};
  const times = sums === 'all' ? 2 : 1;
  return { lr: ((config['learningRate'] as number) * learningRateFactor) / times, weightDecay: weightDecay * times };
}

/** Names of groups may have `*` for any text. */
const fits = (pattern: string, name: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(name);

/** What the optimizer keeps of each tensor of a group. */
function keptOf({ ours, torch, toTorch }: LayoutGroup, type: OptimizerType, slots: ReadonlyMap<string, DenseArray>) {
  const kept = torch.map(({ name }) => [name, new Map<TorchValue, TorchValue>()] as const);
  for (const [torchName, slot] of Object.entries(SLOTS[type])) {
    const arrays = ours.map(({ name }) => slots.get(`${name}/${slot}`));
    if (arrays.some((array) => array === undefined)) continue;
    const made = toTorch(arrays as DenseArray[], 'state');
    for (const [at, [, own]] of kept.entries()) own.set(torchName, tensorOf(made[at] as Elements));
  }
  return kept;
}

const tensorOf = ({ shape, data }: Elements): HostTensor => ({
  type: data instanceof Float64Array ? 'float64' : 'float32',
  shape,
  data,
});

const stepOf = (count: number): HostTensor => ({ type: 'float32', shape: [], data: Float32Array.of(count) });

function optionsOf(config: TypedConfig, type: OptimizerType): (readonly [string, TorchValue])[] {
  const get = (name: string): TorchValue => config[name] as TorchValue;
  const own: (readonly [string, TorchValue])[] =
    type === 'SGD'
      ? [
          ['momentum', get('momentum')],
          ['dampening', get('dampening')],
          ['nesterov', get('nesterov')],
        ]
      : [
          ['betas', [get('beta1'), get('beta2')]],
          ['eps', get('epsilon')],
          ['amsgrad', get('amsgrad')],
          ['capturable', false],
          ['decoupled_weight_decay', type === 'AdamW'],
        ];
  return [...own, ['maximize', false], ['foreach', null], ['differentiable', false], ['fused', null]];
}

function numbered(
  groups: readonly TorchGroup[],
  states: ReadonlyMap<string, TorchValue>,
  options: readonly (readonly [string, TorchValue])[],
): TorchValue {
  const ids = new Map(groups.flatMap(({ names }) => names).map((name, at) => [name, at]));
  const list = groups.map(
    ({ lr, weightDecay, names }): TorchValue =>
      new Map<TorchValue, TorchValue>([
        ['lr', lr],
        ...options,
        ['weight_decay', weightDecay],
        ['params', names.map((name) => ids.get(name) as number)],
        ['param_names', names],
      ]),
  );
  const state = new Map(Array.from(states, ([name, kept]) => [ids.get(name) as TorchValue, kept] as const));
  return new Map<TorchValue, TorchValue>([
    ['state', state],
    ['param_groups', list],
  ]);
}
