/** Short ways to write graphs and arrays in tests. */
import {
  type Attribute,
  type ElementType,
  type GraphModel,
  type HostTensor,
  hostData,
  type OperatorNode,
} from '../../src/index.js';

/** An array of a type. */
export function host(type: ElementType, shape: readonly number[], values: readonly number[]): HostTensor {
  const data = hostData(type, values.length);
  data.set(values);
  return { type, shape, data };
}

/** Numbers that look random, in [-1, 1). */
export function noise(shape: readonly number[], seed = 1, type: 'float32' | 'float64' = 'float64'): HostTensor {
  const size = shape.reduce((all, length) => all * length, 1);
  let state = seed * 7919 + 1;
  const values = Array.from({ length: size }, () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  });
  return host(type, shape, values);
}

type Values = Readonly<Record<string, number | string | readonly number[] | Attribute>>;

function attributeOf(value: Values[string]): Attribute {
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'number') return { kind: Number.isInteger(value) ? 'int' : 'float', value };
  return Array.isArray(value) ? { kind: 'ints', value } : (value as Attribute);
}

/** A node of ONNX's own operators: whole numbers are ints, others floats. */
export const node = (
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Values = {},
): OperatorNode => ({
  ...{ name: '', type, domain: '', inputs, outputs },
  attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)])),
});

/** What `graph` needs. Inputs and outputs are float32 unless they say so: `ids: ['int64', ['n', 4]]`. */
export interface GraphParts {
  readonly inputs: Readonly<
    Record<string, readonly (number | string)[] | readonly [ElementType, readonly (number | string)[]]>
  >;
  readonly outputs: readonly string[];
  readonly nodes: readonly OperatorNode[];
  readonly constants?: Readonly<Record<string, HostTensor>>;
  readonly opset?: number;
  readonly functions?: GraphModel['functions'];
}

/** A whole model. */
export function graph({ inputs, outputs, nodes, constants = {}, opset = 21, functions = [] }: GraphParts): GraphModel {
  const listed = Object.entries(inputs).map(([name, given]) => {
    const isTyped = Array.isArray(given[1]);
    const [type, shape] = isTyped ? given : ['float32', given];
    return { name, type: type as ElementType, shape: shape as readonly (number | string)[] };
  });
  return {
    ...{ name: 'test', inputs: listed, nodes, constants: new Map(Object.entries(constants)), functions, metadata: {} },
    outputs: outputs.map((name) => ({ name, type: 'float32', shape: undefined })),
    opsets: { '': opset },
  };
}
