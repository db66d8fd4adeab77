/** The optional group `conv`, called as core calls it. */

import type { Operand } from '@nablajs/core';
import {
  type Backend,
  type ConvKernels,
  type DenseArray,
  dense,
  type FloatDType,
  type FusedActivation,
} from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { convLiterals } from '../fixtures/images.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import {
  type ConvGeometry,
  convGeometry,
  forEachProduct,
  randomGeometries,
  showGeometry,
} from '../harness/geometry.js';
import { doubles, generate, host, pattern, patternAt, spread, typed } from '../harness/host.js';
import { type Expected, type KernelCall, kernelCase } from '../harness/kernel-case.js';
import type { ConvLiteral } from '../harness/literals.js';
import { bounded, type Gate, matmulTolerance, SUM_TOLERANCE, within } from '../tolerances/gates.js';

/** Those that every backend with this group has. */
export type ConvKernel = Exclude<keyof ConvKernels, 'relu6'>;
const CONV_KERNELS: readonly ConvKernel[] = ['forward', 'backwardInput', 'backwardFilter'];

/** The operands of a kernel: it takes some of x, w and dY. `y` masks dY. */
export interface ConvOperands {
  readonly x: DenseArray;
  readonly w: DenseArray;
  readonly b: DenseArray | undefined;
  readonly dY: DenseArray;
  readonly y: DenseArray | undefined;
  readonly activation: FusedActivation;
  readonly needDB: boolean;
}

function groupOf({ conv }: Backend): ConvKernels {
  if (conv === undefined) throw new Error('conv: checked before the case runs');
  return conv;
}

const wide = (operands: readonly DenseArray[]): DenseArray[] =>
  operands.map(({ data, shape }) => dense(doubles(data), shape));

/** Calls a kernel. The definition runs in float64. */
export function convCall(
  kernel: ConvKernel,
  { x: xShape, w: wShape, out, window, groups }: ConvGeometry,
  { x, w, b, dY, y, activation, needDB }: ConvOperands,
  expected: readonly Expected[],
): KernelCall {
  const last = kernel === 'forward' ? b : y;
  const first = kernel === 'forward' ? [x, w] : kernel === 'backwardInput' ? [dY, w] : [x, dY];
  const operands = last === undefined ? first : [...first, last];
  const apply: KernelCall['apply'] = (backend, uploaded) => {
    const [left, right, third] = uploaded as [Operand, Operand, Operand?];
    const { dtype } = left;
    const conv = groupOf(backend);
    if (kernel === 'forward') {
      return [{ storage: conv.forward(left, right, third, activation, window, groups, out), shape: out, dtype }];
    }
    if (kernel === 'backwardInput') {
      return [{ storage: conv.backwardInput(left, right, third, window, groups, xShape), shape: xShape, dtype }];
    }
    const { dW, db } = conv.backwardFilter(left, right, third, needDB, window, groups, wShape);
    if (needDB === (db === undefined)) throw new Error(`needDB is ${needDB}, but db is ${db}`);
    const shape = wShape.slice(3);
    return [{ storage: dW, shape: wShape, dtype }, ...(needDB ? [{ storage: db, shape, dtype }] : [])];
  };
  return { operands, apply, expected, definitionOperands: () => wide(operands) };
}

const define = (dtype: FloatDType, kernel: ConvKernel, label: string, prepare: () => KernelCall): ConformanceCase =>
  kernelCase({ kernel: `conv.${kernel}`, dtype, label, prepare });

/** Eighths: sums of their products are exact. */
function exactOperands(dtype: FloatDType, { x, w, out }: ConvGeometry): ConvOperands {
  return {
    x: pattern(dtype, x, 20, 8),
    w: pattern(dtype, w, 21, 8),
    b: pattern(dtype, [w[3]], 22, 8),
    dY: pattern(dtype, out, 23, 8),
    y: pattern(dtype, out, 24, 8),
    activation: 'relu',
    needDB: true,
  };
}

const PLAIN = { b: undefined, y: undefined, activation: 'none', needDB: false } as const;

const outputsOf = (kernel: ConvKernel, needDB: boolean): number => (kernel === 'backwardFilter' && needDB ? 2 : 1);

function exactCases(dtype: FloatDType, geometry: ConvGeometry): ConformanceCase[] {
  const gate = within(OPERATION_TOLERANCE[dtype]);
  const shape = showGeometry(geometry);
  const one = (kernel: ConvKernel, label: string, change: Partial<ConvOperands>): ConformanceCase =>
    define(dtype, kernel, `${shape}${label}`, () => {
      const operands = { ...exactOperands(dtype, geometry), ...change };
      return convCall(kernel, geometry, operands, Array(outputsOf(kernel, operands.needDB)).fill({ gate }));
    });
  return [
    one('forward', '', PLAIN),
    one('forward', ' bias relu', {}),
    one('backwardInput', '', PLAIN),
    one('backwardInput', ' relu', {}),
    one('backwardFilter', '', PLAIN),
    one('backwardFilter', ' db relu', {}),
  ];
}

/** Sizes around lanes and tiles, one channel a group, windows as large as the image, and no images. */
const GEOMETRIES: readonly ConvGeometry[] = [
  convGeometry([1, 6, 6, 33], [3, 3, 33, 16], { before: [1, 1], after: [1, 1] }),
  convGeometry([2, 5, 7, 16], [1, 1, 16, 33]),
  convGeometry([1, 7, 5, 5], [1, 1, 5, 3], { stride: [2, 2] }),
  convGeometry([1, 8, 9, 3], [5, 5, 3, 16], { stride: [2, 2], before: [2, 2], after: [2, 2] }),
  convGeometry([1, 6, 7, 33], [3, 3, 1, 33], { before: [1, 1], after: [1, 1] }, 33),
  convGeometry([2, 9, 8, 16], [5, 5, 1, 16], { stride: [2, 2], before: [1, 1], after: [2, 2] }, 16),
  convGeometry([1, 5, 6, 3], [3, 3, 1, 6], { before: [1, 1], after: [1, 1] }, 3),
  convGeometry([1, 17, 33, 5], [3, 3, 5, 7], { before: [1, 1], after: [1, 1] }),
  convGeometry([1, 1, 70, 1], [1, 5, 1, 1]),
  convGeometry([3, 4, 5, 2], [4, 5, 2, 3]),
  convGeometry([1, 2, 3, 3], [5, 5, 3, 2], { before: [2, 4], after: [4, 2] }),
  convGeometry([1, 10, 11, 16], [3, 3, 8, 32], { dilation: [2, 3], before: [2, 3], after: [2, 3] }, 2),
  convGeometry([0, 5, 5, 3], [3, 3, 3, 4], { before: [1, 1], after: [1, 1] }),
];

function literalCases(dtype: FloatDType, literal: ConvLiteral): ConformanceCase[] {
  const { x, w, out, stride, dilation, before, groups, activation, y, db } = literal;
  const window = { size: [w[0], w[1]], stride, dilation, padding: before } as const;
  const geometry = { x, w, out, window, groups };
  const gate = within(OPERATION_TOLERANCE[dtype]);
  const literals = { forward: [y], backwardInput: [literal.dX], backwardFilter: [literal.dW, db] };
  return CONV_KERNELS.map((kernel) =>
    define(dtype, kernel, `${literal.label} literal`, () => {
      const { b, ...operands } = exactOperands(dtype, geometry);
      const expected = literals[kernel].flatMap((values) =>
        values === undefined ? [] : [{ gate, literal: typed(dtype, values) }],
      );
      const given = {
        ...operands,
        b: db === undefined ? undefined : b,
        y: activation === 'relu' ? host(dtype, out, y) : undefined,
        activation,
        needDB: db !== undefined,
      };
      return convCall(kernel, geometry, given, expected);
    }),
  );
}

/** For each element of a result, the number of its products and the sum of their magnitudes. */
export function productsOf(
  kernel: ConvKernel,
  geometry: ConvGeometry,
  { x, w, dY }: Pick<ConvOperands, 'x' | 'w' | 'dY'>,
): { readonly counts: Float64Array; readonly magnitudes: Float64Array } {
  const { length } = { forward: dY, backwardInput: x, backwardFilter: w }[kernel].data;
  const [counts, magnitudes] = [new Float64Array(length), new Float64Array(length)];
  const [images, filters, outputs] = [doubles(x.data), doubles(w.data), doubles(dY.data)];
  forEachProduct(geometry, (image, filter, output) => {
    const at = kernel === 'forward' ? output : kernel === 'backwardInput' ? image : filter;
    const left = kernel === 'backwardInput' ? outputs[output] : images[image];
    const right = kernel === 'backwardFilter' ? outputs[output] : filters[filter];
    counts[at] = (counts[at] as number) + 1;
    magnitudes[at] = (magnitudes[at] as number) + Math.abs((left as number) * (right as number));
  });
  return { counts, magnitudes };
}

/** The gate of a matrix product with the same number of terms. */
export function convGate(
  dtype: FloatDType,
  products: () => { readonly counts: Float64Array; readonly magnitudes: Float64Array },
): Gate {
  return bounded(() => {
    const { counts, magnitudes } = products();
    return magnitudes.map((magnitude, i) => magnitude * matmulTolerance(dtype, counts[i] as number));
  });
}

/** Numbers of many magnitudes. */
const REAL: readonly ConvGeometry[] = [
  convGeometry([2, 9, 11, 5], [3, 3, 5, 17], { before: [1, 1], after: [1, 1] }),
  convGeometry([2, 8, 8, 33], [1, 1, 33, 5]),
  convGeometry([1, 13, 10, 16], [5, 3, 1, 16], { stride: [2, 1], before: [2, 1], after: [2, 1] }, 16),
];

function realCases(dtype: FloatDType, geometry: ConvGeometry): ConformanceCase[] {
  return CONV_KERNELS.map((kernel) =>
    define(dtype, kernel, `${showGeometry(geometry)} real`, () => {
      const { x, w, out } = geometry;
      const operands = { x: spread(dtype, x, 1), w: spread(dtype, w, 2), dY: spread(dtype, out, 3) };
      const expected = [{ gate: convGate(dtype, () => productsOf(kernel, geometry, operands)) }];
      return convCall(kernel, geometry, { ...PLAIN, ...operands }, expected);
    }),
  );
}

/** NaN and infinities, and zeros that meet them. There is no padding, and the weights are finite. */
function specialCases(dtype: FloatDType): ConformanceCase[] {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const gate = within(OPERATION_TOLERANCE[dtype]);
  const around = convGeometry([1, 5, 6, 2], [3, 3, 2, 3], { before: [1, 1], after: [1, 1] });
  const inside = convGeometry([1, 3, 4, 2], [2, 2, 2, 3]);
  const marked = (shape: readonly number[], seed: number, marks: Readonly<Record<number, number>>): DenseArray =>
    generate(dtype, shape, (i) => marks[i] ?? patternAt(seed, i) / 8);
  const one = (kernel: ConvKernel, label: string, geometry: ConvGeometry, change: () => Partial<ConvOperands>) =>
    define(dtype, kernel, label, () => {
      const operands = { ...exactOperands(dtype, geometry), ...change() };
      return convCall(kernel, geometry, operands, Array(outputsOf(kernel, operands.needDB)).fill({ gate }));
    });
  const pixels = () => marked(around.x, 20, { 3: nan, 17: inf, 40: -inf, 59: nan });
  // The mask has zeros and subnormals. dY has NaN and infinities where the mask hides them, and where it does not.
  const mask = () => host(dtype, inside.out, [-2, 0, -0, 1, inf, -inf, 1e-40, -1e-40, 2, -3, 3, 0, 1, 1, 5, 6, -1, 4]);
  const hidden = () => host(dtype, inside.out, [1, nan, inf, 2, 3, nan, 4, 5, 6, inf, 7, 8, 9, 10, 11, 12, nan, 13]);
  return [
    one('forward', 'NaN and infinities reach their windows alone', around, () => ({ x: pixels(), activation: 'none' })),
    one('forward', 'NaN and infinities before relu', around, () => ({ x: pixels() })),
    one('forward', 'NaN in the bias', around, () => ({ b: host(dtype, [3], [nan, 1, -inf]) })),
    one('forward', 'zero times Infinity', inside, () => ({
      ...PLAIN,
      x: marked(inside.x, 20, { 0: 0, 9: 0 }),
      w: marked(inside.w, 21, { 1: inf }),
    })),
    one('backwardInput', 'a mask of special values', inside, () => ({ y: mask(), dY: hidden() })),
    one('backwardInput', 'a mask of NaN', around, () => ({ y: marked(around.out, 24, { 7: nan }) })),
    one('backwardInput', 'NaN and infinities reach their windows alone', around, () => ({
      ...PLAIN,
      dY: marked(around.out, 23, { 4: nan, 31: inf, 70: -inf }),
    })),
    one('backwardInput', 'zero times Infinity', inside, () => ({
      ...PLAIN,
      dY: marked(inside.out, 23, { 1: 0 }),
      w: marked(inside.w, 21, { 1: inf }),
    })),
    one('backwardFilter', 'a mask of special values', inside, () => ({ y: mask(), dY: hidden() })),
    one('backwardFilter', 'a mask of NaN', around, () => ({ y: marked(around.out, 24, { 7: nan }) })),
    one('backwardFilter', 'NaN and infinities', inside, () => ({
      ...PLAIN,
      needDB: true,
      x: marked(inside.x, 20, { 5: inf }),
      dY: marked(inside.out, 23, { 4: nan, 8: -inf, 0: 0 }),
    })),
    // The bias gradient is a sum, so it has the gate of sums.
    define(dtype, 'backwardFilter', 'db real', () => {
      const geometry = convGeometry([3, 13, 11, 2], [2, 2, 2, 5]);
      const { x, w, out } = geometry;
      const operands = { x: spread(dtype, x, 1), w: spread(dtype, w, 2), dY: spread(dtype, out, 3) };
      const sums = new Float64Array(5);
      operands.dY.data.forEach((value, i) => {
        sums[i % 5] = (sums[i % 5] as number) + Math.abs(value);
      });
      return convCall('backwardFilter', geometry, { ...PLAIN, ...operands, needDB: true }, [
        { gate: convGate(dtype, () => productsOf('backwardFilter', geometry, operands)) },
        { gate: bounded(() => sums.map((sum) => sum * SUM_TOLERANCE[dtype])) },
      ]);
    }),
  ];
}

export function convCases(dtype: FloatDType): ConformanceCase[] {
  return [
    ...convLiterals.flatMap((literal) => literalCases(dtype, literal)),
    ...GEOMETRIES.flatMap((geometry) => exactCases(dtype, geometry)),
    ...randomGeometries(24, 1).flatMap((geometry) => exactCases(dtype, geometry)),
    ...REAL.flatMap((geometry) => realCases(dtype, geometry)),
    ...specialCases(dtype),
  ];
}
