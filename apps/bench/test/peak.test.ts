import { expect, it } from 'vitest';
import { measurePeak } from '../src/peak.js';

it('a core gives between 1 and 200 float32 GFLOP/s with 128-bit SIMD', async () => {
  const peak = await measurePeak(30);
  expect(peak).toBeGreaterThan(1);
  expect(peak).toBeLessThan(200);
});
