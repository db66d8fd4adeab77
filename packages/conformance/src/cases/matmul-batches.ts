/** Dense matmul of many matrices: dimensions before the last two are equal, or 1 and repeat. */
import { dense, type FloatDType, matmulShape, type Operand, type Shape, sizeOf } from '@nablajs/core';
import { batchedProducts } from '../fixtures/matmul.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { host, pattern, spread, transposed, typed } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { showShape } from '../harness/names.js';
import { equal } from '../tolerances/gates.js';
import { FORMS, type Form, matmulGate, named, productCall } from './matmul.js';
import { type OneSign, POSITIVE, repeated, TENTHS } from './one-sign.js';

/** Shapes of a [..., m, k] and b [..., k, n]. */
type Pair = readonly [a: Shape, b: Shape];

/** Past the tiles of blocked kernels; heads of attention; one matrix for all on either side. */
const SIZES: readonly Pair[] = [
  [
    [3, 17, 31],
    [3, 31, 13],
  ],
  [
    [2, 4, 19, 16],
    [2, 4, 16, 19],
  ],
  [
    [2, 1, 33, 17],
    [1, 3, 17, 29],
  ],
  [
    [5, 1, 67],
    [1, 67, 9],
  ],
  [
    [1, 9, 67],
    [5, 67, 1],
  ],
];

const ONE_SIGN: readonly (readonly [values: OneSign, ...Pair])[] = [
  [TENTHS, [2, 3, 784], [2, 784, 5]],
  [TENTHS, [2, 3, 4096], [1, 4096, 1]],
  [TENTHS, [2, 1, 60_000], [2, 60_000, 1]],
  [POSITIVE, [3, 2, 784], [3, 784, 19]],
];

function casesOf(dtype: FloatDType, form: Form): ConformanceCase[] {
  const one = ([a, b]: Pair, label: string, prepare: () => KernelCall) =>
    kernelCase({
      kernel: 'matmul',
      dtype,
      label: `${showShape(a)} by ${showShape(b)}${label}${named(form)}`,
      prepare,
    });
  return [
    // Whole numbers below 2^24: exact in any order.
    ...batchedProducts.map(({ a, b, product }) =>
      one([a, b], '', () =>
        productCall(pattern(dtype, a, 1), pattern(dtype, b, 2), form, equal, typed(dtype, product)),
      ),
    ),
    ...SIZES.map((pair) => one(pair, ' real', () => realCall(dtype, pair, form))),
    ...ONE_SIGN.map(([values, ...pair]) =>
      one(pair, ` ${values.label}`, () => {
        const [a, b] = [values.operand(dtype, pair[0], 1), values.operand(dtype, pair[1], 2)];
        const size = sizeOf(matmulShape(a.shape, b.shape, false, false));
        const literal = repeated(size, values.product?.(dtype, a.shape.at(-1) as number));
        return productCall(a, b, form, matmulGate(dtype, a, b), literal);
      }),
    ),
  ];
}

function realCall(dtype: FloatDType, [a, b]: Pair, form: Form): KernelCall {
  const [left, right] = [spread(dtype, a, 1), spread(dtype, b, 2)];
  return productCall(left, right, form, matmulGate(dtype, left, right));
}

/** A value that is not finite in one matrix does not affect the others. */
function specialCase(dtype: FloatDType, form: Form): ConformanceCase {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  return kernelCase({
    kernel: 'matmul',
    dtype,
    label: `special values in some of the matrices${named(form)}`,
    prepare: () => {
      const a = host(dtype, [4, 1, 2], [0, 1, 2, 3, nan, 1, 4, 5]);
      const b = host(dtype, [4, 2, 1], [inf, 1, 1, -1, 0, 0, -inf, 1]);
      return productCall(a, b, form, equal, typed(dtype, [nan, -1, nan, -inf]));
    },
  });
}

/** Products of matrices with their own transposes, as in attention. */
function gramCase(dtype: FloatDType): ConformanceCase {
  const form = { transposeA: false, transposeB: true };
  return kernelCase({
    kernel: 'matmul',
    dtype,
    label: `matrices of one operand on both sides${named(form)}`,
    prepare: () => {
      const x = spread(dtype, [3, 13, 19], 3);
      const turned = transposed(x);
      const call = productCall(x, turned, form, matmulGate(dtype, x, turned));
      const apply: KernelCall['apply'] = (backend, [operand]) => call.apply(backend, [operand, operand] as Operand[]);
      return { ...call, operands: [x], definitionOperands: () => [dense(Float64Array.from(x.data), x.shape)], apply };
    },
  });
}

/** Enough work for threads; in one form, to save time. */
function largeCase(dtype: FloatDType): ConformanceCase {
  const pair: Pair = [
    [7, 65, 64],
    [7, 64, 33],
  ];
  return kernelCase({
    kernel: 'matmul',
    dtype,
    label: `${showShape(pair[0])} by ${showShape(pair[1])} real`,
    prepare: () => realCall(dtype, pair, { transposeA: false, transposeB: false }),
  });
}

export function matmulBatchCases(dtype: FloatDType): ConformanceCase[] {
  return [
    ...FORMS.flatMap((form) => [...casesOf(dtype, form), specialCase(dtype, form)]),
    gramCase(dtype),
    largeCase(dtype),
  ];
}
