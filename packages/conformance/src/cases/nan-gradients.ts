/** Gradients are NaN where an operation compares inputs and one is NaN, with and without fused kernels. */
import {
  abs,
  clip,
  conv2d,
  type DenseArray,
  denseForward,
  elu,
  type FloatDType,
  gelu,
  type HostArray,
  hardSwish,
  leakyRelu,
  max,
  maximum,
  maxPool2d,
  min,
  minimum,
  multiply,
  type Operand,
  prelu,
  relu,
  type Shape,
  selu,
  silu,
  softplus,
  sum,
  type Tensor,
  valueAndGrad,
} from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { compressed, csrOf, generate, host, typed } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { within } from '../tolerances/gates.js';

const { NaN: nan } = Number;

interface NanGradient {
  readonly label: string;
  /** What has a gradient. */
  readonly operands: readonly DenseArray[];
  /** The left operand of a product, in CSR, which has none. */
  readonly csr?: HostArray;
  /** The shape of the result. */
  readonly out: Shape;
  readonly f: (operands: readonly [Tensor, Tensor, Tensor], csr: Tensor | undefined) => Tensor;
  /** The gradient of each operand for a dY of 1, 2, 3 ... */
  readonly expected: readonly (readonly number[])[];
}

function call(dtype: FloatDType, { operands, csr, out, f, expected }: NanGradient): KernelCall {
  const gate = within(OPERATION_TOLERANCE[dtype]);
  const apply =
    (fused: boolean): KernelCall['apply'] =>
    (backend, uploaded) => {
      const [dY, ...tensors] = uploaded.slice(0, operands.length + 1).map((x) => borrowed(backend, x));
      const sparse = csr === undefined ? undefined : borrowed(backend, uploaded.at(-1) as Operand, 'csr');
      const { value, gradients } = valueAndGrad(
        (given: readonly Tensor[]) => sum(multiply(f(given as [Tensor, Tensor, Tensor], sparse), dY as Tensor)),
        tensors,
        { fused },
      );
      value.dispose();
      return gradients.map(outputOfTensor);
    };
  return {
    operands: [generate(dtype, out, (i) => i + 1), ...operands, ...(csr === undefined ? [] : [csr])],
    apply: apply(true),
    expected: expected.map((values) => ({ gate, literal: typed(dtype, values) })),
    twin: { source: 'composed of required kernels', apply: apply(false), gates: expected.map(() => gate) },
  };
}

function list(dtype: FloatDType): NanGradient[] {
  const of = (shape: readonly number[], ...values: number[]) => host(dtype, shape, values);
  const one = (label: string, x: number[], f: (x: Tensor) => Tensor, expected: number[]): NanGradient => ({
    label,
    operands: [of([x.length], ...x)],
    out: [x.length],
    f: ([operand]) => f(operand),
    expected: [expected],
  });
  const both = [of([4], nan, 1, 1, 3), of([4], 1, nan, 1, 2)];
  const [weight, bias] = [of([1, 1], 2), of([1], 0)];
  const reluOfProduct = [[nan, 4, 0], [nan], [nan]];
  return [
    one('relu', [nan, 0, 2, -2], relu, [nan, 0, 3, 0]),
    one('leakyRelu', [nan, 0, 2, -2], (x) => leakyRelu(x, 0.25), [nan, 0.5, 3, 1]),
    one('elu', [nan, 0, 2, 0], (x) => elu(x, 1), [nan, 2, 3, 4]),
    one('selu', [nan, 1], selu, [nan, 2 * 1.0507009873554805]),
    one('silu', [nan, 0], silu, [nan, 1]),
    one('gelu', [nan, 0], gelu, [nan, 1]),
    one('gelu of tanh', [nan, 0], (x) => gelu(x, { approximate: 'tanh' }), [nan, 1]),
    one('softplus', [nan, 0], softplus, [nan, 1]),
    one('hardSwish', [nan, -4, 4, 0], hardSwish, [nan, 0, 3, 2]),
    one('abs', [nan, -1, 0, 2], abs, [nan, -2, 0, 4]),
    one('clip', [nan, -1, 0.5, 2], (x) => clip(x, 0, 1), [nan, 0, 3, 0]),
    one('maximum of a number', [nan, -1, 0, 2], (x) => maximum(x, 0), [nan, 0, 1.5, 4]),
    {
      label: 'prelu',
      operands: [of([4], nan, 0, 2, -2), of([1], 0.25)],
      out: [4],
      f: ([x, slope]) => prelu(x, slope),
      expected: [[nan, 0.5, 3, 1], [nan]],
    },
    {
      label: 'maximum',
      operands: both,
      out: [4],
      f: ([a, b]) => maximum(a, b),
      expected: [
        [nan, nan, 1.5, 4],
        [nan, nan, 1.5, 0],
      ],
    },
    {
      label: 'minimum',
      operands: both,
      out: [4],
      f: ([a, b]) => minimum(a, b),
      expected: [
        [nan, nan, 1.5, 0],
        [nan, nan, 1.5, 4],
      ],
    },
    {
      label: 'max of rows',
      operands: [of([2, 3], 1, nan, 2, 1, 3, 3)],
      out: [2],
      f: ([x]) => max(x, { axis: 1 }),
      expected: [[nan, nan, nan, 0, 1, 1]],
    },
    {
      label: 'min of columns',
      operands: [of([3, 2], 1, 1, nan, 3, 2, 1)],
      out: [2],
      f: ([x]) => min(x, { axis: 0 }),
      expected: [[nan, 1, nan, 0, nan, 1]],
    },
    {
      label: 'max pooling, side by side',
      operands: [of([1, 2, 4, 1], 1, nan, 1, 2, 3, 4, 2, 2)],
      out: [1, 1, 2, 1],
      f: ([x]) => maxPool2d(x, 2),
      expected: [[nan, nan, 0, 2, nan, nan, 0, 0]],
    },
    {
      label: 'max pooling, overlapping',
      operands: [of([1, 1, 4, 1], nan, 1, 2, 1)],
      out: [1, 1, 3, 1],
      f: ([x]) => maxPool2d(x, [1, 2], { stride: 1 }),
      expected: [[nan, nan, 5, 0]],
    },
    {
      label: 'dense with ReLU',
      operands: [of([3, 1], nan, 1, -1), weight, bias],
      out: [3, 1],
      f: ([x, w, b]) => denseForward(x, w, b, 'relu'),
      expected: reluOfProduct,
    },
    {
      label: 'dense with ReLU of CSR',
      operands: [of([3, 1], nan, 1, -1), bias],
      out: [3, 1],
      csr: csrOf(compressed(of([3, 3], 1, 0, 0, 0, 1, 0, 0, 0, 1)), dtype),
      f: ([w, b], x) => denseForward(x as Tensor, w, b, 'relu'),
      expected: [[nan, 2, 0], [nan]],
    },
    {
      label: 'conv2d with ReLU',
      operands: [of([1, 1, 3, 1], nan, 1, -1), of([1, 1, 1, 1], 2), bias],
      out: [1, 1, 3, 1],
      f: ([x, w, b]) => conv2d(x, w, b, { activation: 'relu' }),
      expected: reluOfProduct,
    },
  ];
}

export function nanGradientCases(dtype: FloatDType): ConformanceCase[] {
  return list(dtype).map((one) =>
    kernelCase({
      kernel: 'nanGradient',
      dtype,
      label: `of ${one.label}`,
      needsCsr: one.csr !== undefined,
      prepare: () => call(dtype, one),
    }),
  );
}
