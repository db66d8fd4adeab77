import type { OperatorNode } from '../model/graph-model.js';
import type { WeightForm } from '../operators/run.js';
import type { GraphDefinition } from './definition.js';
import { branchesOf, implementationOf } from './steps.js';

/** All nodes, also those of branches. */
const withBranches = (nodes: readonly OperatorNode[]): OperatorNode[] =>
  nodes.flatMap((node) => [node, ...branchesOf(node).flatMap((branch) => withBranches(branch.nodes))]);

/** Undefined if kernels want the form of the file. */
export function weightForm({ nodes, opsets, parameters }: GraphDefinition, name: string): WeightForm | undefined {
  const form = parameters[name]?.form;
  for (const node of form === undefined ? [] : withBranches(nodes)) {
    const at = node.inputs.indexOf(name);
    const own = at < 0 ? undefined : implementationOf(node, opsets).implementation.weights?.[at];
    if (own?.name === form) return own;
    if (own?.short?.form.name === form) return own?.short?.form;
  }
  return undefined;
}
