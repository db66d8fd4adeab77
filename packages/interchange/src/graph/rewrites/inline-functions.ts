import { NablaError } from '@nablajs/core';
import type { Attribute, GraphModel, OperatorFunction, OperatorNode } from '../../model/graph-model.js';
import { operatorOf } from '../../operators/table.js';
import { branchesOf } from '../steps.js';
import { renamedNode } from './renamed.js';

/** How deep functions may call each other, and how many nodes they may become. */
const [MOST_DEPTH, MOST_NODES] = [16, 1_000_000];

/** Keeps calls of the functions that the table of operators has. */
export function inlineFunctions(model: GraphModel): GraphModel {
  const functions = new Map(model.functions.map((own) => [`${own.domain}::${own.name}`, own]));
  if (functions.size === 0) return model;
  const opsets = { ...model.opsets };
  for (const own of model.functions)
    for (const [domain, version] of Object.entries(own.opsets)) opsets[domain] ??= version;
  const inliner = new Inliner(functions);
  return { ...model, opsets, functions: [], nodes: inliner.nodes(model.nodes, 0) };
}

class Inliner {
  readonly #functions: ReadonlyMap<string, OperatorFunction>;
  #calls = 0;
  #made = 0;

  constructor(functions: ReadonlyMap<string, OperatorFunction>) {
    this.#functions = functions;
  }

  nodes(nodes: readonly OperatorNode[], depth: number): OperatorNode[] {
    return nodes.flatMap((node) => this.#node(node, depth));
  }

  #node(node: OperatorNode, depth: number): OperatorNode[] {
    const called = this.#functions.get(`${node.domain}::${node.type}`);
    if (called === undefined) return [this.#withBranches(node, depth)];
    const attributes = { ...called.defaults, ...node.attributes };
    if (operatorOf(node) !== undefined) return [{ ...node, attributes }];
    this.#made += called.nodes.length;
    if (depth >= MOST_DEPTH || this.#made > MOST_NODES) {
      throw new NablaError('data', `The function '${node.type}' calls itself, or functions have too many nodes.`);
    }
    const prefix = `${node.name || node.type}#${this.#calls++}/`;
    const names = new Map<string, string>();
    for (const [at, name] of called.inputs.entries()) names.set(name, node.inputs[at] ?? '');
    for (const [at, name] of called.outputs.entries()) if (node.outputs[at]) names.set(name, node.outputs[at]);
    const renamed = (name: string): string => (name === '' ? '' : (names.get(name) ?? prefix + name));
    return this.nodes(
      called.nodes.map((inner) => renamedNode(inner, renamed, attributes)),
      depth + 1,
    );
  }

  #withBranches(node: OperatorNode, depth: number): OperatorNode {
    if (branchesOf(node).length === 0) return node;
    const changed = Object.entries(node.attributes).map(([name, attribute]): [string, Attribute] =>
      attribute.kind === 'graph'
        ? [name, { kind: 'graph', value: { ...attribute.value, nodes: this.nodes(attribute.value.nodes, depth) } }]
        : [name, attribute],
    );
    return { ...node, attributes: Object.fromEntries(changed) };
  }
}
