/** The optional int32 arithmetic: literals at the ends of the range, and every form of broadcasting. */
import { type IntegerKernels, type Operand, type OperandLike, padShape, type Shape } from '@nablajs/core';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { generate, host } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { showShape } from '../harness/names.js';
import { exact } from '../tolerances/gates.js';

type Binary = Exclude<keyof IntegerKernels, 'where'>;

const [LOWEST, HIGHEST] = [-2147483648, 2147483647];

/** Pairs, and what comes out. 46341 is the first number whose square does not fit. */
const A = [0, 7, -7, HIGHEST, LOWEST, LOWEST, HIGHEST, 46341, -1, 123456789, 16777217];
const B = [0, -3, -7, 1, 1, -1, LOWEST, 46341, LOWEST, 987654321, 16777216];
const RESULTS: Readonly<Record<Binary, readonly number[]>> = {
  add: [0, 4, -14, LOWEST, -2147483647, HIGHEST, -1, 92682, HIGHEST, 1111111110, 33554433],
  subtract: [0, 10, 0, 2147483646, HIGHEST, -2147483647, -1, 0, HIGHEST, -864197532, 1],
  multiply: [0, -21, 49, HIGHEST, LOWEST, LOWEST, LOWEST, -2147479015, LOWEST, -67153019, 16777216],
  greater: [0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1],
};

/** Whole numbers of every size, the same in every run. */
const numbers = (shape: Shape, seed: number) =>
  generate('int32', shape, (i) => Math.imul(i + seed, 0x9e3779b1) >> ((i * 7 + seed) % 31));

const SHAPES: readonly (readonly [a: Shape, b: Shape, shape: Shape])[] = [
  [[], [], []],
  [[0], [1], [0]],
  [[1009], [1009], [1009]],
  [[13, 17], [17], [13, 17]],
  [
    [13, 1],
    [1, 17],
    [13, 17],
  ],
  [
    [5, 1, 67],
    [3, 1],
    [5, 3, 67],
  ],
  [[40_001], [], [40_001]],
];

const aligned = ({ shape, ...rest }: Operand, whole: Shape): Operand => ({
  ...rest,
  shape: padShape(shape, whole.length),
});

/** `numberAt` is the place of a number beside one operand. */
function binaryCase(
  kernel: Binary,
  label: string,
  shape: Shape,
  operands: () => KernelCall['operands'],
  rest: {
    readonly literal?: readonly number[];
    readonly numberAt?: 0 | 1;
  } = {},
): ConformanceCase {
  const { literal, numberAt } = rest;
  return kernelCase({
    kernel: `integers.${kernel}`,
    dtype: 'int32',
    label,
    prepare: () => ({
      operands: operands(),
      apply: (backend, uploaded) => {
        const given: OperandLike[] = uploaded.map((x) => aligned(x, shape));
        if (numberAt !== undefined) given.splice(numberAt, 0, HIGHEST);
        const [a, b] = given as [OperandLike, OperandLike];
        return [{ storage: backend.integers?.[kernel](a, b, shape), shape, dtype: 'int32' }];
      },
      expected: [literal === undefined ? { gate: exact } : { gate: exact, literal }],
    }),
  });
}

function binaryCases(kernel: Binary): ConformanceCase[] {
  const size: Shape = [A.length];
  return [
    binaryCase(kernel, 'the ends of the range', size, () => [host('int32', size, A), host('int32', size, B)], {
      literal: RESULTS[kernel],
    }),
    ...SHAPES.map(([a, b, shape]) =>
      binaryCase(kernel, `${showShape(a)} with ${showShape(b)}`, shape, () => [numbers(a, 1), numbers(b, 2)]),
    ),
    ...([0, 1] as const).map((numberAt) =>
      binaryCase(kernel, `a number as operand ${numberAt}`, [67], () => [numbers([67], 3)], { numberAt }),
    ),
  ];
}

function whereCases(): ConformanceCase[] {
  return SHAPES.map(([a, b, shape]) =>
    kernelCase({
      kernel: 'integers.where',
      dtype: 'int32',
      label: `${showShape(a)} with ${showShape(b)}`,
      prepare: () => ({
        operands: [generate('int32', shape, (i) => (i % 3) - 1), numbers(a, 1), numbers(b, 2)],
        apply: (backend, uploaded) => {
          const [test, x, y] = uploaded.map((operand) => aligned(operand, shape)) as [Operand, Operand, Operand];
          // Chooses between operands, and between a number and those.
          const chosen = { ...test, shape, storage: backend.integers?.where(test, x, y, shape) };
          const replaced = backend.integers?.where(test, LOWEST, chosen, shape);
          return [chosen, { ...chosen, storage: replaced }];
        },
        expected: [{ gate: exact }, { gate: exact }],
      }),
    }),
  );
}

export function integerCases(): ConformanceCase[] {
  return [...(['add', 'subtract', 'multiply', 'greater'] as const).flatMap(binaryCases), ...whereCases()];
}
