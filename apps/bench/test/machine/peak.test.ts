import { expect, it } from 'vitest';
import { measurePeak, peakModule } from '../../src/machine/peak.js';

const TURNS = 1_000_000;
const CHAINS = 12;
const LANES = 4;

it('an iteration is a product and a sum in each of twelve chains', async () => {
  const { instance } = await WebAssembly.instantiate(peakModule());
  const run = instance.exports['run'] as (turns: number) => number;
  const [c, d] = [0.999, 0.001];
  expect(run(1)).toBeCloseTo(CHAINS * d, 7);
  expect(run(2)).toBeCloseTo(CHAINS * (d * c + d), 7);
  expect(run(3)).toBeCloseTo(CHAINS * ((d * c + d) * c + d), 7);
});

it('returns the best of several runs', async () => {
  // Runs of 5, 2 and 4 ms, each between two readings; then the time is up.
  const readings = [0, 0, 10, 15, 16, 20, 22, 23, 30, 34, 100];
  const peak = await measurePeak(50, () => readings.shift() ?? Number.NaN);
  expect(peak).toBeCloseTo((TURNS * CHAINS * LANES * 2) / 2e6, 9);
  expect(readings).toEqual([]);
});

it('measures a plausible speed on this machine', async () => {
  const peak = await measurePeak(10);
  expect(peak).toBeGreaterThan(0);
  expect(peak).toBeLessThan(Number.POSITIVE_INFINITY);
});
