/** Adds nodes before and after those of a graph. */
import type {
  Attribute,
  ElementType,
  GraphModel,
  HostData,
  HostTensor,
  OperatorNode,
  ValueInfo,
} from '@nablajs/interchange';

type FloatType = 'float32' | 'float64';

/** ONNX's numbers of the types that a Cast makes. */
const TYPE_NUMBERS = { float32: 1, float64: 11 } as const;

/** Each method returns the name of the value that it makes. */
export class GraphParts {
  readonly nodes: OperatorNode[] = [];
  readonly constants = new Map<string, HostTensor>();
  readonly #type: FloatType;
  readonly #taken: Set<string>;

  /** `type`: of the network's numbers. */
  constructor({ nodes, inputs, constants }: GraphModel, type: FloatType) {
    this.#type = type;
    const names = [...nodes.flatMap((node) => node.outputs), ...inputs.map(({ name }) => name), ...constants.keys()];
    this.#taken = new Set(names);
  }

  /** Returns `name`, or with a number after it: no value has it. */
  free(name: string): string {
    let free = name;
    for (let number = 2; this.#taken.has(free); number++) free = `${name}_${number}`;
    this.#taken.add(free);
    return free;
  }

  node(type: string, inputs: readonly string[], attributes: OperatorNode['attributes'] = {}, output?: string): string {
    const made = output ?? this.free(type.toLowerCase());
    this.nodes.push({ name: made, type, domain: '', inputs, outputs: [made], attributes });
    return made;
  }

  floats(values: number | readonly number[]): string {
    const data = this.#type === 'float64' ? Float64Array.from([values].flat()) : Float32Array.from([values].flat());
    return this.#constant(this.#type, typeof values === 'number' ? [] : [values.length], data);
  }

  integers(values: readonly number[]): string {
    return this.#constant('int64', [values.length], Float64Array.from(values));
  }

  cast(value: string): string {
    return this.node('Cast', [value], { to: { kind: 'int', value: TYPE_NUMBERS[this.#type] } });
  }

  #constant(type: ElementType, shape: readonly number[], data: HostData): string {
    const name = this.free('constant');
    this.constants.set(name, { type, shape, data });
    return name;
  }
}

/** Attributes of one whole number. */
export const axisAttribute = (axis: number): Readonly<Record<string, Attribute>> => ({
  axis: { kind: 'int', value: axis },
});

/** What a graph takes and returns with the nodes around it. */
export interface Around {
  readonly before: GraphParts;
  readonly inputs: readonly ValueInfo[];
  readonly after: GraphParts;
  readonly outputs: readonly ValueInfo[];
}

/** The inner names of the graph's inputs and outputs stay. */
export function surrounded(model: GraphModel, { before, inputs, after, outputs }: Around): GraphModel {
  return {
    ...model,
    inputs,
    outputs,
    nodes: [...before.nodes, ...model.nodes, ...after.nodes],
    constants: new Map([...model.constants, ...before.constants, ...after.constants]),
  };
}

/** Leaves out the nodes that only other values need. */
export function between(model: GraphModel, inputs: readonly ValueInfo[], outputs: readonly ValueInfo[]): GraphModel {
  const needed = new Set(outputs.map(({ name }) => name));
  const given = new Set(inputs.map(({ name }) => name));
  const nodes = model.nodes.toReversed().filter((node) => {
    if (!node.outputs.some((name) => needed.has(name) && !given.has(name))) return false;
    for (const name of node.inputs) needed.add(name);
    return true;
  });
  const constants = new Map([...model.constants].filter(([name]) => needed.has(name)));
  return { ...model, inputs, outputs, nodes: nodes.reverse(), constants };
}
