/** Gradients compared with differences, also with dropout, masks and tokens. */
import {
  type Blueprint,
  Chain,
  type Context,
  Dense,
  type DenseArray,
  dense,
  type Module,
  multiply,
  Network,
  type Output,
  type Shape,
  type Tensor,
  upload,
} from '@nablajs/core';
import { gradcheck } from '@nablajs/gradcheck';
import { expect, it } from 'vitest';
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
  PositionEmbedding,
  SimpleRNN,
  SinePositionEncoding,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
} from '../src/index.js';
import { normals, PLACES } from './support/index.js';

const [{ backend }] = PLACES;
const [N, TIME, WIDTH] = [3, 4, 4];
/** The second row is only padding. */
const MASK = dense(Int32Array.of(1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1), [N, TIME]);
const TOKENS = dense(Int32Array.of(1, 2, 1, 0, 0, 0, 0, 0, 4, 3, 2, 1), [N, TIME]);

/** Adds integers to the inputs of a module: gradcheck takes floats. With `isOnly` they are its only input. */
class With implements Module {
  readonly config = { type: 'With' };

  readonly inner: Module;
  readonly integers: DenseArray;
  readonly isOnly: boolean;

  constructor(inner: Module, integers: DenseArray, isOnly = false) {
    this.inner = inner;
    this.integers = integers;
    this.isOnly = isOnly;
  }

  build(...shapes: readonly Shape[]): Blueprint {
    const inner = this.inner.build(...(this.isOnly ? [] : shapes), [TIME]);
    return { outputShape: inner.outputShape, children: { inner } };
  }

  call(context: Context, ...inputs: readonly Tensor[]): Output {
    const integers = upload(backend, this.integers);
    if (!this.isOnly) return context.run('inner', this.inner, ...inputs, integers);
    const [x] = inputs as readonly [Tensor];
    const y = context.run('inner', this.inner, integers) as Tensor;
    return multiply(y, x.reshape([N, ...y.shape.slice(1).map(() => 1)]));
  }
}

const sequence = [TIME, WIDTH];
const source = [3, WIDTH];
const masked = (module: Module): Module => new With(module, MASK);
const onTokens = (module: Module): Module => new With(module, TOKENS, true);
const layer = { heads: 2, feedForward: 5, dropout: 0.2 } as const;
const every = { returnSequences: true } as const;

const CASES: readonly (readonly [name: string, module: Module, inputShapes: readonly Shape[]])[] = [
  ['Embedding', onTokens(new Embedding(5, 3, { paddingIndex: 0 })), [[1]]],
  ['EmbeddingBag', onTokens(new EmbeddingBag(5, 3, { paddingIndex: 0 })), [[1]]],
  ['PositionEmbedding', new PositionEmbedding(5), [sequence]],
  ['SinePositionEncoding', new Chain([new SinePositionEncoding(), new Dense(2)]), [sequence]],
  ['MultiHeadAttention', masked(new MultiHeadAttention({ heads: 2, dropout: 0.3 })), [sequence]],
  ['causal', masked(new MultiHeadAttention({ heads: 2, keyHeads: 1, causal: true, rotary: true })), [sequence]],
  ['cross attention', masked(new MultiHeadAttention({ heads: 2 })), [source, sequence]],
  ['TransformerEncoderLayer', new TransformerEncoderLayer({ ...layer, activation: 'swiglu' }), [sequence]],
  ['norm first', new TransformerEncoderLayer({ ...layer, activation: 'gelu', normFirst: true }), [sequence]],
  [
    'TransformerDecoderLayer',
    masked(new TransformerDecoderLayer({ ...layer, activation: 'gelu' })),
    [source, sequence],
  ],
  ['GPT', onTokens(new GPT({ vocabulary: 5, context: 4, blocks: 1, width: 4, heads: 2, tied: true })), [[1]]],
  ['SimpleRNN', masked(new SimpleRNN(3, every)), [sequence]],
  ['LSTM', masked(new LSTM(3, every)), [sequence]],
  ['GRU', masked(new GRU(3)), [sequence]],
  ['GRU of the paper', masked(new GRU(3, { resetAfter: false, bias: false })), [sequence]],
  ['Bidirectional', masked(new Bidirectional(new LSTM(2, every))), [sequence]],
  ['MeanOverTime', masked(new MeanOverTime()), [sequence]],
  ['MaxOverTime', masked(new MaxOverTime()), [sequence]],
];

it.each(CASES)('%s', async (_, module, inputShapes) => {
  using network = new Network(backend, module, { inputShape: inputShapes, dtype: 'float64', seed: 3 });
  const inputs = inputShapes.map((shape, at) => normals([N, ...shape], 'float64', at));
  const report = await gradcheck(network, inputs, { samples: 10 });
  expect(report.problems).toEqual([]);
});
