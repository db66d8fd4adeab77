import { type Batch, type Dataset, type DenseArray, Random, RandomKey } from '@nablajs/core';
import { describe, expect, it, vi } from 'vitest';
import { createTokenizer, learnBPE, readTextForm, textDataset } from '../../src/index.js';
import { TokenArray } from '../../src/text/token-array.js';
import { expectError, randomBytes, randomText } from './fixtures.js';

const bytes = await createTokenizer({ type: 'bytes' });

/** The text in which byte i is i. */
const counting = (length: number): Blob => new Blob([Uint8Array.from({ length }, (_, i) => i)]);

const rows = ({ shape, data }: DenseArray): readonly (readonly number[])[] =>
  Array.from({ length: shape[0] ?? 0 }, (_, row) => [
    ...data.slice(row * (shape[1] ?? 0), (row + 1) * (shape[1] ?? 0)),
  ]);

async function all(dataset: Dataset, epoch?: number): Promise<Batch> {
  const indices = Int32Array.from({ length: dataset.length }, (_, i) => i);
  return await dataset.batch(indices, epoch === undefined ? undefined : { epoch });
}

const xOf = ({ x }: Batch) => rows(x as DenseArray);
const yOf = ({ y }: Batch) => rows(y);

describe('training examples', () => {
  it('have the next tokens as targets', async () => {
    const { train } = await textDataset(counting(100), bytes, { context: 8, seed: 3 });
    const batch = await all(train, 1);
    expect(train.inputShape).toEqual([8]);
    expect(batch.x).toMatchObject({ shape: [11, 8], data: expect.any(Int32Array) });
    expect(batch.y).toMatchObject({ shape: [11, 8], data: expect.any(Int32Array) });
    for (const [row, x] of xOf(batch).entries()) {
      expect(x).toEqual(Array.from({ length: 8 }, (_, i) => (x[0] ?? 0) + i));
      expect(yOf(batch)[row]).toEqual(x.map((token) => token + 1));
    }
  });

  it('start anywhere in the training part, and nowhere else', async () => {
    const { train } = await textDataset(counting(50), bytes, { context: 4, examples: 1000 });
    const starts = new Set(xOf(await all(train, 1)).map(([first]) => first));
    // 45 tokens: the last example is 40, 41, 42, 43, and its last target 44.
    expect([...starts].sort((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 41 }, (_, i) => i));
  });

  it('depend on nothing but the seed, the epoch and the index', async () => {
    const { train } = await textDataset(counting(250), bytes, { context: 4, seed: 1 });
    const again = await textDataset(counting(250), bytes, { context: 4, seed: 1 });
    const first = await all(train, 1);
    expect(await all(again.train, 1)).toEqual(first);
    const picked = await again.train.batch(Int32Array.of(7, 2, 7), { epoch: 1 });
    expect(xOf(picked)).toEqual([7, 2, 7].map((index) => xOf(first)[index]));
    expect(xOf(await all(train, 2))).not.toEqual(xOf(first));
    const other = await textDataset(counting(250), bytes, { context: 4, seed: 2 });
    expect(xOf(await all(other.train, 1))).not.toEqual(xOf(first));
    expect(train.variesByEpoch).toBe(true);
  });

  it('start where the random stream of the example says', async () => {
    const { train } = await textDataset(counting(250), bytes, { context: 4, seed: 7 });
    const { x } = await train.batch(Int32Array.of(5), { epoch: 3 });
    const start = new Random(new RandomKey(7, 'text'), { step: 3, row: 5 }).integer(225 - 4);
    expect([...(x as DenseArray).data]).toEqual([0, 1, 2, 3].map((i) => start + i));
  });

  it('follow one another in an evaluation', async () => {
    const { train } = await textDataset(counting(20), bytes, { context: 4, validation: 0, examples: 6 });
    expect(xOf(await all(train)).map(([start]) => start)).toEqual([0, 4, 8, 12, 0, 4]);
  });
});

describe('validation examples', () => {
  it.each<[string, number, number, number]>([
    ['that fit', 110, 5, 0.1],
    ['of which the last one is shorter', 100, 4, 0.1],
    ['fewer tokens than the context', 30, 8, 0.1],
    ['one token', 10, 4, 0.1],
    ['a third', 100, 7, 1 / 3],
  ])('cover each token once: %s', async (_, length, context, validation) => {
    const {
      validation: held,
      trainTokens,
      validationTokens,
    } = await textDataset(counting(length), bytes, {
      context,
      validation,
    });
    expect(validationTokens).toBe(Math.floor(length * validation));
    expect(trainTokens + validationTokens).toBe(length);
    if (held === undefined) throw new Error('expected a part that is held out');
    const batch = await all(held);
    const weights = (batch.weights as DenseArray | undefined)?.data ?? batch.y.data.map(() => 1);
    const counted = [...batch.y.data].filter((_, at) => weights[at] === 1);
    expect(counted).toEqual(Array.from({ length: validationTokens }, (_, i) => trainTokens + i));
    expect([...batch.y.data]).toEqual([...(batch.x as DenseArray).data].map((token) => Number(token) + 1));
    expect((batch.x as DenseArray).shape).toEqual([held.length, context]);
  });

  it('have weights only where some do not count', async () => {
    const { validation } = await textDataset(counting(100), bytes, { context: 4 });
    expect((await validation?.batch(Int32Array.of(0, 1)))?.weights).toBeUndefined();
    expect((await validation?.batch(Int32Array.of(2, 0)))?.weights).toEqual({
      ...{ layout: 'dense', shape: [2, 4] },
      data: Float64Array.of(0, 0, 1, 1, 1, 1, 1, 1),
    });
  });

  it('are not there without a share', async () => {
    const { validation, validationTokens } = await textDataset('abcdef', bytes, { context: 2, validation: 0 });
    expect([validation, validationTokens]).toEqual([undefined, 0]);
  });
});

it('reads texts of several blocks', async () => {
  const part = randomText(20_000, 1);
  const tokenizer = await createTokenizer(await learnBPE(part, { maxTokens: 400 }));
  const text = part.repeat(35);
  const { train, trainTokens } = await textDataset(new Blob([text]), tokenizer, { context: 1000, validation: 0 });
  const tokens = tokenizer.encode(text);
  expect(trainTokens).toBe(tokens.length);
  const batch = await train.batch(Int32Array.of(0, 700), undefined);
  expect(xOf(batch)).toEqual([[...tokens.slice(0, 1000)], [...tokens.slice(700_000, 701_000)]]);
});

it('reads any bytes', async () => {
  const text = randomBytes(2000, 1);
  const { train } = await textDataset(new Blob([text]), bytes, { context: 1999, validation: 0 });
  expect(xOf(await all(train))).toEqual([[...text.slice(0, 1999)]]);
});

it('has a form', async () => {
  const tokenizer = await createTokenizer({ type: 'characters', characters: 'ab' });
  const { form } = await textDataset('abab'.repeat(10), tokenizer, { context: 3 });
  expect(form).toEqual({ type: 'text', tokenizer: { type: 'characters', characters: 'ab' }, context: 3 });
  expect(readTextForm(JSON.parse(JSON.stringify(form)), 'model.json')).toEqual(form);
  for (const damaged of [null, {}, { ...form, type: 'table' }, { ...form, context: 0 }, { ...form, tokenizer: 1 }]) {
    await expectError(() => readTextForm(damaged, 'model.json'), 'data', 'model.json: ');
  }
});

describe('errors', () => {
  it.each<[string, Parameters<typeof textDataset>[2], string]>([
    ['no context', { context: 0 }, 'context as a whole number from 1 to 65536. Received 0.'],
    ['a huge context', { context: 65_537 }, 'context as a whole number'],
    ['all held out', { validation: 1 }, 'validation as a number in [0, 1). Received 1.'],
    ['no examples', { examples: 0 }, 'examples as a whole number from 1'],
    ['a seed', { seed: -1 }, 'seed'],
    ['a misspelt option', { contxt: 3 } as object, 'contxt'],
  ])('%s', async (_, options, message) => {
    await expectError(() => textDataset('a'.repeat(1000), bytes, options), 'argument', message);
  });

  it('name the text', async () => {
    const short = 'a.txt: expected more than 128 tokens to train on, for a context of 128. Received 90; pass a smaller';
    await expectError(() => textDataset('a'.repeat(100), bytes, { name: 'a.txt' }), 'data', short);
    await expectError(() => textDataset('', bytes), 'data', 'the text: expected more than 128 tokens');
    const mark = new Blob([Uint8Array.of(0xfe, 0xff, 0, 97)]);
    await expectError(() => textDataset(mark, bytes), 'data', 'the text: expected text in UTF-8. Received UTF-16');
  });

  it('of indices', async () => {
    const { train, validation } = await textDataset(counting(100), bytes, { context: 4 });
    for (const dataset of [train, validation]) {
      await expectError(() => dataset?.batch(Int32Array.of(dataset.length)), 'argument', 'expected indices in [0');
    }
  });
});

it.each([256, 257, 65_536, 65_537])('keeps the largest of %i tokens', (size) => {
  const tokens = new TokenArray(size, 'x');
  const count = 2 ** 18 + 5;
  for (let i = 0; i < count; i++) tokens.push(size - 1 - (i % 7));
  const target = new Int32Array(12);
  tokens.copy(2 ** 18 - 5, 10, target, 1);
  const expected = Array.from({ length: 10 }, (_, i) => size - 1 - ((2 ** 18 - 5 + i) % 7));
  expect([...target]).toEqual([0, ...expected, 0]);
  expect(tokens.length).toBe(count);
});

it('reports a lack of memory', async () => {
  const tokens = new TokenArray(2, 'a.txt');
  const fail = () => {
    throw new RangeError('Array buffer allocation failed');
  };
  vi.stubGlobal('Uint8Array', fail);
  const push = () => tokens.push(1);
  try {
    expect(push).toThrow('a.txt: expected memory for all tokens. Received no more memory after 0 tokens; pass a part');
  } finally {
    vi.unstubAllGlobals();
  }
});

it('reports too many tokens', async () => {
  const many = new TokenArray(2, 'a.txt');
  many.length = 2 ** 31 - 2 ** 18;
  await expectError(() => many.push(1), 'data', 'a.txt: expected at most 2^31 tokens. Received more; pass a part');
});
