/** What options, shapes and tensors are refused, and how. */
import { Dense, dense, type Module, NablaError, type Shape, upload } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import {
  Bidirectional,
  Embedding,
  EmbeddingBag,
  GPT,
  GRU,
  LSTM,
  MeanOverTime,
  MultiHeadAttention,
  PaddingMask,
  PositionEmbedding,
  rotary,
  SEQUENCE_LAYERS,
  SimpleRNN,
  SinePositionEncoding,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
} from '../src/index.js';
import { networkOf, normals, PLACES, run } from './support/index.js';

const [place] = PLACES;
const { backend } = place;
const positions = upload(backend, normals([3, 4], 'float64'));

describe('errors', () => {
  it.each<readonly [make: () => unknown, message: string]>([
    [() => new Embedding(0, 3), 'Embedding values: expected a whole number >= 1. Received 0.'],
    [
      () => new Embedding(5, 3, { paddingIndex: 5 }),
      'Embedding paddingIndex: expected a whole number in [0, 5). Received 5.',
    ],
    [
      () => new EmbeddingBag(5, 3, { mode: 'max' as 'sum' }),
      "EmbeddingBag mode: expected 'mean' or 'sum'. Received 'max'.",
    ],
    [
      () => new PaddingMask({ paddingIndex: -1 }),
      'PaddingMask paddingIndex: expected a whole number >= 0. Received -1.',
    ],
    [
      () => new MultiHeadAttention({ heads: 4, keyHeads: 3 }),
      'MultiHeadAttention keyHeads: expected a divisor of 4 heads. Received 3.',
    ],
    [() => new MultiHeadAttention({ heads: 2, dropout: 1 }), 'Dropout rate: expected a number in [0, 1). Received 1.'],
    [
      () => new MultiHeadAttention({ head: 2 } as never),
      "MultiHeadAttention: unknown option 'head'. Did you mean 'heads'?",
    ],
    [
      () => new MultiHeadAttention(4 as never),
      'MultiHeadAttention: expected options, such as { heads: 4 }. Received 4.',
    ],
    [
      () => new TransformerEncoderLayer({ heads: 2, activation: 'tanh' as 'relu' }),
      "TransformerEncoderLayer activation: expected 'relu' or 'gelu' or 'swiglu'",
    ],
    [
      () => new GPT({ vocabulary: 5, context: 4, blocks: 1e9, width: 4, heads: 2 }),
      'GPT blocks: expected at most 1000. Received 1000000000.',
    ],
    [
      () => new GPT({ vocabulary: 5, context: 4, blocks: 1, width: 4, heads: 3 }),
      'GPT heads: expected a divisor of the width, 4. Received 3.',
    ],
    [() => new LSTM(4n as never), 'LSTM units: expected a whole number >= 1. Received the bigint 4n.'],
    [() => rotary(positions, { start: -1 }), 'rotary start: expected a whole number >= 0. Received -1.'],
    [() => rotary(positions, { start: 1.5 }), 'rotary start: expected a whole number >= 0. Received 1.5.'],
    [() => rotary(positions, { base: 0 }), 'rotary base: expected a number > 0. Received 0.'],
    [() => rotary(positions, { base: Number.NaN }), 'rotary base: expected a number > 0. Received NaN.'],
    [() => new Bidirectional(new Dense(3) as never), 'Bidirectional: expected a SimpleRNN, an LSTM or a GRU.'],
    [() => new GRU(3, { resetAfter: 1 as never }), 'GRU resetAfter: expected true or false. Received 1.'],
    [
      () => SEQUENCE_LAYERS['MeanOverTime']?.({ type: 'MeanOverTime', axis: 1 }, () => new MeanOverTime()),
      "MeanOverTime: unknown option 'axis'.",
    ],
  ])('of options: %#', (make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow(NablaError);
  });

  it.each<readonly [module: Module, shapes: readonly Shape[], message: string]>([
    [new EmbeddingBag(5, 3), [[2, 3]], 'EmbeddingBag: expected tokens [n, time]. Received [n, 2, 3].'],
    [
      new PositionEmbedding(5),
      [[6, 3]],
      'PositionEmbedding: expected at most 5 positions. Received 6; cut the sequence.',
    ],
    [new SinePositionEncoding(), [[6, 3]], 'SinePositionEncoding: expected an even width. Received [n, 6, 3].'],
    [
      new MultiHeadAttention({ heads: 2 }),
      [[5]],
      'MultiHeadAttention: expected sequences [n, time, width], at most 2, and behind it a mask [n, time] or none. Received [n, 5].',
    ],
    [
      new MultiHeadAttention({ heads: 2 }),
      [[5, 3]],
      'MultiHeadAttention heads: expected a number that divides the width, 3. Received 2.',
    ],
    [
      new MultiHeadAttention({ heads: 2, rotary: true }),
      [[5, 6]],
      'MultiHeadAttention rotary: expected a number that divides the width of a head, 3. Received 2.',
    ],
    [
      new MultiHeadAttention({ heads: 2 }),
      [
        [5, 4],
        [3, 6],
      ],
      'MultiHeadAttention: expected a source of width 4',
    ],
    [
      new LSTM(3),
      [[5, 4], [3]],
      'LSTM: expected a sequence [n, time, width], and behind it a mask [n, time] or none. Received [n, 5, 4], [n, 3].',
    ],
    [new TransformerDecoderLayer({ heads: 2 }), [[5, 4]], 'TransformerDecoderLayer: expected sequences'],
    [
      new GPT({ vocabulary: 5, context: 4, blocks: 1, width: 4, heads: 2 }),
      [[4, 4]],
      'GPT: expected tokens [n, time]. Received [n, 4, 4].',
    ],
  ])('of shapes: %#', (module, shapes, message) => {
    expect(() => module.build(...shapes)).toThrow(message);
    expect(() => module.build(...shapes)).toThrow(expect.objectContaining({ code: 'shape' }));
  });

  it('of tensors', async () => {
    using model = networkOf(place, new Embedding(5, 3), ['time']);
    await expect(run(model, normals([1, 2], 'float64'))).rejects.toThrow(
      'Embedding: expected int32 tokens. Received float64; keep them in an Int32Array.',
    );
    using rnn = networkOf(place, new SimpleRNN(3), [['time', 4], ['places']]);
    const mask = dense(new Int32Array(4), [2, 2]);
    await expect(run(rnn, normals([2, 3, 4], 'float64'), mask)).rejects.toThrow(
      'SimpleRNN: expected a mask [2, 3]. Received [2, 2].',
    );
    await expect(run(rnn, normals([2, 0, 4], 'float64'), dense(new Int32Array(0), [2, 0]))).rejects.toThrow(
      'SimpleRNN: expected at least one element. Received none.',
    );
    using gpt = networkOf(place, new GPT({ vocabulary: 5, context: 4, blocks: 1, width: 4, heads: 2 }), ['time']);
    await expect(run(gpt, dense(new Int32Array(0), [2, 0]))).rejects.toThrow(
      'MultiHeadAttention: expected at least one element. Received none.',
    );
    expect(() => rotary(upload(backend, normals([2, 3], 'float64')))).toThrow(
      'rotary: expected [..., time, size] with an even size. Received [2, 3].',
    );
  });
});
