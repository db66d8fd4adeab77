/** Conv and ConvTranspose. */
import { type LinearMap, type Shape, sameShape } from '@nablajs/core';
import type { Operator, OperatorTable } from '../operator.js';
import type { Value } from '../values.js';
import { image, optional, spaceOf, windowAttributes } from './arguments.js';
import { atMost, convolution, type TransposedAxis, transposedConvolution } from './kernels/convolution.js';
import { type AxisWindow, extentOf, windowsOf } from './kernels/windows.js';
import { FILTERS } from './weight-forms.js';

const conv: Operator = (node) => {
  const groups = node.int('group', 1);
  const given = windowAttributes(node);
  let last: { readonly lengths: Shape; readonly sizes: Shape; readonly windows: readonly AxisWindow[] } | undefined;
  const windowsFor = (lengths: Shape, sizes: Shape): readonly AxisWindow[] => {
    if (last === undefined || !sameShape(last.lengths, lengths) || !sameShape(last.sizes, sizes)) {
      last = { lengths, sizes, windows: windowsOf(node.label, lengths, sizes, given) };
    }
    return last.windows;
  };
  return {
    fuses: true,
    limits: true,
    linear: groups === 1,
    weights: { 1: FILTERS },
    device: (run, x, w, b?: Value) => {
      const input = run.toDevice(x);
      const pixels = run.asChannelsLast(input);
      const filters = run.inForm(w, FILTERS);
      const windows = windowsFor(spaceOf(node, pixels), filters.shape.slice(0, -2));
      let isDone = true;
      const map: LinearMap = (given, weight, bias, activation) => {
        // With an adapter, the activation comes later, and its limit after that.
        isDone = activation === node.activation;
        const isLimited = node.isLimited && isDone;
        return convolution(given, weight, bias, { windows, groups, activation, isLimited });
      };
      const y = run.linear(map, pixels, w, filters, optional(run, b), node.activation);
      return image(node.isLimited && !isDone ? atMost(y, 6) : y, input.type);
    },
  };
};

/** What ConvTranspose says of each axis. */
interface Enlarging {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
  readonly outputPadding: readonly number[];
  readonly outputShape: readonly number[];
  readonly autoPad: string;
}

const convTranspose: Operator = (node) => {
  const groups = node.int('group', 1);
  const given: Enlarging = {
    strides: node.ints('strides', []),
    dilations: node.ints('dilations', []),
    pads: node.ints('pads', []),
    outputPadding: node.ints('output_padding', []),
    outputShape: node.ints('output_shape', []),
    autoPad: node.string('auto_pad', 'NOTSET'),
  };
  return {
    weights: { 1: FILTERS },
    device: (run, x, w, b?: Value) => {
      const input = run.toDevice(x);
      const pixels = run.asChannelsLast(input);
      const filters = run.inForm(w, FILTERS);
      const lengths = spaceOf(node, pixels);
      const axes = lengths.map((length, axis) =>
        enlarged(given, axis, lengths.length, length, filters.shape[axis] ?? 1),
      );
      return image(transposedConvolution(pixels, filters, optional(run, b), axes, groups), input.type);
    },
  };
};

/** Returns which part of an axis of the whole result is kept, by the formulas of ONNX's ConvTranspose. */
function enlarged(given: Enlarging, axis: number, rank: number, length: number, size: number): TransposedAxis {
  const [stride = 1, dilation = 1] = [given.strides[axis], given.dilations[axis]];
  const whole = (length - 1) * stride + extentOf({ size, dilation }) + (given.outputPadding[axis] ?? 0);
  const isSame = given.autoPad.startsWith('SAME');
  // Some files have the batch and the channels in output_shape too.
  const wanted = given.outputShape.at(axis - rank) ?? (isSame ? length * stride : undefined);
  if (wanted === undefined) {
    const [before = 0, after = 0] = given.autoPad === 'VALID' ? [] : [given.pads[axis], given.pads[axis + rank]];
    return { size, stride, dilation, before, out: whole - before - after };
  }
  const total = Math.max(0, whole - wanted);
  const before = given.autoPad === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2);
  return { size, stride, dilation, before, out: wanted };
}

/** Operators of convolution. */
export const CONVOLUTIONS: OperatorTable = { Conv: conv, ConvTranspose: convTranspose };
