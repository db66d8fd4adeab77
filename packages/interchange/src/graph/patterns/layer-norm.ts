/** Layer normalisation that a file has as means, differences and a root. */
import type { Attribute, OperatorNode } from '../../model/graph-model.js';
import { type GraphIndex, isOwn } from './graph-index.js';

/** What a chain of nodes normalises. */
interface Normalized {
  readonly x: string;
  /** How many of the last axes. */
  readonly axes: number;
  readonly epsilon: number;
}

/** How many of the last axes a mean reduces, if it keeps them with length 1. */
function lastAxes(graph: GraphIndex, node: OperatorNode | undefined): number | undefined {
  if (node === undefined) return undefined;
  const keeps = node.attributes['keepdims'];
  if (keeps?.kind === 'int' && keeps.value === 0) return undefined;
  const axes = graph.axes(node)?.toSorted((a, b) => b - a);
  return axes?.length && axes.every((axis, at) => axis === -1 - at) ? axes.length : undefined;
}

/** Whether a value is another one squared. */
function isSquare(graph: GraphIndex, name: string | undefined, of: (name: string | undefined) => boolean): boolean {
  const product = graph.made(name, 'Mul');
  if (product !== undefined) return product.inputs.every(of);
  const power = graph.made(name, 'Pow');
  return power !== undefined && graph.number(power.inputs[1]) === 2 && of(power.inputs[0]);
}

/** Recognises (x - mean) / sqrt(mean((x - mean)^2) + epsilon). */
function normalized(graph: GraphIndex, name: string | undefined): Normalized | undefined {
  const division = graph.made(name, 'Div');
  const difference = graph.made(division?.inputs[0], 'Sub');
  const [x, mean] = difference?.inputs ?? [];
  if (x === undefined) return undefined;
  const axes = lastAxes(graph, graph.made(mean, 'ReduceMean'));
  if (axes === undefined || graph.made(mean, 'ReduceMean')?.inputs[0] !== x) return undefined;
  const sum = graph.made(graph.made(division?.inputs[1], 'Sqrt')?.inputs[0], 'Add');
  const [a, b] = sum?.inputs ?? [];
  const isMean = (value: string | undefined) => graph.made(value, 'ReduceMean') !== undefined;
  const [variance, rest] = isMean(a) ? [a, b] : [b, a];
  const epsilon = graph.number(rest);
  const mean2 = graph.made(variance, 'ReduceMean');
  // Some files compute the difference twice.
  const isDifference = (value: string | undefined): boolean => {
    const other = graph.made(value, 'Sub');
    return other !== undefined && other.inputs[0] === x && isMeanOf(graph, other.inputs[1], x, axes);
  };
  if (epsilon === undefined || lastAxes(graph, mean2) !== axes) return undefined;
  return isSquare(graph, mean2?.inputs[0], isDifference) ? { x, axes, epsilon } : undefined;
}

const isMeanOf = (graph: GraphIndex, name: string | undefined, x: string, axes: number): boolean => {
  const mean = graph.made(name, 'ReduceMean');
  return mean?.inputs[0] === x && lastAxes(graph, mean) === axes;
};

/** Splits a node of two inputs into a constant of `rank` axes and the other input. */
function withConstant(graph: GraphIndex, node: OperatorNode | undefined, rank: number) {
  for (const at of [0, 1]) {
    const [constant, other] = [node?.inputs[at], node?.inputs[1 - at]];
    if (graph.constant(constant)?.shape.length === rank) return { constant: constant as string, other };
  }
  return undefined;
}

/** Recognises scale and offset that are constants of the shape of the axes. A norm without them stays as it is. */
export function layerNormPattern(node: OperatorNode, graph: GraphIndex): OperatorNode | undefined {
  if (!isOwn(node, 'Add') && !isOwn(node, 'Mul')) return undefined;
  for (const rank of [1, 2]) {
    const offset = isOwn(node, 'Add') ? withConstant(graph, node, rank) : undefined;
    const scaled = isOwn(node, 'Add') ? graph.made(offset?.other, 'Mul') : node;
    const scale = withConstant(graph, scaled, rank);
    const found = scale && normalized(graph, scale.other);
    if (found === undefined || found.axes !== rank) continue;
    const attributes: Record<string, Attribute> = {
      axis: { kind: 'int', value: -rank },
      epsilon: { kind: 'float', value: found.epsilon },
    };
    const inputs = [found.x, scale?.constant as string, ...(offset === undefined ? [] : [offset.constant])];
    return { ...node, type: 'LayerNormalization', domain: '', inputs, attributes };
  }
  return undefined;
}
