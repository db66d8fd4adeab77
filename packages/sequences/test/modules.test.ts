/** What the modules promise besides numbers: parameters, masks of only padding, the State, dropout, errors. */
import {
  type DenseArray,
  dense,
  type Module,
  Network,
  networkFromConfig,
  State,
  scope,
  type Tensor,
  upload,
} from '@nablajs/core';
import { input, layer, network } from '@nablajs/core/functional';
import { describe, expect, it } from 'vitest';
import {
  Bidirectional,
  Embedding,
  EmbeddingBag,
  GPT,
  GRU,
  LSTM,
  MaxOverTime,
  MeanOverTime,
  MultiHeadAttention,
  PaddingMask,
  PositionEmbedding,
  rotary,
  SEQUENCE_LAYERS,
  SimpleRNN,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
} from '../src/index.js';
import { networkOf, normals, PLACES, part, run } from './support/index.js';

const [place] = PLACES;
const { backend } = place;

const numbersOf = async (x: Tensor): Promise<number[]> => [...(await x.data())];

const ATTENTION = { keyHeads: 2, causal: false, bias: true, rotary: false, initializer: 'glorotUniform' };
const BLOCK = { feedForward: 2048, dropout: 0.1, activation: 'relu', normFirst: false };

describe('parameters', () => {
  const preset = { vocabulary: 65, context: 128, blocks: 4, width: 128, heads: 4 };
  const countOf = (module: Module): number => {
    using model = new Network(backend, module, { inputShape: ['time'] });
    return model.parameterCount;
  };

  it('of a GPT are those of the preset, and fewer if it is tied', () => {
    expect(countOf(new GPT(preset))).toBe(826_433);
    expect(countOf(new GPT({ ...preset, tied: true }))).toBe(826_433 - 65 * 128 - 65);
  });

  it('start from N(0, 1) in embeddings and from U(+-1 / sqrt(units)) in recurrent layers', async () => {
    using embedding = new Network(backend, new Embedding(100, 50), { inputShape: ['time'], seed: 1 });
    const vectors = await numbersOf(embedding.parameters.get('weight'));
    const square = vectors.reduce((sum, value) => sum + value * value, 0) / vectors.length;
    expect(Math.abs(square - 1)).toBeLessThan(0.05);
    using lstm = new Network(backend, new LSTM(25), { inputShape: ['time', 4], seed: 1 });
    for (const { value } of lstm.parameters) {
      const largest = (await numbersOf(value)).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
      expect(largest).toBeLessThanOrEqual(0.2);
      expect(largest).toBeGreaterThan(0.19);
    }
  });

  it('of a GPT start from N(0, 0.02^2), as in GPT-2', async () => {
    const gpt = new GPT({ ...preset, blocks: 1, context: 64 });
    using model = new Network(backend, gpt, { inputShape: ['time'], seed: 1 });
    const matrices = model.parameters.list.filter(({ name }) => name.endsWith('weight'));
    expect(matrices).toHaveLength(7);
    for (const { value } of matrices) {
      const numbers = await numbersOf(value);
      const square = numbers.reduce((sum, one) => sum + one * one, 0) / numbers.length;
      expect(Math.abs(Math.sqrt(square) - 0.02)).toBeLessThan(0.001);
    }
  });

  it('have the names that the documentation says', () => {
    const names = (module: Module, ...inputShape: (readonly (number | string)[])[]): string[] => {
      using model = new Network(backend, module, { inputShape });
      return [...model.parameters.tensors.keys()];
    };
    const linear = (name: string): string[] => [`${name}.weight`, `${name}.bias`];
    const attention = (name: string): string[] => [...linear(`${name}.input`), ...linear(`${name}.output`)];
    const norm = (number: number): string[] => [`norm${number}.scale`, `norm${number}.offset`];
    const sequence = ['time', 4];
    expect(names(new TransformerDecoderLayer({ heads: 2 }), sequence, sequence)).toEqual([
      ...attention('selfAttention'),
      ...attention('crossAttention'),
      ...linear('linear1'),
      ...linear('linear2'),
      ...[1, 2, 3].flatMap(norm),
    ]);
    expect(names(new Bidirectional(new GRU(2)), sequence)).toEqual(
      ['forward', 'backward'].flatMap((name) =>
        ['weight', 'recurrentWeight', 'bias', 'recurrentBias'].map((own) => `${name}.${own}`),
      ),
    );
    const bare = { heads: 2, bias: false, activation: 'swiglu' } as const;
    expect(names(new TransformerEncoderLayer(bare), sequence).filter((name) => name.endsWith('bias'))).toEqual([]);
  });
});

it.each([
  [new Embedding(5, 3), { initializer: { normal: 1 } }],
  [new EmbeddingBag(5, 3), { initializer: { normal: 1 }, mode: 'mean' }],
  [new PositionEmbedding(5), { initializer: { normal: 0.02 } }],
  [new MultiHeadAttention({ heads: 2 }), { ...ATTENTION, dropout: 0 }],
  [new TransformerEncoderLayer({ heads: 2 }), { ...ATTENTION, ...BLOCK }],
  [new TransformerDecoderLayer({ heads: 2 }), { ...ATTENTION, ...BLOCK, causal: true }],
  [new GPT({ vocabulary: 5, context: 4, blocks: 1, width: 4, heads: 2 }), { dropout: 0.1, tied: false }],
  [new LSTM(3), { returnSequences: false, bias: true }],
  [new GRU(3), { returnSequences: false, bias: true, resetAfter: true }],
])('defaults are those of PyTorch, and of GPT-2: %#', ({ config }, defaults) => {
  expect(config).toMatchObject(defaults);
});

describe('masks', () => {
  const padding = dense(new Int32Array(10), [2, 5]);
  const x = normals([2, 5, 4], 'float64');
  const shapes = [['time', 4], ['time']];

  it.each([
    ['MultiHeadAttention', new MultiHeadAttention({ heads: 2, bias: false })],
    ['MeanOverTime', new MeanOverTime()],
    ['MaxOverTime', new MaxOverTime()],
    ['LSTM', new LSTM(3, { returnSequences: true })],
    ['Bidirectional', new Bidirectional(new SimpleRNN(3))],
  ] as const)('%s gives zeros for a sequence of only padding', async (_, module) => {
    using model = networkOf(place, module, shapes);
    const { data } = await run(model, x, padding);
    expect(data.length).toBeGreaterThan(0);
    expect(data.every((value) => value === 0)).toBe(true);
  });

  it('PaddingMask is 1 at tokens, and what follows does not depend on padding', async () => {
    const tokens = input(['time']);
    const vectors = layer(new Embedding(9, 4))(tokens);
    const mask = layer(new PaddingMask({ paddingIndex: 3 }))(tokens);
    const encoded = layer(new TransformerEncoderLayer({ heads: 2, feedForward: 8 }))(vectors, mask);
    using model = network(backend, {
      inputs: tokens,
      outputs: layer(new MeanOverTime())(encoded, mask),
      dtype: 'float64',
    });
    const short = dense(Int32Array.of(1, 2), [1, 2]);
    const long = dense(Int32Array.of(1, 2, 3, 3, 3), [1, 5]);
    const outputs = await run(model, short);
    expect([...(await run(model, long)).data]).toEqual([...outputs.data]);
    using copy = networkFromConfig(backend, model.config, {
      layers: SEQUENCE_LAYERS,
      parameters: model.parameters,
      dtype: 'float64',
    });
    expect([...(await run(copy, long)).data]).toEqual([...outputs.data]);
    using alone = networkOf(place, new PaddingMask({ paddingIndex: 3 }), ['time']);
    const made = await run(alone, long);
    expect(made.data).toEqual(Int32Array.of(1, 1, 0, 0, 0));
  });

  it('MaxOverTime does not take padding for a largest 0', async () => {
    using model = networkOf(place, new MaxOverTime(), shapes);
    const below = dense(
      Float64Array.from(x.data, (value) => -1 - Math.abs(value)),
      [2, 5, 4],
    );
    const mask = dense(Int32Array.of(1, 0, 0, 0, 0, 1, 1, 0, 0, 0), [2, 5]);
    const { data } = await run(model, below, mask);
    expect([...data.subarray(0, 4)]).toEqual([...below.data.subarray(0, 4)]);
  });

  it('what is not 0 in a mask counts once', async () => {
    using model = networkOf(place, new MeanOverTime(), shapes);
    const ones = dense(Int32Array.of(1, 1, 1, 0, 0, 1, 1, 1, 1, 1), [2, 5]);
    const others = dense(
      Int32Array.from(ones.data, (value) => -7 * value),
      [2, 5],
    );
    expect(await run(model, x, others)).toEqual(await run(model, x, ones));
  });

  it('a mask of floats says the same as one of integers', async () => {
    using model = networkOf(place, new GRU(3), shapes);
    const integers = dense(Int32Array.of(1, 1, 1, 0, 0, 1, 1, 1, 1, 1), [2, 5]);
    const floats = dense(Float64Array.from(integers.data), [2, 5]);
    expect(await run(model, x, floats)).toEqual(await run(model, x, integers));
  });
});

describe('a State', () => {
  const forward = async (state: State, model: Network, ...inputs: readonly DenseArray[]): Promise<number[]> => {
    const y = scope(() => state.forward(model, ...inputs.map((one) => upload(backend, one))) as Tensor);
    const data = [...(await y.data())];
    y.dispose();
    return data;
  };

  it('keeps masks, also for calls without one', async () => {
    const x = normals([2, 5, 4], 'float64');
    const mask = dense(Int32Array.of(1, 1, 1, 1, 1, 0, 0, 1, 1, 1), [2, 5]);
    using whole = networkOf(place, new MultiHeadAttention({ heads: 2, causal: true }), [['time', 4], ['time']]);
    using bare = new Network(backend, whole.module, {
      inputShape: ['time', 4],
      dtype: 'float64',
      parameters: whole.parameters,
    });
    const expected = await run(whole, x, mask);
    using state = new State();
    const first = await forward(state, whole, part(x, 0, 3), part(mask, 0, 3));
    const second = await forward(state, bare, part(x, 3, 5));
    expect([first, second]).toEqual([[...part(expected, 0, 3).data], [...part(expected, 3, 5).data]]);
    const late = dense(Int32Array.of(1, 1, 1, 0, 1, 1, 1, 1, 1, 0), [2, 5]);
    const other = await run(whole, x, late);
    using begun = new State();
    await forward(begun, bare, part(x, 0, 3));
    expect(await forward(begun, whole, part(x, 3, 5), part(late, 3, 5))).toEqual([...part(other, 3, 5).data]);
  });

  it('of a decoder takes new elements and the whole memory', async () => {
    const [x, memory] = [normals([2, 5, 4], 'float64'), normals([2, 3, 4], 'float64', 2)];
    const shapes = [
      ['time', 4],
      ['words', 4],
    ];
    using model = networkOf(place, new TransformerDecoderLayer({ heads: 2, feedForward: 8 }), shapes);
    const expected = await run(model, x, memory);
    using state = new State();
    for (let at = 0; at < 5; at++) {
      expect(await forward(state, model, part(x, at, at + 1), memory)).toEqual([...part(expected, at, at + 1).data]);
    }
    await expect(forward(state, model, part(x, 0, 1), part(memory, 0, 2))).rejects.toThrow(
      'MultiHeadAttention: with a State, expected the source of its first call, [2, 3, …]. Received [2, 2, 4].',
    );
  });

  it.each([new SimpleRNN(3), new LSTM(3), new GRU(3)])('of $config.type is of one batch', async (module) => {
    using model = networkOf(place, module, ['time', 4]);
    using state = new State();
    await forward(state, model, normals([1, 2, 4], 'float64'));
    await expect(forward(state, model, normals([2, 2, 4], 'float64'))).rejects.toThrow(
      `${module.config.type}: with a State, expected the 1 sequences of its first call. Received 2; use a State for`,
    );
  });

  it('leaves nothing on the backend', async () => {
    const before = backend.memory();
    for (const module of [new LSTM(3), new MultiHeadAttention({ heads: 2, causal: true }), new PositionEmbedding(9)]) {
      using model = networkOf(place, module, ['time', 4]);
      using state = new State();
      for (let at = 0; at < 3; at++) await forward(state, model, normals([1, 2, 4], 'float64'));
    }
    expect(backend.memory()).toEqual(before);
  });

  it('is refused where the end of the sequence matters, and where positions end', async () => {
    const x = normals([1, 3, 4], 'float64');
    using attention = networkOf(place, new MultiHeadAttention({ heads: 2 }), ['time', 4]);
    await expect(forward(new State(), attention, x)).rejects.toThrow(
      'MultiHeadAttention: without causal, later elements change earlier outputs, so a State cannot be used. Pass ' +
        'causal: true, or call forward with whole sequences.',
    );
    using both = networkOf(place, new Bidirectional(new GRU(2)), ['time', 4]);
    await expect(forward(new State(), both, x)).rejects.toThrow('Bidirectional: it reads from the end');
    using positions = networkOf(place, new PositionEmbedding(5), ['time', 4]);
    using state = new State();
    await forward(state, positions, x);
    await expect(forward(state, positions, x)).rejects.toThrow(
      'PositionEmbedding: expected at most 5 positions. Received 6; cut the sequence.',
    );
  });
});

it('a bag without tokens is zeros', async () => {
  using model = networkOf(place, new EmbeddingBag(9, 3), ['time']);
  expect([...(await run(model, dense(new Int32Array(0), [2, 0]))).data]).toEqual([0, 0, 0, 0, 0, 0]);
});

it('rotary begins with the first position, and depends on distances only', async () => {
  const first = dense(Float64Array.of(1, 0), [1, 2]);
  expect(await numbersOf(rotary(upload(backend, first)))).toEqual([1, 0]);
  const [q, k] = [normals([1, 6], 'float64'), normals([1, 6], 'float64', 2)];
  const product = async (at: number, to: number): Promise<number> => {
    const [a, b] = [rotary(upload(backend, q), { start: at }), rotary(upload(backend, k), { start: to })];
    const [x, y] = await Promise.all([numbersOf(a), numbersOf(b)]);
    return x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
  };
  expect(await product(0, 0)).toBeCloseTo(await product(9, 9), 12);
  expect(await product(2, 5)).toBeCloseTo(await product(40, 43), 12);
  expect(Math.abs((await product(0, 0)) - (await product(0, 3)))).toBeGreaterThan(0.1);
});
