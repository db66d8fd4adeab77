/** In a browser's page every conformance case passes on one thread too; browser.test.ts has two. */
import { describeInBrowser } from '@nablajs/browser/vitest';
import { cases } from '@nablajs/conformance';
import { expect, it } from 'vitest';

describeInBrowser('backend wasm on one thread in a browser', (open) => {
  it.each(['float32', 'float64'] as const)('every conformance case in %s', async (dtype) => {
    const page = await open('/packages/backend-wasm/test/browser/tasks.mjs', { isolated: true });
    const passed = cases({ dtypes: [dtype] }).length;
    expect(await page.evaluate(`tasks.conformance({ threads: 1 }, '${dtype}')`)).toEqual({ passed, others: [] });
  });
});
