/** GELU that a file has as products of erf or tanh. */
import type { OperatorNode } from '../../model/graph-model.js';
import { type GraphIndex, isNear, isOwn } from './graph-index.js';

/** A product that is taken apart: how often it has the value asked for, and what else it has. */
interface Product {
  readonly constant: number;
  readonly factors: readonly string[];
}

/** Products of more factors than this are no GELU. */
const MOST_FACTORS = 8;

/** Takes a product apart, but not the values in `whole`. */
function productOf(graph: GraphIndex, name: string, whole: readonly string[]): Product {
  const known = whole.includes(name) ? undefined : graph.number(name);
  if (known !== undefined) return { constant: known, factors: [] };
  const alone: Product = { constant: 1, factors: [name] };
  if (whole.includes(name)) return alone;
  const power = graph.made(name, 'Pow');
  const times = graph.number(power?.inputs[1]);
  if (power !== undefined && (times === 2 || times === 3)) {
    const { constant, factors } = productOf(graph, power.inputs[0] as string, whole);
    return { constant: constant ** times, factors: new Array<readonly string[]>(times).fill(factors).flat() };
  }
  const division = graph.made(name, 'Div');
  const divisor = graph.number(division?.inputs[1]);
  if (division !== undefined && divisor !== undefined) {
    const { constant, factors } = productOf(graph, division.inputs[0] as string, whole);
    return { constant: constant / divisor, factors };
  }
  const [a, b] = graph.made(name, 'Mul')?.inputs ?? [];
  if (a === undefined || b === undefined) return alone;
  const [left, right] = [productOf(graph, a, whole), productOf(graph, b, whole)];
  const factors = [...left.factors, ...right.factors];
  return factors.length > MOST_FACTORS ? alone : { constant: left.constant * right.constant, factors };
}

function isPower(graph: GraphIndex, name: string, x: string, constant: number, count: number): boolean {
  const product = productOf(graph, name, [x]);
  const { length } = product.factors;
  return length === count && product.factors.every((factor) => factor === x) && isNear(product.constant, constant);
}

const [ROOT_HALF, ROOT_2_BY_PI, CUBIC] = [Math.SQRT1_2, 0.7978845608028654, 0.044715];

/** Returns x if a value is erf(x / sqrt 2). */
function ofErf(graph: GraphIndex, name: string | undefined): string | undefined {
  const inner = graph.made(name, 'Erf')?.inputs[0];
  const node = graph.made(inner, 'Div') ?? graph.made(inner, 'Mul');
  return node?.inputs.find((x) => graph.number(x) === undefined && isPower(graph, inner as string, x, ROOT_HALF, 1));
}

/** Returns x if a value is tanh(sqrt(2 / pi) (x + 0.044715 x^3)). */
function ofTanh(graph: GraphIndex, name: string | undefined): string | undefined {
  const scaled = graph.made(graph.made(name, 'Tanh')?.inputs[0], 'Mul');
  const sum = graph.made(graph.besides(scaled, ROOT_2_BY_PI), 'Add');
  const [a, b] = sum?.inputs ?? [];
  if (a === undefined || b === undefined) return undefined;
  if (isPower(graph, b, a, CUBIC, 3)) return a;
  return isPower(graph, a, b, CUBIC, 3) ? b : undefined;
}

/** Recognises x times (1 + erf(x / sqrt 2)) / 2, or that with tanh, in any order of its products. */
export function geluPattern(node: OperatorNode, graph: GraphIndex): OperatorNode | undefined {
  if (!isOwn(node, 'Mul')) return undefined;
  for (const sum of sumsIn(graph, node.outputs[0] as string, 3)) {
    const made = graph.made(sum, 'Add');
    const inner = graph.besides(made, 1);
    const erf = ofErf(graph, inner);
    const x = erf ?? ofTanh(graph, inner);
    if (x === undefined) continue;
    const { constant, factors } = productOf(graph, node.outputs[0] as string, [x, sum]);
    if (factors.length !== 2 || !factors.includes(x) || !factors.includes(sum) || !isNear(constant, 0.5)) continue;
    const approximate = { kind: 'string', value: erf === undefined ? 'tanh' : 'none' } as const;
    return { ...node, type: 'Gelu', domain: '', inputs: [x], attributes: { approximate } };
  }
  return undefined;
}

/** The sums among the factors of a product. */
function sumsIn(graph: GraphIndex, name: string, depth: number): string[] {
  if (graph.made(name, 'Add') !== undefined) return [name];
  const product = graph.made(name, 'Mul');
  return product === undefined || depth === 0 ? [] : product.inputs.flatMap((input) => sumsIn(graph, input, depth - 1));
}
