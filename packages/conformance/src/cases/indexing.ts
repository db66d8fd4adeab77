/** gather, oneHot, cast and fill: elements move or change type, and are compared bit by bit. */
import type { DType, FloatDType, Operand, Shape } from '@nablajs/core';
import { isFloat } from '@nablajs/core';
import { castLiterals, fillLiterals, gatherLiterals, oneHotLiterals } from '../fixtures/indexing.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { DTYPES, FRAGILE, generate, host, typed, wholeNumbers } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { showShape } from '../harness/names.js';
import { show } from '../tolerances/compare.js';
import { exact } from '../tolerances/gates.js';

function gatherCall(
  x: KernelCall['operands'][number],
  indices: readonly number[],
  literal?: ArrayLike<number>,
): KernelCall {
  return {
    operands: [x, host('int32', [indices.length], indices)],
    apply: (backend, uploaded) => {
      const [from, at] = uploaded as [Operand, Operand];
      const shape = [indices.length, from.shape[1] as number];
      return [{ storage: backend.gather(from, at), shape, dtype: from.dtype }];
    },
    expected: [literal === undefined ? { gate: exact } : { gate: exact, literal }],
  };
}

function gatherCases(dtype: DType): ConformanceCase[] {
  const one = (label: string, prepare: () => KernelCall) => kernelCase({ kernel: 'gather', dtype, label, prepare });
  const cases = gatherLiterals.map(({ rows, width, indices, result }) =>
    // A NaN of the literal is 0 in an integer array.
    one(`${indices.length} of ${showShape([rows, width])}`, () =>
      gatherCall(wholeNumbers(dtype, [rows, width], 7), indices, typed(dtype, result)),
    ),
  );
  const large = one('301 of 101x67', () =>
    gatherCall(
      wholeNumbers(dtype, [101, 67], 7),
      Array.from({ length: 301 }, (_, i) => (i * 37) % 101),
    ),
  );
  // Every third index is out of range, below 0 or past the rows.
  const outside = one('301 of 101x67, some outside', () =>
    gatherCall(
      wholeNumbers(dtype, [101, 67], 7),
      Array.from({ length: 301 }, (_, i) => ((i * 37) % 303) - 101),
    ),
  );
  const fragile = one('special values', () => gatherCall(host(dtype, [3, 2], FRAGILE), [2, 0, 1, 0, 3]));
  return isFloat(dtype) ? [...cases, large, outside, fragile] : [...cases, large, outside];
}

function oneHotCases(dtype: FloatDType): ConformanceCase[] {
  return oneHotLiterals.map(({ classes, labels, result }) =>
    kernelCase({
      kernel: 'oneHot',
      dtype,
      label: `${labels.length}x${classes}`,
      prepare: () => ({
        operands: [host('int32', [labels.length], labels)],
        apply: (backend, uploaded) => {
          const storage = backend.oneHot(uploaded[0] as Operand, classes, dtype);
          return [{ storage, shape: [labels.length, classes], dtype }];
        },
        expected: [{ gate: exact, literal: result }],
      }),
    }),
  );
}

function castCases(): ConformanceCase[] {
  return castLiterals.map(({ label, from, to, x, result }) =>
    kernelCase({
      kernel: 'cast',
      dtype: from,
      alsoNeeds: [to],
      label: `to ${to} ${label}`,
      prepare: () => ({
        operands: [host(from, [x.length], x)],
        apply: (backend, uploaded) => {
          const storage = backend.cast(uploaded[0] as Operand, to);
          return [{ storage, shape: [x.length], dtype: to }];
        },
        expected: [{ gate: exact, literal: typed(to, result) }],
      }),
    }),
  );
}

function fillCases(): ConformanceCase[] {
  const shapes: readonly Shape[] = [[], [0], [1], [17], [3, 5], [2, 0], [2, 3, 4]];
  return fillLiterals.flatMap(({ dtype, value, element }) => {
    // Every shape for the first value, one for the others.
    const chosen = Object.is(value, 1) ? shapes : shapes.slice(3, 4);
    return chosen.map((shape) =>
      kernelCase({
        kernel: 'fill',
        dtype,
        label: `${showShape(shape)} of ${show(value)}`,
        prepare: () => ({
          operands: [],
          apply: (backend) => [{ storage: backend.fill(shape, value, dtype), shape, dtype }],
          expected: [{ gate: exact, literal: generate(dtype, shape, () => element).data }],
        }),
      }),
    );
  });
}

export function indexingCases(): ConformanceCase[] {
  return [
    ...DTYPES.flatMap(gatherCases),
    ...(['float32', 'float64'] as const).flatMap(oneHotCases),
    ...castCases(),
    ...fillCases(),
  ];
}
