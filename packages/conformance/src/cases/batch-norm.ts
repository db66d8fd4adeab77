/** Optional fused batch normalisation and its backward. The definition is core's composition in float64. */
import {
  add,
  type Backend,
  batchNorm,
  type DenseArray,
  dense,
  divide,
  type FloatDType,
  type FusedActivation,
  greater,
  maximum,
  mean,
  multiply,
  type Operand,
  scope,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
  where,
} from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { batchNormLiterals } from '../fixtures/images.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { doubles, generate, host, once, pattern, patternAt, typed } from '../harness/host.js';
import { type Expected, type KernelCall, kernelCase } from '../harness/kernel-case.js';
import type { BatchNormLiteral } from '../harness/literals.js';
import { showShape } from '../harness/names.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { bounded, type Gate, SUM_TOLERANCE, within } from '../tolerances/gates.js';

interface Setting {
  readonly epsilon: number;
  readonly activation: FusedActivation;
}

interface ForwardInputs {
  readonly x: DenseArray;
  readonly scale: DenseArray;
  readonly offset: DenseArray;
}

interface BackwardInputs extends Omit<ForwardInputs, 'offset'> {
  readonly y: DenseArray;
  readonly dY: DenseArray;
}

interface Gradients {
  readonly dX: Tensor;
  readonly dScale: Tensor;
  readonly dOffset: Tensor;
}

type Normalized = readonly [x: Tensor, scale: Tensor, y: Tensor, dY: Tensor];

/** The formulas above `batchNormBackward` in backend.ts. */
export function composedBackward([x, scale, y, dY]: Normalized, setting: Setting): Gradients {
  const n = x.shape[0] as number;
  const dZ = setting.activation === 'relu' ? where(greater(y, 0), dY, maximum(y, 0)) : dY;
  // The second mean is the rounding error of the first one.
  const nearly = subtract(x, mean(x, { axis: 0 }));
  const deviations = subtract(nearly, mean(nearly, { axis: 0 }));
  const deviation = sqrt(add(mean(square(deviations), { axis: 0 }), setting.epsilon));
  const h = divide(deviations, deviation);
  const dOffset = sum(dZ, { axis: 0 });
  const dScale = sum(multiply(dZ, h), { axis: 0 });
  const rest = subtract(subtract(dZ, divide(dOffset, n)), multiply(h, divide(dScale, n)));
  return { dX: multiply(divide(scale, deviation), rest), dScale, dOffset };
}

const wide = (operands: readonly DenseArray[]): DenseArray[] =>
  operands.map(({ data, shape }) => dense(doubles(data), shape));

function forwardCall(
  { x, scale, offset }: ForwardInputs,
  { epsilon, activation }: Setting,
  expected: readonly Expected[],
): KernelCall {
  const operands = [x, scale, offset];
  return {
    operands,
    apply: (backend, uploaded) => {
      const [rows, factor, shift] = uploaded as [Operand, Operand, Operand];
      const { dtype, shape } = rows;
      const made = backend.fused?.batchNorm?.(rows, factor, shift, epsilon, activation);
      if (made !== undefined) {
        const columns = shape.slice(1);
        const { y, mean, variance, statistics } = made;
        backend.release(statistics);
        return [
          { storage: y, shape, dtype },
          { storage: mean, shape: columns, dtype },
          { storage: variance, shape: columns, dtype },
        ];
      }
      const tensors = uploaded.map((operand) => borrowed(backend, operand)) as [Tensor, Tensor, Tensor];
      const { y, mean, variance } = batchNorm(...tensors, epsilon, activation);
      return [y, mean, variance].map(outputOfTensor);
    },
    expected,
    definitionOperands: () => wide(operands),
  };
}

/** Calls the kernel with the forward kernel's statistics of x. */
function backwardKernel({ fused, release }: Backend, given: readonly Operand[], { epsilon, activation }: Setting) {
  if (fused?.batchNorm === undefined || fused.batchNormBackward === undefined) return undefined;
  const [x, scale, y, dY] = given as [Operand, Operand, Operand, Operand];
  const made = fused.batchNorm(x, scale, scale, epsilon, activation);
  try {
    return fused.batchNormBackward(x, scale, made.statistics, y, dY, epsilon, activation);
  } finally {
    for (const storage of [made.y, made.mean, made.variance, made.statistics]) release(storage);
  }
}

function backwardCall(
  { x, scale, y, dY }: BackwardInputs,
  setting: Setting,
  expected: readonly Expected[],
): KernelCall {
  const operands = [x, scale, y, dY];
  return {
    operands,
    apply: (backend, uploaded) => {
      const given = uploaded as unknown as [Operand, Operand, Operand, Operand];
      const { dtype, shape } = given[0];
      const made = backwardKernel(backend, given, setting);
      if (made !== undefined) {
        const columns = shape.slice(1);
        return [
          { storage: made.dX, shape, dtype },
          { storage: made.dScale, shape: columns, dtype },
          { storage: made.dOffset, shape: columns, dtype },
        ];
      }
      const tensors = given.map((operand) => borrowed(backend, operand)) as unknown as Normalized;
      const { dX, dScale, dOffset } = scope(() => composedBackward(tensors, setting));
      return [dX, dScale, dOffset].map(outputOfTensor);
    },
    expected,
    definitionOperands: () => wide(operands),
  };
}

/** The mean and the variance of each column, in two passes. */
function statistics({ data, shape }: DenseArray): { mean: Float64Array; variance: Float64Array } {
  const [n, channels] = shape as [number, number];
  const [mean, variance] = [new Float64Array(channels), new Float64Array(channels)];
  const share = (sums: Float64Array, value: (i: number) => number) => {
    for (let i = 0; i < data.length; i++) sums[i % channels] = (sums[i % channels] as number) + value(i) / n;
  };
  share(mean, (i) => data[i] as number);
  share(variance, (i) => ((data[i] as number) - (mean[i % channels] as number)) ** 2);
  return { mean, variance };
}

/** The gates of y and mean, for numbers whose size is near 1. */
const forwardGates = (dtype: FloatDType): readonly Gate[] => {
  const { relative } = OPERATION_TOLERANCE[dtype];
  const [near, exactly] = [within({ relative, absolute: relative }), within({ relative, absolute: relative / 1e3 })];
  return [near, near, exactly];
};

/** dScale and dOffset have the gate of sums, unless given; dX has the gates of its three terms. */
function backwardGates(
  dtype: FloatDType,
  inputs: BackwardInputs,
  { epsilon }: Setting,
  tolerance = SUM_TOLERANCE[dtype],
): readonly Gate[] {
  const limits = once(() => backwardLimits(inputs, epsilon, tolerance));
  return [0, 1, 2].map((output) => bounded(() => limits()[output] as Float64Array));
}

function backwardLimits({ x, scale, dY }: BackwardInputs, epsilon: number, tolerance: number): readonly Float64Array[] {
  const [n, channels] = x.shape as [number, number];
  const { mean, variance } = statistics(x);
  const [offsets, scales] = [new Float64Array(channels), new Float64Array(channels)];
  const size = (i: number): number => (Number.isFinite(dY.data[i]) ? Math.abs(dY.data[i] as number) : 0);
  const deviation = (c: number): number => Math.sqrt((variance[c] as number) + epsilon);
  const h = (i: number): number =>
    Math.abs(((x.data[i] as number) - (mean[i % channels] as number)) / deviation(i % channels));
  for (let i = 0; i < n * channels; i++) {
    const c = i % channels;
    offsets[c] = (offsets[c] as number) + size(i);
    scales[c] = (scales[c] as number) + size(i) * (1 + h(i));
  }
  const limits = Float64Array.from({ length: n * channels }, (_, i) => {
    const c = i % channels;
    const terms = size(i) + (offsets[c] as number) / n + ((1 + h(i)) * (scales[c] as number)) / n;
    return (Math.abs(scale.data[c] as number) / deviation(c)) * terms * tolerance;
  });
  return [limits, scales.map((sum) => sum * tolerance), offsets.map((sum) => sum * tolerance)];
}

type Kernel = 'batchNorm' | 'batchNormBackward';

const define = (dtype: FloatDType, kernel: Kernel, label: string, prepare: () => KernelCall): ConformanceCase =>
  kernelCase({ kernel: `fused.${kernel}`, dtype, label, prepare });

/** Most cases use eighths. */
function inputsOf(dtype: FloatDType, x: DenseArray): ForwardInputs & BackwardInputs {
  const columns = x.shape.slice(1);
  return {
    x,
    scale: pattern(dtype, columns, 21, 8),
    offset: pattern(dtype, columns, 22, 8),
    y: pattern(dtype, x.shape, 24, 8),
    dY: pattern(dtype, x.shape, 23, 8),
  };
}

function literalCases(dtype: FloatDType, literal: BatchNormLiteral): ConformanceCase[] {
  const { n, channels, epsilon, activation } = literal;
  const setting = { epsilon, activation };
  const label = `${showShape([n, channels])} epsilon ${epsilon} ${activation} literal`;
  const inputs = () => inputsOf(dtype, pattern(dtype, [n, channels], 20, 8));
  const expected = (gates: readonly Gate[], values: readonly (readonly number[])[]): Expected[] =>
    gates.map((gate, i) => ({ gate, literal: typed(dtype, values[i] as readonly number[]) }));
  return [
    define(dtype, 'batchNorm', label, () =>
      forwardCall(inputs(), setting, expected(forwardGates(dtype), [literal.y, literal.mean, literal.variance])),
    ),
    define(dtype, 'batchNormBackward', label, () => {
      const given = {
        ...inputs(),
        y: host(dtype, [n, channels], literal.y),
        dY: pattern(dtype, [n, channels], 23, 8),
      };
      const gates = backwardGates(dtype, given, setting);
      return backwardCall(given, setting, expected(gates, [literal.dX, literal.dScale, literal.dOffset]));
    }),
  ];
}

/** Inputs, and how far y, the mean and the variance may be off in float32. */
interface Columns {
  readonly label: string;
  readonly shape: readonly [n: number, channels: number];
  readonly element: (index: number) => number;
  /** Gates of y, mean and variance, if they are not the usual ones. */
  readonly gates?: Readonly<Record<FloatDType, readonly [y: number, mean: number, variance: number]>>;
}

/** Rounding the mean to float32 moves it by up to 5e-4 there. float64: 4 sqrt(n) 2^-53 times 1e4. */
const LARGE_MEAN = { float32: [1e-3, 1e-7, 1e-3], float64: [1e-9, 1e-12, 1e-9] } as const;
/** The gate of sums for the mean. */
const LONG = { float32: [1e-4, 1e-5, 1e-4], float64: [1e-11, 1e-12, 1e-11] } as const;

/** Sizes around lanes and tiles. */
const SHAPES: readonly (readonly [n: number, channels: number])[] = [
  [2, 1],
  [2, 17],
  [3, 16],
  [5, 1],
  [64, 33],
  [101, 7],
  [1023, 5],
  [7, 0],
];

/** From -1.7 to 1.7, with a deviation near 1. */
const unit = (i: number): number => (patternAt(20, i) / 30) * 1.7;

const COLUMNS: readonly Columns[] = [
  ...SHAPES.map((shape) => ({ label: showShape(shape), shape, element: (i: number) => patternAt(20, i) / 8 })),
  { label: '256x3 around 10000', shape: [256, 3], element: (i) => 1e4 + unit(i), gates: LARGE_MEAN },
  { label: '4099x1 around -10000', shape: [4099, 1], element: (i) => unit(i) - 1e4, gates: LARGE_MEAN },
  { label: '60000x2 around 10000', shape: [60_000, 2], element: (i) => 1e4 + unit(i), gates: LARGE_MEAN },
  { label: '60000x3 positive', shape: [60_000, 3], element: (i) => (patternAt(1, i) + 40) / 100, gates: LONG },
  { label: '13x5 constant columns', shape: [13, 5], element: (i) => [3, 0, -7, 0.5, 1024][i % 5] as number },
  { label: '2x3 equal rows', shape: [2, 3], element: (i) => i % 3 },
];

function columnCases(dtype: FloatDType, { label, shape, element, gates }: Columns): ConformanceCase[] {
  const activations: readonly FusedActivation[] = gates === undefined ? ['none', 'relu'] : ['none'];
  return activations.flatMap((activation) => {
    const setting = { epsilon: 1e-5, activation };
    const inputs = () => inputsOf(dtype, generate(dtype, shape, element));
    return [
      define(dtype, 'batchNorm', `${label} ${activation}`, () => {
        const given = inputs();
        if (gates === undefined)
          return forwardCall(
            given,
            setting,
            forwardGates(dtype).map((gate) => ({ gate })),
          );
        const [y, mean, variance] = gates[dtype];
        const own = { scale: generate(dtype, [shape[1]], () => 1), offset: generate(dtype, [shape[1]], () => 0) };
        return forwardCall({ ...given, ...own }, setting, [
          { gate: within({ relative: 0, absolute: y }) },
          { gate: within({ relative: mean, absolute: 0 }) },
          { gate: within({ relative: variance, absolute: 0 }) },
        ]);
      }),
      define(dtype, 'batchNormBackward', `${label} ${activation}`, () => {
        const given = inputs();
        // float64 sums of large numbers lose what the statistics of float32 must keep.
        const tolerance = dtype === 'float64' ? gates?.float64[0] : undefined;
        const expected = backwardGates(dtype, given, setting, tolerance).map((gate) => ({ gate }));
        return backwardCall(given, setting, expected);
      }),
    ];
  });
}

/** NaN and infinities change only their own column. Where the mask y is NaN, so is its column's gradient. */
function specialCases(dtype: FloatDType): ConformanceCase[] {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const marks: Readonly<Record<number, number>> = { 5: nan, 10: inf, 15: -inf };
  const x = () => generate(dtype, [6, 4], (i) => marks[i] ?? patternAt(20, i) / 8);
  // The first column has a NaN. What the second one hides does not matter.
  const mask = () => host(dtype, [6, 2], [nan, 0, -0, 1, inf, -inf, 1e-40, -1e-40, 2, -2, 3, 0]);
  const hidden = () => host(dtype, [6, 2], [1, inf, 2, 3, 4, -inf, 5, nan, 6, nan, 7, 8]);
  return [
    ...(['none', 'relu'] as const).map((activation) =>
      define(dtype, 'batchNorm', `NaN and infinities ${activation}`, () =>
        forwardCall(
          inputsOf(dtype, x()),
          { epsilon: 1e-5, activation },
          forwardGates(dtype).map((gate) => ({ gate })),
        ),
      ),
    ),
    define(dtype, 'batchNormBackward', 'a mask of special values', () => {
      const setting = { epsilon: 1e-5, activation: 'relu' } as const;
      const given = { ...inputsOf(dtype, pattern(dtype, [6, 2], 20, 8)), y: mask(), dY: hidden() };
      return backwardCall(
        given,
        setting,
        backwardGates(dtype, given, setting).map((gate) => ({ gate })),
      );
    }),
    define(dtype, 'batchNormBackward', 'NaN and infinities fill their column alone', () => {
      const setting = { epsilon: 1e-5, activation: 'none' } as const;
      const dY = generate(dtype, [6, 4], (i) => marks[i] ?? patternAt(23, i) / 8);
      const given = { ...inputsOf(dtype, pattern(dtype, [6, 4], 20, 8)), dY };
      return backwardCall(
        given,
        setting,
        backwardGates(dtype, given, setting).map((gate) => ({ gate })),
      );
    }),
  ];
}

/** dOffset is a sum of 0.1 and 0.3, and dScale one of -0.1 and 0.3: h is nearly -1 or 1. */
function longCases(dtype: FloatDType): ConformanceCase[] {
  const setting = { epsilon: 2 ** -17, activation: 'none' } as const;
  const shapes: readonly (readonly [number, number])[] = [
    [784, 1],
    [4096, 19],
    [60_000, 3],
  ];
  const isOdd = (i: number, [, channels]: readonly [number, number]): boolean => Math.floor(i / channels) % 2 === 1;
  return shapes.map((shape) =>
    define(dtype, 'batchNormBackward', `${showShape(shape)} of 0.1`, () => {
      const given = {
        x: generate(dtype, shape, (i) => (isOdd(i, shape) ? 1 : -1)),
        scale: generate(dtype, [shape[1]], () => 1),
        y: generate(dtype, shape, () => 1),
        dY: generate(dtype, shape, (i) => (isOdd(i, shape) ? 0.3 : 0.1)),
      };
      return backwardCall(
        given,
        setting,
        backwardGates(dtype, given, setting).map((gate) => ({ gate })),
      );
    }),
  );
}

/**
 * Statistics rounded to float32 show here: the mean of 10000, 10001, 10001 is then 3e-4 off. The literals come from
 * Python's decimal, with 50 digits.
 */
function largeMean(dtype: FloatDType): ConformanceCase {
  return define(dtype, 'batchNormBackward', 'keeps its digits where the mean is large', () => {
    const x = host(dtype, [3, 2], [10_000, -30_000, 10_001, -29_999, 10_001, -30_000]);
    const given = {
      ...inputsOf(dtype, x),
      scale: host(dtype, [2], [1, 3]),
      dY: host(dtype, [3, 2], [1, 2, 1, 1, 3, 5]),
    };
    const relative = dtype === 'float32' ? 1e-6 : 1e-10;
    const gate = within({ relative, absolute: relative });
    const literals = [
      [
        ...[-6.363531487471254e-5, -9.545488137151503, -2.1212407978052923, -0.000477264861560344],
        ...[2.121304433120167, 9.545965402013064],
      ],
      [1.4141817436418198, -3.5354543591045493],
      [5, 8],
    ];
    const expected = literals.map((values) => ({ gate, literal: typed(dtype, values) }));
    return backwardCall(given, { epsilon: 1e-5, activation: 'none' }, expected);
  });
}

export function batchNormCases(dtype: FloatDType): ConformanceCase[] {
  return [
    ...batchNormLiterals.flatMap((literal) => literalCases(dtype, literal)),
    ...COLUMNS.flatMap((columns) => columnCases(dtype, columns)),
    ...specialCases(dtype),
    ...longCases(dtype),
    largeMean(dtype),
  ];
}
