/** A convolutional network, trained as PyTorch trained it, has the bits of backend-wasm on each variant. */
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import type { Backend, FloatDType } from '@nablajs/core';
import { CONVNET_GATE, type ConvnetRun, convnetTrace, repeatConvnet, worstConvnetError } from '@nablajs/golden';
import { expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { describeNative, variants } from './support/suites.js';

const trace = convnetTrace();
const RUNS = trace.runs.map((run) => [run.optimizer.type, run] as const);
const isSlow = process.env['NABLA_SLOW'] === '1';

/** The first epochs of a run, with every kernel in them. The nightly run compares all. */
const beginningOf = (run: ConvnetRun): ConvnetRun => (isSlow ? run : { ...run, losses: run.losses.slice(0, 20) });

describeNative('convnet', () => {
  it.each(RUNS.flatMap(([type, run]) => (['float32', 'float64'] as const).map((dtype) => [type, dtype, run] as const)))(
    '%s, %s',
    async (_type, dtype: FloatDType, run) => {
      const repeat = async (backend: Backend, part: ConvnetRun) => {
        const result = await repeatConvnet(backend, trace, part, dtype);
        await backend.dispose();
        return result;
      };
      const beginning = beginningOf(run);
      const expected = await repeat(await createWasm({ threads: 2 }), beginning);
      for (const [i, variant] of variants.entries()) {
        expect(await repeat(await createBackend({ variant, threads: (i % 3) + 1 }), beginning)).toEqual(expected);
      }
      const [first, second] = [
        await repeat(await createBackend({ bits: 'fast', threads: 1 }), beginning),
        await repeat(await createBackend({ bits: 'fast', threads: 3 }), beginning),
      ];
      expect(first).toEqual(second);
      const whole = await repeat(await createBackend({ bits: 'fast', threads: 3 }), run);
      // Adam divides tiny gradients by their own size: in float32, other roundings move a weight by more than the gate.
      if (dtype === 'float64') expect(worstConvnetError(whole, run)).toBeLessThanOrEqual(CONVNET_GATE.float64);
      const errors = whole.losses.map((loss, i) => Math.abs(loss / (run.losses[i] as number) - 1));
      expect(Math.max(...errors)).toBeLessThanOrEqual(1e-3);
    },
  );
});
