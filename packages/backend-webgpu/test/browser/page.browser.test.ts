/** The built files in a page, on Chromium's SwiftShader. */
import { ask, describeInBrowser, WEBGPU_FLAGS } from '@nablajs/browser/vitest';
import { expect, it } from 'vitest';

const TASKS = '/packages/backend-webgpu/test/browser/tasks.mjs';

interface Training {
  readonly losses: readonly number[];
  /** What was not released. */
  readonly buffers: number;
}

describeInBrowser(
  'backend webgpu in a browser',
  (open) => {
    it('trains with the losses of wasm, and a second time with the same bits', async () => {
      const page = await open(TASKS, { isolated: false });
      const train = (name: string) => ask(page, 'losses', name) as Promise<Training>;
      expect(await ask(page, 'describe')).toMatch(/^WebGPU on .*SwiftShader/i);
      const first = await train('webgpu');
      expect(await train('webgpu')).toEqual(first);
      expect(first.buffers).toBe(0);
      const { losses } = await train('wasm');
      expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] as number));
      const errors = losses.map((loss, step) => Math.abs((first.losses[step] as number) - loss) / loss);
      expect(Math.max(...errors)).toBeLessThan(1e-3);
    });
  },
  WEBGPU_FLAGS,
);
