/** scatterAdd: adds rows at their indices, the transpose of `gather`. */
import type { DenseArray, FloatDType, Operand } from '@nablajs/core';
import { scatterAddLiterals } from '../fixtures/indexing.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { host, pattern, spread, typed } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { showShape } from '../harness/names.js';
import { bounded, equal, exact, type Gate, SUM_TOLERANCE } from '../tolerances/gates.js';
import { type OneSign, oneSignSumGate, POSITIVE, repeated, TENTHS } from './one-sign.js';

type Indices = ArrayLike<number>;

/** x [indices, width] into [rows, width]. */
function call(x: DenseArray, indices: Indices, rows: number, gate: Gate, literal?: ArrayLike<number>): KernelCall {
  return {
    operands: [x, host('int32', [indices.length], indices)],
    apply: (backend, uploaded) => {
      const [from, at] = uploaded as [Operand, Operand];
      const shape = [rows, x.shape[1] as number];
      return [{ storage: backend.scatterAdd(from, at, rows), shape, dtype: from.dtype }];
    },
    expected: [literal === undefined ? { gate } : { gate, literal }],
  };
}

/** Sums of magnitudes, one for each element of the result. */
function magnitudes({ data, shape }: DenseArray, indices: Indices, rows: number): Float64Array {
  const width = shape[1] as number;
  const out = new Float64Array(rows * width);
  for (let flat = 0; flat < data.length; flat++) {
    const at = (indices[Math.floor(flat / width)] as number) * width + (flat % width);
    out[at] = (out[at] as number) + Math.abs(data[flat] as number);
  }
  return out;
}

/** Larger than blocks and shares of threads: unused rows, one row with most indices, and some indices out of range. */
const LARGE: readonly (readonly [n: number, width: number, rows: number, index: (i: number) => number])[] = [
  [301, 67, 101, (i) => (i * 37) % 101],
  [301, 5, 7, (i) => ((i * 37) % 11) - 2],
  [20_011, 16, 13, (i) => (i % 3 === 0 ? 4 : (i * 5) % 13)],
  [257, 1, 1009, (i) => (i * 331) % 1009],
];

function largeCases(dtype: FloatDType): ConformanceCase[] {
  return LARGE.map(([n, width, rows, index]) =>
    kernelCase({
      kernel: 'scatterAdd',
      dtype,
      label: `${showShape([n, width])} into ${rows} rows real`,
      prepare: () => {
        const x = spread(dtype, [n, width], 5);
        const indices = Array.from({ length: n }, (_, i) => index(i));
        const gate = bounded(() => magnitudes(x, indices, rows).map((sum) => sum * SUM_TOLERANCE[dtype]));
        return call(x, indices, rows, gate);
      },
    }),
  );
}

/** n rows, all added to one row or alternately to two. */
const ONE_SIGN: readonly (readonly [values: OneSign, n: number, width: number, turns: 1 | 2])[] = [
  [TENTHS, 784, 1, 1],
  [TENTHS, 4096, 19, 1],
  [TENTHS, 100_000, 1, 1],
  [TENTHS, 100_000, 3, 2],
  [POSITIVE, 784, 17, 2],
  [POSITIVE, 4096, 5, 1],
];

function oneSignCases(dtype: FloatDType): ConformanceCase[] {
  return ONE_SIGN.map(([values, n, width, turns]) =>
    kernelCase({
      kernel: 'scatterAdd',
      dtype,
      label: `${showShape([n, width])} at ${turns === 1 ? 'one index' : 'two indices'} ${values.label}`,
      prepare: () => {
        const x = values.operand(dtype, [n, width], 1);
        const indices = Array.from({ length: n }, (_, i) => i % turns);
        const gate = oneSignSumGate(dtype, n / turns, () => magnitudes(x, indices, turns));
        return call(x, indices, turns, gate, repeated(turns * width, values.sum?.(dtype, n / turns)));
      },
    }),
  );
}

/** A row that is not finite affects only the row it is added to. */
function specialCases(dtype: FloatDType): ConformanceCase[] {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const small = typed(dtype, [dtype === 'float32' ? 1e-45 : 5e-324])[0] as number;
  const one = (label: string, prepare: () => KernelCall) => kernelCase({ kernel: 'scatterAdd', dtype, label, prepare });
  return [
    one('special values', () => {
      const x = host(dtype, [6, 3], [nan, inf, -inf, 1, -inf, 2, inf, inf, -1, nan, nan, nan, 2, 3, 4, 5, 6, -inf]);
      return call(x, [0, 0, 2, 5, 4, 2], 5, equal, [nan, nan, -inf, 0, 0, 0, inf, inf, -inf, 0, 0, 0, 2, 3, 4]);
    }),
    one('subnormals', () => {
      const x = host(dtype, [4, 1], [small, -small, 3 * small, small]);
      return call(x, [0, 1, 2, 2], 3, exact, [small, -small, 4 * small]);
    }),
  ];
}

export function scatterAddCases(dtype: FloatDType): ConformanceCase[] {
  return [
    ...scatterAddLiterals.map(({ rows, width, indices, result }) =>
      // Quarters: exact in any order.
      kernelCase({
        kernel: 'scatterAdd',
        dtype,
        label: `${showShape([indices.length, width])} at [${indices.slice(0, 7)}] into ${rows} rows`,
        prepare: () => call(pattern(dtype, [indices.length, width], 11, 4), indices, rows, equal, result),
      }),
    ),
    ...specialCases(dtype),
    ...largeCases(dtype),
    ...oneSignCases(dtype),
  ];
}
