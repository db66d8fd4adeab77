import type { FusedActivation, Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { checkBuilt } from '../modules/check-module.js';
import {
  type Blueprint,
  type Context,
  callModule,
  type Module,
  type Output,
  shapesOf,
  takesIntegers,
  wrongInputs,
} from '../modules/module.js';
import { specsOf } from '../modules/parameter-specs.js';
import { listOf } from '../tensors/host-array.js';
import { take } from '../tensors/scope.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkOptions, checkPositiveInteger, checkWhole } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { checkLayers } from './check-layers.js';
import { fusedActivation } from './fusing.js';
import { layerNames } from './named.js';

/** One call of a layer in a `Graph`. */
export type GraphNode = {
  /** The layer's position in `layers`. All nodes of one layer share its parameters. */
  readonly layer: number;
  /** The numbers of the values that it takes. */
  readonly inputs: readonly number[];
  /** How many values it makes. Default: 1. */
  readonly outputs?: number;
};

/**
 * What a `Graph` is made of. Its values have numbers: first the inputs, from 0; then what each node makes, in order.
 */
export interface GraphOptions {
  /** How many inputs it has. */
  readonly inputs: number;
  /** Its layers, each once. */
  readonly layers: readonly Module[];
  /** The calls of these layers. Each takes values of inputs and of nodes before it. */
  readonly nodes: readonly GraphNode[];
  /** The number of the value that is its output; an array of numbers for an array of outputs. */
  readonly outputs: number | readonly number[];
}

interface Step {
  readonly name: string;
  readonly layer: Module;
  readonly inputs: readonly number[];
  readonly outputs: number;
  /** The activation of the node behind, which the layer applies to its output. */
  readonly activation: FusedActivation | undefined;
  /** Whether the node before applies this layer too. */
  readonly isDone: boolean;
  /** The values that no later step takes. */
  last: readonly number[];
}

/**
 * Runs layers that branch and join: a layer takes any values before it, and may be called several times with the same
 * parameters. Functions of `@nablajs/core/functional` write one for you: `dense(10)(x)`. Layers have the names 0, 1, 2
 * … or their own (`named`). A Dense runs with a ReLU as one kernel, as in a `Chain`, if the ReLU is the next node and
 * nothing else takes what the Dense makes.
 *
 * Throws NablaError `argument` for numbers that do not exist, and `shape` in `build` if a layer does not fit its
 * inputs, or would need other parameters in its second call.
 *
 * @example
 * ```ts
 * const residual = new Graph({
 *   inputs: 1,
 *   layers: [new Dense(8), new Add()],
 *   nodes: [
 *     { layer: 0, inputs: [0] }, // makes value 1
 *     { layer: 1, inputs: [0, 1] }, // makes value 2
 *   ],
 *   outputs: 2,
 * });
 * const model = new Network(backend, residual, { inputShape: [8] });
 * ```
 */
export class Graph<O extends Output = Output> implements Module {
  readonly layers: readonly Module[];
  readonly acceptsCsr: boolean;
  readonly #options: Omit<GraphOptions, 'layers'>;
  readonly #steps: readonly Step[];

  constructor(options: GraphOptions) {
    checkOptions('Graph', options, ['inputs', 'layers', 'nodes', 'outputs'], '{ inputs, layers, nodes, outputs }');
    const { layers, ...rest } = options;
    checkLayers('Graph', layers);
    this.layers = [...layers];
    this.#steps = stepsOf(rest, layers);
    this.#options = structuredClone(rest);
    const readers = this.#steps.filter(({ inputs }) => inputs.some((at) => at < rest.inputs)).map(({ layer }) => layer);
    this.acceptsCsr = readers.every(({ acceptsCsr }) => acceptsCsr === true);
  }

  /** Whether each input may be int32. Made when asked for: a config from elsewhere may claim a billion inputs. */
  get acceptsIntegers(): readonly boolean[] {
    return Array.from({ length: this.#options.inputs }, (_, input) =>
      this.#steps.some(({ layer, inputs }) => inputs.some((from, at) => from === input && takesIntegers(layer, at))),
    );
  }

  get config(): TypedConfig {
    const { inputs, nodes, outputs } = this.#options;
    return { type: 'Graph', inputs, layers: this.layers.map(({ config }) => config), nodes, outputs };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const { inputs: count, outputs } = this.#options;
    if (inputShapes.length !== count) throw wrongInputs('Graph', count, inputShapes);
    const shapes = [...inputShapes];
    const children = new Map<string, Blueprint>();
    for (const { name, layer, inputs, outputs: wanted } of this.#steps) {
      const given = inputs.map((at) => shapes[at] as Shape);
      const built = checkBuilt(layer, layer.build(...given));
      const made = shapesOf(built.outputShape);
      if (made.length !== wanted) throw mismatch(`'${name}' must make ${wanted} values. Received ${made.length}`);
      const first = children.get(name) ?? built;
      if (JSON.stringify(specsOf(first)) !== JSON.stringify(specsOf(built))) {
        const received = given.map(formatShape).join(', ');
        throw mismatch(`'${name}' is shared, but needs other parameters for ${received}`);
      }
      children.set(name, built);
      for (const shape of made) shapes.push(shape);
    }
    return { outputShape: chosen(shapes, outputs), children: Object.fromEntries(children) };
  }

  call(context: Context, ...inputs: readonly Tensor[]): O {
    const values = [...inputs];
    for (const { name, layer, inputs, activation, isDone, last } of this.#steps) {
      const given = inputs.map((at) => values[at] as Tensor);
      const made = isDone ? given : callModule(layer, context.inner(name, activation), given);
      for (const value of listOf<Tensor>(made)) values.push(value);
      // A layer may return its input, which then has two numbers. What cannot be taken belongs to others: parameters.
      for (const value of last.map((at) => values[at] as Tensor))
        if (values.indexOf(value) === values.lastIndexOf(value) && take(value)) value.dispose();
    }
    return chosen(values, this.#options.outputs) as O;
  }
}

const mismatch = (what: string): NablaError => new NablaError('shape', `Graph: ${what}.`);

const chosen = <T>(values: readonly T[], at: number | readonly number[]): T | T[] =>
  typeof at === 'number' ? (values[at] as T) : at.map((one) => values[one] as T);

function stepsOf({ inputs, nodes, outputs }: Omit<GraphOptions, 'layers'>, layers: readonly Module[]): Step[] {
  const names = layerNames('Graph', layers);
  let known = checkPositiveInteger('Graph inputs', inputs);
  const uses: number[] = [];
  const use = (who: string, numbers: readonly number[]): void => {
    if (!Array.isArray(numbers) || numbers.length === 0) throw unexpected(who, 'numbers of values', numbers);
    for (const at of numbers) uses.push(checkWhole(who, at, 0, known, `[0, ${known}), the values known by then`));
  };
  if (!Array.isArray(nodes)) throw unexpected('Graph nodes', 'an array', nodes);
  const firsts = nodes.map((node: GraphNode, at) => {
    const who = `Graph node ${at}`;
    checkOptions(who, node, ['layer', 'inputs', 'outputs'], '{ layer: 0, inputs: [0] }');
    checkWhole(`${who} layer`, node.layer, 0, layers.length, `[0, ${layers.length})`);
    use(`${who} inputs`, node.inputs);
    const first = known;
    known += checkPositiveInteger(`${who} outputs`, node.outputs ?? 1);
    return first;
  });
  use('Graph outputs', listOf<number>(outputs));
  const seen = new Set<number>();
  const shared = new Set(uses.filter((at) => seen.size === seen.add(at).size));
  const steps: Step[] = [];
  for (const [at, { layer: index, inputs, outputs = 1 }] of nodes.entries()) {
    const layer = layers[index] as Module;
    const value = firsts[at] as number;
    const next = nodes[at + 1];
    const isRead = !shared.has(value) && next?.inputs.length === 1 && next.inputs[0] === value;
    const activation = isRead ? fusedActivation(layer, layers[next.layer]) : undefined;
    const isDone = steps.at(-1)?.activation !== undefined;
    steps.push({ name: names[index] as string, layer, inputs, outputs, activation, isDone, last: [] });
  }
  const later = new Set(listOf<number>(outputs));
  for (const step of steps.toReversed()) step.last = step.inputs.filter((at) => later.size < later.add(at).size);
  return steps;
}
