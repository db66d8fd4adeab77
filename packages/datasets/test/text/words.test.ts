import { dense } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { learnWords, readWordForm, sequenceDataset, WordEncoder } from '../../src/index.js';
import { distinctWords } from '../../src/text/words/split-words.js';
import { WordCounts } from '../../src/text/words/word-counts.js';
import { expectError, randomText } from './fixtures.js';

describe('distinctWords', () => {
  it.each<[string, readonly string[]]>([
    ['Cheap WATCHES!! cheap, e-mail_me 24/7', ['cheap', 'watches', 'e', 'mail_me', '24', '7']],
    ['“Naïve” café—Привет, МИР', ['naïve', 'café', 'привет', 'мир']],
    ['東京ですTokyo9', ['東', '京', 'で', 'す', 'tokyo9']],
    ['مرحبا بالعالم', ['مرحبا', 'بالعالم']],
    ['😀👨‍👩‍👧 \0\u202e ...', []],
    [`${'a'.repeat(41)} ${'b'.repeat(40)}`, ['b'.repeat(40)]],
    ['', []],
  ])('%s', (text, words) => {
    expect([...distinctWords(text)]).toEqual(words);
  });

  it('reads the first 2^20 characters', () => {
    expect([...distinctWords(`${'a '.repeat(2 ** 19)}b`)]).toEqual(['a']);
  });
});

describe('learnWords', () => {
  const texts = ['the cat', 'The dog and the cat', 'a dog', 'birds'];

  it('keeps words that several texts have', () => {
    expect(learnWords(texts)).toEqual({ type: 'words', words: ['cat', 'dog', 'the'], length: 4 });
  });

  it('keeps the most frequent ones, then the first by code unit', () => {
    expect(learnWords([...texts, 'the'], { maxWords: 2, maxLength: 3 })).toEqual({
      ...{ type: 'words', words: ['cat', 'the'], length: 3 },
    });
  });

  it('round-trips as JSON', () => {
    for (let seed = 0; seed < 5; seed++) {
      const some = Array.from({ length: 50 }, (_, at) => randomText(100, 50 * seed + at));
      const form = learnWords(some);
      expect(form.words.length).toBeGreaterThan(50);
      expect(readWordForm(JSON.parse(JSON.stringify(form)), 'x')).toEqual(form);
    }
  });

  it('counts in bounded memory', () => {
    const counts = new WordCounts(4);
    for (const text of ['a b c d', 'a', 'e f', 'e a f', 'g h i j k', 'e']) counts.add(text);
    // a, then e and f, which took the places of b, c and d.
    expect(counts.frequent(10)).toEqual(['a', 'e', 'f']);
    expect([counts.texts, counts.words, counts.longest]).toEqual([6, 16, 5]);
    const full = new WordCounts(2);
    for (const text of ['a b', 'a b', 'c', 'c']) full.add(text);
    expect(full.frequent(10)).toEqual(['a', 'b']);
  });

  it('takes no longer where every word is in two of a million texts', () => {
    const counts = new WordCounts(1000);
    for (let at = 0; at < 50_000; at++) for (const _ of [1, 2]) counts.add(`word${at}`);
    expect(counts.frequent(2000).length).toBe(1000);
    for (let at = 0; at < 50_000; at++) counts.add(`new${at}`);
    expect(counts.frequent(2000).length).toBe(1000);
  });

  it('counts a text without spaces as one word, and takes repeated texts at once', () => {
    const counts = new WordCounts();
    counts.add('https://example.org/a/b');
    counts.add('a b', 3);
    expect([counts.texts, counts.words]).toEqual([4, 7]);
    expect(counts.top(2)).toEqual([
      ['a', 4],
      ['b', 4],
    ]);
  });

  it('reports texts and options that do not fit', async () => {
    await expectError(() => learnWords(['a', 'b']), 'data', 'learnWords: expected words that several texts have');
    await expectError(() => learnWords([]), 'data', 'Received none.');
    await expectError(
      () => learnWords(texts, { maxWords: 0 }),
      'argument',
      'maxWords as a whole number from 1 to 65535',
    );
    await expectError(
      () => learnWords(texts, { maxLength: 4097 }),
      'argument',
      'maxLength as a whole number from 1 to',
    );
    await expectError(() => learnWords(texts, { words: 3 } as object), 'argument', 'words');
  });
});

describe('WordEncoder', () => {
  const encoder = new WordEncoder({ type: 'words', words: ['cat', 'dog', 'the'], length: 2 });

  it('returns the places of known words, each once', () => {
    expect([...encoder.encode('The red dog; THE DOG.')]).toEqual([3, 2]);
    expect([...encoder.encode('the dog and the cat')]).toEqual([3, 2]);
    expect([...encoder.encode('nothing')]).toEqual([]);
    expect(encoder.size).toBe(4);
  });

  it('makes sequences whose padding is 0', async () => {
    const dataset = sequenceDataset(
      ['the dog', 'cat', '?'].map((text) => encoder.encode(text)),
      dense(Int32Array.of(0, 1, 0), [3]),
    );
    expect(dataset.batch(Int32Array.of(0, 1, 2)).x).toEqual(dense(Int32Array.of(3, 2, 1, 0, 0, 0), [3, 2]));
  });
});

describe('readWordForm', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['another type', { type: 'bpe' }],
    ['no words', { type: 'words', words: [], length: 1 }],
    ['words that are not sorted', { type: 'words', words: ['b', 'a'], length: 1 }],
    ['a word twice', { type: 'words', words: ['a', 'a'], length: 1 }],
    ['two words in one', { type: 'words', words: ['a b'], length: 1 }],
    ['upper case', { type: 'words', words: ['A'], length: 1 }],
    ['a long word', { type: 'words', words: ['a'.repeat(41)], length: 1 }],
    ['numbers', { type: 'words', words: [1], length: 1 }],
    ['no length', { type: 'words', words: ['a'] }],
    ['a huge length', { type: 'words', words: ['a'], length: 4097 }],
    ['many words', { type: 'words', words: Array(65_536).fill('a'), length: 1 }],
  ])('refuses %s', async (_, value) => {
    await expectError(() => readWordForm(value, 'm.json'), 'data', 'm.json: words: expected');
  });
});
