/** Dense matmul of two matrices, in all four forms of transposition. */
import { type DenseArray, dense, type FloatDType, matmulShape, type Operand, sizeOf } from '@nablajs/core';
import { forEachMatrix } from '@nablajs/core/kernels';
import { integerProducts, realProducts, specialProducts } from '../fixtures/matmul.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { doubles, host, pattern, spread, transposed, typed } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { showShape } from '../harness/names.js';
import { bounded, equal, type Gate, matmulTolerance, within } from '../tolerances/gates.js';
import { ONE_SIGN_PRODUCTS, repeated } from './one-sign.js';

export interface Form {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

export const FORMS: readonly Form[] = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);

export const named = ({ transposeA, transposeB }: Form): string =>
  `${transposeA ? ' transposeA' : ''}${transposeB ? ' transposeB' : ''}`;

/**
 * |a| |b| of each pair of matrices, the second factor of the bound. Absolute values do not cancel, so plain loops
 * suffice.
 */
function magnitudeProduct(a: DenseArray, b: DenseArray): Float64Array {
  const shape = matmulShape(a.shape, b.shape, false, false);
  const [m, n] = shape.slice(-2) as [number, number];
  const k = a.shape.at(-1) as number;
  // Arrays of one type, because loops over one type are many times faster.
  const [x, y, out] = [doubles(a.data), doubles(b.data), new Float64Array(sizeOf(shape))];
  forEachMatrix(a.shape, b.shape, shape, (to, left, right) => {
    for (let i = 0; i < m; i++) addMagnitudes(out, (to * m + i) * n, x, (left * m + i) * k, y, right * k * n, k, n);
  });
  return out;
}

/** Adds |x| |y| to the n elements of a row, for k elements of x and k rows of y; the offsets say where they start. */
function addMagnitudes(
  out: Float64Array,
  row: number,
  x: Float64Array,
  left: number,
  y: Float64Array,
  right: number,
  k: number,
  n: number,
): void {
  for (let p = 0; p < k; p++) {
    const factor = Math.abs(x[left + p] as number);
    for (let j = 0; j < n; j++) {
      out[row + j] = (out[row + j] as number) + factor * Math.abs(y[right + p * n + j] as number);
    }
  }
}

/** error / (|A| |B|) <= 4 sqrt(k) u, element by element. */
export function matmulGate(dtype: FloatDType, a: DenseArray, b: DenseArray): Gate {
  const tolerance = matmulTolerance(dtype, a.shape.at(-1) as number);
  return bounded(() => magnitudeProduct(a, b).map((magnitude) => magnitude * tolerance));
}

/** The product of a [..., m, k] and b [..., k, n], of the same rank, each passed transposed if the form says so. */
export function productCall(
  a: DenseArray,
  b: DenseArray,
  form: Form,
  gate: Gate,
  literal?: ArrayLike<number>,
): KernelCall {
  const shape = matmulShape(a.shape, b.shape, false, false);
  const operands = [form.transposeA ? transposed(a) : a, form.transposeB ? transposed(b) : b];
  return {
    operands,
    apply: (backend, uploaded) => {
      const [left, right] = uploaded as [Operand, Operand];
      const storage = backend.matmul(left, right, form.transposeA, form.transposeB, shape);
      return [{ storage, shape, dtype: left.dtype }];
    },
    expected: [literal === undefined ? { gate } : { gate, literal }],
    definitionOperands: () => operands.map(({ data, shape: own }) => dense(doubles(data), own)),
  };
}

/** Around the tiles of blocked kernels, against the definition in float64. */
const SIZES: readonly (readonly [m: number, k: number, n: number])[] = [
  [5, 521, 9],
  [523, 5, 3],
  [3, 7, 523],
  [1, 4099, 1],
  [1, 257, 67],
  [67, 257, 1],
  [33, 65, 29],
  [64, 64, 64],
  [61, 67, 71],
  [3, 2053, 5],
  [101, 133, 137],
];

function casesOf(dtype: FloatDType, form: Form): ConformanceCase[] {
  const one = (label: string, prepare: () => KernelCall) =>
    kernelCase({ kernel: 'matmul', dtype, label: `${label}${named(form)}`, prepare });
  return [
    // Whole numbers below 2^24: exact in any order.
    ...integerProducts.map(({ m, k, n, product }) =>
      one(showShape([m, k, n]), () =>
        productCall(pattern(dtype, [m, k], 1), pattern(dtype, [k, n], 2), form, equal, typed(dtype, product)),
      ),
    ),
    ...realProducts.map(({ label, m, k, n, a, b, product }) =>
      one(label, () => {
        // float32 numbers in both dtypes, so one literal serves.
        const [left, right] = [host('float32', [m, k], a), host('float32', [k, n], b)];
        const [x, y] = [host(dtype, [m, k], left.data), host(dtype, [k, n], right.data)];
        return productCall(x, y, form, matmulGate(dtype, x, y), product);
      }),
    ),
    ...specialProducts.map(({ label, m, k, n, a, b, product }) =>
      one(label, () => {
        const gate = within({ relative: matmulTolerance(dtype, k), absolute: 0 });
        return productCall(host(dtype, [m, k], a), host(dtype, [k, n], b), form, gate, typed(dtype, product));
      }),
    ),
    ...SIZES.map(([m, k, n]) =>
      one(`${showShape([m, k, n])} real`, () => {
        const [a, b] = [spread(dtype, [m, k], 1), spread(dtype, [k, n], 2)];
        return productCall(a, b, form, matmulGate(dtype, a, b));
      }),
    ),
  ];
}

/** x' x and x x', one operand on both sides. */
function gramCase(dtype: FloatDType, transposeA: boolean): ConformanceCase {
  const form = { transposeA, transposeB: !transposeA };
  return kernelCase({
    kernel: 'matmul',
    dtype,
    label: `one operand on both sides${named(form)}`,
    prepare: () => {
      const x = spread(dtype, [13, 19], 3);
      const [a, b] = transposeA ? [transposed(x), x] : [x, transposed(x)];
      const call = productCall(a, b, form, matmulGate(dtype, a, b));
      const apply: KernelCall['apply'] = (backend, [operand]) => call.apply(backend, [operand, operand] as Operand[]);
      return { ...call, operands: [x], definitionOperands: () => [dense(doubles(x.data), x.shape)], apply };
    },
  });
}

function oneSignCases(dtype: FloatDType, form: Form): ConformanceCase[] {
  return ONE_SIGN_PRODUCTS.map(([values, m, k, n]) =>
    kernelCase({
      kernel: 'matmul',
      dtype,
      label: `${showShape([m, k, n])} ${values.label}${named(form)}`,
      prepare: () => {
        const [a, b] = [values.operand(dtype, [m, k], 1), values.operand(dtype, [k, n], 2)];
        return productCall(a, b, form, matmulGate(dtype, a, b), repeated(m * n, values.product?.(dtype, k)));
      },
    }),
  );
}

/** Enough work for threads; in one form, to save time. */
function largeCase(dtype: FloatDType): ConformanceCase {
  return kernelCase({
    kernel: 'matmul',
    dtype,
    label: '129x130x131 real',
    prepare: () => {
      const [a, b] = [spread(dtype, [129, 130], 1), spread(dtype, [130, 131], 2)];
      return productCall(a, b, { transposeA: false, transposeB: false }, matmulGate(dtype, a, b));
    },
  });
}

export function matmulCases(dtype: FloatDType): ConformanceCase[] {
  return [
    ...FORMS.flatMap((form) => casesOf(dtype, form)),
    gramCase(dtype, true),
    gramCase(dtype, false),
    largeCase(dtype),
    ...FORMS.flatMap((form) => oneSignCases(dtype, form)),
  ];
}
