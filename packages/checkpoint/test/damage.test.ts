import { describe, expect, test } from 'vitest';
import { damaged, show } from '../src/damage.js';

describe('the error for a damaged file', () => {
  test('is one line, whatever the file holds', () => {
    const { message, code } = damaged('a\u2028b', 'x\n\r\u0007 y\u001b[31m');
    expect([code, message]).toEqual(['data', 'a b: x  y [31m.']);
  });

  test('keeps its cause, if there is one', () => {
    const cause = new Error('EIO');
    expect(damaged('a', 'b', cause).cause).toBe(cause);
    expect(damaged('a', 'b')).not.toHaveProperty('cause');
  });
});

describe('a value in a message', () => {
  test.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [{ a: [1] }, '{"a":[1]}'],
    ['x\ny', '"x\\ny"'],
    ['x'.repeat(58), `"${'x'.repeat(58)}"`], // 60 characters
    ['x'.repeat(59), `"${'x'.repeat(56)}...`],
    [Array.from({ length: 40 }, () => 1), `[${'1,'.repeat(28)}...`],
  ])('%j', (value, text) => {
    expect(show(value)).toBe(text);
  });
});
