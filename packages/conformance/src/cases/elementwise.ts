/**
 * add, subtract, multiply, divide, maximum, greater and where: every way of broadcasting, every pair of special values.
 */
import { type FloatDType, type Operand, padShape, type Shape } from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { broadcastLiterals, pairLiterals, whereLiterals, whereSpecials } from '../fixtures/elementwise.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { generate, host, pattern, patternAt, spread, typed } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import type { BinaryKernel } from '../harness/literals.js';
import { showShape } from '../harness/names.js';
import { equal, exact, type Gate, isSubnormal, onlyWhere, within } from '../tolerances/gates.js';

export const BINARY_KERNELS: readonly BinaryKernel[] = ['add', 'subtract', 'multiply', 'divide', 'maximum', 'greater'];

/**
 * Results that are plain IEEE arithmetic on subnormals and infinities get no absolute slack: a flushed subnormal fails.
 */
export function specialGate(kernel: BinaryKernel, dtype: FloatDType): Gate {
  if (kernel === 'maximum') return equal;
  return within({ relative: OPERATION_TOLERANCE[dtype].relative, absolute: 0 }, true);
}

export function ordinaryGate(kernel: BinaryKernel, dtype: FloatDType): Gate {
  if (kernel === 'greater') return exact;
  return within(OPERATION_TOLERANCE[dtype], kernel !== 'maximum');
}

function binaryCall(
  kernel: BinaryKernel,
  dtype: FloatDType,
  operands: KernelCall['operands'],
  shape: Shape,
  gate: Gate,
  literal?: readonly number[],
): KernelCall {
  const aligned = (operand: Operand): Operand => ({ ...operand, shape: padShape(operand.shape, shape.length) });
  return {
    operands,
    apply: (backend, uploaded) => {
      // One operand alone stands on both sides.
      const [a, b = a] = uploaded as [Operand, Operand?];
      return [{ storage: backend[kernel](aligned(a), aligned(b), shape), shape, dtype }];
    },
    expected: [{ gate, ...(literal === undefined ? {} : { literal: typed(dtype, literal) }) }],
  };
}

function broadcastCases(kernel: BinaryKernel, dtype: FloatDType): ConformanceCase[] {
  const gate = ordinaryGate(kernel, dtype);
  const one = (label: string, prepare: () => KernelCall) => kernelCase({ kernel, dtype, label, prepare });
  return [
    ...broadcastLiterals.map((literal) => {
      const { a, b, shape } = literal;
      return one(`${showShape(a)} with ${showShape(b)}`, () =>
        binaryCall(kernel, dtype, [pattern(dtype, a, 1, 4), pattern(dtype, b, 2, 4)], shape, gate, literal[kernel]),
      );
    }),
    ...LARGE.map(([a, b, shape]) =>
      one(`${showShape(a)} with ${showShape(b)}`, () =>
        binaryCall(kernel, dtype, [spread(dtype, a, 1), spread(dtype, b, 2)], shape, gate),
      ),
    ),
    one('one operand on both sides 101', () => binaryCall(kernel, dtype, [spread(dtype, [101], 3)], [101], gate)),
  ];
}

/** Whether the flat element of a pair table has a subnormal operand or result. */
export function subnormalPair(kernel: BinaryKernel, dtype: FloatDType, flat: number): boolean {
  const { values, [kernel]: literal } = pairLiterals[dtype];
  const operands = [values[Math.floor(flat / values.length)], values[flat % values.length]];
  return [...operands, literal[flat]].some((value) => isSubnormal(dtype, value as number));
}

/** Every value (down) with every value (across). */
function pairCase(kernel: BinaryKernel, dtype: FloatDType, label: string, left: Shape, right: Shape, tiny: boolean) {
  const { values, [kernel]: literal } = pairLiterals[dtype];
  const count = values.length;
  return kernelCase({
    kernel,
    dtype,
    label,
    prepare: () => {
      const width = left[1] as number;
      const down = generate(dtype, left, (flat) => values[Math.floor(flat / width)] as number);
      const across = generate(dtype, right, (flat) => values[flat % count] as number);
      const gate = onlyWhere(specialGate(kernel, dtype), (flat) => subnormalPair(kernel, dtype, flat) === tiny);
      return binaryCall(kernel, dtype, [down, across], [count, count], gate, literal);
    },
  });
}

/** By each way that a backend may have a loop of its own for; what is subnormal once. */
function pairCases(kernel: BinaryKernel, dtype: FloatDType): ConformanceCase[] {
  const count = pairLiterals[dtype].values.length;
  const square: Shape = [count, count];
  const forms: readonly (readonly [label: string, left: Shape, right: Shape])[] = [
    ['both broadcast', [count, 1], [1, count]],
    ['equal shapes', square, square],
    ['with a row', square, [1, count]],
    ['with a column', [count, 1], square],
  ];
  return [
    ...forms.map(([form, left, right]) =>
      pairCase(kernel, dtype, `special values in pairs, ${form}`, left, right, false),
    ),
    pairCase(kernel, dtype, 'subnormals in pairs', square, square, true),
  ];
}

function scalarCases(kernel: BinaryKernel, dtype: FloatDType): ConformanceCase[] {
  const { values, [kernel]: literal } = pairLiterals[dtype];
  const count = values.length;
  return [Number.NaN, Number.NEGATIVE_INFINITY, -0].map((scalar) =>
    kernelCase({
      kernel,
      dtype,
      label: `special values with the scalar ${Object.is(scalar, -0) ? '-0' : scalar}`,
      prepare: () => {
        const column = values.findIndex((value) => Object.is(value, scalar));
        const expected = values.map((_, row) => literal[row * count + column] as number);
        const operands = [host(dtype, [count], values), host(dtype, [1], [scalar])];
        const ordinary = (row: number) => !subnormalPair(kernel, dtype, row * count + column);
        const gate = onlyWhere(specialGate(kernel, dtype), ordinary);
        return binaryCall(kernel, dtype, operands, [count], gate, expected);
      },
    }),
  );
}

/** Odd primes and more than one block of anything, against the definition. */
const LARGE: readonly (readonly [Shape, Shape, Shape])[] = [
  [[1009], [1009], [1009]],
  [
    [101, 67],
    [1, 67],
    [101, 67],
  ],
  [
    [101, 67],
    [101, 1],
    [101, 67],
  ],
  [
    [1, 67],
    [101, 1],
    [101, 67],
  ],
  [[1], [4099], [4099]],
  [[65537], [65537], [65537]],
  [
    [3, 1, 31, 1],
    [1, 7, 1, 17],
    [3, 7, 31, 17],
  ],
];

function whereCall(
  operands: KernelCall['operands'],
  shape: Shape,
  dtype: FloatDType,
  literal?: readonly number[],
  gate: Gate = exact,
): KernelCall {
  return {
    operands,
    apply: (backend, uploaded) => {
      const [condition, a, b] = uploaded as [Operand, Operand, Operand];
      return [{ storage: backend.where(condition, a, b, shape), shape, dtype }];
    },
    expected: [{ gate, ...(literal === undefined ? {} : { literal: typed(dtype, literal) }) }],
  };
}

function whereCases(dtype: FloatDType): ConformanceCase[] {
  const one = (label: string, prepare: () => KernelCall) => kernelCase({ kernel: 'where', dtype, label, prepare });
  const { values, result } = whereSpecials[dtype];
  const count = values.length;
  const square = (index: (flat: number) => number) =>
    generate(dtype, [count, count], (flat) => values.at(index(flat)) as number);
  const squares = () => [
    square((flat) => Math.floor(flat / count)),
    square((flat) => flat % count),
    square((flat) => -1 - (flat % count)),
  ];
  const conditions = (subnormal: boolean) =>
    onlyWhere(exact, (flat) => isSubnormal(dtype, values[Math.floor(flat / count)] as number) === subnormal);
  return [
    ...whereLiterals.map(({ condition, a, b, shape, result: literal }) =>
      one(`${showShape(condition)} of ${showShape(a)} and ${showShape(b)}`, () => {
        const test = generate(dtype, condition, (i) => Math.max(patternAt(3, i), 0));
        return whereCall([test, pattern(dtype, a, 1, 4), pattern(dtype, b, 2, 4)], shape, dtype, literal);
      }),
    ),
    one('special values', () => {
      const reversed = host(dtype, [1, count], values.toReversed());
      const operands = [host(dtype, [count, 1], values), host(dtype, [1, count], values), reversed];
      return whereCall(operands, [count, count], dtype, result, conditions(false));
    }),
    one('special values in equal shapes', () => whereCall(squares(), [count, count], dtype, result, conditions(false))),
    one('subnormals as conditions', () => whereCall(squares(), [count, count], dtype, result, conditions(true))),
    one('101x67 of 1x67 and 101x1', () => {
      const test = generate(dtype, [101, 67], (i) => Math.max(patternAt(3, i), 0));
      return whereCall([test, spread(dtype, [1, 67], 1), spread(dtype, [101, 1], 2)], [101, 67], dtype);
    }),
  ];
}

export function elementwiseCases(dtype: FloatDType): ConformanceCase[] {
  const makers = [broadcastCases, pairCases, scalarCases];
  return [...BINARY_KERNELS.flatMap((kernel) => makers.flatMap((make) => make(kernel, dtype))), ...whereCases(dtype)];
}
