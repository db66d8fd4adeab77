/** Checks that every value of a graph has one source, and puts the nodes in order. */
import type { Attribute, OperatorGraphModel, OperatorNode } from '../model/graph-model.js';
import { damaged, show } from './damaged.js';

/** The names of the values of a graph, and of those around it. */
type Scopes = readonly ReadonlySet<string>[];

/**
 * Returns the nodes of a graph so that each comes after what it takes; nodes that are in order stay where they are.
 * `known` has the inputs and the constants. Throws NablaError `data` for a value with no source or two, and for a
 * circle.
 */
export function sortNodes(
  what: string,
  nodes: readonly OperatorNode[],
  known: readonly string[],
  outputs: readonly string[],
  around: Scopes = [],
): OperatorNode[] {
  const makers = makersOf(what, nodes, known);
  const scopes: Scopes = [...around, new Set([...known, ...makers.keys()])];
  const check = (name: string): void => {
    if (!scopes.some((scope) => scope.has(name))) throw damaged(`${what}: nothing makes the value ${show(name)}`);
  };
  const needs = nodes.map((node) => [...node.inputs.filter((name) => name !== ''), ...freeNames(node)]);
  for (const names of needs) names.forEach(check);
  outputs.forEach(check);
  const order = orderOf(what, needs, makers);
  return order.map((at) => withSortedGraphs(what, nodes[at] as OperatorNode, scopes));
}

/** Returns which node makes each value. */
function makersOf(what: string, nodes: readonly OperatorNode[], known: readonly string[]): Map<string, number> {
  const own = new Set(known);
  if (own.size < known.length || own.has('')) throw damaged(`${what}: two inputs have the same name, or one has none`);
  const makers = new Map<string, number>();
  for (const [at, { outputs }] of nodes.entries()) {
    for (const name of outputs) {
      if (name === '') continue;
      if (own.has(name) || makers.has(name)) throw damaged(`${what}: the value ${show(name)} is made twice`);
      makers.set(name, at);
    }
  }
  return makers;
}

/** Walks from each node to what it needs, without recursion. */
function orderOf(what: string, needs: readonly (readonly string[])[], makers: ReadonlyMap<string, number>): number[] {
  const order: number[] = [];
  /** 0 before a node, 1 while what it needs is visited, 2 behind it. */
  const states = new Uint8Array(needs.length);
  for (let first = 0; first < needs.length; first++) {
    const path = [{ at: first, next: 0 }];
    while (states[first] !== 2) {
      const step = path.at(-1) as { at: number; next: number };
      states[step.at] = 1;
      const names = needs[step.at] as readonly string[];
      if (step.next === names.length) {
        states[step.at] = 2;
        order.push(step.at);
        path.pop();
        continue;
      }
      const maker = makers.get(names[step.next++] as string);
      if (maker === undefined || states[maker] === 2) continue;
      if (states[maker] === 1) throw damaged(`${what}: nodes take their values from each other in a circle`);
      path.push({ at: maker, next: 0 });
    }
  }
  return order;
}

const graphsOf = ({ attributes }: OperatorNode): OperatorGraphModel[] =>
  Object.values(attributes).flatMap((attribute) => (attribute.kind === 'graph' ? [attribute.value] : []));

/** What the graphs inside of a node take from outside. */
function freeNames(node: OperatorNode): string[] {
  return graphsOf(node).flatMap(({ nodes, inputs, outputs, constants }) => {
    const made = new Set([
      ...constants.keys(),
      ...inputs.map(({ name }) => name),
      ...nodes.flatMap((one) => one.outputs),
    ]);
    const used = [...nodes.flatMap((one) => [...one.inputs, ...freeNames(one)]), ...outputs.map(({ name }) => name)];
    return [...new Set(used)].filter((name) => name !== '' && !made.has(name));
  });
}

function withSortedGraphs(what: string, node: OperatorNode, scopes: Scopes): OperatorNode {
  if (graphsOf(node).length === 0) return node;
  const attributes = Object.entries(node.attributes).map(([name, attribute]): [string, Attribute] =>
    attribute.kind === 'graph'
      ? [name, { kind: 'graph', value: sortGraph(what, attribute.value, scopes) }]
      : [name, attribute],
  );
  return { ...node, attributes: Object.fromEntries(attributes) };
}

/** Returns a graph with its nodes in order. */
export function sortGraph(what: string, graph: OperatorGraphModel, around: Scopes = []): OperatorGraphModel {
  const known = [...graph.constants.keys(), ...graph.inputs.map(({ name }) => name)];
  const outputs = graph.outputs.map(({ name }) => name);
  return { ...graph, nodes: sortNodes(what, graph.nodes, known, outputs, around) };
}
