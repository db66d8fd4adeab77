/** permute, slice, pad and concat: elements move, and are compared bit by bit. */
import { type DenseArray, type DType, isFloat, type Operand, type Shape } from '@nablajs/core';
import { concatLiterals, padLiterals, permuteLiterals, sliceLiterals } from '../fixtures/movement.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { DTYPES, FRAGILE, host, typed, wholeNumbers } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { showShape } from '../harness/names.js';
import { show } from '../tolerances/compare.js';
import { exact } from '../tolerances/gates.js';

type Literal = ArrayLike<number>;

type MovementKernel = 'permute' | 'slice' | 'pad' | 'concat';

function call(
  operands: readonly DenseArray[],
  shape: Shape,
  move: (backend: Parameters<KernelCall['apply']>[0], operands: readonly Operand[]) => unknown,
  literal?: Literal,
): KernelCall {
  return {
    operands,
    apply: (backend, uploaded) => [{ storage: move(backend, uploaded), shape, dtype: (uploaded[0] as Operand).dtype }],
    expected: [literal === undefined ? { gate: exact } : { gate: exact, literal }],
  };
}

const casesOf = (kernel: MovementKernel, dtype: DType) => (label: string, prepare: () => KernelCall) =>
  kernelCase({ kernel, dtype, label, prepare });

function permuteCall(x: DenseArray, axes: readonly number[], literal?: Literal): KernelCall {
  const shape = axes.map((axis) => x.shape[axis] as number);
  return call([x], shape, (backend, [operand]) => backend.permute(operand as Operand, axes), literal);
}

/** Larger than the tiles and blocks of backends. The second has attention heads in the middle. */
const LARGE_PERMUTES: readonly (readonly [shape: Shape, axes: readonly number[]])[] = [
  [
    [67, 131],
    [1, 0],
  ],
  [
    [3, 17, 5, 33],
    [0, 2, 1, 3],
  ],
  [
    [5, 67, 33],
    [0, 2, 1],
  ],
  [
    [5, 7, 11, 13],
    [3, 1, 0, 2],
  ],
];

function permuteCases(dtype: DType): ConformanceCase[] {
  const one = casesOf('permute', dtype);
  const named = (shape: Shape, axes: readonly number[]) => `${showShape(shape)} by [${axes}]`;
  return [
    ...permuteLiterals.map(({ shape, axes, result }) =>
      one(named(shape, axes), () => permuteCall(wholeNumbers(dtype, shape, 6), axes, result)),
    ),
    ...LARGE_PERMUTES.map(([shape, axes]) =>
      one(named(shape, axes), () => permuteCall(wholeNumbers(dtype, shape, 6), axes)),
    ),
    ...(isFloat(dtype) ? [one('special values', () => permuteCall(host(dtype, [2, 3], FRAGILE), [1, 0]))] : []),
  ];
}

function sliceCall(x: DenseArray, starts: readonly number[], shape: Shape, literal?: Literal): KernelCall {
  return call([x], shape, (backend, [operand]) => backend.slice(operand as Operand, starts, shape), literal);
}

function sliceCases(dtype: DType): ConformanceCase[] {
  const one = casesOf('slice', dtype);
  return [
    ...sliceLiterals.map(({ x, starts, shape, result }) =>
      one(`${showShape(shape)} of ${showShape(x)} at [${starts}]`, () =>
        sliceCall(wholeNumbers(dtype, x, 8), starts, shape, result),
      ),
    ),
    one('97x59 of 101x67 at [3,5]', () => sliceCall(wholeNumbers(dtype, [101, 67], 8), [3, 5], [97, 59])),
    ...(isFloat(dtype) ? [one('special values', () => sliceCall(host(dtype, [3, 2], FRAGILE), [1, 0], [2, 2]))] : []),
  ];
}

interface Frame {
  readonly starts: readonly number[];
  readonly shape: Shape;
  readonly value: number;
}

function padCall(x: DenseArray, { starts, shape, value }: Frame, literal?: Literal): KernelCall {
  return call([x], shape, (backend, [operand]) => backend.pad(operand as Operand, starts, shape, value), literal);
}

/** Values around the elements that a naive pad would change. */
const AROUND: Readonly<Record<DType, readonly number[]>> = {
  float32: [Number.NaN, Number.NEGATIVE_INFINITY, -0, 0.1, 1e-45],
  float64: [Number.NaN, Number.NEGATIVE_INFINITY, -0, 0.1, 5e-324],
  int32: [-1, -2147483648, 2147483647, 16777217],
  uint8: [255],
};

function padCases(dtype: DType): ConformanceCase[] {
  const one = casesOf('pad', dtype);
  const frame = { starts: [1, 2], shape: [4, 6] };
  return [
    ...padLiterals.map(({ x, result, ...literal }) =>
      one(`${showShape(x)} in ${showShape(literal.shape)} at [${literal.starts}] with ${literal.value}`, () =>
        padCall(wholeNumbers(dtype, x, 9), literal, result),
      ),
    ),
    ...AROUND[dtype].map((value) =>
      one(`with ${show(value)}`, () => {
        // The frame: everything except columns 2 to 4 of rows 1 and 2.
        const x = wholeNumbers(dtype, [2, 3], 9);
        const literal = typed(dtype, new Array<number>(24).fill(value));
        literal.set(x.data.subarray(0, 3), 8);
        literal.set(x.data.subarray(3), 14);
        return padCall(x, { ...frame, value }, literal);
      }),
    ),
    one('64x67 in 70x80 at [2,7]', () =>
      padCall(wholeNumbers(dtype, [64, 67], 9), { starts: [2, 7], shape: [70, 80], value: 3 }),
    ),
    ...(isFloat(dtype)
      ? [one('special values', () => padCall(host(dtype, [2, 3], FRAGILE), { ...frame, value: 0 }))]
      : []),
  ];
}

/** Each [outer, own, inner]. */
function concatCall(parts: readonly DenseArray[], literal?: Literal): KernelCall {
  const [outer, , inner] = (parts[0] as DenseArray).shape as [number, number, number];
  const length = parts.reduce((sum, { shape }) => sum + (shape[1] as number), 0);
  return call(parts, [outer, length, inner], (backend, uploaded) => backend.concat(uploaded), literal);
}

const partsOf = (dtype: DType, shapes: readonly Shape[]): DenseArray[] =>
  shapes.map((shape, at) => wholeNumbers(dtype, shape, 10 + at));

function concatCases(dtype: DType): ConformanceCase[] {
  const one = casesOf('concat', dtype);
  const large = [1, 5, 12].map((length): Shape => [7, length, 33]);
  return [
    ...concatLiterals.map(({ label, shapes, result }) => one(label, () => concatCall(partsOf(dtype, shapes), result))),
    one('of 7x1x33, 7x5x33 and 7x12x33', () => concatCall(partsOf(dtype, large))),
    one('one operand twice', () => {
      const x = wholeNumbers(dtype, [3, 2, 5], 10);
      const twice = concatCall([x, x]);
      return {
        ...twice,
        operands: [x],
        apply: (backend, [operand]) => twice.apply(backend, [operand, operand] as Operand[]),
      };
    }),
    ...(isFloat(dtype)
      ? [one('special values', () => concatCall([host(dtype, [2, 3, 1], FRAGILE), host(dtype, [2, 1, 1], [-0, 1])]))]
      : []),
  ];
}

export function movementCases(): ConformanceCase[] {
  return [permuteCases, sliceCases, padCases, concatCases].flatMap((make) => DTYPES.flatMap(make));
}
