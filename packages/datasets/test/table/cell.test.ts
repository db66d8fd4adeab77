import { describe, expect, it } from 'vitest';
import { daysOf, isMissing, numberOf } from '../../src/table/cell.js';
import { shown, shownList } from '../../src/table/shown.js';

describe('cells', () => {
  it.each(['', ' ', 'NA', 'n/a', 'NaN', 'null', 'None', '?', '-', ' na '])('%j is missing', (text) => {
    expect(isMissing(text)).toBe(true);
  });

  it.each(['0', 'x', 'nano', 'no', '--'])('%j is a value', (text) => {
    expect(isMissing(text)).toBe(false);
  });

  it.each([
    ['12', 12],
    [' -0.5 ', -0.5],
    ['1e-3', 1e-3],
    ['0x10', Number.NaN],
    ['1,5', Number.NaN],
    ['', Number.NaN],
    ['  ', Number.NaN],
    ['Infinity', Number.NaN],
    ['1e999', Number.NaN],
  ])('%j is the number %d', (text, value) => {
    expect(numberOf(text)).toBe(value);
  });

  it.each([
    ['1,5', 1.5],
    ['-2', -2],
    ['1.5', Number.NaN],
    ['1,2,3', Number.NaN],
  ])('%j with a decimal comma is %d', (text, value) => {
    expect(numberOf(text, true)).toBe(value);
  });

  it.each([
    ['1970-01-02', 1],
    ['2024-02-29', 19782],
    ['2024-02-29T12:00', 19782.5],
    ['2024-02-29 12:00:00+06:00', 19782.25],
    ['2024-02-29 12:00-06:45', 19782.78125],
    ['2024-02-29T12:00Z', 19782.5],
    ['2024-02-29T23:59:60', 19783],
    [' 1970-01-02 ', 1],
    ['0001-01-01', -719162],
    ['2023-02-29', Number.NaN],
    ['2024-13-01', Number.NaN],
    ['2024-01-01T24:00', Number.NaN],
    ['2024-01-01T00:60', Number.NaN],
    ['2024-01-01T00:00:61', Number.NaN],
    ['01.02.2024', Number.NaN],
  ])('%j is day %d', (text, days) => {
    expect(daysOf(text)).toBe(days);
  });
});

describe('texts in messages', () => {
  it.each([
    ['a'.repeat(60), 'a'.repeat(60)],
    ['a'.repeat(61), `${'a'.repeat(59)}…`],
    ['one\r\ntwo\u2028three', 'one two three'],
    [`${'\n'.repeat(120)}x`, ' '],
  ])('%j is shown as %j', (text, line) => expect(shown(text)).toBe(line));

  it('are listed up to a number of them', () => {
    expect(shownList(['a', 'b'], 2)).toBe('a, b');
    expect(shownList(['a', 'b', 'c'], 2)).toBe('a, b, … (3)');
  });
});
