/** sum, max and argmax over the middle of [outer, n, inner]. */
import type { DenseArray, DType, FloatDType, Operand, ReductionShape } from '@nablajs/core';
import { longSums, reductionLiterals, reductionSpecials } from '../fixtures/reductions.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { generate, host, pattern, patternAt, spread, transposed, typed } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import type { LongInput } from '../harness/literals.js';
import { showShape } from '../harness/names.js';
import { bounded, equal, type Gate, SUM_TOLERANCE } from '../tolerances/gates.js';
import { oneSignSumGate, POSITIVE, repeated, TENTHS } from './one-sign.js';

type ReductionKernel = 'sum' | 'max' | 'argmax';

const KERNELS: readonly ReductionKernel[] = ['sum', 'max', 'argmax'];

/** Sums of magnitudes, one for each sum. */
function magnitudes({ data }: DenseArray, [outer, n, inner]: ReductionShape): Float64Array {
  const out = new Float64Array(outer * inner);
  for (let i = 0; i < data.length; i++) {
    const at = Math.floor(i / (n * inner)) * inner + (i % inner);
    out[at] = (out[at] as number) + Math.abs(data[i] as number);
  }
  return out;
}

function sumGate(dtype: FloatDType, sizes: () => ArrayLike<number>): Gate {
  return bounded(() => Array.from(sizes(), (size) => size * SUM_TOLERANCE[dtype]));
}

/** `x` may have any shape of that size: kernels go by the reduction shape. */
function call(
  kernel: ReductionKernel,
  x: DenseArray,
  shape: ReductionShape,
  gate: Gate,
  literal?: ArrayLike<number>,
): KernelCall {
  const [outer, , inner] = shape;
  const resultDType = (dtype: DType): DType => (kernel === 'argmax' ? 'int32' : dtype);
  return {
    operands: [x],
    apply: (backend, uploaded) => {
      const operand = uploaded[0] as Operand;
      return [{ storage: backend[kernel](operand, shape), shape: [outer, inner], dtype: resultDType(operand.dtype) }];
    },
    expected: [literal === undefined ? { gate } : { gate, literal }],
  };
}

function gateOf(kernel: ReductionKernel, dtype: FloatDType, x: DenseArray, shape: ReductionShape): Gate {
  return kernel === 'sum' ? sumGate(dtype, () => magnitudes(x, shape)) : equal;
}

function casesOf(kernel: ReductionKernel, dtype: FloatDType): ConformanceCase[] {
  const one = (label: string, prepare: () => KernelCall) => kernelCase({ kernel, dtype, label, prepare });
  return [
    ...reductionLiterals.map((literal) =>
      // Quarters: exact in any order.
      one(showShape(literal.shape), () =>
        call(kernel, pattern(dtype, literal.shape, 4, 4), literal.shape, equal, literal[kernel]),
      ),
    ),
    ...reductionSpecials[dtype].flatMap((literal) => {
      const lines = literal[kernel].length;
      const rows = (): DenseArray => host(dtype, [lines, 5], literal.x);
      const expected = Array.from(typed(kernel === 'argmax' ? 'int32' : dtype, literal[kernel]));
      const callOf = (x: DenseArray, shape: ReductionShape) =>
        call(kernel, x, shape, hasNonFinite(x) ? equal : gateOf(kernel, dtype, x, shape), expected);
      return [
        one(`${literal.label} in rows`, () => callOf(rows(), [lines, 5, 1])),
        one(`${literal.label} in columns`, () => callOf(transposed(rows()), [1, 5, lines])),
      ];
    }),
    ...LARGE.map((shape) =>
      one(`${showShape(shape)} real`, () => {
        const x = spread(dtype, shape, 4);
        return call(kernel, x, shape, gateOf(kernel, dtype, x, shape));
      }),
    ),
  ];
}

const hasNonFinite = ({ data }: DenseArray): boolean => !data.every(Number.isFinite);

const LARGE: readonly ReductionShape[] = [
  [1, 10007, 1],
  [101, 67, 1],
  [1, 101, 67],
  [7, 129, 33],
  [1, 60000, 2],
];

/** The same formulas are in scripts/generate.py. */
export const LONG_INPUTS: Readonly<Record<LongInput, (index: number) => number>> = {
  'constant 0.1': () => 0.1,
  'constant 1/3 and -1e-3': (i) => (i % 2 === 0 ? 1 / 3 : -1e-3),
  'alternating 1e4 and 1e-4': (i) => (i % 2 === 0 ? 1e4 : 1e-4),
  'alternating signs': (i) => (i % 2 === 0 ? 1e6 : -999999.9),
  sevenths: (i) => patternAt(5, i) / 7,
};

function longSumCases(dtype: FloatDType): ConformanceCase[] {
  return longSums[dtype].map(({ label, shape, sum, magnitude }) =>
    kernelCase({
      kernel: 'sum',
      dtype,
      label: `${showShape(shape)} ${label}`,
      prepare: () =>
        call(
          'sum',
          generate(dtype, shape, LONG_INPUTS[label]),
          shape,
          sumGate(dtype, () => magnitude),
          sum,
        ),
    }),
  );
}

/** The last of 60,000, the first of two and a NaN late in the row. */
function longChoices(dtype: FloatDType): ConformanceCase[] {
  const marks: readonly (readonly [label: string, at: readonly number[], value: number])[] = [
    ['the last', [59999], 9],
    ['the first of two', [12345, 54321], 9],
    ['NaN', [43211], Number.NaN],
    ['Infinity', [17], Number.POSITIVE_INFINITY],
  ];
  return marks.flatMap(([label, at, value]) =>
    // The literals spell out NumPy's rules; 9 is larger than every quarter of the pattern.
    [
      ...(Number.isFinite(value) ? [] : [['sum', value] as const]),
      ['max', value] as const,
      ['argmax', at[0] as number] as const,
    ].map(([kernel, literal]) =>
      kernelCase({
        kernel,
        dtype,
        label: `1x60000x1 ${label}`,
        prepare: () => {
          const x = generate(dtype, [60000], (i) => (at.includes(i) ? value : patternAt(1, i) / 4));
          return call(kernel, x, [1, 60000, 1], equal, [literal]);
        },
      }),
    ),
  );
}

/** Rows, columns and whole tensors. */
const ONE_SIGN_SUMS: readonly ReductionShape[] = [
  [2, 784, 1],
  [1, 784, 17],
  [3, 784, 5],
  [2, 4096, 1],
  [1, 4096, 17],
  [1, 60_000, 3],
  [1, 1_000_000, 1],
];

function oneSignSums(dtype: FloatDType): ConformanceCase[] {
  return [TENTHS, POSITIVE].flatMap((values) =>
    ONE_SIGN_SUMS.filter(([, n]) => values === TENTHS || n < 10_000).map((shape) =>
      kernelCase({
        kernel: 'sum',
        dtype,
        label: `${showShape(shape)} ${values.label}`,
        prepare: () => {
          const [outer, n, inner] = shape;
          const x = values.operand(dtype, shape, 1);
          const gate = oneSignSumGate(dtype, n, () => magnitudes(x, shape));
          return call('sum', x, shape, gate, repeated(outer * inner, values.sum?.(dtype, n)));
        },
      }),
    ),
  );
}

/** An empty sum is 0, also if the other dimensions are empty. */
function emptySums(dtype: FloatDType): ConformanceCase[] {
  const shapes: readonly ReductionShape[] = [
    [1, 0, 1],
    [3, 0, 5],
    [0, 0, 0],
  ];
  return shapes.map((shape) =>
    kernelCase({
      kernel: 'sum',
      dtype,
      label: `${showShape(shape)} empty`,
      prepare: () => call('sum', host(dtype, shape, []), shape, equal, new Array<number>(shape[0] * shape[2]).fill(0)),
    }),
  );
}

export function reductionCases(dtype: FloatDType): ConformanceCase[] {
  return [
    ...KERNELS.flatMap((kernel) => casesOf(kernel, dtype)),
    ...longSumCases(dtype),
    ...longChoices(dtype),
    ...emptySums(dtype),
    ...oneSignSums(dtype),
  ];
}
