/**
 * Core's convolution, pooling and batch normalisation with their gradients, once by kernels, if there are any, and once
 * composed.
 */
import {
  averagePool2d,
  batchNorm,
  conv2d,
  convTranspose2d,
  type DenseArray,
  type FloatDType,
  maxPool2d,
  multiply,
  type Operand,
  sum,
  type Tensor,
  valueAndGrad,
} from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { batchNormLiterals, convLiterals, convTransposeLiterals, poolLiterals } from '../fixtures/images.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { pattern, typed } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import type { ConvLiteral, ConvTransposeLiteral } from '../harness/literals.js';
import { showShape } from '../harness/names.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { type Gate, within } from '../tolerances/gates.js';

type Values = readonly number[];

/** Compares the result of `f`, and its gradients for this dY. */
function call(
  dtype: FloatDType,
  parameters: readonly DenseArray[],
  dY: DenseArray,
  f: (...parameters: readonly Tensor[]) => Tensor,
  literals: readonly Values[],
  absolute: number,
): KernelCall {
  const { relative } = OPERATION_TOLERANCE[dtype];
  const apply =
    (fused: boolean): KernelCall['apply'] =>
    (backend, uploaded) => {
      const tensors = uploaded.map((operand) => borrowed(backend, operand as Operand));
      const weights = tensors.pop() as Tensor;
      const { value, gradients, aux } = valueAndGrad(
        (given: readonly Tensor[]) => {
          const y = f(...given);
          return [sum(multiply(y, weights)), y];
        },
        tensors,
        { fused },
      );
      value.dispose();
      return [aux, ...gradients].map(outputOfTensor);
    };
  const gates = literals.map((values): Gate => {
    // At least 1, because the gradients of normalising two rows cancel.
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    return within({ relative, absolute: absolute * largest });
  });
  return {
    operands: [...parameters, dY],
    apply: apply(true),
    expected: literals.map((values, i) => ({ gate: gates[i] as Gate, literal: typed(dtype, values) })),
    twin: { source: 'composed of required kernels', apply: apply(false), gates },
  };
}

/** Relative to the largest element. Sums of eighths are exact. */
const exactly = (dtype: FloatDType): number => OPERATION_TOLERANCE[dtype].relative / 100;

function convolution(
  dtype: FloatDType,
  kernel: 'conv2d' | 'convTranspose2d',
  literal: ConvLiteral | ConvTransposeLiteral,
  f: (x: Tensor, w: Tensor, b?: Tensor) => Tensor,
): ConformanceCase {
  const { label, x, w, out, y, dX, dW, db } = literal;
  return kernelCase({
    kernel,
    dtype,
    label,
    prepare: () => {
      const bias = db === undefined ? [] : [pattern(dtype, out.slice(3), 22, 8)];
      const parameters = [pattern(dtype, x, 20, 8), pattern(dtype, w, 21, 8), ...bias];
      const literals = [y, dX, dW, ...(db === undefined ? [] : [db])];
      const apply = (...given: readonly Tensor[]) => f(...(given as [Tensor, Tensor, Tensor?]));
      return call(dtype, parameters, pattern(dtype, out, 23, 8), apply, literals, exactly(dtype));
    },
  });
}

function pooling(dtype: FloatDType): ConformanceCase[] {
  return poolLiterals.flatMap((literal) => {
    const { label, x, out, size, stride, padding } = literal;
    const one = (kernel: string, f: typeof maxPool2d, y: Values, dX: Values): ConformanceCase =>
      kernelCase({
        kernel,
        dtype,
        label,
        prepare: () => {
          const pooled = (image: Tensor) => f(image, size, { stride, padding });
          const operands = [pattern(dtype, x, 20, 8)];
          const dY = pattern(dtype, out, 21, 8);
          return call(dtype, operands, dY, (image) => pooled(image as Tensor), [y, dX], exactly(dtype) * 10);
        },
      });
    return [
      one('maxPool2d', maxPool2d, literal.max, literal.maxBackward),
      one('averagePool2d', averagePool2d, literal.average, literal.averageBackward),
    ];
  });
}

function normalization(dtype: FloatDType): ConformanceCase[] {
  return batchNormLiterals.map(({ n, channels, epsilon, activation, y, dX, dScale, dOffset }) =>
    kernelCase({
      kernel: 'batchNorm',
      dtype,
      label: `${showShape([n, channels])} epsilon ${epsilon} ${activation}`,
      prepare: () => {
        const parameters = [[n, channels], [channels], [channels]].map((shape, i) => pattern(dtype, shape, 20 + i, 8));
        const f = (...given: readonly Tensor[]) =>
          batchNorm(...(given as [Tensor, Tensor, Tensor]), epsilon, activation).y;
        const literals = [y, dX, dScale, dOffset];
        return call(
          dtype,
          parameters,
          pattern(dtype, [n, channels], 23, 8),
          f,
          literals,
          OPERATION_TOLERANCE[dtype].relative,
        );
      },
    }),
  );
}

export function imageOperationCases(dtype: FloatDType): ConformanceCase[] {
  return [
    ...convLiterals.map((literal) => {
      const { stride, padding, dilation, groups, activation } = literal;
      const options = { stride, padding, dilation, groups, activation };
      return convolution(dtype, 'conv2d', literal, (x, w, b) => conv2d(x, w, b, options));
    }),
    ...convTransposeLiterals.map((literal) => {
      const { stride, padding, dilation, groups, outputPadding } = literal;
      const options = { stride, padding, dilation, groups, outputPadding };
      return convolution(dtype, 'convTranspose2d', literal, (x, w, b) => convTranspose2d(x, w, b, options));
    }),
    ...pooling(dtype),
    ...normalization(dtype),
  ];
}
