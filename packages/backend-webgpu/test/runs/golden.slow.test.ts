/** The recorded convolutional network, and the same bits twice: minutes on SwiftShader. */
import { CONVNET_GATE, convnetTrace, repeatConvnet, shortRun, worstConvnetError } from '@nablajs/golden';
import { expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';
import { describeOnAdapter } from '../adapter.js';

describeOnAdapter('golden', () => {
  it('the convolutional network, with each optimizer', async () => {
    const [trace, backend] = [convnetTrace(), await createBackend()];
    for (const run of trace.runs) {
      const result = await repeatConvnet(backend, trace, run, 'float32');
      expect(result.losses.length).toBe(100);
      expect(worstConvnetError(result, run)).toBeLessThanOrEqual(CONVNET_GATE.float32);
    }
    expect(backend.memory().buffers).toBe(0);
    await backend.dispose();
  });

  it('the short runs have the same bits on a second backend', async () => {
    const digests = async () => {
      const backend = await createBackend();
      const run = await shortRun(backend, 'float32');
      await backend.dispose();
      return run;
    };
    expect(await digests()).toEqual(await digests());
  });
});
