import { describe, expect, it } from 'vitest';
import { formatBytes, formatDigits, formatSeconds } from '../src/units.js';

describe('formatted numbers', () => {
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

  it('have bytes in powers of ten', () => {
    expect([1, 999_600, 345e6, 8.2e9].map(formatBytes)).toEqual(['1.00 B', '1.00 MB', '345 MB', '8.20 GB']);
  });

  it('have some digits, and an exponent if they are far from 1', () => {
    expect([0, 123.4, 1.006, 9.999, 0.0785].map((value) => formatDigits(value))).toEqual([
      '0',
      '123',
      '1.01',
      '10.0',
      '0.0785',
    ]);
    expect([1e-5, 2.5e7].map((value) => formatDigits(value, 2))).toEqual(['1.0e-5', '2.5e+7']);
  });
});
