/** The optional fused softmax cross-entropy; the definition is core's composition. */
import { type DenseArray, type FloatDType, labelCrossEntropy, type Operand } from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { crossEntropyLiterals } from '../fixtures/fused.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { generate, host, patternAt, spread, typed } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { showShape } from '../harness/names.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { within } from '../tolerances/gates.js';

interface Inputs {
  readonly logits: DenseArray;
  readonly labels: DenseArray;
  readonly labelSmoothing: number;
  readonly scale: number;
}

interface Literal {
  readonly loss: number;
  readonly dLogits: readonly number[];
}

function call(dtype: FloatDType, { logits, labels, labelSmoothing, scale }: Inputs, literal?: Literal): KernelCall {
  const gate = within(OPERATION_TOLERANCE[dtype]);
  const values = literal === undefined ? [undefined, undefined] : [[literal.loss], literal.dLogits];
  return {
    operands: [logits, labels],
    apply: (backend, uploaded) => {
      const [x, at] = uploaded as [Operand, Operand];
      const made = labelCrossEntropy(borrowed(backend, x), borrowed(backend, at), labelSmoothing, scale);
      return [outputOfTensor(made.loss), outputOfTensor(made.gradient)];
    },
    expected: values.map((value) => (value === undefined ? { gate } : { gate, literal: typed(dtype, value) })),
  };
}

const SIZES: readonly (readonly [rows: number, classes: number])[] = [
  [0, 3],
  [1, 1],
  [3, 4],
  [17, 10],
  [5, 31],
  [101, 17],
];

function sizedCase(dtype: FloatDType, [rows, classes]: (typeof SIZES)[number], smoothing: number): ConformanceCase {
  return kernelCase({
    kernel: 'fused.softmaxCrossEntropy',
    dtype,
    label: `${showShape([rows, classes])}${smoothing === 0 ? '' : ' smoothed'}`,
    prepare: () => {
      const labels = generate('int32', [rows], (i) => Math.abs(patternAt(2, i)) % classes);
      const inputs = { logits: spread(dtype, [rows, classes], 1), labels, labelSmoothing: smoothing, scale: 1 / 64 };
      return call(dtype, inputs);
    },
  });
}

export function crossEntropyCases(dtype: FloatDType): ConformanceCase[] {
  const literals = crossEntropyLiterals.map((literal) => {
    const { label, rows, classes, labelSmoothing, scale } = literal;
    return kernelCase({
      kernel: 'fused.softmaxCrossEntropy',
      dtype,
      label: `${label}, smoothing ${labelSmoothing}, scale ${scale}`,
      prepare: () => {
        const logits = host(dtype, [rows, classes], literal.logits);
        return call(dtype, { logits, labels: host('int32', [rows], literal.labels), labelSmoothing, scale }, literal);
      },
    });
  });
  return [...literals, ...SIZES.flatMap((size) => [0, 0.1].map((smoothing) => sizedCase(dtype, size, smoothing)))];
}
