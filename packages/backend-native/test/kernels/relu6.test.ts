/** Convolution with ReLU6 in its kernel has the bits of the kernels one after the other. */
import { type Backend, dense, Random, sizeOf, upload } from '@nablajs/core';
import { expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';
import { describeNative } from '../support/suites.js';

/** Height, width, channels, filters, groups and the side of the window: depthwise, of one pixel, grouped, plain. */
const GEOMETRIES = [
  [7, 6, 21, 21, 21, 3],
  [5, 5, 19, 37, 1, 1],
  [6, 4, 8, 6, 2, 3],
  [9, 8, 3, 33, 1, 3],
] as const;

function tensorOf(backend: Backend, random: Random, dtype: string, shape: readonly number[], first?: number) {
  const values = Array.from({ length: sizeOf(shape) }, () => 3 * random.normal());
  if (first !== undefined) values[0] = first;
  return upload(backend, dense(dtype === 'float64' ? Float64Array.from(values) : Float32Array.from(values), shape));
}

describeNative('conv.relu6', () => {
  it.each(GEOMETRIES.flatMap((one) => ['float32', 'float64'].map((dtype) => [dtype, one] as const)))(
    '%s of %j',
    async (dtype, [height, width, channels, filters, groups, side]) => {
      const backend = await createBackend({ threads: 2 });
      const random = new Random(5);
      const x = tensorOf(backend, random, dtype, [2, height, width, channels], Number.NaN);
      const w = tensorOf(backend, random, dtype, [side, side, channels / groups, filters]);
      const b = tensorOf(backend, random, dtype, [filters]);
      const pad = (side - 1) / 2;
      const window = { size: [side, side], stride: [1, 1], dilation: [1, 1], padding: [pad, pad] } as const;
      const shape = [2, height, width, filters];
      const { conv } = backend;
      const operands = [x.operand(), w.operand(), b.operand()] as const;
      const rectified = conv?.forward(...operands, 'relu', window, groups, shape);
      const operand = { storage: rectified, shape, dtype: x.dtype };
      const isAbove = { ...operand, storage: backend.greater(operand, 6, shape) };
      const expected = await backend.download({ ...operand, storage: backend.where(isAbove, 6, operand, shape) });
      const storage = conv?.relu6?.(...operands, window, groups, shape);
      const made = await backend.download({ ...operand, storage });
      // toEqual compares elements by Object.is.
      expect(made).toEqual(expected);
      expect(made).toContain(6);
      expect(made.some(Number.isNaN)).toBe(true);
      await backend.dispose();
    },
  );
});
