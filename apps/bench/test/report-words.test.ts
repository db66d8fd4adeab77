import { describe, expect, it } from 'vitest';
import { plainText, wrapText } from '../src/report/plain.js';
import { ratioSentence } from '../src/report/ratio-words.js';
import { barScale, pointScale, ratioScale } from '../src/report/scales.js';
import {
  formatBytes,
  formatDigits,
  formatRatioTick,
  formatSeconds,
  formatShare,
  formatSizeTick,
  formatSpread,
  formatTimeTick,
} from '../src/report/units.js';
import { sampleMemory, sampleResult } from './samples.js';

describe('ratios in words', () => {
  it.each([
    [1.9, 1.8, 2.0, '1.9x slower (1.8 to 2.0)'],
    [1 / 3.2, 1 / 3.4, 1 / 3.0, '3.2x faster (3.0 to 3.4)'],
    [1.05, 1.02, 1.08, '1.05x slower (1.02 to 1.08)'],
    [0.95, 0.9, 0.98, '1.05x faster (1.02 to 1.11)'],
    [12.3, 11.2, 14.9, '12x slower (11 to 15)'],
    [1 / 36, 1 / 40, 1 / 31, '36x faster (31 to 40)'],
    // Ends that would read alike get one more digit.
    [11.2, 11.1, 11.3, '11.2x slower (11.1 to 11.3)'],
    [2.41, 2.36, 2.44, '2.41x slower (2.36 to 2.44)'],
    // An interval that holds 1.
    [1.02, 0.9, 1.2, 'no clear difference (1.11x faster to 1.20x slower)'],
    [1.02, 1, 1.05, 'no clear difference (even to 1.05x slower)'],
    [0.9, 0.5, 1.001, 'no clear difference (2.00x faster to even)'],
    [1, 0.999, 1.001, 'no clear difference (even)'],
  ])('%d in %d to %d is %s', (median, low, high, words) => {
    expect(ratioSentence({ median, low, high })).toBe(words);
  });
});

describe('units', () => {
  it.each([
    [1.234e-9, '1.23 ns'],
    [4e-10, '0.400 ns'],
    [9.996e-7, '1.00 us'],
    [9.99e-7, '999 ns'],
    [1e-3, '1.00 ms'],
    [0.0456, '45.6 ms'],
    [0.9999, '1.00 s'],
    [12.34, '12.3 s'],
    [1234.5, '1230 s'],
    [0, '0 ns'],
  ])('%d seconds is %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });

  it('bytes are in powers of ten', () => {
    expect([1, 999_600, 345e6, 8.2e9].map(formatBytes)).toEqual(['1.00 B', '1.00 MB', '345 MB', '8.20 GB']);
  });

  it('other numbers have so many digits, and an exponent where they are far from 1', () => {
    expect([0, 123.4, 1.006, 9.999, 0.0785].map((value) => formatDigits(value))).toEqual([
      '0',
      '123',
      '1.01',
      '10.0',
      '0.0785',
    ]);
    expect([1e-5, 2.5e7].map((value) => formatDigits(value, 2))).toEqual(['1.0e-5', '2.5e+7']);
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

  it('ticks have no digits to spare', () => {
    expect([1e-6, 2e-3, 0.1, 1.5].map(formatTimeTick)).toEqual(['1 us', '2 ms', '100 ms', '1.5 s']);
    expect([0.1, 0.5, 1, 1.5, 20].map(formatRatioTick)).toEqual(['10x', '2x', 'even', '1.5x', '20x']);
    expect([16, 2000, 60_000, 1_500_000].map(formatSizeTick)).toEqual(['16', '2000', '60k', '1.5M']);
  });
});

describe('log scales', () => {
  it('bars begin at a power of ten below the smallest, and end above the largest', () => {
    const { domain, ticks } = barScale([1.2e-3, 0.4]);
    expect(domain[0]).toBeCloseTo(1e-4, 12);
    expect(domain[1]).toBeCloseTo(0.42, 12);
    expect(ticks).toEqual([1e-4, 1e-2]);
  });

  it('points have a margin, and at most five ticks', () => {
    const { domain, ticks } = pointScale([1, 1000]);
    expect(domain[0]).toBeLessThan(0.93);
    expect(domain[1]).toBeGreaterThan(1080);
    expect(ticks).toEqual([1, 10, 100, 1000]);
    expect(pointScale([0.02, 1.3]).ticks).toEqual([0.03, 0.1, 0.3, 1]);
  });

  it('ratios hold 1 and have the same factors to both sides', () => {
    const { domain, ticks } = ratioScale([0.1, 0.5, 4]);
    expect(domain[0]).toBeLessThan(0.1);
    expect(domain[1]).toBeGreaterThan(4);
    expect(ticks).toEqual([0.1, 1 / 3, 1, 3]);
    expect(ratioScale([]).ticks).toContain(1);
  });
});

describe('plain text', () => {
  it('is one line without characters that steer what shows it', () => {
    expect(plainText(' a\r\n\tb\u001b[2J\u0000\u202e\u2066\u200bc\ud800 ')).toBe('a b?[2J????c?');
    expect(plainText('Δ µ 日本 😀')).toBe('Δ µ 日本 😀');
  });

  it('is broken at spaces, and within words that are too long', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapText('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
    expect(wrapText('', 4)).toEqual([]);
  });
});
