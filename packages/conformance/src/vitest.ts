/** The kit as a vitest suite; `vitest` is an optional peer dependency of this entry point alone. */
import type { Backend } from '@nablajs/core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type PlanOptions, plan } from './plan.js';

/** One test for each case. What the backend lacks and what `options.skip` names shows as skipped, with the reason. */
export function describeConformance(name: string, createBackend: () => Promise<Backend>, options?: PlanOptions): void {
  describe(name, () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await createBackend();
    });
    afterAll(() => backend.dispose());
    for (const { case: one, skipReason } of plan(options)) {
      test(one.name, async (context) => {
        const reason = skipReason(backend);
        if (reason !== undefined) context.skip(reason);
        await one.run(backend);
      });
    }
  });
}
