/** The normal distribution function: the fused kernel if there is one, else core's composition. */
import { type DenseArray, type FloatDType, normalCdf, type Operand } from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { normalCdfLiterals } from '../fixtures/normal.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { host, pattern, typed } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { within } from '../tolerances/gates.js';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

function call(dtype: FloatDType, x: DenseArray, literal?: readonly number[]): KernelCall {
  // No absolute tolerance: the left tail must keep its digits.
  const gate = within({ relative: OPERATION_TOLERANCE[dtype].relative, absolute: 0 });
  return {
    operands: [x],
    apply: (backend, uploaded) => [outputOfTensor(normalCdf(borrowed(backend, uploaded[0] as Operand)))],
    expected: [literal === undefined ? { gate } : { gate, literal: typed(dtype, literal) }],
  };
}

export function normalCdfCases(dtype: FloatDType): ConformanceCase[] {
  const { x, value } = normalCdfLiterals;
  const one = (label: string, prepare: () => KernelCall) => kernelCase({ kernel: 'normalCdf', dtype, label, prepare });
  return [
    one(`${x.length} points`, () => call(dtype, host(dtype, [x.length], x), value)),
    one('special values', () =>
      call(dtype, host(dtype, [6], [nan, -inf, inf, -1e4, 1e4, nan]), [nan, 0, 1, 0, 1, nan]),
    ),
    ...[0, 1, 7, 101].map((length) => one(`length ${length}`, () => call(dtype, pattern(dtype, [length], 2, 8)))),
    one('7x3x5', () => call(dtype, pattern(dtype, [7, 3, 5], 1, 8))),
  ];
}
