import { describe, expect, it } from 'vitest';
import { plainText, wrapText } from '../src/plain.js';

describe('plain text', () => {
  it('is one line without control characters', () => {
    expect(plainText(' a\r\n\tb\u001b[2J\u0000\u202e\u2066\u200bc\ud800 ')).toBe('a b?[2J????c?');
    expect(plainText('Δ µ 日本 😀')).toBe('Δ µ 日本 😀');
  });

  it('is broken at spaces, and within words that are too long', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapText('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
    expect(wrapText('', 4)).toEqual([]);
  });
});
