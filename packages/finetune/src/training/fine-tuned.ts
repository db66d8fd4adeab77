/** Networks of a base that computes features and a head that learns from them. */
import {
  type Backend,
  Chain,
  Dense,
  type FloatDType,
  formatShape,
  Graph,
  type Module,
  NablaError,
  Network,
  named,
  Parameters,
  type Shape,
  unexpected,
} from '@nablajs/core';
import { OperatorGraph } from '@nablajs/interchange';
import { backbone } from '../features/backbone.js';
import type { Features } from '../features/features.js';
import { graphOptions } from '../features/graph-values.js';

/** A head starts at zero: every class is as likely, and what it learns is small. */
const headOf = (outputs: number): Module => named('head', new Dense(outputs, { initializer: 'zeros' }));

/**
 * Returns the module of features and a new head: a dense layer of `outputs` units. The parameters of the features are
 * `base.…`, those of the head `head.weight` and `head.bias`, both 0 at first.
 *
 * While all of `base` is frozen, it computes as outside training: dropout is inactive, and batch normalisation uses its
 * running statistics.
 *
 * @example
 * ```ts
 * const features = featuresOf(readKeras(bytes));
 * const model = new Network(backend, fineTuned(features, 10), { inputShape: features.inputShape });
 * ```
 */
export function fineTuned(features: Pick<Features, 'module'>, outputs: number): Chain {
  return new Chain([named('base', backbone(features.module)), headOf(outputs)]);
}

/** The same network of plain layers, for saving and exporting. */
const plainModule = ({ module }: Pick<Features, 'module'>, outputs: number): Chain =>
  new Chain([named('base', unnamedCopy(module)), headOf(outputs)]);

/** A container of the same layers, so the user's own has no new name. */
function unnamedCopy(module: Module): Module {
  if (module instanceof OperatorGraph) return new OperatorGraph(module.definition);
  if (module instanceof Chain) return new Chain(module.layers);
  if (module instanceof Graph) return new Graph(graphOptions(module));
  return module;
}

/** How networks are made. */
export interface MakeOptions {
  readonly outputs: number;
  readonly dtype?: FloatDType | undefined;
  readonly seed?: number | undefined;
  readonly base?: Parameters | undefined;
}

/** Makes the whole network: its base has the given weights, or those of `base`, and is frozen. */
export function wholeNetwork(backend: Backend, features: Features, options: MakeOptions): Network<Chain> {
  const { module, parameters, inputShape } = features;
  const { outputs, seed, base } = options;
  if (base !== undefined) checkBase(base, features);
  const isDouble = [...parameters.values()].some(({ data }) => data instanceof Float64Array);
  const own = isDouble && backend.dtypes.includes('float64') ? 'float64' : undefined;
  const dtype = options.dtype ?? own;
  const shared = { inputShape, ...(dtype && { dtype }), ...(seed !== undefined && { seed }) };
  using alone = base === undefined ? new Network(backend, module, { ...shared, parameters }) : undefined;
  using given = withPath(base ?? (alone as Network).parameters, '', 'base');
  const whole = new Network(backend, fineTuned(features, outputs), { ...shared, parameters: given });
  if (parameters.size > 0) whole.freeze('base');
  return whole;
}

/** Throws unless `base` has all weights of the features. */
function checkBase(base: Parameters, { parameters }: Features): void {
  if (typeof base?.share !== 'function') {
    throw unexpected('fineTune base', 'parameters, such as network.parameters', base);
  }
  for (const [name, { shape }] of parameters) {
    const own = base.has(name) ? base.get(name).shape : undefined;
    if (own?.join() === shape.join()) continue;
    const received = own === undefined ? 'no such parameter' : formatShape(own);
    const remedy = 'pass the parameters of a network whose module is that of the features';
    const expected = `'${name}' of shape ${formatShape(shape)}`;
    throw new NablaError('argument', `fineTune base: expected ${expected}. Received ${received}; ${remedy}.`);
  }
}

/** The parameters at a path under another one. Dispose of what it returns. */
function withPath(parameters: Parameters, from: string, to: string): Parameters & Disposable {
  const made = new Parameters();
  const isEmpty = !parameters.list.some(({ name }) => from === '' || name.startsWith(`${from}.`));
  if (!isEmpty) made.share(parameters, { from, to });
  return Object.assign(made, { [Symbol.dispose]: () => made.dispose() });
}

/** What computes the features of a whole network, or a part of them, on the same weights. */
export function baseNetwork(whole: Network, { module, inputShape }: Pick<Features, 'module' | 'inputShape'>): Network {
  using parameters = withPath(whole.parameters, 'base', '');
  return new Network(whole.backend, module, { inputShape, dtype: whole.dtype, parameters });
}

/** On the same weights, with the same parameters frozen. */
export function upperNetwork(
  { backend, dtype, parameters }: Network,
  upper: Module,
  { inputShape, outputs }: { readonly inputShape: Shape; readonly outputs: number },
): Network<Chain> {
  const module = new Chain([named('base', backbone(upper)), headOf(outputs)]);
  const made = new Network(backend, module, { inputShape, dtype, parameters });
  for (const name of parameters.frozen) if (made.parameters.has(name)) made.freeze(name);
  return made;
}

/** The head of a whole network, on the same weights. */
export function headNetwork(whole: Network, { width }: Features, outputs: number): Network<Chain> {
  using parameters = withPath(whole.parameters, 'head', 'head');
  const module = new Chain([headOf(outputs)]);
  return new Network(whole.backend, module, { inputShape: [width], dtype: whole.dtype, parameters });
}

/** A head that has learned nothing, with weights of its own. */
export const freshHead = ({ backend, dtype }: Network, { width }: Features, outputs: number): Network =>
  new Network(backend, new Chain([headOf(outputs)]), { inputShape: [width], dtype });

/** The whole network of plain layers, on the same weights, with the same parameters frozen. */
export function plainNetwork(whole: Network, features: Features, outputs: number): Network<Chain> {
  const { backend, dtype, parameters } = whole;
  const { inputShape } = features;
  const made = new Network(backend, plainModule(features, outputs), { inputShape, dtype, parameters });
  for (const name of parameters.frozen) made.freeze(name);
  return made;
}

/** Gives the named parameters of the base tensors of their own. Shares all others. */
export function withOwn(whole: Network, features: Features, outputs: number, names: readonly string[]): Network<Chain> {
  const { backend, dtype, parameters } = whole;
  const own = new Set(names);
  const values = new Map(Array.from(features.parameters, ([name, value]) => [`base.${name}`, value] as const));
  const shared = new Parameters();
  for (const name of parameters.tensors.keys()) if (!own.has(name)) shared.share(parameters, { from: name, to: name });
  const { inputShape } = features;
  const made = new Network(backend, fineTuned(features, outputs), { inputShape, dtype, parameters: shared });
  shared.dispose();
  made.parameters.load(new Map(Array.from(values).filter(([name]) => own.has(name))), { strict: false });
  for (const name of parameters.frozen) made.freeze(name);
  return made;
}
