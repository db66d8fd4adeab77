import { describe, expect, it } from 'vitest';
import { duration } from '../src/duration.js';

describe('duration', () => {
  it.each([
    [0.2, '0s'],
    [59.4, '59s'],
    [59.6, '1m00s'],
    [185, '3m05s'],
    [3725, '1h02m'],
  ])('of %d seconds is %s', (seconds, expected) => {
    expect(duration(seconds)).toBe(expected);
  });
});
