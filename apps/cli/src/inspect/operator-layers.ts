import type { JsonValue, Shape, TypedConfig } from '@nablajs/core';
import type { Attribute, ListedNode } from '@nablajs/interchange';
import type { Layer, LayerParameter } from './layer.js';

/** The parts of an `OperatorGraph`'s config that are shown. */
export interface OperatorConfig extends TypedConfig {
  readonly inputs: readonly { readonly name: string; readonly type: string }[];
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
}

type OperatorNode = Pick<ListedNode['node'], 'type' | 'inputs' | 'outputs'>;

export const operatorNodes = (config: TypedConfig): readonly OperatorNode[] =>
  config['nodes'] as unknown as readonly OperatorNode[];

/** Files have floats of 32 bits: 0.00001 for 9.999999747378752e-6. JSON has no infinities. */
function shownValue(value: JsonValue): JsonValue {
  if (typeof value !== 'number' || Number.isInteger(value)) return value;
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : `${value}`;
}

/** A value that is a tensor or a graph would hide the others. */
const shownOption = ([key, { kind, value }]: [string, Attribute]): [string, JsonValue][] =>
  kind === 'tensor' || kind === 'graph' ? [] : [[key, shownValue(value)]];

/** Leaves out the axis of the examples, in front. Values that only tell of shapes have none. */
const withoutExamples = (shape: Shape): Shape => (Number.isNaN(shape[0]) ? shape.slice(1) : shape);

/** `own`: the graph's parameters, which have its path in front of their names. */
export function operatorLayers(
  nodes: readonly ListedNode[],
  own: readonly LayerParameter[],
  { path, depth }: Pick<Layer, 'path' | 'depth'>,
): Layer[] {
  const byName = new Map(own.map((parameter) => [parameter.name, parameter]));
  const prefix = path === '' ? '' : `${path}.`;
  return nodes.map(({ name, node, outputs, parameters }) => ({
    ...{ path: `${prefix}${name}`, name, depth: depth + 1, type: node.type },
    options: Object.fromEntries(Object.entries(node.attributes).flatMap(shownOption)),
    output: outputs.map(withoutExamples),
    parameters: parameters.map((parameter) => byName.get(`${prefix}${parameter}`) as LayerParameter),
  }));
}
