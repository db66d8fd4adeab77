import { describe, expect, it } from 'vitest';
import { createTokenizer, learnBPE, learnCharacters, readTokenizerForm, type TokenizerForm } from '../../src/index.js';
import { encodeInBlocks, expectError, fixtures, randomBytes, randomText } from './fixtures.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const trained = (count: number, at = 0): TokenizerForm => ({
  type: 'bpe',
  merges: (fixtures.bpe[at]?.merges ?? []).slice(0, count).flat(),
});

describe('bytes', () => {
  it('are tokens', async () => {
    const tokenizer = await createTokenizer({ type: 'bytes' });
    expect(tokenizer.size).toBe(256);
    expect([...tokenizer.encode('aé😀\0')]).toEqual([97, 195, 169, 240, 159, 152, 128, 0]);
    expect(tokenizer.decode([97, 195, 169])).toBe('aé');
    expect(tokenizer.decode([97, 195])).toBe('a\uFFFD');
    const all = randomBytes(1000, 1);
    expect(tokenizer.decodeBytes(tokenizer.encode(all))).toEqual(all);
  });

  it('replace half of a surrogate pair', async () => {
    const tokenizer = await createTokenizer({ type: 'bytes' });
    expect(tokenizer.decode(tokenizer.encode('a\uD800b'))).toBe('a\uFFFDb');
  });
});

describe('learnCharacters', () => {
  it('finds the code points of a text', async () => {
    const form = await learnCharacters('b😀a\0ab\uFEFF');
    expect(form).toEqual({ type: 'characters', characters: '\0ab\uFEFF😀' });
    const tokenizer = await createTokenizer(form);
    expect(tokenizer.size).toBe(6);
    expect([...tokenizer.encode('a😀bx\uFEFF')]).toEqual([2, 5, 3, 0, 4]);
    expect(tokenizer.decode([2, 5, 3, 0, 4])).toBe('a😀b\uFFFD\uFEFF');
    expect(tokenizer.decodeBytes([5])).toEqual(bytesOf('😀'));
  });

  it('keeps the most frequent ones, then the smaller code points', async () => {
    expect(await learnCharacters('zzyyxxw', { maxCharacters: 2 })).toMatchObject({ characters: 'xy' });
    expect(await learnCharacters('zzzyyxxw', { maxCharacters: 2 })).toMatchObject({ characters: 'xz' });
  });

  it('reads invalid UTF-8 as U+FFFD', async () => {
    const blob = new Blob([Uint8Array.of(97, 0xff, 98)]);
    expect(await learnCharacters(blob)).toMatchObject({ characters: 'ab\uFFFD' });
  });

  it('round-trips what it has learned', async () => {
    for (let seed = 0; seed < 5; seed++) {
      const text = randomText(200, seed);
      const tokenizer = await createTokenizer(await learnCharacters(text));
      const tokens = tokenizer.encode(text);
      expect(tokenizer.decode(tokens)).toBe(text);
      expect(Math.min(...tokens)).toBe(1);
      expect(Math.max(...tokens)).toBe(tokenizer.size - 1);
    }
  });

  it('reports texts and options that do not fit', async () => {
    await expectError(() => learnCharacters(''), 'data', 'the text: expected some text');
    const mark = new Blob([Uint8Array.of(0xff, 0xfe, 97, 0)]);
    await expectError(() => learnCharacters(mark, { name: 'a.txt' }), 'data', 'a.txt: expected text in');
    await expectError(
      () => learnCharacters('a', { maxCharacters: 65_536 }),
      'argument',
      'maxCharacters as a whole number from 1 to 65535. Received 65536.',
    );
  });
});

describe('learnBPE', () => {
  it.each([0, 1, 2])('finds the merges of a naive BPE: text %i', async (at) => {
    const { text = '', merges = [] } = fixtures.bpe[at] ?? {};
    expect(await learnBPE(text, { maxTokens: 256 + merges.length })).toEqual({ type: 'bpe', merges: merges.flat() });
    expect(merges.length).toBeGreaterThan(30);
  });

  it.each([0, 1, 2])("encodes as Hugging Face's tokenizers: text %i", async (at) => {
    const tokenizer = await createTokenizer(trained(100, at));
    for (const { text, ids } of fixtures.bpe[at]?.cases ?? []) {
      expect([text, ...tokenizer.encode(text)]).toEqual([text, ...ids]);
      // Now words come from the cache.
      expect([text, ...tokenizer.encode(text)]).toEqual([text, ...ids]);
    }
  });

  it('stops when no pair occurs twice', async () => {
    expect(await learnBPE('low lower lowest')).toEqual({
      type: 'bpe',
      merges: [108, 111, 256, 119, 32, 257, 258, 101],
    });
    expect(await learnBPE('abc')).toEqual({ type: 'bpe', merges: [] });
  });

  it('merges overlapping pairs from the left', async () => {
    expect((await learnBPE('aaaaaaa aaaaaaa')).merges.slice(0, 4)).toEqual([97, 97, 256, 256]);
  });

  it('learns the same from any bytes, in a string or in blocks', async () => {
    const text = randomText(5000, 3).repeat(3);
    const form = await learnBPE(text);
    expect(await learnBPE(new Blob([text]))).toEqual(form);
    expect(form.merges.length).toBe(2 * (1024 - 256));
  });

  it('reads a text of several blocks, whose words cross them', async () => {
    const text = 'a word and anotherword '.repeat(100_000);
    const form = await learnBPE(text, { maxTokens: 300 });
    expect(form).toEqual(await learnBPE(text.slice(0, 23 * 1000), { maxTokens: 300 }));
  });

  it('returns all bytes, UTF-8 or not', async () => {
    const learned = await learnBPE(new Blob([randomBytes(20_000, 5)]), { maxTokens: 2000 });
    const tokenizer = await createTokenizer(learned);
    for (let seed = 0; seed < 30; seed++) {
      const bytes = seed % 2 === 0 ? randomBytes(300, seed) : bytesOf(randomText(300, seed));
      const tokens = tokenizer.encode(bytes);
      expect(tokenizer.decodeBytes(tokens)).toEqual(bytes);
      expect(tokens.length).toBeLessThan(bytes.length);
    }
    const text = randomText(1000, 7);
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  });

  it('cuts long words', async () => {
    const form = await learnBPE('a'.repeat(10_000), { maxTokens: 300 });
    // The longest token is a word of 64 bytes.
    expect(form.merges).toEqual([97, 97, 256, 256, 257, 257, 258, 258, 259, 259, 260, 260]);
    const tokenizer = await createTokenizer(form);
    expect([...tokenizer.encode('a'.repeat(130))]).toEqual([261, 261, 256]);
    expect([...tokenizer.encode(`${' '.repeat(65)}a`)]).toEqual([...Array(65).fill(32), 97]);
    expect(tokenizer.decode(tokenizer.encode('日'.repeat(100)))).toBe('日'.repeat(100));
  });

  it('reports texts and options that do not fit', async () => {
    await expectError(() => learnBPE('', { name: 'a.txt' }), 'data', 'a.txt: expected some text');
    await expectError(
      () => learnBPE('a', { maxTokens: 255 }),
      'argument',
      'maxTokens as a whole number from 256 to 65536. Received 255.',
    );
    const misspelt = { vocabulary: 300 } as object;
    await expectError(() => learnBPE('a', misspelt), 'argument', 'vocabulary');
  });
});

describe('words', () => {
  const cut = async (text: string): Promise<readonly string[]> => {
    // With all pairs merged, each word that occurs twice is a token.
    const tokenizer = await createTokenizer(await learnBPE(`${text}\n\n${text}`, { maxTokens: 2000 }));
    return [...tokenizer.encode(text)].map((token) => tokenizer.decode([token]));
  };

  it.each<[string, readonly string[]]>([
    ['“Yes”, she said…', ['“', 'Yes', '”,', ' she', ' said', '…']],
    ['東京です。はい', ['東京です', '。', 'はい']],
    ['hi 😀😀!', ['hi', ' 😀😀!']],
    ['مرحبا بك', ['مرحبا', ' بك']],
    ['x²×3 µm', ['x', '²×', '3', ' µm']],
    ['a\u00a0b', ['a', '\u00a0', 'b']],
  ])('%s', async (text, words) => {
    expect(await cut(text)).toEqual(words);
  });
});

describe.each<[string, TokenizerForm]>([
  ['bytes', { type: 'bytes' }],
  ['characters', { type: 'characters', characters: 'abcdefghijklmnopqrstuvwxyz \n日é😀' }],
  ['bpe', trained(60)],
  ['tokenizer.json', readTokenizerForm({ type: 'tokenizer.json', tokenizer: fixtures.files[0]?.file }, 'x')],
])('a tokenizer: %s', (_, form) => {
  const text = `It's the truth:   naïve 日本 😀 man in possession\n\n'll ${'x'.repeat(9000)} 's`;

  it('encodes in blocks of any size', async () => {
    const tokenizer = await createTokenizer(form);
    for (const bytes of [bytesOf(text), randomBytes(400, 2), Uint8Array.of(0xf0, 0x9f)]) {
      const whole = [...tokenizer.encode(bytes)];
      for (const size of [1, 2, 3, 7, 63, 64, 65, 5000]) {
        expect(encodeInBlocks(tokenizer.encoder(), bytes, size)).toEqual(whole);
      }
    }
  });

  it('starts anew after the end', async () => {
    const encoder = (await createTokenizer(form)).encoder();
    const first = encodeInBlocks(encoder, bytesOf('a man é'), 3);
    expect(encodeInBlocks(encoder, bytesOf('a man é'), 2)).toEqual(first);
  });

  it('decodes tokens one by one', async () => {
    const tokenizer = await createTokenizer(form);
    const decoder = tokenizer.decoder();
    for (const part of [text, '日本😀é', 'a']) {
      const tokens = [...tokenizer.encode(part)];
      expect(tokens.map((token) => decoder.push(token)).join('') + decoder.end()).toBe(tokenizer.decode(tokens));
    }
  });

  it('encodes and decodes nothing', async () => {
    const tokenizer = await createTokenizer(form);
    expect(tokenizer.encode('')).toEqual(new Int32Array(0));
    expect(tokenizer.decode([])).toBe('');
    expect(tokenizer.decodeBytes([])).toEqual(new Uint8Array(0));
  });

  it('refuses what is no token', async () => {
    const tokenizer = await createTokenizer(form);
    for (const token of [-1, 0.5, tokenizer.size, Number.NaN]) {
      await expectError(() => tokenizer.decode([token]), 'argument', `0 to ${tokenizer.size - 1}. Received`);
      await expectError(() => tokenizer.decoder().push(token), 'argument', 'expected tokens');
    }
  });

  it('has a form that round-trips as JSON', async () => {
    const tokenizer = await createTokenizer(form);
    expect(readTokenizerForm(JSON.parse(JSON.stringify(tokenizer.form)), 'x')).toEqual(form);
  });
});

describe('readTokenizerForm', () => {
  it.each<[string, unknown, string]>([
    ['null', null, 'expected a tokenizer of type'],
    ['another type', { type: 'words' }, 'expected a tokenizer of type'],
    ['no characters', { type: 'characters' }, 'expected 1 to 65535 different characters'],
    ['an empty text', { type: 'characters', characters: '' }, 'different characters'],
    ['a character twice', { type: 'characters', characters: 'aba' }, 'different characters'],
    ['half a pair', { type: 'characters', characters: 'a\uD83D' }, 'different characters'],
    ['too many characters', { type: 'characters', characters: 'a'.repeat(131_072) }, 'different characters'],
    ['no merges', { type: 'bpe' }, 'expected at most 65280 merges'],
    ['half a merge', { type: 'bpe', merges: [97, 98, 99] }, 'two numbers each'],
    ['a later token', { type: 'bpe', merges: [97, 256] }, 'different merges of earlier tokens'],
    ['a fraction', { type: 'bpe', merges: [97, 0.5] }, 'earlier tokens'],
    ['a text', { type: 'bpe', merges: ['97', 98] }, 'earlier tokens'],
    ['a merge twice', { type: 'bpe', merges: [97, 98, 97, 98] }, 'different merges'],
    [
      'a long token',
      { type: 'bpe', merges: [0, 0, 256, 256, 257, 257, 258, 258, 259, 259, 260, 260, 261, 0] },
      '64 bytes',
    ],
    ['too many merges', { type: 'bpe', merges: Array(2 * 65_281).fill(0) }, 'at most 65280 merges'],
  ])('refuses %s', async (_, value, message) => {
    await expectError(() => readTokenizerForm(value, 'm.json'), 'data', message);
    expect(() => readTokenizerForm(value, 'm.json')).toThrow(/^m\.json: tokenizer: /);
  });
});
