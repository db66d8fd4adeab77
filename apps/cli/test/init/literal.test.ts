import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { literal, shownList, shownLiteral } from '../../src/init/literal.js';

const HOSTILE = [
  '*/ process.exit() //',
  "' + process.exit() + '",
  `\`\${process.exit()}\``,
  'a\nb\r\nc',
  '\u2028\u2029\u0000\u001b[2J',
  '\\',
  "\\'",
  '\\"\'"`',
  'left \u202e thgir',
  '\ud800 half',
  '😀 é 日本',
];

/** Evaluates in one empty context for all, since making one takes a millisecond. */
const context = createContext({});
const evaluate = (source: string): unknown => runInContext(source, context);

describe('literal', () => {
  it.each(HOSTILE)('is one line of source that evaluates to %j', (text) => {
    const source = literal(text);
    expect(evaluate(source)).toBe(text);
    expect(source).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ud800-\udfff]/u);
  });

  it('evaluates to the original text, for any text', () => {
    const alphabet = ['\\', "'", '"', '`', '$', '{', '\n', '\u2028', '/', '*', 'n', 'u', '\ud83d', '\ude00'];
    for (let number = 0; number < 3000; number++) {
      const text = Array.from({ length: 6 }, (_, at) => alphabet[Math.floor(number * 7919 ** at) % alphabet.length]);
      expect(evaluate(literal(text.join('')))).toBe(text.join(''));
    }
  });

  it('writes texts in single quotes, numbers, booleans and lists', () => {
    expect(literal('it\'s "so"')).toBe(`'it\\'s "so"'`);
    expect([literal(0.1), literal(true), literal([64, 'a'])]).toEqual(['0.1', 'true', "[64, 'a']"]);
  });
});

it('shortens a text in a comment, and counts the rest of a list', () => {
  expect(shownLiteral('x'.repeat(100))).toBe(`'${'x'.repeat(39)}…'`);
  expect(shownList(['one', 'two', 'three'], 100)).toBe('one, two, three');
  expect(shownList(['one', 'two', 'three'], 11)).toBe('one, two and 1 more');
  expect(shownList(['longer than the room', 'two'], 5)).toBe('longer than the room and 1 more');
});
