import { describe, expect, it } from 'vitest';
import { ratioSentence } from '../../src/report/ratio-words.js';
import { formatRatioTick, formatShare, formatSpread } from '../../src/report/units.js';
import { sampleMemory, sampleResult } from '../samples.js';

describe('ratios in words', () => {
  it.each([
    [1.9, 1.8, 2.0, '1.9x slower (1.8 to 2.0)'],
    [1 / 3.2, 1 / 3.4, 1 / 3.0, '3.2x faster (3.0 to 3.4)'],
    [1.05, 1.02, 1.08, '1.05x slower (1.02 to 1.08)'],
    [0.95, 0.9, 0.98, '1.05x faster (1.02 to 1.11)'],
    [12.3, 11.2, 14.9, '12x slower (11 to 15)'],
    [1 / 36, 1 / 40, 1 / 31, '36x faster (31 to 40)'],
    // Ends that would look the same get one more digit.
    [11.2, 11.1, 11.3, '11.2x slower (11.1 to 11.3)'],
    [2.41, 2.36, 2.44, '2.41x slower (2.36 to 2.44)'],
    // An interval that contains 1.
    [1.02, 0.9, 1.2, 'no clear difference (1.11x faster to 1.20x slower)'],
    [1.02, 1, 1.05, 'no clear difference (even to 1.05x slower)'],
    [0.9, 0.5, 1.001, 'no clear difference (2.00x faster to even)'],
    [1, 0.999, 1.001, 'no clear difference (even)'],
  ])('%d in %d to %d is %s', (median, low, high, words) => {
    expect(ratioSentence({ median, low, high })).toBe(words);
  });
});

describe('units', () => {
  it('shares are in per cent', () => {
    expect([0.0001, 0.0049, 0.0994, 0.0996, 0.456].map(formatShare)).toEqual([
      '<0.1 %',
      '0.5 %',
      '9.9 %',
      '10 %',
      '46 %',
    ]);
  });

  it('the spread is half of the interval over the median', () => {
    expect(formatSpread(sampleResult('ts', 2, { low: 1.8, high: 2.4 }))).toBe('±15 %');
    expect(formatSpread(sampleResult('ts', 2, { low: 2, high: 2.001 }))).toBe('<±0.1 %');
    expect(formatSpread(sampleMemory('ts', 1, 2))).toBe('');
  });

  it('ticks have no unnecessary digits', () => {
    expect([0.1, 0.5, 1, 1.5, 20].map(formatRatioTick)).toEqual(['10x', '2x', 'even', '1.5x', '20x']);
  });
});
