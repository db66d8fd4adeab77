import { magnitude, repeatSmallRun, smallTrace, worstError } from '@nablajs/golden';
import { describe, expect, test } from 'vitest';
import { createBackend } from '../src/index.js';
import { engines } from './engines.js';

const trace = smallTrace();

/** The tolerance, relative to the tensor's largest element. */
function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(worstError(actual, expected, magnitude(expected))).toBeLessThanOrEqual(1e-4);
}

describe.each(engines)('seed-small on %s', (engine) => {
  test('reproduces the recorded run', async () => {
    const backend = await createBackend({ engine });
    const result = await repeatSmallRun(backend, trace, 'float32');
    expect(result.losses.length).toBe(25);
    expectClose(result.losses, trace.loss);
    expectClose(result.logits, trace.final_logits.flat());
    for (const at of [0, 1, 2, 3]) {
      expectClose(result.firstGradients[at] ?? [], (trace.first_gradients[at] ?? []).flat());
      expectClose(result.final[at] ?? [], (trace.final[at] ?? []).flat());
    }
    expect(backend.memory().buffers).toBe(0);
    await backend.dispose();
  });
});
