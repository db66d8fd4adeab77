import { cast, concat, type DenseArray, type Module, multiply, Network, Random, sum, type Tensor } from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { describe, expect, it } from 'vitest';
import {
  createSentenceEncoder,
  csvDataset,
  explainRows,
  learnForm,
  predictRows,
  readSentenceForm,
  readTableForm,
  type SentenceForm,
  scanTable,
  sentencesOf,
  split,
  TableEncoder,
  textColumnOf,
} from '../../src/index.js';

/** A token for each byte; 1 and 2 are around a text, and 32, a space, is padding. */
const SENTENCES: SentenceForm = {
  ...{ type: 'sentences', tokenizer: { type: 'bytes' } },
  ...{ before: [1], after: [2], padding: 32, length: 6 },
};
const TABLE = `id,message,kind
1,abc,x
2,"ab cdefgh",y
3,,x
4,d,y
5,lost,
`;
const read = (sentences: SentenceForm = SENTENCES) => csvDataset(TABLE, { target: 'kind', sentences, name: 't.csv' });

describe('SentenceEncoder', () => {
  it('puts tokens around a text, cuts it, and leaves padding out', async () => {
    const encoder = await createSentenceEncoder(SENTENCES);
    expect([...encoder.encode('abc')]).toEqual([1, 97, 98, 99, 2]);
    expect([...encoder.encode('a bcdefg')]).toEqual([1, 97, 98, 99, 100, 2]);
    expect([...encoder.encode(' ')]).toEqual([1, 2]);
    expect(encoder.size).toBe(256);
    const { data, shape } = encoder.encodeAll(['a', 'bc']);
    expect([shape, ...data]).toEqual([[2, 4], 1, 97, 2, 32, 1, 98, 99, 2]);
  });

  it('reads the beginning of a long text', async () => {
    const encoder = await createSentenceEncoder({ ...SENTENCES, length: 8000 });
    const tokens = encoder.encode('é'.repeat(100_000));
    expect(tokens.length).toBe(8000);
    expect(new Set(tokens.subarray(1, -1))).toEqual(new Set([0xc3, 0xa9]));
  });

  it('refuses other forms', async () => {
    const wrong = (changes: object): unknown => ({ ...SENTENCES, ...changes });
    for (const [value, message] of [
      [wrong({ type: 'words' }), "a form of type 'sentences'"],
      [wrong({ length: 2 }), 'a length from 3 to 8192'],
      [wrong({ before: [-1] }), 'at most 8 tokens before and after'],
      [wrong({ padding: 0.5 }), 'a token of padding'],
      [wrong({ tokenizer: {} }), 'a tokenizer of type'],
    ] as const) {
      expect(() => readSentenceForm(value, 'model.json')).toThrow(message);
    }
    await expect(createSentenceEncoder({ ...SENTENCES, after: [256] })).rejects.toThrow('tokens below 256');
  });
});

describe('a table for a sentence model', () => {
  it('has the tokens of its column of text', async () => {
    const data = await read();
    expect(data.form.columns).toEqual([{ ...SENTENCES, type: undefined, name: 'message', kind: 'sentence' }]);
    expect(data.ignored).toEqual([{ name: 'id', reason: 'a sentence model reads one column of text' }]);
    expect([data.length, data.withoutTarget, ...(data.labels ?? [])]).toEqual([4, 1, 0, 1, 0, 1]);
    const { x, y } = await data.batch(Int32Array.of(0, 2, 3));
    const { data: tokens, shape } = x as DenseArray;
    expect([shape, ...tokens]).toEqual([[3, 5], 1, 97, 98, 99, 2, 1, 2, 32, 32, 32, 1, 100, 2, 32, 32]);
    expect([...y.data]).toEqual([0, 0, 1]);
    const [cells] = await data.cells(Int32Array.of(1));
    expect(cells).toEqual([
      ['id', '2'],
      ['message', 'ab cdefgh'],
      ['kind', 'y'],
    ]);
  });

  it('is split, and read again with its form', async () => {
    const data = await read();
    const form = readTableForm(JSON.parse(JSON.stringify(data.form)), 'model.json');
    expect(form).toEqual(data.form);
    expect(sentencesOf(form)).toEqual(SENTENCES);
    const again = await csvDataset(TABLE, { form, name: 't.csv' });
    const rows = Int32Array.of(1, 3);
    expect(await again.batch(rows)).toEqual(await data.batch(rows));
    const { test, testRows } = split(data, 0.5, new Random(1), { labels: data.labels });
    expect(await test.batch(Int32Array.of(0, 1))).toEqual(await data.batch(testRows));
    const two = { ...data.form, columns: [...data.form.columns, { name: 'id', kind: 'category', values: ['1'] }] };
    expect(() => readTableForm(two, 'model.json')).toThrow('no other column beside a sentence');
  });

  it('predicts numbers, too', async () => {
    const data = await csvDataset('text,stars\nbad one,1\ngood one,5\nfine,3\n', {
      ...{ target: 'stars', task: 'regression', sentences: SENTENCES },
    });
    const { y } = await data.batch(Int32Array.of(0, 1, 2));
    expect(y.shape).toEqual([3, 1]);
    expect(y.data[0]).toBeCloseTo(-(y.data[1] as number), 6);
    expect(data.labels).toBeUndefined();
  });

  it('needs one column of text', async () => {
    const scan = await scanTable(new Blob(['a,b,kind\nhello you,good day,x\nbye all,see you,y\n']), { target: 'kind' });
    expect(() => learnForm(scan, { sentences: SENTENCES })).toThrow(
      'expected one column of text. Received a, b; name one of them with textColumns.',
    );
    const named = await scanTable(scan.table, { target: 'kind', textColumns: ['b'] });
    expect(learnForm(named, { sentences: SENTENCES }).form.columns[0]?.name).toBe('b');
    const none = await scanTable(new Blob(['a,kind\n1,x\n2,y\n']), { target: 'kind', name: 'n.csv' });
    expect(() => textColumnOf(none.columns.slice(0, 1), 'n.csv')).toThrow(
      'n.csv: expected one column of text. Received none.',
    );
  });

  it('is predicted row by row, but cells explain nothing', async () => {
    const { form } = await read();
    /** The logits are the sum of the tokens, and minus the sum. */
    const module: Module = {
      config: { type: 'Sums' },
      acceptsIntegers: true,
      build: () => ({ outputShape: [2] }),
      call: (_, tokens) => {
        const total = sum(cast(tokens as Tensor, 'float32'), { axis: 1, keepDimensions: true });
        return concat([total, multiply(total, -1)], { axis: 1 });
      },
    };
    using model = new Network(await createBackend(), module, { inputShape: ['time'] });
    const rows = [{ message: 'a' }, { message: null }];
    const [first, second] = await predictRows(model, form, rows);
    expect([first?.prediction, second?.prediction]).toEqual(['x', 'x']);
    await expect(predictRows(model, form, rows, { explain: true })).rejects.toThrow('reads a whole text');
    const x = (await createSentenceEncoder(SENTENCES)).encodeAll(['a']);
    await expect(explainRows(model, form, x)).rejects.toThrow('explainRows: expected a model of columns');
    const options = { name: 't', columns: ['message'], decimalComma: false, dtype: 'float32' } as const;
    expect(() => new TableEncoder(form, options)).toThrow('pass sentences, await createSentenceEncoder');
    const encoder = new TableEncoder(form, { ...options, sentences: await createSentenceEncoder(SENTENCES) });
    expect([...encoder.inputs([['ab'], ['']]).data]).toEqual([1, 97, 98, 2, 1, 2, 32, 32]);
    expect([encoder.empty, encoder.firstEmpty]).toEqual([1, 2]);
  });
});
