/** Optional fused attention and its backward. The definition is a composition in float64. */
import {
  type AttentionInputs,
  type Backend,
  concat,
  type DenseArray,
  dense,
  type FloatDType,
  greater,
  matmul,
  max,
  multiply,
  type Operand,
  permute,
  scope,
  slice,
  softmax,
  split,
  subtract,
  sum,
  type Tensor,
  upload,
  where,
} from '@nablajs/core';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { doubles, generate, host, pattern, typed } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { type Gate, within } from '../tolerances/gates.js';

/** What a case passes besides elements. */
export type Heads = Pick<AttentionInputs, 'heads' | 'keyHeads' | 'causal'>;

/** The operands as tensors. */
export interface Asked {
  readonly x: Tensor;
  readonly source: Tensor | undefined;
  readonly mask: Tensor | undefined;
}

/** The formulas above `attention` and `attentionBackward` in backend.ts. Returns y, dX and, with a source, dSource. */
export function composedAttention({ x, source, mask }: Asked, dY: Tensor, given: Heads): Tensor[] {
  const { heads, keyHeads, causal } = given;
  const [n, queries] = x.shape as readonly [number, number];
  const headsOf = (y: Tensor, count: number): Tensor =>
    permute(y.reshape([...y.shape.slice(0, 2), count, (y.shape[2] as number) / count]), [0, 2, 1, 3]);
  const joined = (y: Tensor): Tensor => {
    const time = y.shape[2] as number;
    return permute(y, [0, 2, 1, 3]).reshape([n, time, (y.shape[1] as number) * (y.shape[3] as number)]);
  };
  const parts =
    source === undefined
      ? split(headsOf(x, heads + 2 * keyHeads), [heads, keyHeads, keyHeads], { axis: 1 })
      : [headsOf(x, heads), ...split(headsOf(source, 2 * keyHeads), [keyHeads, keyHeads], { axis: 1 })];
  const [q, k, v] = parts as [Tensor, Tensor, Tensor];
  const [keys, size] = k.shape.slice(2) as [number, number];
  const rowsOf = (y: Tensor): Tensor =>
    y.reshape([n, keyHeads, (heads / keyHeads) * queries, y.shape.at(-1) as number]);
  const scores = (y: Tensor, z: Tensor): Tensor =>
    matmul(rowsOf(y), z, { transposeB: true }).reshape([n, heads, queries, keys]);
  const scale = 1 / Math.sqrt(size);
  const scaled = multiply(q, scale);
  const place = (index: number): number => (Math.floor(index / keys) % queries) + keys - queries;
  const past = generate(x.dtype, [1, 1, queries, keys], (i) => Number(!causal || i % keys <= place(i)));
  const others =
    mask === undefined ? upload(x.backend, past) : multiply(upload(x.backend, past), mask.reshape([n, 1, 1, keys]));
  const seen = greater(others, 0);
  const all = softmax(where(seen, scores(scaled, k), -1e30));
  const weights = where(max(seen, { axis: -1, keepDimensions: true }), all, 0);
  const y = matmul(rowsOf(weights), v).reshape(q.shape);
  const dO = headsOf(dY, heads);
  const dScores = multiply(weights, subtract(scores(dO, v), sum(multiply(dO, y), { axis: -1, keepDimensions: true })));
  const dQ = multiply(matmul(rowsOf(dScores), k).reshape(q.shape), scale);
  const dK = matmul(rowsOf(dScores), rowsOf(scaled), { transposeA: true });
  const dV = matmul(rowsOf(weights), rowsOf(dO), { transposeA: true });
  const [ofQ, ofK, ofV] = [dQ, dK, dV].map(joined) as [Tensor, Tensor, Tensor];
  if (source === undefined) return [joined(y), concat([ofQ, ofK, ofV], { axis: 2 })];
  return [joined(y), ofQ, concat([ofK, ofV], { axis: 2 })];
}

/** Heads and sizes; `keys` stands for a source. */
export interface Sizes extends Heads {
  readonly n: number;
  readonly queries: number;
  readonly keys?: number;
  readonly size: number;
  readonly masked?: boolean;
}

const sizesOf = (
  [n, queries, keys, heads, keyHeads, size]: readonly [number, number, number, number, number, number],
  options = '',
): Sizes => ({
  ...{ n, queries, heads, keyHeads, size },
  ...(keys > 0 && { keys }),
  ...{ causal: options.includes('causal'), masked: options.includes('masked') },
});

/**
 * Around the widths of tiles and the blocks of queries and keys; with a source where keys are given. Each: examples,
 * queries, keys, heads, key heads, size of a head.
 */
export const ATTENTION_SIZES: readonly Sizes[] = [
  sizesOf([1, 1, 0, 1, 1, 1]),
  sizesOf([1, 1, 3, 1, 1, 1], 'causal masked'),
  sizesOf([2, 7, 0, 2, 1, 5], 'causal'),
  sizesOf([1, 5, 0, 1, 1, 3]),
  sizesOf([1, 25, 0, 2, 2, 16], 'causal masked'),
  sizesOf([2, 1, 50, 4, 4, 32], 'causal'),
  sizesOf([1, 24, 0, 1, 1, 130], 'masked'),
  sizesOf([3, 130, 0, 4, 2, 8], 'causal masked'),
  sizesOf([1, 129, 200, 2, 2, 7], 'masked'),
  sizesOf([2, 60, 257, 6, 2, 20], 'causal'),
  sizesOf([1, 128, 0, 4, 4, 32], 'causal'),
  sizesOf([1, 300, 0, 2, 1, 33], 'causal'),
];

const labelOf = ({ n, queries, keys, heads, keyHeads, size, causal, masked }: Sizes): string => {
  const names = [causal ? ' causal' : '', masked ? ' masked' : '', keys === undefined ? '' : ` of ${keys}`];
  return `${n}x${queries} ${heads}/${keyHeads} heads of ${size}${names.join('')}`;
};

/** x, dY, source and mask. A mask hides single keys, those at the end, and in the second example all of them. */
export function attentionOperands(dtype: FloatDType, sizes: Sizes): readonly [DenseArray, DenseArray, ...DenseArray[]] {
  const { n, queries, keys, heads, keyHeads, size, masked } = sizes;
  const width = (heads + (keys === undefined ? 2 * keyHeads : 0)) * size;
  const of = (shape: readonly number[], seed: number): DenseArray => pattern(dtype, shape, seed, 16);
  const [x, dY] = [of([n, queries, width], 41), of([n, queries, heads * size], 42)];
  const all = keys ?? queries;
  const isThere = (at: number, example: number): boolean => at <= 0.7 * all && at % 5 !== 1 && example !== 1;
  const mask = generate(dtype, [n, all], (i) => Number(isThere(i % all, Math.floor(i / all))));
  return [x, dY, ...(keys === undefined ? [] : [of([n, keys, 2 * keyHeads * size], 43)]), ...(masked ? [mask] : [])];
}

/** The caller releases what it gets. */
export function attentionBy(backend: Backend, operands: readonly Operand[], sizes: Sizes): Operand[] {
  const { heads, keyHeads, causal, keys } = sizes;
  const [x, dY, ...more] = operands as readonly [Operand, Operand, ...Operand[]];
  const [source, mask] = keys === undefined ? [undefined, ...more] : more;
  const { attention, attentionBackward } = backend.fused ?? {};
  if (attention === undefined || attentionBackward === undefined) {
    const [own, gradient, ...others] = operands.map((one) => borrowed(backend, one)) as [Tensor, Tensor, ...Tensor[]];
    const [asked, there] = keys === undefined ? [undefined, ...others] : others;
    return scope(() => composedAttention({ x: own, source: asked, mask: there }, gradient, sizes)).map(outputOfTensor);
  }
  const given = { x, source, mask, heads, keyHeads, causal };
  const { y, statistics } = attention(given);
  const output = { storage: y, shape: dY.shape, dtype: x.dtype };
  const { dX, dSource } = attentionBackward(given, output, statistics, dY);
  backend.release(statistics);
  return [output, { ...x, storage: dX }, ...(source === undefined ? [] : [{ ...source, storage: dSource }])];
}

const GATES: Readonly<Record<FloatDType, Gate>> = {
  float32: within({ relative: 1e-4, absolute: 1e-4 }),
  float64: within({ relative: 1e-11, absolute: 1e-11 }),
};

/** One query and two keys whose scores differ by log 3: weights 1/4 and 3/4. */
function literalCase(dtype: FloatDType): ConformanceCase {
  const q = Math.log(3);
  const operands = () => [
    host(dtype, [1, 1, 1], [q]),
    host(dtype, [1, 1, 1], [1]),
    host(dtype, [1, 2, 2], [0, 4, 1, 8]),
  ];
  const literals = [[7], [3 / 4], [(-3 / 4) * q, 1 / 4, (3 / 4) * q, 3 / 4]];
  return define(dtype, 'weights of 1/4 and 3/4', sizesOf([1, 1, 2, 1, 1, 1]), operands, literals);
}

/** Only the last rows ask. */
function lastCase(dtype: FloatDType): ConformanceCase {
  const sizes = sizesOf([1, 30, 0, 4, 2, 8], 'causal masked');
  const { heads, keyHeads, causal, size } = sizes;
  const queries = 3;
  const apply = (backend: Backend, operands: readonly Operand[]): Operand[] => {
    const [x, , mask] = operands as readonly [Operand, Operand, Operand];
    const { attention } = backend.fused ?? {};
    if (attention === undefined) {
      const [own, gradient, there] = operands.map((one) => borrowed(backend, one)) as [Tensor, Tensor, Tensor];
      const asked = { x: own, source: undefined, mask: there };
      const last = scope(() => slice(composedAttention(asked, gradient, sizes)[0] as Tensor, [[], [-queries]]));
      return [outputOfTensor(last)];
    }
    const { y, statistics } = attention({ x, source: undefined, mask, heads, keyHeads, causal, queries });
    backend.release(statistics);
    return [{ storage: y, shape: [1, queries, heads * size], dtype: x.dtype }];
  };
  const prepare = (): KernelCall => {
    const operands = attentionOperands(dtype, sizes);
    const definitionOperands = () => operands.map(({ data, shape }) => dense(doubles(data), shape));
    return { operands, apply, expected: [{ gate: GATES[dtype] }], definitionOperands };
  };
  return kernelCase({ kernel: 'fused.attention', dtype, label: `the last ${queries} rows`, prepare });
}

function define(
  dtype: FloatDType,
  label: string,
  sizes: Sizes,
  operandsOf: () => readonly DenseArray[],
  literals: readonly (readonly number[])[] = [],
): ConformanceCase {
  const prepare = (): KernelCall => {
    const operands = operandsOf();
    return {
      operands,
      apply: (backend, uploaded) => attentionBy(backend, uploaded, sizes),
      expected: Array.from({ length: sizes.keys === undefined ? 2 : 3 }, (_, at) => {
        const literal = literals[at];
        return { gate: GATES[dtype], ...(literal && { literal: typed(dtype, literal) }) };
      }),
      definitionOperands: () => operands.map(({ data, shape }) => dense(doubles(data), shape)),
    };
  };
  return kernelCase({ kernel: 'fused.attention', dtype, label, prepare });
}

export function attentionCases(dtype: FloatDType): ConformanceCase[] {
  return [
    literalCase(dtype),
    lastCase(dtype),
    ...ATTENTION_SIZES.map((sizes) => define(dtype, labelOf(sizes), sizes, () => attentionOperands(dtype, sizes))),
  ];
}
