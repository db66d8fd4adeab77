/** Values without elements, from which `graph` reads how layers are connected. */
import type { Backend, Shape } from '../backend.js';
import { checkModule } from '../layers/check-layers.js';
import { Graph, type GraphNode } from '../layers/graph.js';
import { named as namedLayer } from '../layers/named.js';
import { checkBuilt } from '../modules/check-module.js';
import { type Module, type Output, type OutputOf, shapesOf } from '../modules/module.js';
import { numericShape, type OpenShape } from '../modules/open-shapes.js';
import { Network, type ParameterOptions } from '../networks/network.js';
import { listOf } from '../tensors/host-array.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { isObject, unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';

/** A value of a graph: an input, or what a layer will make of others. It has a shape, and no elements yet. */
export interface Value {
  /** Without the batch dimension. */
  readonly shape: Shape;
  /** The shape with the names of open dimensions, of an input. */
  readonly declared?: OpenShape;
  /** @internal The layer that makes it; undefined for an input. */
  readonly from: Call | undefined;
}

/** @internal */
interface Call {
  readonly layer: Module;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

/** The values that stand for the tensors of an output. */
export type ValuesOf<O extends Output> = O extends readonly Tensor[] ? { [K in keyof O]: Value } : Value;

/** The tensors that values stand for. */
export type TensorsOf<V extends Value | readonly Value[]> = V extends readonly Value[]
  ? { [K in keyof V]: Tensor }
  : Tensor;

/** A layer as a function of values. Each call of it uses the same parameters. */
export interface Applied<M extends Module = Module> {
  (...inputs: readonly Value[]): ValuesOf<OutputOf<M>>;
  /** The layer itself. */
  readonly layer: M;
}

/**
 * Returns an input of a graph: what layers can be applied to. `shape` has no batch dimension; a dimension of any length
 * has a name: `['time', 64]`.
 *
 * @example
 * ```ts
 * const image = input([28, 28, 1]);
 * const logits = dense(10)(flatten()(image));
 * ```
 */
export function input(shape: OpenShape): Value {
  return { shape: numericShape('input', shape), declared: shape, from: undefined };
}

/**
 * Turns any layer or module into a function of values. It checks shapes at once, and throws what the layer's `build`
 * throws.
 *
 * @example
 * ```ts
 * const encoder = layer(new Chain([new Dense(64), new Tanh()]));
 * const codes = [encoder(input([10])), encoder(input([10]))]; // with the same weights
 * ```
 */
export function layer<M extends Module>(module: M): Applied<M> {
  checkModule('layer', module);
  const apply = (...inputs: readonly Value[]) => {
    const { outputShape } = checkBuilt(module, module.build(...checkValues(module.config.type, inputs)));
    const outputs: Value[] = [];
    const from = { layer: module, inputs, outputs };
    for (const shape of shapesOf(outputShape)) outputs.push({ shape, from });
    return (Array.isArray(outputShape[0]) ? outputs : outputs[0]) as ValuesOf<OutputOf<M>>;
  };
  return Object.assign(apply, { layer: module });
}

/**
 * Gives a layer a name, which becomes part of its parameters' names: `encoder.weight`. See `named` of `@nablajs/core`.
 *
 * @example
 * ```ts
 * const code = named('encoder', dense(64))(input([784]));
 * ```
 */
export const named = <M extends Module>(name: string, { layer: module }: Applied<M>): Applied<M> =>
  layer(namedLayer(name, module));

/**
 * Returns all layers between `inputs` and `outputs` as one module. `layer` makes a function of it, for use in other
 * graphs. Throws NablaError `argument` if the outputs need an input that is not among `inputs`.
 *
 * @example
 * ```ts
 * const pixels = input([784]);
 * const encoder = layer(graph(pixels, relu()(dense(64)(pixels))));
 * ```
 */
export function graph<const V extends Value | readonly Value[]>(
  inputs: Value | readonly Value[],
  outputs: V,
): Graph<TensorsOf<V>> {
  const given = listOf<Value>(inputs);
  checkValues('graph inputs', given);
  checkValues('graph outputs', listOf<Value>(outputs));
  const numbers = new Map(given.map((value, at) => [value, at] as const));
  if (numbers.size < given.length) throw new NablaError('argument', 'graph inputs: one is there twice; name it once.');
  const layers = new Map<Module, number>();
  const nodes: GraphNode[] = [];
  const numberOf = (value: Value): number => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    if (value.from === undefined) {
      throw new NablaError('argument', 'graph: the outputs need an input that is missing; add it to the inputs.');
    }
    const { layer: module, inputs: taken, outputs: made } = value.from;
    const from = taken.map(numberOf);
    if (!layers.has(module)) layers.set(module, layers.size);
    const node = { layer: layers.get(module) as number, inputs: from };
    nodes.push(made.length === 1 ? node : { ...node, outputs: made.length });
    for (const output of made) numbers.set(output, numbers.size);
    return numbers.get(value) as number;
  };
  const ends = listOf<Value>(outputs).map(numberOf);
  const [only = 0] = ends;
  return new Graph({
    inputs: given.length,
    layers: [...layers.keys()],
    nodes,
    outputs: Array.isArray(outputs) ? ends : only,
  });
}

/** Options of `network`. */
export interface GraphNetworkOptions<V extends Value | readonly Value[]> extends ParameterOptions {
  /** The inputs, in the order that `forward` and data sets have them. */
  readonly inputs: Value | readonly Value[];
  /** The output; an array for several. */
  readonly outputs: V;
}

/**
 * Makes a `Network` of all layers between `inputs` and `outputs`. Parameters are named by the positions of their layers
 * or by the layers' names: `0.weight`, `encoder.bias`. Throws the errors of `graph` and of `new Network`.
 *
 * @example
 * ```ts
 * const [a, b] = [input([4]), input([3])];
 * const y = dense(1)(concat([dense(8)(a), dense(8)(b)]));
 * const model = network(backend, { inputs: [a, b], outputs: y, seed: 1 });
 * ```
 */
export function network<const V extends Value | readonly Value[]>(
  backend: Backend,
  options: GraphNetworkOptions<V>,
): Network<Graph<TensorsOf<V>>> {
  const known = ['inputs', 'outputs', 'dtype', 'seed', 'parameters'];
  checkOptions('network', options, known, '{ inputs: x, outputs: y }');
  const { inputs, outputs, ...rest } = options;
  const module = graph(inputs, outputs);
  return new Network(backend, module, {
    ...rest,
    inputShape: listOf<Value>(inputs).map(({ declared = [] }) => declared),
  });
}

function checkValues(who: string, values: readonly Value[]): Shape[] {
  return values.map((value) => {
    if (isObject(value) && Array.isArray(value.shape) && 'from' in value) return value.shape;
    throw unexpected(who, 'a value of a graph', value, 'start with input([4])');
  });
}
