/** The script that measures a card, on whatever adapter there is: small sizes on a processor. Needs a build. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, inject, it } from 'vitest';
import { describeOnAdapter } from '../adapter.js';

const SCRIPT = fileURLToPath(new URL('../../scripts/speed.mjs', import.meta.url));

describeOnAdapter('scripts/speed.mjs', () => {
  it('says which adapter there is, and gives times and the share of the peak as JSON', () => {
    const args = [SCRIPT, '--size', '64', '--steps', '1', '--peak', '1000'];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.stringContaining(`adapter: ${inject('adapter')}`)]);
    const { adapter, sizes, quick, webgpu, wasm, peak } = JSON.parse(stdout);
    expect(adapter.description).toBe(inject('adapter'));
    expect(sizes).toBe(adapter.isFallbackAdapter ? 'small' : 'full');
    expect(quick.map((one: { readonly stepsAhead: number }) => one.stepsAhead)).toEqual([0, 2]);
    for (const { matmul, gpt } of [webgpu, wasm]) {
      expect([matmul.size, gpt.steps]).toEqual([64, 1]);
      expect(matmul.gflops).toBeCloseTo((2 * 64 ** 3) / matmul.ms / 1e6, 9);
      expect(gpt.stepMs).toBeGreaterThan(0);
    }
    // The same steps of the same network.
    expect(Math.abs(webgpu.gpt.loss - wasm.gpt.loss)).toBeLessThan(1e-3);
    expect(peak).toEqual({ gflops: 1000, share: webgpu.matmul.gflops / 1000 });
  });
});
