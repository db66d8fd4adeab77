/** Computes what depends on constants only, once, at import. */
import type { Attribute, GraphModel, OperatorGraphModel, OperatorNode } from '../model/graph-model.js';
import type { HostTensor } from '../model/host-tensor.js';
import { operatorOf } from '../operators/table.js';
import { withOwnNames } from './rewrites/renamed.js';
import { onHost } from './run-steps.js';
import { branchesOf, countUses, implementationOf } from './steps.js';

export interface Folded {
  readonly nodes: readonly OperatorNode[];
  readonly constants: ReadonlyMap<string, HostTensor>;
  /** The weight of the file that a constant was computed from, if it is one weight. */
  readonly origins: ReadonlyMap<string, string>;
}

/** Results with more elements than made in the run, unless they are no larger than what they are made of. */
const MOST_ELEMENTS = 4_194_304;

/** Folds constants, resolves an `If` whose condition is constant, and removes `Identity` and what no output needs. */
export function fold(model: GraphModel): Folded {
  const folder = new Folder(model);
  folder.nodes(model.nodes);
  return folder.result();
}

class Folder {
  readonly #model: GraphModel;
  readonly #constants: Map<string, HostTensor>;
  readonly #origins = new Map<string, string>();
  /** Other names of values. */
  readonly #aliases = new Map<string, string>();
  readonly #outputs: ReadonlySet<string>;
  readonly #nodes: OperatorNode[] = [];

  constructor(model: GraphModel) {
    this.#model = model;
    this.#constants = new Map(model.constants);
    this.#outputs = new Set(model.outputs.map(({ name }) => name));
    for (const name of model.constants.keys()) this.#origins.set(name, name);
  }

  nodes(nodes: readonly OperatorNode[]): void {
    for (const node of nodes) this.#node(renamed(node, this.#aliases));
  }

  #node(node: OperatorNode): void {
    if (node.type === 'If' && node.domain === '') this.#if(node);
    else if (isIdentity(node) && !this.#outputs.has(node.outputs[0] as string)) {
      this.#aliases.set(node.outputs[0] as string, node.inputs[0] as string);
    } else if (!this.#computed(node)) this.#nodes.push(node);
  }

  #if(node: OperatorNode): void {
    const condition = this.#constants.get(node.inputs[0] ?? '');
    const branch = node.attributes[condition?.data[0] ? 'then_branch' : 'else_branch'];
    if (condition === undefined || branch?.kind !== 'graph') {
      this.#nodes.push(node);
      return;
    }
    const { nodes, constants, outputs } = withOwnNames(branch.value, node.outputs[0] ?? '');
    for (const [name, value] of constants) {
      this.#constants.set(name, value);
      this.#origins.set(name, name);
    }
    this.nodes(nodes);
    const identity = { ...node, type: 'Identity', attributes: {} };
    this.nodes(outputs.map(({ name }, at) => ({ ...identity, inputs: [name], outputs: [node.outputs[at] ?? ''] })));
  }

  /** Whether the node's outputs are constants now. */
  #computed(node: OperatorNode): boolean {
    const inputs = node.inputs.map((name) => this.#constants.get(name));
    const areKnown = node.inputs.every((name, at) => name === '' || inputs[at] !== undefined);
    if (!areKnown || operatorOf(node) === undefined || branchesOf(node).length > 0) return false;
    const { info, implementation } = implementationOf(node, this.#model.opsets);
    if (implementation.host === undefined) return false;
    const made = onHost(implementation, info, inputs) as HostTensor | readonly (HostTensor | undefined)[];
    const outputs = (Array.isArray(made) ? made : [made]) as readonly (HostTensor | undefined)[];
    const given = inputs.reduce((sum, input) => sum + (input?.data.length ?? 0), 0);
    if (outputs.some((output) => (output?.data.length ?? 0) > Math.max(given, MOST_ELEMENTS))) return false;
    const origin = this.#originOf(node);
    for (const [at, name] of node.outputs.entries()) {
      const output = outputs[at];
      if (name === '' || output === undefined) continue;
      this.#constants.set(name, output);
      if (origin !== undefined) this.#origins.set(name, origin);
    }
    return true;
  }

  /** The only weight that a node takes, beside shapes, axes and the like. */
  #originOf(node: OperatorNode): string | undefined {
    const weights = node.inputs.filter((name) => (this.#constants.get(name)?.data.length ?? 0) > 1);
    const [first, ...more] = weights.filter((name) => this.#origins.has(name));
    return first !== undefined && more.length === 0 ? this.#origins.get(first) : undefined;
  }

  result(): Folded {
    const nodes = needed(
      this.#nodes,
      this.#model.outputs.map(({ name }) => name),
    );
    const uses = countUses(nodes);
    for (const name of this.#outputs) uses.set(name, 1);
    const constants = new Map(Array.from(this.#constants).filter(([name]) => uses.has(name)));
    return { nodes, constants, origins: this.#origins };
  }
}

const isIdentity = ({ type, domain }: OperatorNode): boolean => type === 'Identity' && domain === '';

/** Also renames what branches take. */
function renamed(node: OperatorNode, aliases: ReadonlyMap<string, string>): OperatorNode {
  if (aliases.size === 0) return node;
  const inputs = node.inputs.map((name) => aliases.get(name) ?? name);
  if (branchesOf(node).length === 0) return { ...node, inputs };
  const attributes = Object.entries(node.attributes).map(([name, attribute]): [string, Attribute] =>
    attribute.kind === 'graph'
      ? [name, { kind: 'graph', value: inBranch(attribute.value, aliases) }]
      : [name, attribute],
  );
  return { ...node, inputs, attributes: Object.fromEntries(attributes) };
}

function inBranch(graph: OperatorGraphModel, aliases: ReadonlyMap<string, string>): OperatorGraphModel {
  const nodes = graph.nodes.map((node) => renamed(node, aliases));
  const outputs = graph.outputs.map((output) => ({ ...output, name: aliases.get(output.name) ?? output.name }));
  return { ...graph, nodes, outputs };
}

/** The nodes that outputs need, in their order. */
function needed(nodes: readonly OperatorNode[], outputs: readonly string[]): OperatorNode[] {
  const wanted = new Set(outputs);
  const kept: OperatorNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue;
    kept.push(node);
    for (const name of countUses([node]).keys()) wanted.add(name);
  }
  return kept.toReversed();
}
