import { isNablaError, Random } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { createTokenizer, readTokenizerJson } from '../../src/index.js';
import { expectError, fixtures, randomText } from './fixtures.js';

type Json = Record<string, unknown>;

const read = (file: unknown) => readTokenizerJson(JSON.stringify(file), 't.json');
const [bpe, wordPiece, unigram] = fixtures.files.map(({ file }) => file as Json) as [Json, Json, Json];
const withModel = (file: Json, changes: Json): Json => ({ ...file, model: { ...(file['model'] as Json), ...changes } });

describe.each([
  ['BPE', 0],
  ['WordPiece', 1],
  ['Unigram', 2],
] as const)('%s', (_, at) => {
  const { file = {}, cases = [] } = fixtures.files[at] ?? {};

  it("encodes and decodes as Hugging Face's tokenizers", async () => {
    const tokenizer = await createTokenizer(await read(file));
    for (const { text, ids, decoded } of cases) {
      expect([text, ...tokenizer.encode(text)]).toEqual([text, ...ids]);
      expect([text, tokenizer.decode(ids)]).toEqual([text, decoded]);
    }
    expect(cases.length).toBeGreaterThan(20);
  });

  it('is the same after JSON', async () => {
    const form = await read(file);
    const again = await createTokenizer(JSON.parse(JSON.stringify(form)));
    expect(again.form).toEqual(form);
    expect(again.encode('the man')).toEqual((await createTokenizer(form)).encode('the man'));
  });

  it('needs no type of the model', async () => {
    const form = await read(file);
    expect(await read(withModel(file, { type: undefined }))).toEqual(form);
  });
});

describe('BPE', () => {
  it('reads a Blob, and merges as texts', async () => {
    const { merges } = bpe['model'] as { readonly merges: readonly (readonly string[])[] };
    const joined = withModel(bpe, { merges: merges.map((pair) => pair.join(' ')) });
    const form = await readTokenizerJson(new Blob([JSON.stringify(joined)]));
    const [a, b] = [await createTokenizer(form), await createTokenizer(await read(bpe))];
    expect(a.encode('the truth')).toEqual(b.encode('the truth'));
    expect(a.size).toBe(256 + merges.length);
  });

  it('finds added tokens first', async () => {
    const added = [{ id: 400, content: '<|end|>', special: true, lstrip: false, rstrip: false, normalized: false }];
    const tokenizer = await createTokenizer(await read({ ...bpe, added_tokens: added }));
    expect(tokenizer.size).toBe(401);
    expect([...tokenizer.encode('a<|end|>b')]).toEqual([97, 400, 98]);
    expect(tokenizer.decode([97, 400, 98])).toBe('a<|end|>b');
    // A number without a token.
    expect(tokenizer.decode([97, 350])).toBe('a');
    expect(tokenizer.decode([350])).toBe('');
  });

  it('leaves out tokens that only a template adds', async () => {
    const post = { type: 'TemplateProcessing', single: [{ SpecialToken: { id: 'a', type_id: 0 } }] };
    expect(await read({ ...bpe, post_processor: post })).toEqual(await read(bpe));
  });

  it('cuts long texts after a line, or after 8,192 characters', async () => {
    const tokenizer = await createTokenizer(await read(bpe));
    for (const text of [randomText(9000, 1), 'the truth '.repeat(1000), `${'a'.repeat(8191)}😀😀`, '\n'.repeat(9000)]) {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    }
  });

  it('knows a token that is called __proto__', async () => {
    const vocab = JSON.parse('{"__proto__": 0, "a": 1}');
    const file = `{"model": {"type": "WordPiece", "unk_token": "a", "vocab": ${JSON.stringify(vocab)}},
      "pre_tokenizer": {"type": "WhitespaceSplit"}}`;
    const tokenizer = await createTokenizer(await readTokenizerJson(file));
    expect([...tokenizer.encode('a __proto__ b')]).toEqual([1, 0, 1]);
  });
});

it('reports a text that has no token', async () => {
  const file = withModel(unigram, { unk_id: null });
  const tokenizer = await createTokenizer(await read(file));
  await expectError(() => tokenizer.encode('☃'), 'data', 'tokenizer.json: expected a token for all of the text');
});

const replace = (pattern: Json, content: string) => ({ type: 'Replace', pattern, content });
const deep = (levels: number): unknown =>
  levels === 0 ? { type: 'NFC' } : { type: 'Sequence', normalizers: [deep(levels - 1)] };

describe('a file that is not valid', () => {
  it.each<[string, Json, string]>([
    ['no model', {}, 'model: expected an object'],
    ['another model', withModel(bpe, { type: 'WordLevel' }), 'model.type: expected BPE, WordPiece or Unigram'],
    ['a vocabulary of texts', withModel(bpe, { vocab: { a: 'b' } }), 'model.vocab: expected whole numbers from 0'],
    ['a huge number', withModel(bpe, { vocab: { a: 1e9 } }), 'model.vocab: expected whole numbers from 0 to 1048575'],
    ['a number twice', withModel(bpe, { vocab: { a: 1, b: 1 } }), 'a number of its own'],
    ['an empty vocabulary', withModel(bpe, { vocab: {} }), 'at least one token'],
    ['a long token', withModel(bpe, { vocab: { ['a'.repeat(1001)]: 0 } }), 'a text of 1 to 1000 characters'],
    ['no merges', withModel(bpe, { merges: 3 }), 'model.merges: expected a list'],
    ['a merge of three', withModel(bpe, { merges: ['a b c'] }), 'model.merges.0: expected two tokens'],
    ['merges of two kinds', withModel(bpe, { merges: ['a b', ['a', 'b']] }), 'merges of one kind'],
    ['a flag', withModel(bpe, { byte_fallback: 1 }), 'model.byte_fallback: expected true or false'],
    ['no unknown token', withModel(wordPiece, { unk_token: 'nothing' }), 'model.unk_token: expected a token of the'],
    ['long words', withModel(wordPiece, { max_input_chars_per_word: 1e6 }), 'a whole number from 1 to 200'],
    [
      'an infinite score',
      withModel(unigram, { vocab: [['a', 1e300]] }),
      'model.vocab.0: expected a token and its score',
    ],
    ['a number of no token', withModel(unigram, { unk_id: 1e5 }), 'model.unk_id: expected the number of a token'],
    ['an added token without text', { ...bpe, added_tokens: [{ id: 1, content: '' }] }, 'added_tokens.0.content'],
    ['added tokens twice', { ...bpe, added_tokens: [1, 2].map((i) => ({ id: 1, content: `${i}` })) }, 'of its own'],
    ['many added tokens', { ...bpe, added_tokens: Array(16_385).fill(0) }, 'at most 16384 items. Received 16385.'],
    ['an unknown part', { ...bpe, normalizer: { type: 'Toxic' } }, 'normalizer.type: expected Sequence, Bert'],
    ['a part named as a method', { ...bpe, decoder: { type: 'constructor' } }, 'decoder.type: expected Sequence'],
    ['an endless loop', { ...bpe, pre_tokenizer: { type: 'FixedLength', length: 0 } }, 'pre_tokenizer.type'],
    [
      'an endless expression',
      { ...bpe, pre_tokenizer: { type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated', invert: false } },
      'pre_tokenizer.pattern.Regex: expected a regular expression of a well-known tokenizer',
    ],
    [
      'a growing text',
      { ...bpe, normalizer: replace({ String: 'a' }, 'aa') },
      'content: expected at most 1 characters',
    ],
    ['growing spaces', { ...bpe, normalizer: replace({ Regex: '\\s' }, '  ') }, 'at most 1 characters'],
    ['an empty pattern', { ...bpe, decoder: replace({ String: '' }, '') }, 'decoder.pattern.String'],
    ['no pattern', { ...bpe, decoder: { type: 'Replace', content: '' } }, 'decoder.pattern: expected a pattern'],
    [
      'bytes of bytes',
      { ...bpe, pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'ByteLevel' }, { type: 'ByteLevel' }] } },
      'ByteLevel only once',
    ],
    [
      'a blank mark',
      { ...bpe, decoder: { type: 'Metaspace', replacement: ' ' } },
      'replacement: expected one character',
    ],
    ['deep parts', { ...bpe, normalizer: deep(5) }, 'at most 16 parts'],
    [
      'many parts',
      { ...bpe, normalizer: { type: 'Sequence', normalizers: Array(16).fill({ type: 'Strip' }) } },
      'at most 16',
    ],
  ])('%s', async (_, file, message) => {
    await expectError(() => read(file), 'data', message);
    await expect(read(file)).rejects.toThrow(/^t\.json: /);
  });

  it('no JSON', async () => {
    await expectError(() => readTokenizerJson('{'), 'data', 'tokenizer.json: expected JSON.');
    await expectError(() => readTokenizerJson('['.repeat(1e6)), 'data', 'tokenizer.json: expected');
    await expectError(() => readTokenizerJson('[]'), 'data', 'tokenizer.json: the file: expected an object.');
  });

  it('a file that is too large', async () => {
    const file = { size: 2 ** 26 + 1 } as Blob;
    await expectError(() => readTokenizerJson(file), 'data', 'expected at most 67108864 bytes. Received 67108865.');
  });
});

describe('mutated files', () => {
  const HOSTILE = [
    null,
    -1,
    0,
    0.5,
    1e9,
    '',
    'a',
    '\uD800',
    '__proto__',
    'a b',
    [],
    {},
    [[]],
    true,
    'ByteLevel',
    'Replace',
  ];

  /** Replaces, removes or repeats one value at a random place. */
  function mutate(value: unknown, random: Random): unknown {
    const isLeaf = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
    if (isLeaf || random.uniform() < 0.1) return HOSTILE[random.integer(HOSTILE.length)];
    const keys = Object.keys(value);
    const key = keys[random.integer(keys.length)] ?? '';
    if (Array.isArray(value)) return value.map((item, at) => (`${at}` === key ? mutate(item, random) : item));
    const { [key]: item, ...rest } = value as Json;
    if (random.uniform() < 0.1) return rest;
    return { ...rest, [random.uniform() < 0.1 ? 'type' : key]: mutate(item, random) };
  }

  it.each([
    ['BPE', bpe],
    ['WordPiece', wordPiece],
    ['Unigram', unigram],
  ])('%s: work or throw one clear error', async (_, file) => {
    let working = 0;
    for (let seed = 0; seed < 150; seed++) {
      const random = new Random(seed);
      const mutated = mutate(random.uniform() < 0.5 ? file : mutate(file, random), random);
      try {
        const tokenizer = await createTokenizer(await read(mutated ?? null));
        const tokens = tokenizer.encode('It is a Truth, naïve 日本 😀\n\n x'.repeat(3));
        expect(tokens.every((token) => token >= 0 && token < tokenizer.size)).toBe(true);
        expect(typeof tokenizer.decode(tokens)).toBe('string');
        working++;
      } catch (error) {
        if (!isNablaError(error)) throw error;
        expect(error.code).toBe('data');
      }
    }
    expect(working).toBeGreaterThan(10);
    expect(working).toBeLessThan(140);
  });
});
