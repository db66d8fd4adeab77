/** Collects the layers of Keras that a network becomes, in Keras' order. */
import { type DenseArray, NablaError, type Shape } from '@nablajs/core';
import { type Json, snakeCase } from '../config.js';
import type { KerasVariable } from '../read/plan.js';

/** A variable with its numbers. */
export interface WrittenVariable extends KerasVariable {
  readonly array: DenseArray;
  /** Our parameters that it is made of, and how, so an optimizer's slots can follow. */
  readonly from: readonly string[];
  readonly make: (arrays: readonly DenseArray[]) => DenseArray;
}

export interface WrittenValue {
  readonly layer: WrittenLayer;
  readonly call: number;
}

/** One call of a layer. */
export interface WrittenCall {
  readonly inputs: readonly WrittenValue[];
  readonly options: Json;
}

/** A layer to be written. */
export interface WrittenLayer {
  readonly className: string;
  readonly name: string;
  readonly config: Json;
  readonly variables: readonly WrittenVariable[];
  readonly calls: WrittenCall[];
  readonly isTrainable: boolean;
}

/** A whole model. */
export interface WrittenModel {
  /** In Keras' order, from which it makes the paths of weights. */
  readonly layers: readonly WrittenLayer[];
  readonly inputs: readonly WrittenValue[];
  readonly outputs: readonly WrittenValue[];
  /** The inputs that are tokens, int32. */
  readonly tokens: ReadonlySet<WrittenLayer>;
}

export class NoCounterpart extends Error {}

/** What `Emitter.call` writes. */
export interface Emission {
  readonly className: string;
  readonly config: Json;
  readonly inputs: readonly WrittenValue[];
  readonly variables?: readonly WrittenVariable[];
  readonly options?: Json;
}

/** Collects layers. */
export class Emitter {
  readonly isTfjs: boolean;
  readonly #frozen: ReadonlySet<string>;
  readonly #layers = new Map<string, WrittenLayer>();
  readonly #names = new Set<string>();

  /** `frozen` are parameters that are not trained. */
  constructor(isTfjs: boolean, frozen: readonly string[] = []) {
    this.isTfjs = isTfjs;
    this.#frozen = new Set(frozen);
  }

  /** A dimension without a number is null. */
  input(shape: readonly (number | null)[]): WrittenValue {
    const config = { batch_shape: [null, ...shape], sparse: false };
    const own = { className: 'InputLayer', name: this.#unique('input_layer'), config, variables: [] };
    return { layer: { ...own, calls: [{ inputs: [], options: {} }], isTrainable: true }, call: 0 };
  }

  #isTokens({ layer }: WrittenValue): boolean {
    return [...this.#layers.values()].some(
      ({ className, calls }) =>
        className === 'Embedding' && calls.some(({ inputs }) => inputs.some((value) => value.layer === layer)),
    );
  }

  /** Calls a layer, which is made in the first call with its id: the path of the module, and what it is there for. */
  call(id: string, { className, config, inputs, variables = [], options = {} }: Emission): WrittenValue {
    const known = this.#layers.get(id);
    const name = known?.name ?? this.#unique(nameFor(id, className));
    const names = variables.flatMap(({ from, trainable }) => (trainable ? from : []));
    const isTrainable = names.length === 0 || names.some((one) => !this.#frozen.has(one));
    const layer = known ?? { className, name, config, variables, calls: [], isTrainable };
    if (known === undefined) this.#layers.set(id, layer);
    layer.calls.push({ inputs, options });
    return { layer, call: layer.calls.length - 1 };
  }

  /** Returns the model with these inputs and outputs. */
  model(inputs: readonly WrittenValue[], outputs: readonly WrittenValue[]): WrittenModel {
    const tokens = new Set(inputs.filter((input) => this.#isTokens(input)).map(({ layer }) => layer));
    return { layers: inKerasOrder(outputs, inputs), inputs, outputs, tokens };
  }

  #unique(name: string): string {
    let unique = name;
    for (let count = 1; this.#names.has(unique); count++) unique = `${name}_${count}`;
    this.#names.add(unique);
    return unique;
  }
}

/** The layer's own name, or the class's if it has only a number, or is there for another layer (`0:pad`). */
function nameFor(id: string, className: string): string {
  const [path = '', helper] = id.split(':');
  const parts = path.split('.').filter((part) => !/^\d*$/.test(part));
  const isOwn = helper === undefined && path.split('.').at(-1) === parts.at(-1) && parts.length > 0;
  return isOwn ? parts.join('_').replace(/[^A-Za-z0-9_.\\-]/g, '_') : snakeCase(className);
}

interface Node {
  readonly layer: WrittenLayer;
  readonly call: WrittenCall;
}

/**
 * Sorts layers as Keras does (`map_graph` of keras/src/ops/function.py): by their distance from the outputs, then as a
 * walk from the outputs meets them.
 */
function inKerasOrder(outputs: readonly WrittenValue[], inputs: readonly WrittenValue[]): WrittenLayer[] {
  const nodes = new Map<WrittenCall, Node>();
  const firstSeen = new Map<WrittenLayer, number>();
  const done: WrittenCall[] = [];
  const visit = ({ layer, call: at }: WrittenValue): void => {
    const call = layer.calls[at] as WrittenCall;
    if (nodes.has(call)) return;
    nodes.set(call, { layer, call });
    if (!firstSeen.has(layer)) firstSeen.set(layer, firstSeen.size);
    for (const input of call.inputs) visit(input);
    done.push(call);
  };
  for (const output of outputs) visit(output);
  const depths = new Map<WrittenCall, number>();
  const layerDepths = new Map<WrittenLayer, number>();
  for (const call of done.reverse()) {
    const { layer } = nodes.get(call) as Node;
    const depth = Math.max(depths.get(call) ?? 0, layerDepths.get(layer) ?? 0);
    layerDepths.set(layer, depth);
    for (const input of call.inputs) {
      const before = input.layer.calls[input.call] as WrittenCall;
      depths.set(before, Math.max(depth + 1, depths.get(before) ?? 0));
    }
  }
  for (const { layer } of inputs) {
    if (layerDepths.has(layer)) continue;
    layerDepths.set(layer, 0);
    firstSeen.set(layer, -1);
  }
  return [...layerDepths.keys()].sort(
    (a, b) =>
      (layerDepths.get(b) as number) - (layerDepths.get(a) as number) ||
      (firstSeen.get(a) as number) - (firstSeen.get(b) as number),
  );
}

export interface Writing {
  readonly emitter: Emitter;
  /** Where the module is in the network: `encoder.0`. */
  readonly path: string;
  readonly config: Json;
  readonly inputs: readonly WrittenValue[];
  /** Of the inputs, without the batch; NaN for open dimensions. */
  readonly shapes: readonly Shape[];
  /** Of the output. */
  readonly outputShape: Shape;
  readonly parameters: ReadonlyMap<string, DenseArray>;
}

/** Writes a module and returns what it makes. */
export type Write = (writing: Writing) => WrittenValue;

/** Makes a variable of parameters below the module's path; `make` brings them into Keras' layout. */
export function variable(
  { path, parameters }: Pick<Writing, 'path' | 'parameters'>,
  keras: KerasVariable,
  ours: string | readonly string[],
  make: (arrays: readonly DenseArray[]) => DenseArray = ([only]) => only as DenseArray,
): WrittenVariable {
  const from = [ours].flat().map((name) => (path === '' ? name : `${path}.${name}`));
  const arrays = from.map((name) => {
    const array = parameters.get(name);
    if (array !== undefined) return array;
    throw new NablaError('argument', `Keras: there is no parameter '${name}'.`);
  });
  return { ...keras, array: make(arrays), from, make };
}

/** The same for a layer whose variables are parameters as they are: `[['kernel', 'weight'], ['bias', 'bias']]`. */
export const plainVariables = (
  writing: Pick<Writing, 'path' | 'parameters'>,
  names: readonly (readonly [keras: string, ours: string])[],
): WrittenVariable[] =>
  names.map(([name, ours], at) => variable(writing, { name, path: `vars/${at}`, trainable: true }, ours));
