/**
 * Numbers as operands of element-wise kernels, on either side. They must give the same bits as a tensor filled with the
 * number, which is rounded to the dtype.
 */
import type { DenseArray, FloatDType, Operand, OperandLike, Shape } from '@nablajs/core';
import { pairLiterals } from '../fixtures/elementwise.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { generate, host, patternAt, spread, typed } from '../harness/host.js';
import { type Expected, type KernelCall, kernelCase } from '../harness/kernel-case.js';
import type { BinaryKernel } from '../harness/literals.js';
import { showShape } from '../harness/names.js';
import { show } from '../tolerances/compare.js';
import { equal, exact, type Gate, onlyWhere } from '../tolerances/gates.js';
import { BINARY_KERNELS, ordinaryGate, specialGate, subnormalPair } from './elementwise.js';

const filled = (dtype: FloatDType, shape: Shape, value: number): DenseArray => generate(dtype, shape, () => value);

/** x and the number, the number and x, and both with a tensor instead of the number. */
function binaryCall(
  kernel: BinaryKernel,
  x: DenseArray,
  value: number,
  expected: readonly [onTheRight: Expected, onTheLeft: Expected],
  same: readonly [Gate, Gate],
): KernelCall {
  const { shape } = x;
  const applied = (other: (tensor: Operand) => OperandLike): KernelCall['apply'] => {
    return (backend, uploaded) => {
      const [operand, tensor] = uploaded as [Operand, Operand];
      const { dtype } = operand;
      return [
        { storage: backend[kernel](operand, other(tensor), shape), shape, dtype },
        { storage: backend[kernel](other(tensor), operand, shape), shape, dtype },
      ];
    };
  };
  return {
    operands: [x, filled(x.data instanceof Float32Array ? 'float32' : 'float64', shape, value)],
    apply: applied(() => value),
    expected,
    twin: { source: 'with a tensor of the number', apply: applied((tensor) => tensor), gates: same },
  };
}

/** Every special value, of tables that have each number in them. */
function specialCases(kernel: BinaryKernel, dtype: FloatDType): ConformanceCase[] {
  const { values, [kernel]: literal } = pairLiterals[dtype];
  const count = values.length;
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  return [nan, inf, -inf, -0, 0, -3].map((value) =>
    kernelCase({
      kernel,
      dtype,
      label: `special values and the number ${show(value)}`,
      prepare: () => {
        const place = values.findIndex((other) => Object.is(other, value));
        const columns = [(row: number) => row * count + place, (row: number) => place * count + row] as const;
        const gates = [specialGate(kernel, dtype), sameBits(kernel)] as const;
        // Subnormals have their own cases, in pairs of tensors.
        const ordinary = (gate: Gate, flat: (row: number) => number) =>
          onlyWhere(gate, (row) => !subnormalPair(kernel, dtype, flat(row)));
        const [right, left] = columns.map((flat): Expected => {
          const elements = values.map((_, row) => literal[flat(row)] as number);
          return { gate: ordinary(gates[0], flat), literal: typed(dtype, elements) };
        }) as [Expected, Expected];
        const same = columns.map((flat) => ordinary(gates[1], flat)) as [Gate, Gate];
        return binaryCall(kernel, host(dtype, [count], values), value, [right, left], same);
      },
    }),
  );
}

/** The sign of a zero result of `maximum` is not specified. */
const sameBits = (kernel: BinaryKernel): Gate => (kernel === 'maximum' ? equal : exact);

/** A scalar, nothing, lanes and their neighbours, several dimensions, several threads. */
const SHAPES: readonly Shape[] = [[], [0], [1], [3], [4], [5], [17], [3, 5], [2, 3, 5], [65537]];

function tenthCases(kernel: BinaryKernel, dtype: FloatDType): ConformanceCase[] {
  return SHAPES.map((shape) =>
    kernelCase({
      kernel,
      dtype,
      label: `${showShape(shape)} and the number 0.1`,
      prepare: () => {
        const x = spread(dtype, shape, 6);
        // As near to the number as an element can be: `greater` sees whether 0.1 is rounded.
        if (x.data.length > 0) x.data[0] = 0.1;
        const gate = ordinaryGate(kernel, dtype);
        return binaryCall(kernel, x, 0.1, [{ gate }, { gate }], [sameBits(kernel), sameBits(kernel)]);
      },
    }),
  );
}

type Choice = number | Shape;

const CHOICES: readonly (readonly [condition: Shape, a: Choice, b: Choice])[] = [
  ...[[], [0], [1], [5], [17], [3, 5]].flatMap((shape): [Shape, Choice, Choice][] => [
    [shape, 0.1, shape],
    [shape, shape, 0.1],
    [shape, 0.1, -0],
  ]),
  [[3, 5], [1, 5], Number.NaN],
  [[3, 5], Number.NEGATIVE_INFINITY, [3, 1]],
  [[3, 1], 0.1, [1, 5]],
  [[1, 5], [3, 1], -0],
  [[101, 67], Number.NaN, 0],
];

const isNumber = (choice: Choice): choice is number => typeof choice === 'number';

function whereCall(dtype: FloatDType, condition: Shape, choices: readonly [a: Choice, b: Choice]): KernelCall {
  const shapes = [condition, ...choices.filter((choice): choice is Shape => !isNumber(choice))];
  const shape = condition.map((_, axis) => {
    const dimensions = shapes.map((own) => own[axis] as number);
    return dimensions.find((dimension) => dimension !== 1) ?? 1;
  });
  const test = generate(dtype, condition, (i) => Math.max(patternAt(3, i), 0));
  const tensors = choices.map((choice, at) =>
    isNumber(choice) ? filled(dtype, shape, choice) : spread(dtype, choice, 1 + at),
  );
  const applied = (choose: (tensor: Operand, at: number) => OperandLike): KernelCall['apply'] => {
    return (backend, [first, ...uploaded]) => {
      const [a, b] = uploaded.map(choose) as [OperandLike, OperandLike];
      return [{ storage: backend.where(first as Operand, a, b, shape), shape, dtype }];
    };
  };
  const numbers = (tensor: Operand, at: number): OperandLike => {
    const choice = choices[at] as Choice;
    return isNumber(choice) ? choice : tensor;
  };
  const source = 'with tensors of the numbers';
  return {
    operands: [test, ...tensors],
    apply: applied(numbers),
    expected: [{ gate: exact }],
    twin: { source, apply: applied((tensor) => tensor), gates: [exact] },
  };
}

function whereCases(dtype: FloatDType): ConformanceCase[] {
  const worded = (choice: Choice) => (isNumber(choice) ? `the number ${show(choice)}` : showShape(choice));
  return CHOICES.map(([condition, a, b]) =>
    kernelCase({
      kernel: 'where',
      dtype,
      label: `${showShape(condition)} of ${worded(a)} and ${worded(b)}`,
      prepare: () => whereCall(dtype, condition, [a, b]),
    }),
  );
}

export function numberCases(dtype: FloatDType): ConformanceCase[] {
  return [
    ...BINARY_KERNELS.flatMap((kernel) => [...specialCases(kernel, dtype), ...tenthCases(kernel, dtype)]),
    ...whereCases(dtype),
  ];
}
