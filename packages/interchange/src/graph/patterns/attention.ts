/** Attention that a file has as products of matrices and a softmax. */
import type { Attribute, OperatorNode } from '../../model/graph-model.js';
import { OWN_DOMAIN } from '../../operators/networks/nabla.js';
import { type GraphIndex, isOwn } from './graph-index.js';

/** A value times numbers: constants, and those that the graph computes from shapes. */
interface Scaled {
  readonly of: string;
  readonly constant: number;
  readonly factors: readonly string[];
  readonly divisors: readonly string[];
}

/** Takes products with a number, and quotients by one, apart. */
function unscaled(graph: GraphIndex, name: string, depth = 4): Scaled {
  const alone: Scaled = { of: name, constant: 1, factors: [], divisors: [] };
  const [product, quotient] = [graph.made(name, 'Mul'), graph.made(name, 'Div')];
  if (depth === 0) return alone;
  for (const [x, number] of [product?.inputs ?? [], product?.inputs.toReversed() ?? [], quotient?.inputs ?? []]) {
    if (x === undefined || number === undefined) continue;
    const value = graph.number(number);
    if (value === undefined && !isOfShapes(graph, number)) continue;
    const { of, constant, factors, divisors } = unscaled(graph, x, depth - 1);
    const known = value ?? 1;
    const unknown = value === undefined ? [number] : [];
    if (quotient === undefined) return { of, constant: constant * known, factors: [...factors, ...unknown], divisors };
    return { of, constant: constant / known, factors, divisors: [...divisors, ...unknown] };
  }
  return alone;
}

const SHAPE_ARITHMETIC = ['Cast', 'Div', 'Gather', 'Mul', 'Pow', 'Slice', 'Sqrt', 'Squeeze'];

/** Whether a value is computed from shapes alone, such as the root of the width of a head. */
function isOfShapes(graph: GraphIndex, name: string, depth = 8): boolean {
  if (graph.made(name, 'Shape') !== undefined) return true;
  const node = graph.maker(name);
  if (node === undefined || depth === 0 || !SHAPE_ARITHMETIC.some((type) => isOwn(node, type))) return false;
  const open = node.inputs.filter((input) => graph.number(input) === undefined);
  return open.length > 0 && open.every((input) => isOfShapes(graph, input, depth - 1));
}

/** Returns what a value is a reordering of. */
function reordered(graph: GraphIndex, name: string | undefined, axes: readonly number[]): string | undefined {
  const node = graph.made(name, 'Transpose');
  const order = node?.attributes['perm'];
  return order?.kind === 'ints' && order.value.join() === axes.join() ? node?.inputs[0] : undefined;
}

/** [n, time, heads, size] as heads, and heads back. */
const HEADS = [0, 2, 1, 3];

/** Keys [n, time, heads, size] for the product with queries, [n, heads, size, time]. */
function keysOf(graph: GraphIndex, name: string): Scaled | undefined {
  const outer = unscaled(graph, name);
  const direct = reordered(graph, outer.of, [0, 2, 3, 1]);
  if (direct !== undefined) return { ...outer, of: direct };
  // Some exporters join the batch and the heads for the last transposition.
  const joined = reordered(graph, graph.made(outer.of, 'Reshape')?.inputs[0], [0, 2, 1]);
  const swapped = reordered(graph, outer.of, [0, 1, 3, 2]) ?? graph.made(joined, 'Reshape')?.inputs[0];
  const inner = swapped === undefined ? undefined : unscaled(graph, swapped);
  const of = reordered(graph, inner?.of, HEADS);
  return inner === undefined || of === undefined ? undefined : { ...times(outer, inner), of };
}

const times = (a: Scaled, b: Scaled): Scaled => ({
  of: a.of,
  constant: a.constant * b.constant,
  factors: [...a.factors, ...b.factors],
  divisors: [...a.divisors, ...b.divisors],
});

/** Numbers as low as this, added to a score, make its weight 0. */
const LOW = -9999;

/** Returns m if a mask is (1 - m) times a low number: m says which keys are there. */
function choiceOf(graph: GraphIndex, mask: string): string | undefined {
  const { of, constant, factors, divisors } = unscaled(graph, mask);
  const difference = graph.made(of, 'Sub');
  const isChoice = graph.number(difference?.inputs[0]) === 1 && constant <= LOW;
  return isChoice && factors.length + divisors.length === 0 ? difference?.inputs[1] : undefined;
}

/** The scores q k', with their scale, and what is added to them. */
function scoresOf(graph: GraphIndex, name: string): { readonly scores: Scaled; readonly mask: string | undefined } {
  const sum = graph.made(name, 'Add');
  for (const at of [0, 1]) {
    const scores = unscaled(graph, sum?.inputs[at] ?? '');
    if (graph.made(scores.of, 'MatMul') !== undefined) return { scores, mask: sum?.inputs[1 - at] };
  }
  return { scores: unscaled(graph, name), mask: undefined };
}

/**
 * Recognises softmax(scale q k' + mask) v of heads, from [n, time, heads, size] before they are reordered to what is
 * reordered back.
 */
export function attentionPattern(node: OperatorNode, graph: GraphIndex): OperatorNode | undefined {
  const product = graph.made(isOwn(node, 'Transpose') ? reordered(graph, node.outputs[0], HEADS) : undefined, 'MatMul');
  const softmax = graph.made(product?.inputs[0], 'Softmax');
  const values = reordered(graph, product?.inputs[1], HEADS);
  const axis = softmax?.attributes['axis'];
  if (values === undefined || (axis?.kind === 'int' && axis.value !== -1 && axis.value !== 3)) return undefined;
  const { scores, mask } = scoresOf(graph, softmax?.inputs[0] ?? '');
  const [left, right] = graph.made(scores.of, 'MatMul')?.inputs ?? [];
  if (left === undefined || right === undefined) return undefined;
  const [q, k] = [unscaled(graph, left), keysOf(graph, right)];
  const queries = reordered(graph, q.of, HEADS);
  if (queries === undefined || k === undefined) return undefined;
  const { constant, factors, divisors } = times(times(scores, q), k);
  const choice = mask === undefined ? undefined : choiceOf(graph, mask);
  const attributes: Record<string, Attribute> = {
    scale: { kind: 'float', value: constant },
    divisors: { kind: 'int', value: divisors.length },
    choice: { kind: 'int', value: choice === undefined ? 0 : 1 },
  };
  const inputs = [queries, k.of, values, choice ?? mask ?? '', ...divisors, ...factors];
  return { ...node, type: 'Attention', domain: OWN_DOMAIN, inputs, attributes };
}
