/** The k largest of each row, as core finds them: with the optional fused kernel, or one after the other. */
import { type DenseArray, type FloatDType, type Operand, topK } from '@nablajs/core';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { host, pattern, spread, typed } from '../harness/host.js';
import { kernelCase } from '../harness/kernel-case.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { equal, exact } from '../tolerances/gates.js';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

interface Choice {
  readonly label: string;
  /** Default: `topK`. */
  readonly kernel?: string;
  readonly x: (dtype: FloatDType) => DenseArray;
  readonly k: number;
  readonly values?: readonly number[];
  readonly indices?: readonly number[];
}

const CHOICES: readonly Choice[] = [
  {
    label: 'ties',
    x: (dtype) => host(dtype, [2, 5], [1, 5, 2, 5, 5, 0, -0, 0, -0, -1]),
    k: 4,
    values: [5, 5, 5, 2, 0, 0, 0, 0],
    indices: [1, 3, 4, 2, 0, 1, 2, 3],
  },
  {
    label: 'NaN and infinities',
    // Composed, it depends on how argmax treats NaN, which has cases of its own.
    kernel: 'fused.topK',
    x: (dtype) => host(dtype, [2, 6], [inf, nan, -inf, 3, nan, inf, -inf, -inf, -inf, 2, -inf, -inf]),
    k: 6,
    values: [nan, nan, inf, inf, 3, -inf, 2, -inf, -inf, -inf, -inf, -inf],
    indices: [1, 4, 0, 5, 3, 2, 3, 0, 1, 2, 4, 5],
  },
  {
    label: 'of one',
    x: (dtype) => host(dtype, [3, 1], [2, nan, -inf]),
    k: 1,
    values: [2, nan, -inf],
    indices: [0, 0, 0],
  },
  { label: 'no rows', x: (dtype) => host(dtype, [0, 4], []), k: 2, values: [], indices: [] },
  { label: '7 of 5x61 with ties', x: (dtype) => pattern(dtype, [5, 61], 3), k: 7 },
  { label: '1 of 67x33', x: (dtype) => spread(dtype, [67, 33], 1), k: 1 },
  { label: '64 of 3x1009', x: (dtype) => spread(dtype, [3, 1009], 2), k: 64 },
  { label: 'all of 2x130', x: (dtype) => spread(dtype, [2, 130], 3), k: 130 },
];

export function topKCases(dtype: FloatDType): ConformanceCase[] {
  return CHOICES.map(({ label, kernel = 'topK', x, k, values, indices }) =>
    kernelCase({
      kernel,
      dtype,
      label,
      prepare: () => ({
        operands: [x(dtype)],
        apply: (backend, uploaded) => {
          const made = topK(borrowed(backend, uploaded[0] as Operand), k);
          return [outputOfTensor(made.values), outputOfTensor(made.indices)];
        },
        expected: [
          { gate: equal, ...(values && { literal: typed(dtype, values) }) },
          { gate: exact, ...(indices && { literal: indices }) },
        ],
      }),
    }),
  );
}
