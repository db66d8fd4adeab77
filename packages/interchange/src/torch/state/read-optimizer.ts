/** The state of an optimizer of PyTorch, for one of this library. */
import {
  checkOptionNames,
  type DenseArray,
  dense,
  formatShape,
  type JsonValue,
  NablaError,
  type Network,
  type OptimizerState,
  sameShape,
  type TypedConfig,
} from '@nablajs/core';
import type { HostTensor, NamedTensors } from '../../model/host-tensor.js';
import { isTensorValue, type TorchValue } from '../file/torch-file.js';
import { layoutOf } from '../layout/layout-of.js';
import type { Elements, LayoutGroup } from '../layout/types.js';
import { floats } from './load-state-dict.js';
import { type NameMap, renamer } from './name-map.js';
import { type OptimizerType, SLOTS } from './optimizer-names.js';

/** Options of `readTorchOptimizer`. */
export interface ReadOptimizerOptions {
  /** The same map as for `loadStateDict`. */
  readonly map?: NameMap;
  /** Which optimizer it is. Needed for a file of PyTorch before 2.7 whose AdamW or Adam has a weight decay. */
  readonly type?: OptimizerType;
}

/** What `readTorchOptimizer` returns. */
export interface ReadOptimizer {
  /**
   * For `loadOptimizerState` of `@nablajs/core/callbacks`. Its config makes the optimizer: `fromConfig('optimizer',
   * OPTIMIZERS, state.config)`.
   */
  readonly state: OptimizerState;
  /**
   * Parameters whose steps may differ from PyTorch's: the biases of a GRU, and other sums of biases with a weight decay
   * of Adam.
   */
  readonly inexact: readonly string[];
}

type Dictionary = ReadonlyMap<TorchValue, TorchValue>;

/** A tensor of PyTorch with what the optimizer knows of it. */
interface Known {
  readonly state: Dictionary;
  readonly group: Dictionary;
}

/**
 * Turns what `optimizer.state_dict()` of PyTorch returned, of Adam, AdamW or SGD, into the state of an optimizer of
 * this library. Pass the tensors of the same file. Biases that are the sum of two in PyTorch, as those of an LSTM,
 * become a parameter group with `learningRateFactor: 2`.
 *
 * @throws NablaError `argument` if the state is of another optimizer, has options that this library lacks, or does not
 * fit the tensors.
 *
 * @example
 * ```ts
 * const file = readTorch(await readFile('checkpoint.pt'));
 * const tensors = stateDict(file, 'model');
 * loadStateDict(network, tensors);
 * const { state } = readTorchOptimizer(network, tensors, valueAt(file, 'optimizer'));
 * const optimizer = fromConfig('optimizer', OPTIMIZERS, state.config);
 * loadOptimizerState(optimizer, state, network.parameters);
 * ```
 */
export function readTorchOptimizer(
  network: Network,
  tensors: NamedTensors,
  value: TorchValue | undefined,
  options: ReadOptimizerOptions = {},
): ReadOptimizer {
  checkOptionNames('readTorchOptimizer', options, ['map', 'type']);
  const groups = dictionariesIn(value, 'param_groups');
  const first = groups[0] as Dictionary;
  const type = options.type ?? typeOf(first);
  for (const group of groups) checkOptions(group, first, type);
  const known = knownByName(network, tensors, value as Dictionary, groups, renamer(options.map));
  const maker = new StateMaker(network, type, first, known);
  return maker.make();
}

const fail = (problem: string): NablaError => new NablaError('argument', `readTorchOptimizer: ${problem}.`);

function dictionariesIn(value: TorchValue | undefined, key: string): readonly Dictionary[] {
  const list = value instanceof Map ? value.get(key) : undefined;
  const all = Array.isArray(list) ? list : [];
  if (all.length > 0 && all.every((item) => item instanceof Map)) return all;
  throw fail("expected what optimizer.state_dict() returns, with 'state' and 'param_groups'");
}

function typeOf(group: Dictionary): OptimizerType {
  if (group.has('momentum') && group.has('dampening')) return 'SGD';
  if (!group.has('betas') || !group.has('amsgrad')) {
    throw fail(`expected the state of Adam, AdamW or SGD. Received one with ${[...group.keys()].join(', ')}`);
  }
  const decoupled = group.get('decoupled_weight_decay');
  if (decoupled === undefined && group.get('weight_decay') !== 0) {
    throw fail("the file does not say whether it is Adam or AdamW; pass type: 'AdamW'");
  }
  return decoupled === true ? 'AdamW' : 'Adam';
}

const SHARED = ['betas', 'eps', 'amsgrad', 'momentum', 'dampening', 'nesterov'];

/** Learning rate and weight decay may differ between groups. */
function checkOptions(group: Dictionary, first: Dictionary, type: OptimizerType): void {
  if (group.get('maximize') === true) throw fail('maximize is not supported; negate the loss instead');
  for (const name of SHARED) {
    if (JSON.stringify(group.get(name)) === JSON.stringify(first.get(name))) continue;
    throw fail(`expected one ${name} for all groups of ${type}. Received several`);
  }
  if (!(Number(first.get('lr')) > 0)) throw fail('expected a learning rate > 0');
}

/** Finds what the optimizer knows of each tensor of PyTorch's twin. Tensors with two names count once. */
function knownByName(
  network: Network,
  tensors: NamedTensors,
  value: Dictionary,
  groups: readonly Dictionary[],
  rename: ReturnType<typeof renamer>,
): Map<string, Known> {
  const slots = new Map(
    layoutOf(network).groups.flatMap(({ torch }) => torch.map((slot) => [slot.name, slot] as const)),
  );
  const seen = new Set<HostTensor>();
  const names = [...tensors].flatMap(([name, tensor]) => {
    const renamed = rename(name);
    if (renamed === null || slots.get(renamed)?.isParameter !== true || seen.has(tensor)) return [];
    seen.add(tensor);
    return [renamed];
  });
  const states = value.get('state') as Dictionary;
  const members = groups.flatMap((group) => {
    const [ids, own] = [group.get('params'), group.get('param_names')];
    return Array.isArray(ids)
      ? ids.map((id: TorchValue, at) => ({ id, group, own: Array.isArray(own) ? own[at] : undefined }))
      : [];
  });
  if (members.length !== names.length) {
    throw fail(
      `the optimizer has ${members.length} parameters, but the tensors are ${names.length}; pass those of its file`,
    );
  }
  return new Map(
    members.map(({ id, group, own }, at) => {
      const name = (typeof own === 'string' ? rename(own) : null) ?? (names[at] as string);
      const state = states instanceof Map ? states.get(id) : undefined;
      return [name, { state: state instanceof Map ? state : new Map(), group }] as const;
    }),
  );
}

class StateMaker {
  readonly #network: Network;
  readonly #type: OptimizerType;
  readonly #first: Dictionary;
  readonly #known: ReadonlyMap<string, Known>;
  readonly #slots = new Map<string, DenseArray>();
  readonly #counts: Record<string, number> = {};
  readonly #inexact: string[] = [];
  readonly #groups = new Map<string, { names: string[]; learningRateFactor: number; weightDecay: number }>();

  constructor(network: Network, type: OptimizerType, first: Dictionary, known: ReadonlyMap<string, Known>) {
    this.#network = network;
    this.#type = type;
    this.#first = first;
    this.#known = known;
  }

  make(): ReadOptimizer {
    for (const group of layoutOf(this.#network).groups) {
      const known = group.torch.map(({ name }) => this.#known.get(name));
      if (known.every((one) => one !== undefined) && group.ours.length > 0) this.#add(group, known as Known[]);
    }
    const steps = Object.values(this.#counts).reduce((most, count) => Math.max(most, count), 0);
    const state = { config: this.#config(), steps, counts: this.#counts, slots: this.#slots };
    return { state, inexact: this.#inexact };
  }

  #config(): TypedConfig {
    const get = (name: string): JsonValue => (this.#first.get(name) ?? 0) as JsonValue;
    const [beta1 = 0, beta2 = 0] = (this.#first.get('betas') ?? []) as readonly number[];
    const own: Readonly<Record<string, JsonValue>> =
      this.#type === 'SGD'
        ? { momentum: get('momentum'), dampening: get('dampening'), nesterov: get('nesterov') === true }
        : { beta1, beta2, epsilon: get('eps'), amsgrad: get('amsgrad') === true };
    const groups = [...this.#groups.values()] as readonly object[] as JsonValue;
    const shared = { learningRate: get('lr'), weightDecay: get('weight_decay'), formula: 'torch' };
    return { type: this.#type, ...shared, ...own, groups };
  }

  #add(group: LayoutGroup, known: readonly Known[]): void {
    this.#addRate(group, known);
    const [first] = known as [Known];
    const isKept = Object.keys(SLOTS[this.#type]).some((name) => isTensorValue(first.state.get(name)));
    const count = this.#type === 'SGD' ? Number(isKept) : stepsOf(first.state.get('step'));
    for (const { name } of group.ours) this.#counts[name] = count;
    for (const [torchName, slot] of Object.entries(SLOTS[this.#type])) {
      const values = known.map(({ state }) => state.get(torchName));
      if (!values.every((value) => isTensorValue(value))) continue;
      const made = group.fromTorch(checkedShapes(group, values), 'state');
      for (const [at, { name }] of group.ours.entries())
        this.#slots.set(`${name}/${slot}`, this.#dense(made[at] as Elements));
    }
  }

  #dense({ shape, data }: Elements): DenseArray {
    return dense(this.#network.dtype === 'float64' ? Float64Array.from(data) : Float32Array.from(data), shape);
  }

  /** Adds a parameter group where learning rate or weight decay are not those of the first group. */
  #addRate({ ours, sums }: LayoutGroup, known: readonly Known[]): void {
    const names = ours.map(({ name }) => name);
    const [lr, decay] = ['lr', 'weight_decay'].map((name) => Number(known[0]?.group.get(name)));
    const times = sums === 'all' ? 2 : 1;
    const learningRateFactor = ((lr as number) / Number(this.#first.get('lr'))) * times;
    const weightDecay = (decay as number) / times;
    const isOneGroup = known.every(({ group }) => group === known[0]?.group);
    if (sums === 'some' || !isOneGroup || (sums === 'all' && this.#type === 'Adam' && decay !== 0)) {
      for (const name of names) this.#inexact.push(name);
    }
    if (learningRateFactor === 1 && weightDecay === Number(this.#first.get('weight_decay'))) return;
    const key = JSON.stringify([learningRateFactor, weightDecay]);
    const group = this.#groups.get(key) ?? { names: [], learningRateFactor, weightDecay };
    for (const name of names) group.names.push(name);
    this.#groups.set(key, group);
  }
}

function checkedShapes({ torch }: LayoutGroup, values: readonly HostTensor[]): Elements[] {
  return values.map((value, at) => {
    const { name, shape } = torch[at] as LayoutGroup['torch'][number];
    if (sameShape(value.shape, shape)) return floats(value);
    const received = formatShape(value.shape);
    throw fail(
      `the state of '${name}' must be ${formatShape(shape)}. Received ${received}; are these the tensors of its file?`,
    );
  });
}

/** PyTorch counts in a tensor, older versions in a number. */
function stepsOf(value: TorchValue | undefined): number {
  const count = isTensorValue(value) ? value.data[0] : value;
  return Number.isSafeInteger(count) ? (count as number) : 0;
}
