import type { Attribute, OperatorGraphModel, OperatorNode } from '../../model/graph-model.js';

/**
 * Returns a node with other names of values. Attributes that refer to those of a call get their values from `given`, or
 * are left out if the call has none.
 */
export function renamedNode(
  node: OperatorNode,
  renamed: (name: string) => string,
  given: Readonly<Record<string, Attribute>> = {},
): OperatorNode {
  const attributes = new Map<string, Attribute>();
  for (const [name, attribute] of Object.entries(node.attributes)) {
    const value = attribute.kind === 'reference' ? given[attribute.value] : renamedGraph(attribute, renamed, given);
    if (value !== undefined) attributes.set(name, value);
  }
  return {
    ...node,
    name: renamed(node.name),
    inputs: node.inputs.map(renamed),
    outputs: node.outputs.map(renamed),
    attributes: Object.fromEntries(attributes),
  };
}

function renamedGraph(
  attribute: Attribute,
  renamed: (name: string) => string,
  given: Readonly<Record<string, Attribute>>,
): Attribute {
  if (attribute.kind !== 'graph') return attribute;
  const { nodes, constants, outputs, ...rest } = attribute.value;
  return {
    kind: 'graph',
    value: {
      ...rest,
      nodes: nodes.map((node) => renamedNode(node, renamed, given)),
      constants: new Map(Array.from(constants, ([name, value]) => [renamed(name), value])),
      outputs: outputs.map((output) => ({ ...output, name: renamed(output.name) })),
    },
  };
}

/** A branch whose own values have names that no other graph has: two branches may use the same ones. */
export function withOwnNames(branch: OperatorGraphModel, prefix: string): OperatorGraphModel {
  const own = new Set([...branch.constants.keys(), ...branch.nodes.flatMap(({ outputs }) => outputs)]);
  const renamed = (name: string): string => (name !== '' && own.has(name) ? `${prefix}/${name}` : name);
  return (renamedGraph({ kind: 'graph', value: branch }, renamed, {}) as { readonly value: OperatorGraphModel }).value;
}
