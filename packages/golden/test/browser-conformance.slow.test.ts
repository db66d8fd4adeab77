/** Runs every conformance case in a page. Chromium's engine is the same as Node's. */
import { ask, describeInBrowser } from '@nablajs/browser/vitest';
import { cases } from '@nablajs/conformance';
import { expect, it } from 'vitest';

describeInBrowser('backend ts in a browser', (open) => {
  // A page that is not isolated differs only in shared memory, which this backend does not use.
  it.each(['float32', 'float64'] as const)('every conformance case in %s', async (dtype) => {
    const page = await open('/packages/golden/test/browser/tasks.mjs', { isolated: true });
    const all = cases({ dtypes: [dtype] });
    // backend-ts leaves the masks of dropout to core.
    const left = all.filter(({ kernel }) => kernel === 'fused.dropoutMask');
    const others = left.map(() => "backend 'ts' has no fused kernel dropoutMask");
    expect(await ask(page, 'conformance', {}, dtype)).toEqual({ passed: all.length - others.length, others });
  });
});
