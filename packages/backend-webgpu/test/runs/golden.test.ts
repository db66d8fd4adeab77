/** The recorded run of NumPy, and the same bits twice. golden.slow.test.ts has a convolutional network. */
import { magnitude, repeatSmallRun, smallTrace, worstError } from '@nablajs/golden';
import { expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';
import { describeOnAdapter } from '../adapter.js';

describeOnAdapter('golden', () => {
  it('seed-small, twice', async () => {
    const [trace, backend] = [smallTrace(), await createBackend()];
    const run = await repeatSmallRun(backend, trace, 'float32');
    expect(await repeatSmallRun(backend, trace, 'float32')).toEqual(run);
    const close = (actual: ArrayLike<number>, expected: readonly number[]): void =>
      expect(worstError(actual, expected, magnitude(expected))).toBeLessThanOrEqual(1e-4);
    close(run.losses, trace.loss);
    close(run.logits, trace.final_logits.flat());
    for (const at of [0, 1, 2, 3]) {
      close(run.firstGradients[at] ?? [], (trace.first_gradients[at] ?? []).flat());
      close(run.final[at] ?? [], (trace.final[at] ?? []).flat());
    }
    expect(backend.memory().buffers).toBe(0);
    await backend.dispose();
  });
});
