/** Every conformance case and whole recorded runs in a page; page.browser.test.ts has shorter tests. */
import { ask, describeInBrowser } from '@nablajs/browser/vitest';
import { cases } from '@nablajs/conformance';
import { mnistTrace } from '@nablajs/golden';
import { describe, expect, it } from 'vitest';
import { recordedRun } from './support/recorded-run.js';

const TASKS = '/packages/backend-wasm/test/browser/tasks.mjs';

describeInBrowser('backend wasm in a browser', (open) => {
  describe.each(['float32', 'float64'] as const)('in %s', (dtype) => {
    it.each([1, 2])('every conformance case on %i threads', async (threads) => {
      const page = await open(TASKS, { isolated: true });
      const passed = cases({ dtypes: [dtype] }).length;
      expect(await ask(page, 'conformance', { threads }, dtype)).toEqual({ passed, others: [] });
    });

    it('the recorded run has the bits of Node', async () => {
      const page = await open(TASKS, { isolated: true });
      const { sizes, lr, epochs } = mnistTrace();
      const onNode = await recordedRun(dtype);
      for (const threads of [1, 2]) {
        const recorded = await ask(page, 'recordedRun', { threads }, dtype, { sizes, lr, epochs });
        expect(recorded, `${threads} threads`).toBe(onNode);
      }
    });
  });
});
