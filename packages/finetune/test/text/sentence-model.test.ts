import { createBackend } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { array, type Backend, dense, Network, type Tensor, upload } from '@nablajs/core';
import { createSentenceEncoder, sequenceDataset } from '@nablajs/datasets';
import { loadPretrained } from '@nablajs/interchange';
import { describe, expect, it } from 'vitest';
import { embedTexts, fineTune, predictSequences, readSentenceModel, type SentenceModel } from '../../src/index.js';
import { CONFIG, smallModel, TOKENIZER, weights } from './small-model.js';

const backend: Backend = await createBackend();
const read = (files: ReadonlyMap<string, Uint8Array>): Promise<SentenceModel> =>
  readSentenceModel(async (path) => files.get(path));
const model = await read(smallModel());
const encoder = await createSentenceEncoder(model.form);
const networkOf = ({ module, inputShape, parameters }: SentenceModel['embedding'] | SentenceModel['features']) =>
  new Network(backend, module, { inputShape, parameters });
const TEXTS = ['The cat sleeps', 'dog', 'the dog barks loudly at night', ''];

/** The mean vectors of the tokens, computed with a mask. */
async function meansOf(config: object): Promise<Float64Array[]> {
  const network = loadPretrained(backend, config as typeof CONFIG, weights());
  const vectors: Float64Array[] = [];
  for (const text of TEXTS) {
    const tokens = encoder.encode(text);
    const time = tokens.length;
    const inputs = [dense(tokens, [1, time]), dense(new Float32Array(time).fill(1), [1, time])];
    const all = await (network.forward(...inputs.map((one) => upload(backend, one))) as Tensor).data();
    vectors.push(
      Float64Array.from({ length: 8 }, (_, at) => {
        let sum = 0;
        for (let place = 0; place < time; place++) sum += all[place * 8 + at] as number;
        return sum / time;
      }),
    );
  }
  return vectors;
}

const expectNear = (received: ArrayLike<number>, expected: ArrayLike<number>): void => {
  expect(received.length).toBe(expected.length);
  for (let at = 0; at < expected.length; at++) expect(received[at]).toBeCloseTo(expected[at] as number, 5);
};

describe('readSentenceModel', () => {
  it('reads how a text becomes tokens', () => {
    const { tokenizer: _, ...form } = model.form;
    expect(form).toEqual({ type: 'sentences', before: [2], after: [3], padding: 0, length: 6 });
    expect([...encoder.encode('The cat BARKS, loudly at night')]).toEqual([2, 9, 5, 8, 1, 3]);
    expect([...encoder.encode('')]).toEqual([2, 3]);
  });

  it('gives vectors of length 1, whatever is beside a text', async () => {
    const means = await meansOf(CONFIG);
    const expected = means.flatMap((mean) => {
      const length = Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0));
      return Array.from(mean, (value) => value / length);
    });
    using network = networkOf(model.embedding);
    const progress: number[] = [];
    const { data, shape } = await embedTexts(network, encoder, TEXTS, {
      batchSize: 3,
      onProgress: (done) => progress.push(done),
    });
    expect(shape).toEqual([4, 8]);
    expect(model.embedding.width).toBe(8);
    expectNear(data, expected);
    expect(progress).toEqual([3, 4]);
  });

  it('has the last three blocks as features, and all weights by depth', async () => {
    const parts = await Promise.all([4, 3, 2].map((blocks) => meansOf({ ...CONFIG, num_hidden_layers: blocks })));
    using network = networkOf(model.features);
    const tokens = TEXTS.map((text) => encoder.encode(text));
    const { data } = await predictSequences(network, tokens, { padding: 0 });
    expectNear(
      data,
      TEXTS.flatMap((_, row) => parts.flatMap((part) => [...(part[row] as Float64Array)])),
    );
    expect(model.features.width).toBe(24);
    const { blocks, parameters } = model.features;
    expect(blocks.map(([first]) => first?.split('.')[0])).toEqual(['layer3', 'layer2', 'layer1', 'layer0', 'words']);
    expect(blocks.flat().sort()).toEqual([...parameters.keys()].sort());
  });

  it('reads RoBERTa, other tokenizers, other pooling, and a plain encoder', async () => {
    const roberta = { ...CONFIG, model_type: 'roberta', pad_token_id: 1 };
    const processor = { type: 'RobertaProcessing', cls: ['<s>', 2], sep: ['</s>', 3] };
    const cls = { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false };
    const other = await read(
      smallModel({
        ...{ 'config.json': roberta, 'sentence_bert_config.json': undefined, '1_Pooling/config.json': cls },
        'tokenizer.json': { ...TOKENIZER, post_processor: processor },
      }),
    );
    // Two of the twelve positions are not for tokens.
    expect({ ...other.form, tokenizer: 0 }).toMatchObject({ before: [2], after: [3], padding: 1, length: 10 });
    expect(JSON.stringify(other.embedding.module.config)).toContain('FirstOverTime');

    const plain = await read(smallModel({ 'modules.json': undefined }));
    expect(JSON.stringify(plain.embedding.module.config)).toContain('MeanOverTime');
    expect(JSON.stringify(plain.embedding.module.config)).not.toContain('UnitLength');
  });

  it('refuses what does not fit together', async () => {
    const without = smallModel();
    without.delete('model.safetensors');
    const larger = { ...TOKENIZER, added_tokens: [{ id: 99, content: '<new>' }] };
    const layer = [{ type: 'sentence_transformers.models.Dense' }];
    const max = { pooling_mode_max_tokens: true };
    for (const [files, message] of [
      [new Map(), 'expected a config.json in the folder'],
      [without, 'expected model.safetensors or pytorch_model.bin'],
      [smallModel({ 'tokenizer.json': undefined }), 'expected a tokenizer.json'],
      [smallModel({ 'tokenizer.json': larger }), 'tokenizer.json does not fit the network: it has 100 tokens, and'],
      [smallModel({ 'modules.json': layer }), 'a module of type Dense is not supported'],
      [smallModel({ '1_Pooling/config.json': max }), 'Received pooling_mode_max_tokens'],
      [
        smallModel({ 'config.json': { ...CONFIG, num_hidden_layers: 1e6 } }),
        "'num_hidden_layers' from 1 to 256 in the",
      ],
      [smallModel({ 'config.json': { ...CONFIG, model_type: 't5' } }), "unknown model_type 't5'"],
      [smallModel({ 'tokenizer.json': { ...TOKENIZER, post_processor: { type: 'X' } } }), 'post_processor X'],
    ] as const) {
      await expect(read(files)).rejects.toThrow(message);
    }
  });
});

const FLAG = { mean: 'pooling_mode_mean_tokens', cls: 'pooling_mode_cls_token' };

describe('the pooling of a sentence model', () => {
  it.each([
    ['MeanOverTime', {}],
    ['MeanOverTime', { pooling_mode: 'mean', [FLAG.mean]: false }],
    ['FirstOverTime', { pooling_mode: 'cls' }],
    ['FirstOverTime', { [FLAG.cls]: true, [FLAG.mean]: false }],
  ])('is %s for %j', async (layer, config) => {
    const { embedding } = await read(smallModel({ '1_Pooling/config.json': config }));
    const json = JSON.stringify(embedding.module.config);
    expect(['MeanOverTime', 'FirstOverTime'].filter((type) => json.includes(type))).toEqual([layer]);
  });

  it.each([
    ['none', { [FLAG.mean]: false }],
    ['pooling_mode_cls_token,pooling_mode_mean_tokens', { [FLAG.cls]: true }],
    ['max', { pooling_mode: 'max' }],
    ['cls', { pooling_mode: ['cls'] }],
    ['toString', { pooling_mode: 'toString' }],
  ])('must not be %s', async (mode, config) => {
    const error = await read(smallModel({ '1_Pooling/config.json': config })).catch((problem) => problem);
    expect(error.code).toBe('argument');
    expect(error.message).toMatch(new RegExp(`as pooling. Received ${mode}\\.$`));
  });

  it.each<readonly [unknown, string, string]>([
    [5, 'data', 'modules.json: expected a list of modules'],
    [{}, 'data', 'modules.json: expected a list of modules'],
    [['Pooling'], 'data', 'modules.json: expected a list of modules'],
    [[{ type: 'x.Transformer', path: '' }], 'argument', 'one module of type Pooling in modules.json. Received 0'],
    [[{ type: 'x.Pooling', path: '2_Pooling' }], 'argument', 'modules.json names 2_Pooling/config.json, and it is not'],
    ...['..', '../1_Pooling', 'a/../../b', '/etc', 'C:\\x', 'a\\b', '%2e%2e', 'a//b', '', 5].map(
      (path) => [[{ type: 'x.Pooling', path }], 'argument', `Received ${JSON.stringify(path)}`] as const,
    ),
  ])('comes from modules.json, which must not be %j', async (modules, code, message) => {
    const asked: string[] = [];
    const files = smallModel({ 'modules.json': modules });
    const reading = readSentenceModel(async (path) => {
      asked.push(path);
      return files.get(path);
    });
    const error = await reading.catch((problem) => problem);
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(message)]);
    expect(asked.filter((path) => path !== '2_Pooling/config.json')).toEqual(['config.json', 'modules.json']);
  });
});

describe('the tokens of a sentence model', () => {
  const LOWER = { max_seq_length: 6, do_lower_case: true };
  const tokensOf = async (normalizer: object | null, text: string, own: object = LOWER): Promise<number[]> => {
    const files = { 'sentence_bert_config.json': own, 'tokenizer.json': { ...TOKENIZER, normalizer } };
    return [...(await createSentenceEncoder((await read(smallModel(files))).form)).encode(text)];
  };

  it('are lowercase only if the tokenizer makes them so', async () => {
    const cased = { ...TOKENIZER.normalizer, lowercase: false };
    const sequence = { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Lowercase' }] };
    for (const normalizer of [TOKENIZER.normalizer, sequence]) {
      expect(await tokensOf(normalizer, 'CAT')).toEqual([2, 5, 3]);
    }
    expect(await tokensOf(cased, 'CAT', { do_lower_case: false })).toEqual([2, 1, 3]);
    for (const normalizer of [cased, null, { type: 'Sequence', normalizers: [cased] }]) {
      await expect(tokensOf(normalizer, 'CAT')).rejects.toThrow('do_lower_case in sentence_bert_config.json needs a');
    }
  });

  it('are around a text as a few nested post-processors say', async () => {
    const nested = async (levels: number): Promise<unknown> => {
      const inner = JSON.stringify(TOKENIZER.post_processor);
      const text = '{"type":"Sequence","processors":['.repeat(levels) + inner + ']}'.repeat(levels);
      const files = smallModel();
      const rest = JSON.stringify({ ...TOKENIZER, post_processor: 0 });
      files.set(
        'tokenizer.json',
        new TextEncoder().encode(rest.replace('"post_processor":0', `"post_processor":${text}`)),
      );
      return await read(files).then(
        ({ form: { before, after } }) => ({ before, after }),
        ({ message }) => message,
      );
    };
    expect(await nested(4)).toEqual({ before: [2], after: [3] });
    const message = 'readSentenceModel: post_processor Sequence in tokenizer.json is not supported.';
    expect([await nested(5), await nested(30_000)]).toEqual([message, message]);
  });
});

const LEARNED = ['the cat purrs', 'cat sleeps', 'warm cat', 'dog barks', 'the dog sleeps', 'dog at night'];
const animals = () =>
  sequenceDataset(
    LEARNED.map((text) => encoder.encode(text)),
    array([0, 0, 0, 1, 1, 1], 'int32'),
    { padding: model.form.padding, batchSize: 2 },
  );

it('is fine-tuned on few texts', async () => {
  const options = { outputs: 2, epochs: 40, learningRate: 0.05 };
  for await (const event of fineTune(backend, model.features, { train: animals() }, options)) {
    if (event.type !== 'fine-tuned') continue;
    using network = event.network;
    const asked = ['a cat at night', 'a dog barks loudly'].map((text) => encoder.encode(text));
    const { data } = await predictSequences(network, asked, { padding: 0, activation: 'softmax' });
    expect(data[0]).toBeGreaterThan(0.6);
    expect(data[3]).toBeGreaterThan(0.6);
  }
});

it.each([
  ['ts', createBackend],
  ['wasm', createWasm],
])('learns the same bits from stored features and from the whole network, on %s', async (_, create) => {
  const own = await create();
  const learned = async (cache: boolean): Promise<unknown> => {
    const options = { outputs: 2, epochs: 2, batchSize: 2, seed: 1, cache, unfreeze: 1 };
    for await (const event of fineTune(own, model.features, { train: animals() }, options)) {
      if (event.type !== 'fine-tuned') continue;
      using network = event.network;
      return await network.parameters.read();
    }
    return undefined;
  };
  const stored = await learned(true);
  expect(stored).toBeInstanceOf(Map);
  expect(await learned(false)).toEqual(stored);
  await own.dispose();
});
