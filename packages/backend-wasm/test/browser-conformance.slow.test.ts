/** Every conformance case in a browser's page. In short, browser.test.ts has float32 on two threads. */
import { describeInBrowser } from '@nablajs/browser/vitest';
import { cases } from '@nablajs/conformance';
import { describe, expect, it } from 'vitest';

describeInBrowser('backend wasm in a browser', (open) => {
  describe.each([1, 2])('on %i threads', (threads) => {
    it.each(['float32', 'float64'] as const)('every conformance case in %s', async (dtype) => {
      const page = await open('/packages/backend-wasm/test/browser/tasks.mjs', { isolated: true });
      const passed = cases({ dtypes: [dtype] }).length;
      expect(await page.evaluate(`tasks.conformance({ threads: ${threads} }, '${dtype}')`)).toEqual({
        passed,
        others: [],
      });
    });
  });
});
