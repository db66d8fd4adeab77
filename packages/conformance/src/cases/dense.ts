/** The optional fused dense layer and its backward; the definition is core's composition. */
import {
  type DenseArray,
  denseBackward,
  denseForward,
  type FloatDType,
  type FusedActivation,
  type HostArray,
  type Operand,
  type Tensor,
} from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { denseBackwardLiterals, denseLiterals } from '../fixtures/fused.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { compressed, csrOf, generate, host, pattern, patternAt, transposed, typed } from '../harness/host.js';
import { type Expected, type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { showShape } from '../harness/names.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { type Gate, within } from '../tolerances/gates.js';
import { matmulGate } from './matmul.js';
import { columnSums, ONE_SIGN_PRODUCTS, type OneSign, oneSignSumGate, repeated } from './one-sign.js';

type InputLayout = 'dense' | 'csr';
const LAYOUTS: readonly InputLayout[] = ['dense', 'csr'];
const ACTIVATIONS: readonly FusedActivation[] = ['none', 'relu'];

interface Setting {
  readonly dtype: FloatDType;
  readonly layout: InputLayout;
  readonly activation: FusedActivation;
}

const laidOut = (x: DenseArray, { layout, dtype }: Setting): HostArray =>
  layout === 'dense' ? x : csrOf(compressed(x), dtype);

/** For whole numbers and dyadic fractions, whose products are exact. The gate is that of one operation. */
function expectedOf(dtype: FloatDType, literal?: readonly number[]): Expected {
  const gate = within(OPERATION_TOLERANCE[dtype]);
  return literal === undefined ? { gate } : { gate, literal: typed(dtype, literal) };
}

interface ForwardInputs {
  readonly x: DenseArray;
  readonly w: DenseArray;
  readonly b: DenseArray | undefined;
}

function forwardCall({ x, w, b }: ForwardInputs, setting: Setting, expected: Expected): KernelCall {
  const { layout, activation } = setting;
  return {
    operands: [laidOut(x, setting), w, ...(b === undefined ? [] : [b])],
    apply: (backend, uploaded) => {
      const [left, right, bias] = uploaded as [Operand, Operand, Operand?];
      const added = bias === undefined ? undefined : borrowed(backend, bias);
      return [
        outputOfTensor(denseForward(borrowed(backend, left, layout), borrowed(backend, right), added, activation)),
      ];
    },
    expected: [expected],
  };
}

interface BackwardInputs {
  readonly x: DenseArray;
  readonly w: DenseArray;
  readonly y: DenseArray;
  readonly dY: DenseArray;
}

interface Needs {
  readonly dX: boolean;
  readonly db: boolean;
}

type GradientName = 'dX' | 'dW' | 'db';

function backwardCall(
  { x, w, y, dY }: BackwardInputs,
  setting: Setting,
  needs: Needs,
  expected: (name: GradientName) => Expected = () => expectedOf(setting.dtype),
): KernelCall {
  const made = (['dX', 'dW', 'db'] as const).filter((name) => name === 'dW' || needs[name]);
  return {
    operands: [laidOut(x, setting), w, y, dY],
    apply: (backend, uploaded) => {
      const [left, ...others] = uploaded as [Operand, ...Operand[]];
      const input = borrowed(backend, left, setting.layout);
      const [right, output, gradient] = others.map((operand) => borrowed(backend, operand)) as [Tensor, Tensor, Tensor];
      const gradients = denseBackward(input, right, output, gradient, setting.activation, needs);
      return made.map((name) => outputOfTensor(gradients[name] as Tensor));
    },
    expected: made.map(expected),
  };
}

function define(kernel: string, label: string, setting: Setting, prepare: () => KernelCall): ConformanceCase {
  const { dtype, layout, activation } = setting;
  const needsCsr = layout === 'csr';
  return kernelCase({ kernel, dtype, needsCsr, label: `${label} ${activation}${needsCsr ? ' csr' : ''}`, prepare });
}

function literalForward(dtype: FloatDType, layout: InputLayout): ConformanceCase[] {
  return denseLiterals.map(({ n, k, m, activation, x, w, b, y }) => {
    const setting = { dtype, layout, activation };
    return define('fused.dense', `${showShape([n, k, m])}${b === undefined ? ' no bias' : ''}`, setting, () => {
      const bias = b === undefined ? undefined : host(dtype, [m], b);
      const inputs = { x: host(dtype, [n, k], x), w: host(dtype, [k, m], w), b: bias };
      return forwardCall(inputs, setting, expectedOf(dtype, y));
    });
  });
}

function literalBackward(dtype: FloatDType, layout: InputLayout): ConformanceCase[] {
  return denseBackwardLiterals.map((literal) => {
    const { n, k, m, activation } = literal;
    const setting = { dtype, layout, activation };
    return define('fused.denseBackward', showShape([n, k, m]), setting, () => {
      const inputs = {
        x: host(dtype, [n, k], literal.x),
        w: host(dtype, [k, m], literal.w),
        y: host(dtype, [n, m], literal.y),
        dY: host(dtype, [n, m], literal.dY),
      };
      const needs = { dX: layout === 'dense', db: true };
      return backwardCall(inputs, setting, needs, (name) => expectedOf(dtype, literal[name]));
    });
  });
}

type Size = readonly [n: number, k: number, m: number];

/** Sizes around tiles. */
const SIZES: readonly Size[] = [
  [17, 31, 16],
  [5, 101, 7],
  [67, 33, 65],
  [1, 257, 3],
  [131, 5, 1],
];

/** About half of x is zero. */
const sparse = (dtype: FloatDType, n: number, k: number): DenseArray =>
  generate(dtype, [n, k], (i) => Math.max(patternAt(1, i), 0));

function sizedCases(setting: Setting): ConformanceCase[] {
  const { dtype, layout } = setting;
  const needs: readonly Needs[] = [false, true].flatMap((db) =>
    layout === 'dense' ? [false, true].map((dX) => ({ dX, db })) : [{ dX: false, db }],
  );
  return SIZES.flatMap(([n, k, m]) => {
    const shape = showShape([n, k, m]);
    const x = () => sparse(dtype, n, k);
    const w = () => pattern(dtype, [k, m], 2, 8);
    const forward = define('fused.dense', shape, setting, () =>
      forwardCall({ x: x(), w: w(), b: pattern(dtype, [m], 3) }, setting, expectedOf(dtype)),
    );
    const backward = needs.map((need) =>
      define('fused.denseBackward', `${shape}${need.dX ? ' dX' : ''} dW${need.db ? ' db' : ''}`, setting, () => {
        const inputs = { x: x(), w: w(), y: pattern(dtype, [n, m], 4), dY: pattern(dtype, [n, m], 5, 8) };
        return backwardCall(inputs, setting, need);
      }),
    );
    return [forward, ...backward];
  });
}

/** 0 times Infinity, NaN before relu, and the mask at y = NaN, 0 and -0. */
function specialCases(setting: Setting): ConformanceCase[] {
  const { dtype, layout } = setting;
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const x = () => host(dtype, [3, 2], [0, 1, 2, 0, 1, 1]);
  return [
    define('fused.dense', 'special values', setting, () => {
      const inputs = {
        x: x(),
        w: host(dtype, [2, 4], [inf, nan, 1, -inf, 1, 2, 3, 4]),
        b: host(dtype, [4], [0, 0, nan, -0]),
      };
      return forwardCall(inputs, setting, expectedOf(dtype));
    }),
    define('fused.denseBackward', 'special values', setting, () => {
      const y = host(dtype, [3, 4], [nan, 0, -0, 1, inf, -inf, 1e-40, -1e-40, 2, nan, 3, 0]);
      const dY = host(dtype, [3, 4], [1, 2, 3, nan, 4, 5, 6, 7, inf, 8, 9, 10]);
      const inputs = { x: x(), w: pattern(dtype, [2, 4], 2, 8), y, dY };
      return backwardCall(inputs, setting, { dX: layout === 'dense', db: true });
    }),
  ];
}

const expectedWithin = (gate: Gate, literal: Float64Array | undefined): Expected =>
  literal === undefined ? { gate } : { gate, literal };

/** The longer ones run in only one setting, to save time. */
const oneSignSizes = ({ activation, layout }: Setting): typeof ONE_SIGN_PRODUCTS =>
  ONE_SIGN_PRODUCTS.filter(([, , k]) => k < 10_000 || (activation === 'none' && (k < 100_000 || layout === 'dense')));

/** Sums over the inputs. */
function oneSignForward(setting: Setting): ConformanceCase[] {
  const { dtype } = setting;
  return oneSignSizes(setting).map(([values, n, k, m]) =>
    define('fused.dense', `${showShape([n, k, m])} ${values.label}`, setting, () => {
      const [x, w] = [values.operand(dtype, [n, k], 1), values.operand(dtype, [k, m], 2)];
      const expected = expectedWithin(matmulGate(dtype, x, w), repeated(n * m, values.product?.(dtype, k)));
      return forwardCall({ x, w, b: undefined }, setting, expected);
    }),
  );
}

/** dW and db are sums over the rows, dX is one over the units. */
function oneSignBackwardCall(values: OneSign, [n, k, m]: Size, setting: Setting, needs: Needs): KernelCall {
  const { dtype } = setting;
  const x = values.operand(dtype, [n, k], 1);
  const w = values.operand(dtype, [k, m], 2);
  const y = generate(dtype, [n, m], () => 1);
  const dY = values.operand(dtype, [n, m], 3);
  const expected = {
    dX: () => expectedWithin(matmulGate(dtype, dY, transposed(w)), repeated(n * k, values.product?.(dtype, m))),
    dW: () => expectedWithin(matmulGate(dtype, transposed(x), dY), repeated(k * m, values.product?.(dtype, n))),
    db: () =>
      expectedWithin(
        oneSignSumGate(dtype, n, () => columnSums(dY, m)),
        repeated(m, values.sum?.(dtype, n)),
      ),
  };
  return backwardCall({ x, w, y, dY }, setting, needs, (name) => expected[name]());
}

function oneSignBackward(setting: Setting): ConformanceCase[] {
  const one = (values: OneSign, size: Size, needs: Needs): ConformanceCase =>
    define('fused.denseBackward', `${showShape(size)}${needs.dX ? ' dX' : ''} ${values.label}`, setting, () =>
      oneSignBackwardCall(values, size, setting, needs),
    );
  return oneSignSizes(setting).flatMap(([values, n, k, m]) => [
    one(values, [k, n, m], { dX: false, db: true }),
    // The cases of matmul cover the longest dX, to save time.
    ...(setting.layout === 'dense' && k < 1_000_000 ? [one(values, [n, m, k], { dX: true, db: false })] : []),
  ]);
}

export function denseCases(dtype: FloatDType): ConformanceCase[] {
  const settings = LAYOUTS.flatMap((layout) => ACTIVATIONS.map((activation) => ({ dtype, layout, activation })));
  return [
    ...LAYOUTS.flatMap((layout) => [...literalForward(dtype, layout), ...literalBackward(dtype, layout)]),
    ...settings.flatMap((setting) => [...sizedCases(setting), ...specialCases(setting)]),
    ...settings.flatMap((setting) => [...oneSignForward(setting), ...oneSignBackward(setting)]),
  ];
}
