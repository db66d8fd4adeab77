/** Splits a base into what stays frozen and what is trained. */
import { type Blueprint, Chain, Graph, type GraphNode, type GraphOptions, type Module, named } from '@nablajs/core';
import { OperatorGraph } from '@nablajs/interchange';
import { namesIn } from './blocks.js';
import { graphOptions } from './graph-values.js';
import { type Split, splitOperators } from './operator-head.js';

export type { Split };

/**
 * Splits a module before the first of the named parameters, where one value is all that the rest needs. The parts keep
 * the names of the parameters. Undefined if there is no such place.
 */
export function splitModule(module: Module, blueprint: Blueprint, names: ReadonlySet<string>): Split | undefined {
  if (module instanceof OperatorGraph) return splitOperators(module, names);
  if (module instanceof Graph) return splitGraph(graphOptions(module), blueprint, names);
  return module instanceof Chain ? splitGraph(rowOf(module), blueprint, names) : undefined;
}

/** Layers in a row as a graph. */
const rowOf = ({ layers }: Chain): GraphOptions => ({
  ...{ inputs: 1, layers, outputs: layers.length },
  nodes: layers.map((_, at) => ({ layer: at, inputs: [at] })),
});

function splitGraph(graph: GraphOptions, blueprint: Blueprint, names: ReadonlySet<string>): Split | undefined {
  const { layers, nodes } = graph;
  const nameOf = ({ layer }: GraphNode): string => layers[layer]?.name ?? `${layer}`;
  const childOf = (node: GraphNode): Blueprint => blueprint.children?.[nameOf(node)] ?? { outputShape: [] };
  const namesOf = (node: GraphNode): string[] => namesIn(childOf(node), nameOf(node));
  const first = nodes.findIndex((node) => namesOf(node).some((name) => names.has(name)));
  const node = nodes[first];
  if (node === undefined) return undefined;
  return splitWithin(graph, first, childOf(node), innerNames(names, nameOf(node))) ?? splitBefore(graph, first);
}

/** The names at a path, without it. */
const innerNames = (names: ReadonlySet<string>, path: string): Set<string> =>
  new Set(Array.from(names).flatMap((name) => (name.startsWith(`${path}.`) ? [name.slice(path.length + 1)] : [])));

/** Splits a node's own module. A layer that other nodes call too stays whole: they need all of it. */
function splitWithin(graph: GraphOptions, at: number, child: Blueprint, names: ReadonlySet<string>): Split | undefined {
  const { layer: number, inputs } = graph.nodes[at] as GraphNode;
  const layer = graph.layers[number] as Module;
  const value = valueAfter(graph, at + 1);
  const isShared = graph.nodes.filter(({ layer }) => layer === number).length > 1;
  if (isShared || inputs.length !== 1 || value === undefined) return undefined;
  const inner = splitModule(layer, child, names);
  if (inner === undefined) return undefined;
  const withPart = (part: Module): readonly Module[] =>
    graph.layers.with(number, layer.name === undefined ? part : named(layer.name, part));
  const lower = { ...graph, layers: withPart(inner.lower), nodes: graph.nodes.slice(0, at + 1), outputs: value };
  return { lower: new Graph(lower), upper: rest({ ...graph, layers: withPart(inner.upper) }, at, inputs[0] as number) };
}

/** Splits between nodes, as far behind as possible. */
function splitBefore(graph: GraphOptions, first: number): Split | undefined {
  for (let at = first; at > 0; at--) {
    const value = valueAfter(graph, at);
    if (value === undefined) continue;
    return {
      lower: new Graph({ ...graph, nodes: graph.nodes.slice(0, at), outputs: value }),
      upper: rest(graph, at, value),
    };
  }
  return undefined;
}

/** The number of the first value that a node makes. */
const firstValue = ({ inputs, nodes }: GraphOptions, at: number): number =>
  nodes.slice(0, at).reduce((count, { outputs = 1 }) => count + outputs, inputs);

/** The only value of the first nodes that others need; undefined if there are several, or one is an input. */
function valueAfter(graph: GraphOptions, count: number): number | undefined {
  const { inputs, nodes, outputs } = graph;
  const end = firstValue(graph, count);
  const needed = new Set([...nodes.slice(count).flatMap((node) => node.inputs), ...[outputs].flat()]);
  const crossing = Array.from(needed).filter((value) => value < end);
  const [value = 0] = crossing;
  return crossing.length === 1 && value >= inputs ? value : undefined;
}

/** The nodes from one on, as a graph of one value. Layers keep their places, and so their names. */
function rest(graph: GraphOptions, at: number, value: number): Module {
  const { layers, nodes, outputs } = graph;
  const shift = firstValue(graph, at) - 1;
  const moved = (number: number): number => (number === value ? 0 : number - shift);
  const kept = nodes.slice(at).map((node) => ({ ...node, inputs: node.inputs.map(moved) }));
  return new Graph({ inputs: 1, layers, nodes: kept, outputs: moved(outputs as number) });
}
