/** The optional fused kernel that adds a block in place. */
import { type Backend, type DenseArray, type FloatDType, type Operand, type Shape, sizeOf } from '@nablajs/core';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { FRAGILE, host, pattern, spread } from '../harness/host.js';
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

/** Adds to a copy of the first operand. Without the kernel, as core does. */
function addToCopy(backend: Backend, [sum, x]: readonly [Operand, Operand], starts: readonly number[]): Operand[] {
  const storages = [
    backend.slice(
      sum,
      sum.shape.map(() => 0),
      sum.shape,
    ),
  ];
  const [copy] = storages;
  const { addBlock } = backend.fused ?? {};
  if (addBlock === undefined) {
    storages.push(backend.pad(x, starts, sum.shape, 0));
    storages.push(backend.add({ ...sum, storage: copy }, { ...sum, storage: storages[1] }, sum.shape));
  } else {
    storages.push(addBlock({ ...sum, storage: copy }, x, starts));
  }
  const storage = storages.pop();
  for (const other of storages) if (other !== storage) backend.release(other);
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
        apply: (backend, uploaded) => addToCopy(backend, uploaded as [Operand, Operand], starts),
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
