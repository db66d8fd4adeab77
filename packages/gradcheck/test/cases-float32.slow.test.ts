/** The default set in float32, whose gates are wider; cases.test.ts has float64. */
import { createBackend } from '@nablajs/backend-ts';
import { expect, it } from 'vitest';
import { checkCase, gradientCases } from '../src/index.js';

it('every layer, activation and loss, in float32', async () => {
  const backend = await createBackend();
  for (const one of gradientCases()) {
    expect((await checkCase(one, backend, 'float32')).problems, one.name).toEqual([]);
  }
});
