/** Cuts the head off a graph of operators. */
import { type Module, type Shape, shapesOf } from '@nablajs/core';
import { type GraphDefinition, type GraphValue, OperatorGraph } from '@nablajs/interchange';

/** What is left without the head; 'none' if there is no head, 'all' if nothing is left. */
export type Cut = Module | 'none' | 'all';

type Node = GraphDefinition['nodes'][number];

/** Operators without parameters that may come behind a head's last dense layer, or between its layers. */
const TAIL = [
  ...['Softmax', 'LogSoftmax', 'Sigmoid', 'Relu', 'LeakyRelu', 'Clip', 'HardSwish', 'Gelu', 'Elu', 'Selu', 'Tanh'],
  ...['Identity', 'Dropout', 'Reshape', 'Flatten', 'Squeeze', 'Transpose', 'Cast'],
];
const SKIPPED = ['Dropout', 'Identity'];
const POOLS = ['GlobalAveragePool', 'GlobalMaxPool', 'ReduceMean'];

/** The node that makes a value, and what it takes. */
class Makers {
  readonly #nodes = new Map<string, Node>();
  readonly #graph: OperatorGraph;
  readonly #shapes: readonly Shape[];

  constructor(graph: OperatorGraph, shapes: readonly Shape[]) {
    this.#graph = graph;
    this.#shapes = shapes;
    const { definition } = graph;
    for (const node of definition.nodes) for (const name of node.outputs) if (name !== '') this.#nodes.set(name, node);
  }

  of(value: string | undefined): Node | undefined {
    return this.#nodes.get(value ?? '');
  }

  /** Whether a value is a weight with so many axes. */
  isWeight(value: string | undefined, axes: number): boolean {
    const { parameters, constants } = this.#graph.definition;
    return (parameters[value ?? ''] ?? constants.get(value ?? ''))?.shape.length === axes;
  }

  /** What a head takes; undefined if the node is no head. */
  inputOfHead(node: Node): string | undefined {
    const { type, inputs } = node;
    const [first, second] = inputs;
    if (['Gemm', 'MatMul', 'Dense'].includes(type)) return this.isWeight(second, 2) ? first : undefined;
    if (type === 'Add') {
      for (const [at, value] of inputs.entries()) {
        const product = this.of(inputs[1 - at]);
        if (this.isWeight(value, 1) && product?.type === 'MatMul') return this.inputOfHead(product);
      }
    }
    return type === 'Conv' && this.isWeight(second, 4) && this.pooled(first) === first ? first : undefined;
  }

  /** The value of a global pool, with its reshapes, that dense layers lead back to; undefined if they do not. */
  pooled(value: string | undefined): string | undefined {
    let first = value;
    for (let at = value; ; ) {
      const node = this.of(at);
      if (node === undefined) return undefined;
      if (this.#isPool(node)) return first;
      const input = node.type === 'Conv' ? undefined : this.inputOfHead(node);
      if (input !== undefined) first = input;
      else if (!TAIL.includes(node.type) && node.type !== 'BatchNormalization') return undefined;
      at = input ?? node.inputs[0];
    }
  }

  #isPool({ type, outputs: [name = ''] }: Node): boolean {
    if (type !== 'AveragePool' && type !== 'MaxPool') return POOLS.includes(type);
    // A pool as large as the image.
    const blueprint = this.#graph.withOutputs([{ name, type: 'float32' }]).build(...this.#shapes);
    return (
      shapesOf(blueprint.outputShape)[0]
        ?.slice(1)
        .every((size) => size === 1) === true
    );
  }

  /** The value in front of dropout. */
  withoutDropout(value: string): string {
    const node = this.of(value);
    return node !== undefined && SKIPPED.includes(node.type) ? this.withoutDropout(node.inputs[0] as string) : value;
  }
}

/** Returns the graph up to what its head takes. */
export function cutOperators(graph: OperatorGraph, shapes: readonly Shape[]): Cut {
  const { definition } = graph;
  const makers = new Makers(graph, shapes);
  const [output, ...more] = definition.outputs;
  if (output === undefined || more.length > 0) return 'none';
  for (let node = makers.of(output.name); node !== undefined; node = makers.of(node.inputs[0])) {
    const input = makers.inputOfHead(node);
    if (input !== undefined) {
      const name = makers.withoutDropout(makers.pooled(input) ?? input);
      return makers.of(name) === undefined ? 'all' : new OperatorGraph(upTo(definition, { ...output, name }));
    }
    if (!TAIL.includes(node.type)) return 'none';
  }
  return 'none';
}

/** Leaves out what an output does not need. */
function upTo(definition: GraphDefinition, output: GraphValue): GraphDefinition {
  const needed = new Set([output.name]);
  const nodes: Node[] = [];
  for (const node of definition.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    nodes.push(node);
    for (const name of takenBy(node)) needed.add(name);
  }
  const { parameters, constants } = definition;
  return {
    ...definition,
    ...{ nodes: nodes.reverse(), outputs: [output] },
    constants: new Map(Array.from(constants).filter(([name]) => needed.has(name))),
    parameters: Object.fromEntries(Object.entries(parameters).filter(([name]) => needed.has(name))),
  };
}

/** What a node takes; its branches may take more than its inputs. */
function takenBy({ inputs, attributes }: Node): string[] {
  const branches = Object.values(attributes).flatMap(({ kind, value }) =>
    kind === 'graph' ? value.nodes.flatMap(takenBy).concat(value.outputs.map(({ name }) => name)) : [],
  );
  return [...inputs, ...branches].filter((name) => name !== '');
}

/** Adds a global average pool to a graph that ends in images [n, channels, height, width]. */
export function withPool({ definition }: OperatorGraph): OperatorGraph {
  const [output] = definition.outputs as readonly [GraphValue];
  const taken = new Set(definition.nodes.flatMap(({ outputs }) => outputs));
  const [pooled, flat] = ['pooled', 'features'].map((name) => freeName(name, taken)) as [string, string];
  const node = (type: string, from: string, to: string): Node => ({
    ...{ name: '', type, domain: '', inputs: [from], outputs: [to], attributes: {} },
  });
  return new OperatorGraph({
    ...definition,
    nodes: [...definition.nodes, node('GlobalAveragePool', output.name, pooled), node('Flatten', pooled, flat)],
    outputs: [{ ...output, name: flat }],
  });
}

const freeName = (name: string, taken: ReadonlySet<string>): string =>
  taken.has(name) ? freeName(`${name}_`, taken) : name;

/** In the order of the nodes: the trainable parameters that each is the first to take. */
export function ownOrder({ definition }: OperatorGraph): string[][] {
  const { parameters, nodes } = definition;
  const left = new Set(Object.keys(parameters).filter((name) => parameters[name]?.trainable !== false));
  return nodes.map((node) => takenBy(node).filter((name) => left.delete(name))).filter(({ length }) => length > 0);
}

/** Two parts that together compute what a module does. */
export interface Split {
  /** Takes the inputs, and returns one value. */
  readonly lower: Module;
  /** Takes that value. */
  readonly upper: Module;
}

/** Splits a graph in front of the first of the named parameters: see `splitModule`. */
export function splitOperators({ definition }: OperatorGraph, names: ReadonlySet<string>): Split | undefined {
  const { nodes, outputs, parameters, constants } = definition;
  const [output] = outputs as readonly [GraphValue];
  const first = nodes.findIndex((node) => takenBy(node).some((name) => names.has(name)));
  const isValue = (name: string): boolean => !Object.hasOwn(parameters, name) && !constants.has(name);
  for (let at = first; at > 0; at--) {
    const made = new Set(nodes.slice(at).flatMap((node) => node.outputs));
    const needed = new Set([...nodes.slice(at).flatMap(takenBy), output.name]);
    const crossing = Array.from(needed).filter((name) => isValue(name) && !made.has(name));
    const [name = ''] = crossing;
    if (crossing.length !== 1 || definition.inputs.some((input) => input.name === name)) continue;
    const value = { ...output, name };
    return {
      lower: new OperatorGraph(upTo(definition, value)),
      upper: new OperatorGraph(upTo({ ...definition, inputs: [value], nodes: nodes.slice(at) }, output)),
    };
  }
  return undefined;
}
