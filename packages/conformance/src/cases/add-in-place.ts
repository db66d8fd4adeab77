/** The optional fused kernels that add a part in place. */
import { type Backend, type DenseArray, type FloatDType, type Operand, type Shape, sizeOf } from '@nablajs/core';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { FRAGILE, generate, host, pattern, spread } from '../harness/host.js';
import { kernelCase } from '../harness/kernel-case.js';
import { showShape } from '../harness/names.js';
import { equal } from '../tolerances/gates.js';

interface Block {
  readonly sum: Shape;
  readonly starts: readonly number[];
  readonly shape: Shape;
  readonly literal?: readonly number[];
}

/** The literals: 0, 1, 2 … plus 10, 20 … */
const BLOCKS: readonly Block[] = [
  { sum: [], starts: [], shape: [], literal: [10] },
  { sum: [5], starts: [2], shape: [2], literal: [0, 1, 12, 23, 4] },
  { sum: [2, 3], starts: [0, 1], shape: [2, 1], literal: [0, 11, 2, 3, 24, 5] },
  { sum: [2, 2, 2], starts: [0, 1, 0], shape: [2, 1, 2], literal: [0, 1, 12, 23, 4, 5, 36, 47] },
  { sum: [3, 2], starts: [3, 0], shape: [0, 2], literal: [0, 1, 2, 3, 4, 5] },
  { sum: [31, 7, 65], starts: [0, 3, 0], shape: [31, 1, 65] },
  { sum: [101, 67], starts: [3, 5], shape: [97, 59] },
  { sum: [130, 33], starts: [0, 32], shape: [130, 1] },
  { sum: [3, 5, 4, 7], starts: [1, 0, 1, 2], shape: [2, 5, 2, 3] },
];

/** Adds to a copy of the first operand, by the kernel or, without it, as core does. */
function addToCopy(
  backend: Backend,
  sum: Operand,
  kernel: ((copy: Operand) => unknown) | undefined,
  whole: () => unknown,
): Operand[] {
  const starts = sum.shape.map(() => 0);
  const copy = { ...sum, storage: backend.slice(sum, starts, sum.shape) };
  const others = [copy.storage];
  let storage: unknown;
  if (kernel !== undefined) {
    storage = kernel(copy);
  } else {
    const all = { ...sum, storage: whole() };
    others.push(all.storage);
    storage = backend.add(copy, all, sum.shape);
  }
  for (const other of others) if (other !== storage) backend.release(other);
  return [{ ...sum, storage }];
}

export function addBlockCases(dtype: FloatDType): ConformanceCase[] {
  const one = (label: string, starts: readonly number[], operands: () => DenseArray[], literal?: readonly number[]) =>
    kernelCase({
      kernel: 'fused.addBlock',
      dtype,
      label,
      prepare: () => ({
        operands: operands(),
        apply: (backend, uploaded) => {
          const [sum, x] = uploaded as [Operand, Operand];
          const { addBlock } = backend.fused ?? {};
          const kernel = addBlock && ((copy: Operand) => addBlock(copy, x, starts));
          return addToCopy(backend, sum, kernel, () => backend.pad(x, starts, sum.shape, 0));
        },
        expected: [literal === undefined ? { gate: equal } : { gate: equal, literal }],
      }),
    });
  const counted = (shape: Shape, by: number, from: number) =>
    host(
      dtype,
      shape,
      Array.from({ length: sizeOf(shape) }, (_, i) => from + by * i),
    );
  return [
    ...BLOCKS.map(({ sum, starts, shape, literal }) =>
      one(
        `${showShape(shape)} to ${showShape(sum)} at [${starts}]`,
        starts,
        () =>
          literal === undefined
            ? [spread(dtype, sum, 3), spread(dtype, shape, 4)]
            : [counted(sum, 1, 0), counted(shape, 10, 10)],
        literal,
      ),
    ),
    one('special values', [1, 0], () => [
      host(dtype, [3, 6], [...FRAGILE, ...FRAGILE, ...FRAGILE]),
      pattern(dtype, [1, 6], 3),
    ]),
  ];
}

interface Rows {
  readonly rows: number;
  readonly width: number;
  readonly indices: readonly number[];
  readonly literal?: readonly number[];
}

/** Rows that repeat, and indices out of range. The literal: 0, 1, 2 … plus 10, 20 … */
const ROWS: readonly Rows[] = [
  { rows: 3, width: 2, indices: [2, 0, 2, 7, -1], literal: [30, 41, 2, 3, 64, 85] },
  { rows: 4, width: 3, indices: [] },
  { rows: 5, width: 0, indices: [1, 2] },
  { rows: 1009, width: 1, indices: Array.from({ length: 31 }, (_, i) => (i * 37) % 1009) },
  { rows: 13, width: 67, indices: Array.from({ length: 301 }, (_, i) => ((i * 37) % 17) - 2) },
  { rows: 3, width: 1100, indices: Array.from({ length: 20 }, (_, i) => i % 2) },
];

export function addRowsCases(dtype: FloatDType): ConformanceCase[] {
  const quarters = (shape: Shape, seed: number) => pattern(dtype, shape, seed, 4);
  const counted = (shape: Shape, by: number, from: number) => generate(dtype, shape, (i) => from + by * i);
  return ROWS.map(({ rows, width, indices, literal }) =>
    kernelCase({
      kernel: 'fused.addRows',
      dtype,
      label: `${indices.length} to ${showShape([rows, width])}`,
      prepare: () => {
        const [sum, x]: Shape[] = [
          [rows, width],
          [indices.length, width],
        ];
        // Sums of quarters are exact in any order.
        const operands =
          literal === undefined
            ? [quarters(sum as Shape, 3), quarters(x as Shape, 4)]
            : [counted(sum as Shape, 1, 0), counted(x as Shape, 10, 10)];
        return {
          operands: [...operands, host('int32', [indices.length], indices)],
          apply: (backend, uploaded) => {
            const [sum, x, at] = uploaded as [Operand, Operand, Operand];
            const { addRows } = backend.fused ?? {};
            const kernel = addRows && ((copy: Operand) => addRows(copy, x, at));
            return addToCopy(backend, sum, kernel, () => backend.scatterAdd(x, at, rows));
          },
          expected: [literal === undefined ? { gate: equal } : { gate: equal, literal }],
        };
      },
    }),
  );
}
