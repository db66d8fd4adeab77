/** The optional fused check for finite elements; the definition is core's composition. */
import { type DenseArray, type FloatDType, finiteCheck, type Tensor } from '@nablajs/core';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { spread, typed } from '../harness/host.js';
import { kernelCase } from '../harness/kernel-case.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { equal } from '../tolerances/gates.js';

const LARGEST: Readonly<Record<FloatDType, number>> = { float32: 3.4028234663852886e38, float64: Number.MAX_VALUE };

interface Finding {
  readonly label: string;
  readonly size: number;
  /** Values at some positions, instead of the usual numbers. */
  readonly odd?: readonly [place: number, value: number];
  readonly isFinite: boolean;
}

const SIZES = [0, 1, 7, 100, 40_001];

function findings(dtype: FloatDType): Finding[] {
  return SIZES.flatMap((size) => {
    const last = size - 1;
    const middle = size >> 1;
    if (size === 0) return [{ label: 'nothing', size, isFinite: true }];
    return [
      { label: `${size}`, size, isFinite: true },
      { label: `${size}, the largest number`, size, odd: [middle, LARGEST[dtype]] as const, isFinite: true },
      { label: `${size}, NaN at the end`, size, odd: [last, Number.NaN] as const, isFinite: false },
      {
        label: `${size}, Infinity in the middle`,
        size,
        odd: [middle, Number.POSITIVE_INFINITY] as const,
        isFinite: false,
      },
      { label: `${size}, -Infinity at the start`, size, odd: [0, Number.NEGATIVE_INFINITY] as const, isFinite: false },
    ];
  });
}

function elements(dtype: FloatDType, { size, odd }: Finding): DenseArray {
  const array = spread(dtype, [size], 1);
  if (odd !== undefined) array.data[odd[0]] = odd[1];
  return array;
}

/** Several operands, one of which contains a special number. */
function several(): Finding[][] {
  const sizes = [7, 0, 40_001, 1];
  const usual = sizes.map((size) => ({ label: `${size}`, size, isFinite: true }));
  const odd = [0, 2, 3].map((bad) =>
    usual.map(({ size, ...rest }, at) =>
      at === bad
        ? { label: `${size} with NaN`, size, odd: [size - 1, Number.NaN] as const, isFinite: false }
        : { ...rest, size },
    ),
  );
  return [usual, ...odd];
}

export function finiteCheckCases(dtype: FloatDType): ConformanceCase[] {
  const single = findings(dtype).map((finding) => [finding]);
  return [...single, ...several()].map((parts) =>
    kernelCase({
      kernel: 'fused.finiteCheck',
      dtype,
      label: parts.map(({ label }) => label).join(' and '),
      prepare: () => ({
        operands: parts.map((part) => elements(dtype, part)),
        apply: (backend, uploaded) => {
          const [first, ...more] = uploaded.map((operand) => borrowed(backend, operand));
          return [outputOfTensor(finiteCheck(first as Tensor, ...more))];
        },
        expected: [{ gate: equal, literal: typed(dtype, [parts.every((part) => part.isFinite) ? 0 : Number.NaN]) }],
      }),
    }),
  );
}
