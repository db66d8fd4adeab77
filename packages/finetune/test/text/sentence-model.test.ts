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
      [smallModel({ 'config.json': { ...CONFIG, model_type: 't5' } }), "unknown model_type 't5'"],
      [smallModel({ 'tokenizer.json': { ...TOKENIZER, post_processor: { type: 'X' } } }), 'post_processor X'],
    ] as const) {
      await expect(read(files)).rejects.toThrow(message);
    }
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
    const options = { outputs: 2, epochs: 3, batchSize: 2, seed: 1, cache, unfreeze: 1 };
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
