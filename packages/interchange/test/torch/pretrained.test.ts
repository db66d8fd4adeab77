import { createBackend } from '@nablajs/backend-ts';
import { type DenseArray, dense, networkFromConfig, type Tensor, upload } from '@nablajs/core';
import { SEQUENCE_LAYERS } from '@nablajs/sequences';
import { describe, expect, it } from 'vitest';
import {
  ARCHITECTURES,
  type HostTensor,
  loadPretrained,
  type NamedTensors,
  PRETRAINED_LAYERS,
  type PretrainedOptions,
  readTorch,
} from '../../src/index.js';
import { field, fixture, tensorIn, tensorsIn } from './support.js';

const { root } = readTorch(fixture('encoder.pt'));
const backend = await createBackend();
const config = Object.fromEntries(field(root, 'config') as ReadonlyMap<string, unknown>);
const state = tensorsIn(root, 'state');
const expected = tensorIn(root, 'output');
const hostOf = ({ data, shape }: HostTensor): DenseArray => dense(data as Int32Array, shape);
const [tokens, mask] = [hostOf(tensorIn(root, 'tokens')), hostOf(tensorIn(root, 'mask'))];
const TOKENS_AT = [0, 1, 2, 5, 6, 7, 8, 9];
const WIDTH = 8;

async function encoded(
  given: NamedTensors,
  own: Readonly<Record<string, unknown>>,
  options: PretrainedOptions = {},
  ...more: readonly DenseArray[]
): Promise<number[]> {
  const network = loadPretrained(backend, own, given, { dtype: 'float64', ...options });
  const output = network.forward(...[tokens, mask, ...more].map((array) => upload(backend, array))) as Tensor;
  return Array.from(await output.data());
}

/** Compares all but padding, whose vectors mean nothing. */
function expectVectors(received: readonly number[], recorded: readonly number[], places = TOKENS_AT): void {
  for (const place of places) {
    for (let at = place * WIDTH; at < (place + 1) * WIDTH; at++) {
      expect(Math.abs((received[at] as number) - (recorded[at] as number))).toBeLessThan(1e-12);
    }
  }
}

const renamed = (change: (name: string) => string): NamedTensors =>
  new Map(Array.from(state, ([name, tensor]) => [change(name), tensor]));

describe('loadPretrained', () => {
  it('gives the vectors of PyTorch for a BERT', async () => {
    expectVectors(await encoded(state, config), Array.from(expected.data));
  });

  it('pools them', async () => {
    const vectors = Array.from(expected.data);
    const means = [
      [0, 1, 2],
      [5, 6, 7, 8, 9],
    ].flatMap((places) =>
      Array.from(
        { length: WIDTH },
        (_, at) => places.reduce((sum, place) => sum + (vectors[place * WIDTH + at] as number), 0) / places.length,
      ),
    );
    expectVectors(await encoded(state, config, { pooling: 'mean' }), means, [0, 1]);
    const first = [...vectors.slice(0, WIDTH), ...vectors.slice(5 * WIDTH, 6 * WIDTH)];
    expectVectors(await encoded(state, config, { pooling: 'cls' }), first, [0, 1]);
  });

  it('makes the mask of padding, pools several blocks, and gives vectors a length of 1', async () => {
    const own = (options: PretrainedOptions) =>
      loadPretrained(backend, config, state, { dtype: 'float64', pooling: 'mean', ...options });
    const padding = Array.from({ length: 99 }, (_, token) => token).find((token) => !tokens.data.includes(token)) ?? 99;
    const data = Int32Array.from(tokens.data, (token, at) => (mask.data[at] === 0 ? padding : token));
    const padded = upload(backend, dense(data, tokens.shape));
    const valuesOf = async (options: PretrainedOptions) =>
      Array.from(await (own({ paddingIndex: padding, ...options }).forward(padded) as Tensor).data());
    const means = await encoded(state, config, { pooling: 'mean' });
    const one = await valuesOf({});
    expectVectors(one, means, [0, 1]);

    const lengths = [0, 1].map((row) =>
      Math.sqrt(means.slice(row * WIDTH, (row + 1) * WIDTH).reduce((sum, value) => sum + value * value, 0)),
    );
    const scaled = means.map((value, at) => value / (lengths[Math.floor(at / WIDTH)] as number));
    expectVectors(await valuesOf({ normalize: true }), scaled, [0, 1]);

    const two = await valuesOf({ lastBlocks: 2 });
    const earlier = await encoded(state, { ...config, num_hidden_layers: 1 }, { pooling: 'mean' });
    const both = [0, 1].flatMap((row) =>
      [means, earlier].flatMap((part) => part.slice(row * WIDTH, (row + 1) * WIDTH)),
    );
    expectVectors(two, both, [0, 1, 2, 3]);
    expect(() => own({ lastBlocks: 9 })).toThrow('expected lastBlocks from 1 to 2. Received 9');
    expect(() => own({ pooling: 'none', normalize: true })).toThrow('normalize need a pooling');
  });

  it('takes types of tokens', async () => {
    const types = (value: number) => dense(new Int32Array(10).fill(value), [2, 5]);
    const vectors = Array.from(expected.data);
    expectVectors(await encoded(state, config, { tokenTypes: true }, types(0)), vectors);
    const others = await encoded(state, config, { tokenTypes: true }, types(1));
    expect(Math.abs((others[0] as number) - (vectors[0] as number))).toBeGreaterThan(1e-3);
  });

  it('knows old names, prefixes and RoBERTa, whose positions begin later', async () => {
    const name = 'roberta.embeddings.position_embeddings.weight';
    const given = new Map(renamed((own) => `roberta.${own.replace('LayerNorm.weight', 'LayerNorm.gamma')}`));
    const positions = given.get(name) as HostTensor;
    const data = new Float64Array(8 * WIDTH);
    data.set(positions.data, 2 * WIDTH);
    given.set(name, { ...positions, shape: [8, WIDTH], data });
    const own = { ...config, model_type: 'roberta', pad_token_id: 1, max_position_embeddings: 8 };
    expectVectors(await encoded(given, own), Array.from(expected.data));
  });

  it('knows DistilBERT', async () => {
    const names = {
      'attention.self.query': 'attention.q_lin',
      'attention.self.key': 'attention.k_lin',
      'attention.self.value': 'attention.v_lin',
      'attention.output.dense': 'attention.out_lin',
      'attention.output.LayerNorm': 'sa_layer_norm',
      'intermediate.dense': 'ffn.lin1',
      'output.dense': 'ffn.lin2',
      'output.LayerNorm': 'output_layer_norm',
      'encoder.layer': 'transformer.layer',
    };
    const given = new Map(
      renamed((name) =>
        Object.entries(names).reduce((text, [from, to]) => text.replace(from, to), `distilbert.${name}`),
      ),
    );
    // It has no types: their first row belongs to all positions.
    const positions = given.get('distilbert.embeddings.position_embeddings.weight') as HostTensor;
    const types = given.get('distilbert.embeddings.token_type_embeddings.weight') as HostTensor;
    positions.data.forEach((value, at, data) => {
      data[at] = value + (types.data[at % WIDTH] as number);
    });
    const sizes = { vocab_size: 11, max_position_embeddings: 6, dim: 8, n_heads: 2, n_layers: 2, hidden_dim: 12 };
    const received = await encoded(given, { model_type: 'distilbert', ...sizes, activation: 'gelu' });
    positions.data.forEach((value, at, data) => {
      data[at] = value - (types.data[at % WIDTH] as number);
    });
    expectVectors(received, Array.from(expected.data));
  });

  it('makes networks that can be saved', async () => {
    const network = loadPretrained(backend, config, state, { pooling: 'cls', dtype: 'float64' });
    const layers = { ...SEQUENCE_LAYERS, ...PRETRAINED_LAYERS };
    const parameters = await network.parameters.read();
    const saved = JSON.parse(JSON.stringify(network.config)) as typeof network.config;
    const again = networkFromConfig(backend, saved, { layers, parameters, dtype: 'float64' });
    const run = async (model: typeof network) =>
      (model.forward(...[tokens, mask].map((array) => upload(backend, array))) as Tensor).data();
    expect(await run(again)).toEqual(await run(network));
  });

  it.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
    ['another type', { ...config, model_type: 'gpt2' }, "unknown model_type 'gpt2'. Known: bert, roberta"],
    ['relative positions', { ...config, position_embedding_type: 'relative_key' }, 'absolute positions'],
    ['another activation', { ...config, hidden_act: 'mish' }, "Received 'mish'"],
    ['a size that is missing', { ...config, hidden_size: undefined }, "'hidden_size'"],
    ['more blocks than any encoder has', { ...config, num_hidden_layers: 257 }, "'num_hidden_layers' from 1 to 256 in"],
    ['more blocks than the file has', { ...config, num_hidden_layers: 3 }, "expected a tensor 'encoder.layer.2"],
    ['another size than the file has', { ...config, intermediate_size: 13 }, 'of another shape: layer0.linear1.weight'],
  ])('refuses %s', (_, own, message) => {
    expect(() => loadPretrained(backend, own, state)).toThrow(
      expect.objectContaining({ code: 'argument', message: expect.stringContaining(message) }),
    );
  });

  it('takes other architectures', async () => {
    const architectures = { ...ARCHITECTURES, mine: ARCHITECTURES['bert'] as (typeof ARCHITECTURES)[string] };
    expectVectors(
      await encoded(state, { ...config, model_type: 'mine' }, { architectures }),
      Array.from(expected.data),
    );
  });
});
