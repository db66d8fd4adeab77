/** Lists the nodes of a graph of operators, from its config. */
import type { JsonValue, Shape, TypedConfig } from '@nablajs/core';
import type { Layer, LayerParameter } from './layer.js';

/** The parts of an `OperatorGraph`'s config that are shown. */
export interface OperatorConfig extends TypedConfig {
  readonly inputs: readonly { readonly name: string; readonly type: string }[];
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
}

interface OperatorNode {
  readonly name?: string;
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, { readonly kind: string; readonly value: JsonValue }>>;
}

export const operatorNodes = (config: TypedConfig): readonly OperatorNode[] =>
  config['nodes'] as unknown as readonly OperatorNode[];

/** Files have floats of 32 bits: 0.00001 for 9.999999747378752e-6. */
const shownValue = (value: JsonValue): JsonValue =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(7)) : value;

/** Leaves out the axis of the examples, in front. Values that only tell of shapes have none. */
const withoutExamples = (shape: Shape): Shape => (Number.isNaN(shape[0]) ? shape.slice(1) : shape);

/** Attributes of more than a few numbers would hide the others. */
const isShort = (kind: string): boolean => kind !== 'tensor' && kind !== 'graph';

/** What is known of a graph. */
interface Known {
  /** The graph's parameters. */
  readonly parameters: readonly LayerParameter[];
  /** The shapes of values by name, with the axis of the examples. */
  readonly shapes: ReadonlyMap<string, Shape>;
  /** The path of the graph in the network. */
  readonly path: string;
}

/** Returns a layer for each node, inside of the graph: with its own weights, each of them once. */
export function operatorLayers(config: TypedConfig, { parameters, shapes, path }: Known): Layer[] {
  const left = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const prefix = path === '' ? '' : `${path}.`;
  return operatorNodes(config).map(({ name, type, inputs, outputs, attributes = {} }, at) => {
    const own = inputs.flatMap((input) => left.get(`${prefix}${input}`) ?? []);
    for (const parameter of own) left.delete(parameter.name);
    const label = name || outputs.find((one) => one !== '') || `${at}`;
    return {
      ...{ path: `${prefix}${label}`, name: label, depth: 1, type },
      options: Object.fromEntries(
        Object.entries(attributes).flatMap(([key, { kind, value }]) =>
          isShort(kind) ? [[key, shownValue(value)]] : [],
        ),
      ),
      output: outputs.flatMap((value) => (shapes.has(value) ? [withoutExamples(shapes.get(value) as Shape)] : [])),
      parameters: own,
    };
  });
}
