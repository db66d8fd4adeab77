/**
 * exp, expm1, log, log1p, sqrt, tanh, sigmoid and erf: ULPs from 300-bit values, with every length around SIMD lanes.
 */
import type { FloatDType, HostArray, Operand } from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { unaryLiterals } from '../fixtures/unary.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { host, pattern } from '../harness/host.js';
import { type Expected, type KernelCall, kernelCase } from '../harness/kernel-case.js';
import type { UnaryKernel } from '../harness/literals.js';
import { isSubnormal, type UlpGates, ulps, within } from '../tolerances/gates.js';

const KERNELS: readonly UnaryKernel[] = ['exp', 'expm1', 'log', 'log1p', 'sqrt', 'tanh', 'sigmoid', 'erf'];

/** Lengths around 1, 4, 8 and 16 lanes, and odd primes. */
const LENGTHS: readonly number[] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 101];

/** The smallest positive number: what a rounded result in the subnormal range may be off by. */
const SMALLEST: Readonly<Record<FloatDType, number>> = { float32: 2 ** -149, float64: Number.MIN_VALUE };

function call(kernel: UnaryKernel, operand: HostArray, expected: Expected): KernelCall {
  return {
    operands: [operand],
    apply: (backend, uploaded) => {
      const { shape, dtype } = uploaded[0] as Operand;
      return [{ storage: backend[kernel](uploaded[0] as Operand), shape, dtype }];
    },
    expected: [expected],
  };
}

/** The literals, without the subnormal arguments and results or only those. */
function literalsOf(kernel: UnaryKernel, dtype: FloatDType, subnormal: boolean) {
  const { x, value, rest } = unaryLiterals[kernel][dtype];
  const tiny = (at: number) => isSubnormal(dtype, x[at] as number) || isSubnormal(dtype, value[at] as number);
  const chosen = [...x.keys()].filter((at) => tiny(at) === subnormal);
  const pick = (numbers: readonly number[]) => chosen.map((at) => numbers[at] as number);
  return { x: pick(x), value: pick(value), rest: rest === undefined ? undefined : pick(rest) };
}

/**
 * The literals as one vector, and some in every length, for the lanes and tails of vector kernels. Rounded results are
 * held to ULPs, special values to the exact limits.
 */
function casesOf(kernel: UnaryKernel, dtype: FloatDType, gates: UlpGates): ConformanceCase[] {
  const points = literalsOf(kernel, dtype, false);
  const subnormals = literalsOf(kernel, dtype, true);
  const limit = gates[dtype][kernel];
  const gate = within({ ...OPERATION_TOLERANCE[dtype], absolute: 4 * SMALLEST[dtype] }, false);
  const at = ({ x, value, rest }: typeof points, from: number, to: number): KernelCall => {
    const literalGate = ulps(dtype, limit, rest?.slice(from, to));
    const literal = value.slice(from, to);
    return call(kernel, host(dtype, [literal.length], x.slice(from, to)), { gate, literal, literalGate });
  };
  const one = (label: string, prepare: () => KernelCall) => kernelCase({ kernel, dtype, label, prepare });
  return [
    one(`${points.x.length} points in ULPs`, () => at(points, 0, points.x.length)),
    one(`${subnormals.x.length} subnormal points in ULPs`, () => at(subnormals, 0, subnormals.x.length)),
    ...LENGTHS.map((length) =>
      one(`length ${length}`, () => {
        // Another window for each length, so special values meet the tails of vector loops too.
        const from = Math.min((5 * length) % 27, points.x.length - length);
        return at(points, from, from + length);
      }),
    ),
    one('7x3x5', () => call(kernel, pattern(dtype, [7, 3, 5], 1, 8), { gate: within(OPERATION_TOLERANCE[dtype]) })),
    ...[1009, 65537].map((length) =>
      one(`${length}`, () =>
        call(kernel, pattern(dtype, [length], 2, 8), { gate: within(OPERATION_TOLERANCE[dtype]) }),
      ),
    ),
  ];
}

export function unaryCases(dtype: FloatDType, gates: UlpGates): ConformanceCase[] {
  return KERNELS.flatMap((kernel) => casesOf(kernel, dtype, gates));
}
