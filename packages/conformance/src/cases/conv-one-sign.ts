/** Long sums of terms of one sign in convolutions and pooling, where running sums drift (one-sign.ts). */
import type { FloatDType, Shape } from '@nablajs/core';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { type ConvGeometry, convGeometry, showGeometry } from '../harness/geometry.js';
import { once } from '../harness/host.js';
import { kernelCase } from '../harness/kernel-case.js';
import { type ConvKernel, type ConvOperands, convCall, convGate, productsOf } from './conv.js';
import { columnSums, type OneSign, oneSignSumGate, POSITIVE, repeated, TENTHS } from './one-sign.js';

type Sums = readonly (readonly [values: OneSign, geometry: ConvGeometry])[];

/**
 * Sums over channels, over large windows, and over both. Most backends have a separate loop for groups of one channel.
 */
const FORWARD: Sums = [
  [TENTHS, convGeometry([1, 1, 1, 784], [1, 1, 784, 1])],
  [TENTHS, convGeometry([3, 5, 5, 784], [1, 1, 784, 19])],
  [TENTHS, convGeometry([1, 28, 28, 1], [28, 28, 1, 3])],
  [TENTHS, convGeometry([1, 4, 4, 512], [3, 3, 512, 5], { before: [1, 1], after: [1, 1] })],
  [TENTHS, convGeometry([1, 64, 64, 3], [64, 64, 1, 3], {}, 3)],
  [TENTHS, convGeometry([1, 1, 1, 16_384], [1, 1, 16_384, 3])],
  [TENTHS, convGeometry([1, 128, 128, 1], [128, 128, 1, 1])],
  [POSITIVE, convGeometry([2, 4, 4, 256], [3, 3, 256, 9])],
  [POSITIVE, convGeometry([1, 30, 30, 4], [28, 28, 1, 4], {}, 4)],
];

/** Sums over filters, and over the windows that cover a pixel: at most 128, because core composes the rest. */
const BACKWARD_INPUT: Sums = [
  [TENTHS, convGeometry([1, 1, 1, 1], [1, 1, 1, 784])],
  [TENTHS, convGeometry([2, 5, 5, 19], [1, 1, 19, 784])],
  [TENTHS, convGeometry([1, 6, 6, 2], [3, 3, 2, 512])],
  [TENTHS, convGeometry([1, 1, 241, 1], [1, 121, 1, 1])],
  [TENTHS, convGeometry([1, 21, 21, 3], [11, 11, 1, 3], {}, 3)],
  [TENTHS, convGeometry([1, 1, 1, 3], [1, 1, 3, 16_384])],
  [TENTHS, convGeometry([1, 3, 3, 1], [2, 2, 1, 16_384])],
  [POSITIVE, convGeometry([1, 6, 6, 9], [3, 3, 9, 256], { before: [1, 1], after: [1, 1] })],
];

/** Sums over the pixels of images, and over images. db has as many terms. */
const BACKWARD_FILTER: Sums = [
  [TENTHS, convGeometry([1, 28, 28, 1], [1, 1, 1, 1])],
  [TENTHS, convGeometry([1, 30, 30, 2], [3, 3, 2, 5])],
  [TENTHS, convGeometry([4, 32, 32, 16], [1, 1, 16, 17])],
  [TENTHS, convGeometry([4, 33, 33, 5], [3, 3, 1, 5], { before: [1, 1], after: [1, 1] }, 5)],
  [TENTHS, convGeometry([60_000, 1, 1, 2], [1, 1, 2, 3])],
  [TENTHS, convGeometry([1, 1000, 1000, 1], [1, 1, 1, 1])],
  [POSITIVE, convGeometry([7, 24, 24, 3], [3, 3, 3, 9])],
  [POSITIVE, convGeometry([7, 24, 24, 4], [3, 3, 1, 4], {}, 4)],
];

function operandsOf(dtype: FloatDType, values: OneSign, { x, w, out }: ConvGeometry): ConvOperands {
  const of = (shape: Shape, seed: number) => values.operand(dtype, shape, seed);
  const operands = { x: of(x, 1), w: of(w, 2), dY: of(out, 3) };
  return { ...operands, b: undefined, y: undefined, activation: 'none', needDB: true };
}

function oneSignCase(dtype: FloatDType, kernel: ConvKernel, [values, geometry]: Sums[number]): ConformanceCase {
  return kernelCase({
    kernel: `conv.${kernel}`,
    dtype,
    label: `${showGeometry(geometry)} ${values.label}`,
    prepare: () => {
      const operands = operandsOf(dtype, values, geometry);
      const products = once(() => productsOf(kernel, geometry, operands));
      const gate = convGate(dtype, products);
      const withLiteral = {
        gate,
        get literal() {
          return literalsOf(dtype, values, products().counts);
        },
      };
      return convCall(kernel, geometry, operands, [
        values.product === undefined ? { gate } : withLiteral,
        ...(kernel === 'backwardFilter' ? [biasOf(dtype, values, geometry, operands)] : []),
      ]);
    },
  });
}

/** Returns the literal sum for each number of products, or NaN if there is none. */
function literalsOf(dtype: FloatDType, values: OneSign, counts: Float64Array): Float64Array {
  const known = new Map<number, number>();
  return counts.map((count) => {
    const sum = known.get(count) ?? values.product?.(dtype, count) ?? Number.NaN;
    known.set(count, sum);
    return sum;
  });
}

function biasOf(dtype: FloatDType, values: OneSign, { out }: ConvGeometry, { dY }: ConvOperands) {
  const [n, height, width, filters] = out;
  const count = n * height * width;
  const literal = repeated(filters, values.sum?.(dtype, count));
  return {
    gate: oneSignSumGate(dtype, count, () => columnSums(dY, filters)),
    ...(literal === undefined ? {} : { literal }),
  };
}

export function convOneSignCases(dtype: FloatDType): ConformanceCase[] {
  return [
    ...FORWARD.map((one) => oneSignCase(dtype, 'forward', one)),
    ...BACKWARD_INPUT.map((one) => oneSignCase(dtype, 'backwardInput', one)),
    ...BACKWARD_FILTER.map((one) => oneSignCase(dtype, 'backwardFilter', one)),
  ];
}
