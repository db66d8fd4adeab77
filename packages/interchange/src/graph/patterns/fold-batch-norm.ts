/** Multiplies the factors of a BatchNormalization into the convolution before it. */
import type { OperatorGraphModel, OperatorNode, ValueInfo } from '../../model/graph-model.js';
import { type HostTensor, hostData } from '../../model/host-tensor.js';
import { countUses } from '../steps.js';
import { GraphIndex, isOwn } from './graph-index.js';

/** A graph without its inputs and outputs. */
type Nodes = Pick<OperatorGraphModel, 'nodes' | 'constants'>;

interface Pair {
  readonly conv: OperatorNode;
  readonly filters: HostTensor;
  readonly bias: HostTensor | undefined;
  /** scale, offset, mean and variance */
  readonly norm: readonly [HostTensor, HostTensor, HostTensor, HostTensor];
  readonly epsilon: number;
}

/** Finds the convolution before a norm, if nothing else uses its output and all weights are constants. */
function pairOf(graph: Nodes, index: GraphIndex, node: OperatorNode, uses: ReadonlyMap<string, number>) {
  if (!isOwn(node, 'BatchNormalization') || node.outputs.slice(1).some((name) => name !== '')) return undefined;
  const conv = index.made(node.inputs[0], 'Conv');
  if (conv === undefined || uses.get(node.inputs[0] as string) !== 1) return undefined;
  const norm = node.inputs.slice(1, 5).map((name) => graph.constants.get(name));
  const filters = graph.constants.get(conv.inputs[1] ?? '');
  const biasName = conv.inputs[2] ?? '';
  const bias = graph.constants.get(biasName);
  if (filters === undefined || norm.length < 4 || norm.includes(undefined)) return undefined;
  if (biasName !== '' && bias === undefined) return undefined;
  const count = filters.shape[0] as number;
  if ([...norm, bias].some((tensor) => tensor !== undefined && tensor.data.length !== count)) return undefined;
  const epsilon = node.attributes['epsilon'];
  return {
    ...{ conv, filters, bias, norm: norm as unknown as Pair['norm'] },
    epsilon: epsilon?.kind === 'float' ? epsilon.value : 1e-5,
  };
}

/** Returns the filters and the bias of both as one, computed in float64 and rounded once. */
function folded({ filters, bias, norm: [scale, offset, mean, variance], epsilon }: Pair): [HostTensor, HostTensor] {
  const count = filters.shape[0] as number;
  const size = filters.data.length / count;
  const [w, b] = [hostData(filters.type, filters.data.length), hostData(filters.type, count)];
  for (let filter = 0; filter < count; filter++) {
    const factor = (scale.data[filter] as number) / Math.sqrt((variance.data[filter] as number) + epsilon);
    const shift = (bias?.data[filter] ?? 0) - (mean.data[filter] as number);
    b[filter] = shift * factor + (offset.data[filter] as number);
    for (let at = filter * size; at < (filter + 1) * size; at++) w[at] = (filters.data[at] as number) * factor;
  }
  return [
    { type: filters.type, shape: filters.shape, data: w },
    { type: filters.type, shape: [count], data: b },
  ];
}

/**
 * Folds each BatchNormalization behind a Conv into its filters and its bias. The result is the same but for rounding,
 * and no longer for training.
 */
export function foldBatchNorm(graph: Nodes, outputs: readonly ValueInfo[]): Nodes {
  const index = new GraphIndex(graph);
  const uses = countUses(graph.nodes);
  for (const { name } of outputs) uses.set(name, (uses.get(name) ?? 0) + 1);
  const constants = new Map(graph.constants);
  const replaced = new Map<OperatorNode, OperatorNode | undefined>();
  for (const node of graph.nodes) {
    const pair = pairOf(graph, index, node, uses);
    if (pair === undefined) continue;
    const [output] = node.outputs as [string];
    const names = [`${output}.weight`, `${output}.bias`] as const;
    if (names.some((name) => constants.has(name) || uses.has(name))) continue;
    const made = folded(pair);
    for (const at of [0, 1] as const) constants.set(names[at], made[at]);
    replaced.set(pair.conv, { ...pair.conv, inputs: [pair.conv.inputs[0] as string, ...names], outputs: [output] });
    replaced.set(node, undefined);
  }
  const nodes = graph.nodes.map((node) => (replaced.has(node) ? replaced.get(node) : node));
  return { constants, nodes: nodes.filter((node) => node !== undefined) };
}
