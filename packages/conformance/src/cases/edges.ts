/**
 * Edge cases that networks rely on and that no table of literals contains: signs, ReLU at its kink, labels outside the
 * classes.
 */
import {
  abs,
  type DenseArray,
  type FloatDType,
  grad,
  labelCrossEntropy,
  multiply,
  relu,
  sign,
  sum,
  type Tensor,
} from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { host, typed } from '../harness/host.js';
import { kernelCase } from '../harness/kernel-case.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { exact, type Gate, within } from '../tolerances/gates.js';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

interface Edge {
  readonly kernel: string;
  readonly label: string;
  readonly operands: readonly DenseArray[];
  readonly f: (...operands: Tensor[]) => readonly Tensor[];
  readonly expected: readonly (readonly number[])[];
  readonly gate?: Gate;
}

/** dLoss/dX of relu from x and dLoss/dY. */
const reluGradient = (x: Tensor, dY: Tensor): readonly Tensor[] => [
  grad((at: Tensor) => sum(multiply(relu(at), dY)))(x),
];

const crossEntropy =
  (labelSmoothing: number): Edge['f'] =>
  (logits, labels) => {
    const { loss, gradient } = labelCrossEntropy(logits, labels, labelSmoothing, 1);
    return [loss, gradient];
  };

/**
 * Two rows of equal logits over three classes: the first is right, with a gradient of (1/3 - target); the second has
 * `label`.
 */
function outside(dtype: FloatDType, label: number, labelSmoothing: number): Edge {
  const [on, off] = [1 - labelSmoothing + labelSmoothing / 3, labelSmoothing / 3];
  return {
    kernel: 'labelCrossEntropy',
    label: `label ${label} of 3 classes${labelSmoothing === 0 ? '' : ' smoothed'}`,
    operands: [host(dtype, [2, 3], [5, 5, 5, 5, 5, 5]), host('int32', [2], [1, label])],
    f: crossEntropy(labelSmoothing),
    expected: [[nan], [1 / 3 - off, 1 / 3 - on, 1 / 3 - off, nan, nan, nan]],
    gate: within(OPERATION_TOLERANCE[dtype]),
  };
}

function edges(dtype: FloatDType): Edge[] {
  const vector = (...values: number[]) => host(dtype, [values.length], values);
  return [
    {
      kernel: 'abs',
      label: 'of zeros, NaN and infinities',
      operands: [vector(-0, 0, -1.5, 2, nan, -inf, inf, -0, -3)],
      f: (x) => [abs(x)],
      expected: [[0, 0, 1.5, 2, nan, inf, inf, 0, 3]],
    },
    {
      kernel: 'sign',
      label: 'of zeros, NaN and infinities',
      operands: [vector(nan, -2, 3, 0, -0, -inf, inf, 0.5, nan, -1)],
      f: (x) => [sign(x)],
      expected: [[nan, -1, 1, 0, -0, -1, 1, 1, nan, -1]],
    },
    {
      kernel: 'reluGradient',
      label: 'at 0, of which it is 0',
      operands: [vector(0, -0, 1, -1, 1e-30, -1e-30, inf, -inf, 0), vector(1, 2, 3, 4, 5, 6, 7, 8, inf)],
      f: reluGradient,
      expected: [[0, 0, 3, 0, 5, 0, 7, 0, 0]],
    },
    {
      kernel: 'labelCrossEntropy',
      label: 'is -log p without an epsilon',
      operands: [host(dtype, [2, 2], [1e4, -1e4, 0, -inf]), host('int32', [2], [1, 0])],
      f: crossEntropy(0),
      expected: [[2e4], [1, -1, 0, 0]],
    },
    {
      kernel: 'labelCrossEntropy',
      label: 'of an impossible class',
      operands: [host(dtype, [1, 2], [0, -inf]), host('int32', [1], [1])],
      f: crossEntropy(0),
      expected: [[inf], [1, -1]],
    },
    ...[-1, 3, -2147483648, 2147483647].flatMap((label) =>
      [0, 0.3].map((smoothing) => outside(dtype, label, smoothing)),
    ),
  ];
}

export function edgeCases(dtype: FloatDType): ConformanceCase[] {
  return edges(dtype).map(({ kernel, label, operands, f, expected, gate = exact }) =>
    kernelCase({
      kernel,
      dtype,
      label,
      prepare: () => ({
        operands,
        apply: (backend, uploaded) => f(...uploaded.map((operand) => borrowed(backend, operand))).map(outputOfTensor),
        expected: expected.map((values) => ({ gate, literal: typed(dtype, values) })),
      }),
    }),
  );
}
