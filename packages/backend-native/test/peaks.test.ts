import { expect, it } from 'vitest';
import { loadAddon } from '../src/addon.js';
import { measurePeaks } from '../src/index.js';
import { describeNative } from './support/suites.js';

describeNative('the peak of a core', () => {
  it('is measured with a product and a sum in every lane of some vectors', () => {
    const [factor, term] = [0.999, 0.001];
    for (const { name, fast, layout } of loadAddon().variants()) {
      for (const isFloat64 of [false, true]) {
        const lanes = layout.vectorBytes / (isFloat64 ? 8 : 4);
        const [operations] = loadAddon().peak(name, fast, isFloat64, 1000);
        const chains = operations / 2 / lanes / 1000;
        expect([12, 24]).toContain(chains);
        let values = Array.from({ length: chains }, (_, chain) => chain);
        for (const turns of [0, 1, 2, 3]) {
          const [counted, sum] = loadAddon().peak(name, fast, isFloat64, turns);
          expect(counted).toBe(2 * chains * lanes * turns);
          const expected = lanes * values.reduce((total, value) => total + value, 0);
          expect(Math.abs(sum / expected - 1)).toBeLessThan(isFloat64 ? 1e-14 : 1e-6);
          values = values.map((value) => value * factor + term);
        }
      }
    }
  });

  it('is finite on every variant, in both dtypes', () => {
    const peaks = measurePeaks(2);
    const variants = loadAddon().variants();
    expect(peaks.map(({ variant, bits }) => [variant, bits === 'fast'])).toEqual(
      variants.map(({ name, fast }) => [name, fast]),
    );
    for (const { float32, float64 } of peaks) {
      expect(float32).toBeGreaterThan(0);
      expect(float64).toBeGreaterThan(0);
      expect(float32 + float64).toBeLessThan(1e5);
    }
  });

  it('refuses a variant that the processor does not have', () => {
    expect(() => loadAddon().peak('mmx', false, false, 1)).toThrow('this processor cannot run the variant');
  });
});
