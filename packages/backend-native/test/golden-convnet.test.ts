/** A convolutional network, trained as PyTorch trained it, has the bits of backend-wasm on each variant. */
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import type { FloatDType } from '@nablajs/core';
import { CONVNET_GATE, convnetTrace, repeatConvnet, worstConvnetError } from '@nablajs/golden';
import { expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { describeNative, variants } from './support/suites.js';

const trace = convnetTrace();
const RUNS = trace.runs.map((run) => [run.optimizer.type, run] as const);

describeNative('convnet', () => {
  it.each(RUNS.flatMap(([type, run]) => (['float32', 'float64'] as const).map((dtype) => [type, dtype, run] as const)))(
    '%s, %s',
    async (_type, dtype: FloatDType, run) => {
      const wasm = await createWasm({ threads: 2 });
      const expected = await repeatConvnet(wasm, trace, run, dtype);
      await wasm.dispose();
      for (const [i, variant] of variants.entries()) {
        const backend = await createBackend({ variant, threads: (i % 3) + 1 });
        expect(await repeatConvnet(backend, trace, run, dtype)).toEqual(expected);
        await backend.dispose();
      }
      const fast = await Promise.all([1, 3].map((threads) => createBackend({ bits: 'fast', threads })));
      const [first, second] = await Promise.all(fast.map((backend) => repeatConvnet(backend, trace, run, dtype)));
      expect(first).toEqual(second);
      const received = first as NonNullable<typeof first>;
      // Adam divides tiny gradients by their own size: in float32, other roundings move a weight by more than the gate.
      if (dtype === 'float64') expect(worstConvnetError(received, run)).toBeLessThanOrEqual(CONVNET_GATE.float64);
      const errors = received.losses.map((loss, i) => Math.abs(loss / (expected.losses[i] as number) - 1));
      expect(Math.max(...errors)).toBeLessThanOrEqual(1e-3);
      for (const backend of fast) await backend.dispose();
    },
  );
});
