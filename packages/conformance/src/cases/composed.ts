/** Compositions of core on the backend: the edge cases that networks rely on. */
import {
  type CumsumOptions,
  cumsum,
  type DenseArray,
  type FloatDType,
  gelu,
  grad,
  layerNorm,
  logSoftmax,
  mean,
  multiply,
  type Operand,
  relu,
  rmsNorm,
  softmax,
  sum,
  type Tensor,
} from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { composedLiterals } from '../fixtures/composed.js';
import { longSums } from '../fixtures/reductions.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { generate, host, pattern, spread, typed } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { showShape } from '../harness/names.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { bounded, equal, type Gate, SUM_TOLERANCE, within } from '../tolerances/gates.js';
import { LONG_INPUTS } from './reductions.js';

type ComposedName = 'softmax' | 'logSoftmax' | 'relu' | 'mean';

const FUNCTIONS: Readonly<Record<ComposedName, (x: Tensor) => Tensor>> = { softmax, logSoftmax, relu, mean };

function call(name: ComposedName, x: DenseArray, gate: Gate, literal?: ArrayLike<number>): KernelCall {
  return {
    operands: [x],
    apply: (backend, uploaded) => [outputOfTensor(FUNCTIONS[name](borrowed(backend, uploaded[0] as Operand)))],
    expected: [literal === undefined ? { gate } : { gate, literal }],
  };
}

function casesOf(name: ComposedName, dtype: FloatDType): ConformanceCase[] {
  const gate = name === 'relu' ? equal : within(OPERATION_TOLERANCE[dtype]);
  const one = (label: string, prepare: () => KernelCall) => kernelCase({ kernel: name, dtype, label, prepare });
  return [
    ...composedLiterals.map((literal) =>
      one(literal.label, () => {
        const values = name === 'mean' ? [literal.mean] : literal[name];
        return call(name, host(dtype, literal.shape, literal.x), gate, typed(dtype, values));
      }),
    ),
    ...(name === 'mean' ? [] : [one('13x101', () => call(name, rows(dtype), gate))]),
  ];
}

const EPSILON = 1e-5;

/** Functions of x and of parameters as long as its rows, by fused kernels if there are any. */
const ROW_FUNCTIONS: readonly RowFunction[] = [
  ['softmax', 0, (x) => softmax(x)],
  ['logSoftmax', 0, (x) => logSoftmax(x)],
  ['gelu', 0, (x) => gelu(x)],
  ['geluTanh', 0, (x) => gelu(x, { approximate: 'tanh' })],
  ['layerNorm', 2, (x, scale, offset) => layerNorm(x, scale, offset, EPSILON)],
  ['rmsNorm', 1, (x, scale) => rmsNorm(x, scale, EPSILON)],
];
type RowFunction = readonly [name: string, parameters: number, f: (x: Tensor, ...parameters: Tensor[]) => Tensor];

/** The function's value, and its gradients from another tensor of the same shape as dY. */
function rowCases([kernel, parameters, f]: RowFunction, dtype: FloatDType): ConformanceCase[] {
  const apply: KernelCall['apply'] = (backend, uploaded) => {
    const [dY, x, ...rest] = uploaded.map((one) => borrowed(backend, one)) as [Tensor, Tensor, ...Tensor[]];
    const gradients = grad((all: [Tensor, ...Tensor[]]) => sum(multiply(f(...all), dY)))([x, ...rest]);
    return [f(x, ...rest), ...gradients].map(outputOfTensor);
  };
  const gate = within(OPERATION_TOLERANCE[dtype]);
  return [
    [3, 4],
    [1, 1],
    [13, 101],
    [2, 3, 17],
    [0, 5],
    [70, 131],
  ].map((shape) =>
    kernelCase({
      kernel,
      dtype,
      label: `with gradients ${showShape(shape)}`,
      prepare: () => ({
        operands: [
          pattern(dtype, shape, 3, 32),
          pattern(dtype, shape, 5, 8),
          ...Array.from({ length: parameters }, (_, i) => pattern(dtype, shape.slice(-1), 9 + i, 16)),
        ],
        apply,
        expected: Array.from({ length: 2 + parameters }, () => ({ gate })),
      }),
    }),
  );
}

/** Logits between -256 and 256. */
const rows = (dtype: FloatDType): DenseArray => spread(dtype, [13, 101], 5);

/** A mean of 60,000 values: the gate of their sum, divided by their number. */
function longMeans(dtype: FloatDType): ConformanceCase[] {
  const count = 60000;
  return longSums[dtype]
    .filter(({ shape: [outer, , inner] }) => outer * inner === 1)
    .map(({ label, sum, magnitude }) =>
      kernelCase({
        kernel: 'mean',
        dtype,
        label: `${count} ${label}`,
        prepare: () => {
          const gate = bounded(() => [((magnitude[0] as number) / count) * SUM_TOLERANCE[dtype]]);
          return call('mean', generate(dtype, [count], LONG_INPUTS[label]), gate, [(sum[0] as number) / count]);
        },
      }),
    );
}

/** Running sums of small whole numbers, which are exact in any order, and of others. */
function runningSums(dtype: FloatDType): ConformanceCase[] {
  const one = (label: string, x: () => DenseArray, options: CumsumOptions, gate: Gate, literal?: readonly number[]) =>
    kernelCase({
      kernel: 'cumsum',
      dtype,
      label,
      prepare: () => ({
        operands: [x()],
        apply: (backend, [uploaded]) => [outputOfTensor(cumsum(borrowed(backend, uploaded as Operand), options))],
        expected: [literal === undefined ? { gate } : { gate, literal: typed(dtype, literal) }],
      }),
    });
  const small = () => host(dtype, [2, 3], [1, 2, 3, 4, 5, 6]);
  return [
    one('of rows', small, { axis: 1 }, equal, [1, 3, 6, 4, 9, 15]),
    one('of columns, from the end, exclusive', small, { exclusive: true, reverse: true }, equal, [4, 5, 6, 0, 0, 0]),
    one('no rows', () => host(dtype, [0, 3], []), { axis: 1 }, equal, []),
    one('67x33', () => spread(dtype, [67, 33], 6), {}, within(OPERATION_TOLERANCE[dtype])),
  ];
}

export function composedCases(dtype: FloatDType): ConformanceCase[] {
  const names: readonly ComposedName[] = ['softmax', 'logSoftmax', 'relu', 'mean'];
  return [
    ...names.flatMap((name) => casesOf(name, dtype)),
    ...ROW_FUNCTIONS.flatMap((one) => rowCases(one, dtype)),
    ...longMeans(dtype),
    ...runningSums(dtype),
  ];
}
