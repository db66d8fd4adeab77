/** The nodes of a graph with the shapes of what they make, for tables and pictures of it. */
import { formatShape, type Shape, sizeOf } from '@nablajs/core';
import type { OperatorNode } from '../model/graph-model.js';
import type { GraphDefinition } from './definition.js';
import { type Evaluated, wholeShapes } from './output-shapes.js';
import { branchesOf } from './steps.js';

/** A node of an `OperatorGraph`, as `graphNodes` lists it. */
export interface ListedNode {
  /** The node's own name, or else that of its first output. */
  readonly name: string;
  readonly node: OperatorNode;
  /**
   * The shapes of its outputs with all their axes, NaN for a length that depends on the number of examples or on an
   * open dimension. Empty if they cannot be computed.
   */
  readonly outputs: readonly Shape[];
  /** The names of the parameters that it or its branches take, and no node before it. */
  readonly parameters: readonly string[];
}

/** What `graphNodes` needs: an `OperatorGraph`. */
export interface ListedGraph {
  readonly definition: GraphDefinition;
  /** Returns a graph of the same nodes that computes other values of them. */
  withOutputs(outputs: GraphDefinition['outputs']): Evaluated;
}

/**
 * Lists the nodes of a graph in the order that they run, with the shapes of what they make.
 *
 * @param inputs The shapes of the inputs without the examples, as `build` gets them.
 *
 * @example
 * ```ts
 * const { module, inputShape } = graphModule(readOnnx(bytes));
 * const nodes = graphNodes(module, buildShapes(inputShape));
 * console.log(nodes.map(({ name, node, outputs }) => [name, node.type, outputs]));
 * ```
 */
export function graphNodes(graph: ListedGraph, inputs: readonly Shape[]): ListedNode[] {
  const { nodes, parameters } = graph.definition;
  const shapes = valueShapes(graph, inputs);
  const left = new Set(Object.keys(parameters));
  return nodes.map((node, at) => ({
    name: node.name || node.outputs.find((output) => output !== '') || `${at}`,
    node,
    outputs: node.outputs.flatMap((output) => (shapes.has(output) ? [shapes.get(output) as Shape] : [])),
    parameters: takenBy(node).filter((input) => left.delete(input)),
  }));
}

const takenBy = (node: OperatorNode): string[] => [
  ...node.inputs,
  ...branchesOf(node).flatMap(({ nodes }) => nodes.flatMap(takenBy)),
];

/** The shape of each value that a node makes, by its name; empty if one cannot be computed. */
function valueShapes(graph: ListedGraph, inputs: readonly Shape[]): Map<string, Shape> {
  const names = graph.definition.nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== '');
  try {
    const shapes = wholeShapes(graph.withOutputs(names.map((name) => ({ name, type: 'float32' }))), inputs);
    return new Map(names.map((name, at) => [name, shapes[at] as Shape]));
  } catch {
    return new Map();
  }
}

/** Returns what `Network.summary` shows of the nodes; a value's first axis is `n` if it depends on the examples. */
export function summaryRows(graph: ListedGraph, inputs: readonly Shape[]): string[][] {
  const withExamples = (shape: Shape) => formatShape(Number.isNaN(shape[0]) ? ['n', ...shape.slice(1)] : shape);
  const sizeOfParameter = (name: string) => sizeOf(graph.definition.parameters[name]?.shape ?? []);
  return graphNodes(graph, inputs).map(({ name, node, outputs, parameters }) => {
    const count = parameters.reduce((total, parameter) => total + sizeOfParameter(parameter), 0);
    return [name, node.type, outputs.map(withExamples).join(', '), count.toLocaleString('en-US')];
  });
}
