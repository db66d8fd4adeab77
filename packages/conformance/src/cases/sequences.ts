/** What networks of sequences are made of, run on the backend: attention with masks, a recurrent layer, embeddings. */
import {
  add,
  type FloatDType,
  gather,
  grad,
  matmul,
  max,
  multiply,
  type Shape,
  scope,
  sigmoid,
  slice,
  softmax,
  split,
  stack,
  sum,
  type Tensor,
  tanh,
  where,
} from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { generate, pattern } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { showShape } from '../harness/names.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { within } from '../tolerances/gates.js';

type Parts = readonly [Tensor, ...Tensor[]];

/** Calls a function of tensors and constants; its outputs are the value and the gradients, from dY, by the tensors. */
const withGradients =
  (count: number, f: (parts: Parts, constants: readonly Tensor[]) => Tensor): KernelCall['apply'] =>
  (backend, uploaded) => {
    const [dY, ...rest] = uploaded.map((one) => borrowed(backend, one)) as [Tensor, ...Tensor[]];
    const [parts, constants] = [rest.slice(0, count) as unknown as Parts, rest.slice(count)];
    const gradients = grad((all: Parts) => sum(multiply(f(all, constants), dY)))(parts);
    return [scope(() => f(parts, constants)), ...gradients].map(outputOfTensor);
  };

/** Stands for -Infinity in scores: exp of it, less any score, must be 0. */
const LEAST = -1e30;

/** softmax(q k') v over the keys of the mask; a query that sees no key gets zeros. */
function attention([q, k, v]: Parts, [mask]: readonly Tensor[]): Tensor {
  const seen = mask as Tensor;
  const scores = where(seen, matmul(q, k as Tensor, { transposeB: true }), LEAST);
  const answers = matmul(softmax(scores), v as Tensor);
  return where(max(seen, { axis: -1, keepDimensions: true }), answers, 0);
}

/** Long short-term memory along x [n, time, 4 units], the products with its weights; returns all outputs. */
function lstm([x, weight]: Parts, [zeros]: readonly Tensor[]): Tensor {
  let [h, c] = [zeros as Tensor, zeros as Tensor];
  const outputs: Tensor[] = [];
  for (let at = 0; at < (x.shape[1] as number); at++) {
    const z = add(slice(x, [[], at]), matmul(h, weight as Tensor));
    const [i, f, g, o] = split(z, 4, { axis: 1 }) as [Tensor, Tensor, Tensor, Tensor];
    c = add(multiply(sigmoid(f), c), multiply(sigmoid(i), tanh(g)));
    h = multiply(sigmoid(o), tanh(c));
    outputs.push(h);
  }
  return stack(outputs, { axis: 1 });
}

/** The numbers of queries and keys; those of the second head see no key. */
const ATTENTIONS: readonly (readonly [queries: number, keys: number])[] = [
  [1, 1],
  [5, 5],
  [3, 17],
  [33, 33],
];

function attentionCase(dtype: FloatDType, [queries, keys]: readonly [number, number]): ConformanceCase {
  const [heads, size] = [2, 6];
  const ofQueries: Shape = [heads, queries, size];
  const ofKeys: Shape = [heads, keys, size];
  const seen = (at: number): number => {
    const [head, query, key] = [Math.floor(at / (queries * keys)), Math.floor(at / keys) % queries, at % keys];
    return head === 0 && key <= query + keys - queries ? 1 : 0;
  };
  return kernelCase({
    kernel: 'maskedAttention',
    dtype,
    label: `with gradients ${showShape(ofQueries)} ${showShape(ofKeys)}`,
    prepare: () => ({
      operands: [
        pattern(dtype, ofQueries, 3, 32),
        pattern(dtype, ofQueries, 5, 16),
        pattern(dtype, ofKeys, 7, 16),
        pattern(dtype, ofKeys, 9, 8),
        generate(dtype, [heads, queries, keys], seen),
      ],
      apply: withGradients(3, attention),
      expected: Array.from({ length: 4 }, () => ({ gate: within(OPERATION_TOLERANCE[dtype]) })),
    }),
  });
}

function lstmCase(dtype: FloatDType, [n, time, units]: readonly [number, number, number]): ConformanceCase {
  return kernelCase({
    kernel: 'lstm',
    dtype,
    label: `with gradients ${showShape([n, time, units])}`,
    prepare: () => ({
      operands: [
        pattern(dtype, [n, time, units], 3, 32),
        pattern(dtype, [n, time, 4 * units], 5, 8),
        pattern(dtype, [units, 4 * units], 7, 32),
        generate(dtype, [n, units], () => 0),
      ],
      apply: withGradients(2, lstm),
      expected: Array.from({ length: 3 }, () => ({ gate: within(OPERATION_TOLERANCE[dtype]) })),
    }),
  });
}

/** Some tokens occur often, and the last one never. */
function embeddingCase(dtype: FloatDType, [n, time, size]: readonly [number, number, number]): ConformanceCase {
  const values = 7;
  return kernelCase({
    kernel: 'embedding',
    dtype,
    alsoNeeds: ['int32'],
    label: `with gradient ${showShape([n, time, size])}`,
    prepare: () => ({
      operands: [
        pattern(dtype, [n, time, size], 3, 32),
        pattern(dtype, [values, size], 5, 8),
        generate('int32', [n, time], (at) => (at * at) % (values - 1)),
      ],
      apply: withGradients(1, ([table], [tokens]) => gather(table, tokens as Tensor)),
      expected: Array.from({ length: 2 }, () => ({ gate: within(OPERATION_TOLERANCE[dtype]) })),
    }),
  });
}

export function sequenceCases(dtype: FloatDType): ConformanceCase[] {
  return [
    ...ATTENTIONS.map((lengths) => attentionCase(dtype, lengths)),
    ...(
      [
        [1, 1, 1],
        [3, 5, 4],
        [17, 3, 9],
      ] as const
    ).map((lengths) => lstmCase(dtype, lengths)),
    ...(
      [
        [1, 1, 1],
        [3, 5, 4],
        [2, 67, 33],
      ] as const
    ).map((lengths) => embeddingCase(dtype, lengths)),
  ];
}
