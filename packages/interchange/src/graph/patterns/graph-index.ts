/** Looks up what makes the values of a graph, to recognise several nodes as one operator. */
import type { OperatorGraphModel, OperatorNode } from '../../model/graph-model.js';
import type { HostTensor } from '../../model/host-tensor.js';

export class GraphIndex {
  readonly #makers = new Map<string, OperatorNode>();
  readonly #constants: ReadonlyMap<string, HostTensor>;

  constructor(graph: Pick<OperatorGraphModel, 'nodes' | 'constants'>) {
    this.#constants = graph.constants;
    for (const node of graph.nodes) {
      for (const output of node.outputs) if (output !== '') this.#makers.set(output, node);
    }
  }

  /** Only an operator of ONNX's own. */
  made(name: string | undefined, type: string): OperatorNode | undefined {
    const node = name === undefined ? undefined : this.#makers.get(name);
    return node !== undefined && isOwn(node, type) && node.outputs[0] === name ? node : undefined;
  }

  /** The node that makes a value. */
  maker(name: string): OperatorNode | undefined {
    return this.#makers.get(name);
  }

  /** A value that is known before the graph runs. */
  constant(name: string | undefined): HostTensor | undefined {
    const initial = name === undefined ? undefined : this.#constants.get(name);
    if (initial !== undefined) return initial;
    const attribute = this.made(name, 'Constant')?.attributes['value'];
    return attribute?.kind === 'tensor' ? attribute.value : undefined;
  }

  /** The only element of a constant. */
  number(name: string | undefined): number | undefined {
    const tensor = this.constant(name);
    return tensor?.data.length === 1 ? tensor.data[0] : undefined;
  }

  /** The input of a node of two inputs that is not this constant number, up to 16 bits; undefined if neither is. */
  besides(node: OperatorNode | undefined, wanted: number): string | undefined {
    const [a, b] = node?.inputs ?? [];
    if (isNear(this.number(b), wanted)) return a;
    return isNear(this.number(a), wanted) ? b : undefined;
  }

  /** The axes of a reduction, by attribute or by input; undefined if they are not known. */
  axes(node: OperatorNode): readonly number[] | undefined {
    const attribute = node.attributes['axes'];
    if (attribute?.kind === 'ints') return attribute.value;
    const input = this.constant(node.inputs[1]);
    return input && Array.from(input.data);
  }
}

export const isOwn = ({ domain, type }: OperatorNode, wanted: string): boolean =>
  type === wanted && (domain === '' || domain === 'ai.onnx');

/** Files of 16 bits round constants to three digits. */
const TOLERANCE = 1e-3;

/** Whether a constant means this number. */
export const isNear = (value: number | undefined, wanted: number): boolean =>
  value !== undefined && Math.abs(value - wanted) <= TOLERANCE * Math.abs(wanted);
