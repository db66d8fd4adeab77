/** Products with fused operations, in some conformance cases; fast.slow.test.ts has all of them. */
import { cases } from '@nablajs/conformance';
import { expect, it } from 'vitest';
import { loadAddon } from '../src/addon.js';
import { createBackend } from '../src/index.js';
import { describeFast } from './support/fast.js';
import { describeNative } from './support/suites.js';

const PRODUCTS = /^(matmul|csr\.matmul|fused\.dense|conv\.)/;

describeNative('fast kernels', () => {
  describeFast(cases().filter(({ kernel, name }, at) => PRODUCTS.test(kernel) && at % 5 === 0 && !/\d{6}/.test(name)));

  it('are fused where the processor can', async () => {
    // With a = 1 + 2^-12, a * a rounds to 1 + 2^-11 in float32: only fused operations see the rest, 2^-24.
    const a = 1 + 2 ** -12;
    const rest = async (bits: 'portable' | 'fast'): Promise<number | undefined> => {
      const backend = await createBackend({ bits, threads: 1 });
      const place = (values: number[], shape: number[]) => ({
        storage: backend.upload(Float32Array.from(values), shape, 'float32'),
        shape,
        dtype: 'float32' as const,
      });
      const storage = backend.matmul(place([1 + 2 ** -11, a], [1, 2]), place([-1, a], [2, 1]), false, false, [1, 1]);
      const [value] = await backend.download({ storage, shape: [1, 1], dtype: 'float32' });
      await backend.dispose();
      return value;
    };
    const isFused = loadAddon()
      .variants()
      .some(({ fast }) => fast);
    expect([await rest('portable'), await rest('fast')]).toEqual([0, isFused ? 2 ** -24 : 0]);
  });
});
