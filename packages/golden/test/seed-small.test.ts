import { createBackend as createTs } from '@nablajs/backend-ts';
import type { FloatDType } from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { describe, expect, test } from 'vitest';
import { magnitude, repeatSmallRun, smallTrace, worstError } from '../src/index.js';

const trace = smallTrace();
/** The tolerance: float64 1e-9 relative to each number, float32 1e-4 relative to the tensor's largest. */
const GATE = { float64: 1e-9, float32: 1e-4 } as const;

function expectClose(dtype: FloatDType, actual: ArrayLike<number>, expected: readonly number[]): void {
  const scale = dtype === 'float64' ? 1e-6 * magnitude(expected) : magnitude(expected);
  expect(worstError(actual, expected, scale)).toBeLessThanOrEqual(GATE[dtype]);
}

describe.each([
  ['naive', createNaive],
  ['ts', createTs],
] as const)('seed-small on %s', (_name, createBackend) => {
  test.each(['float64', 'float32'] as const)('%s reproduces the run', async (dtype) => {
    const backend = await createBackend();
    const result = await repeatSmallRun(backend, trace, dtype);
    expect(result.losses.length).toBe(25);
    expectClose(dtype, result.losses, trace.loss);
    expectClose(dtype, result.logits, trace.final_logits.flat());
    for (const at of [0, 1, 2, 3]) {
      expectClose(dtype, result.firstGradients[at] ?? [], (trace.first_gradients[at] ?? []).flat());
      expectClose(dtype, result.final[at] ?? [], (trace.final[at] ?? []).flat());
    }
    expect(backend.memory().buffers).toBe(0);
    await backend.dispose();
  });
});
