/** Checks every layer, activation and loss of the default set against central differences. */
import { checkCase, GATES, gradientCases } from '@nablajs/gradcheck';
import { expect, it } from 'vitest';
import { createBackend } from '../src/index.js';

/** One thread gives the bits of two, as engine/threads.test.ts shows. */
const THREADS = process.env['NABLA_SLOW'] === '1' ? [1, 2] : [2];

it.each(THREADS)('float64, %i threads', async (threads) => {
  const backend = await createBackend({ threads });
  for (const one of gradientCases()) {
    const report = await checkCase(one, backend, 'float64');
    expect(report.problems, one.name).toEqual([]);
    expect(report.worstRelativeError, one.name).toBeLessThanOrEqual(GATES.differences.worstRelativeError ?? 0);
  }
  expect(backend.memory().buffers).toBe(0);
  await backend.dispose();
});

it('float32, 2 threads', async () => {
  const backend = await createBackend({ threads: 2 });
  for (const one of gradientCases()) {
    expect((await checkCase(one, backend, 'float32')).problems, one.name).toEqual([]);
  }
  await backend.dispose();
});
