/** What must not change a bit: padding, the State, and what padding holds. */
import {
  type Blueprint,
  type Context,
  type DenseArray,
  dense,
  grad,
  type Module,
  Network,
  type OpenShape,
  type Shape,
  State,
  scope,
  slice,
  square,
  sum,
  type Tensor,
  upload,
} from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import {
  Bidirectional,
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
import { networkOf, normals, PLACES, part, run, tokensOf } from './support/index.js';

const WIDTH = 8;
const TIME = 140;
const sequence: OpenShape = ['time', WIDTH];
const causal = { heads: 4, keyHeads: 2, causal: true } as const;
const layer = { heads: 2, feedForward: 16 } as const;
const every = { returnSequences: true } as const;

const gpt = (tied: boolean): GPT => new GPT({ vocabulary: 9, context: 140, blocks: 2, width: WIDTH, heads: 2, tied });

/** Modules that a State works with. */
const STATEFUL: readonly (readonly [name: string, module: Module, inputShape: OpenShape])[] = [
  ['MultiHeadAttention', new MultiHeadAttention(causal), sequence],
  ['rotary', new MultiHeadAttention({ ...causal, rotary: true }), sequence],
  ['PositionEmbedding', new PositionEmbedding(140), sequence],
  ['SinePositionEncoding', new SinePositionEncoding(), sequence],
  ['TransformerEncoderLayer', new TransformerEncoderLayer({ ...layer, causal: true, activation: 'gelu' }), sequence],
  ['GPT', gpt(false), ['time']],
  ['tied GPT', gpt(true), ['time']],
  ['SimpleRNN', new SimpleRNN(3, every), sequence],
  ['LSTM', new LSTM(3, every), sequence],
  ['GRU', new GRU(3, every), sequence],
  ['GRU of the paper', new GRU(3, { ...every, resetAfter: false }), sequence],
];

/** Attention that can throw after it has computed. */
class Failing implements Module {
  readonly config = { type: 'Failing' };
  readonly inner = new MultiHeadAttention(causal);
  fails = false;

  build(shape: Shape): Blueprint {
    return { outputShape: shape, children: { inner: this.inner.build(shape) } };
  }

  call(context: Context, x: Tensor): Tensor {
    const y = context.run('inner', this.inner, x);
    if (this.fails) throw new Error('stop');
    return y;
  }
}

const source: OpenShape = ['words', WIDTH];
const masked: readonly OpenShape[] = [sequence, ['time']];

/** Modules that take a mask, and the shapes of their inputs; the last sequence and the mask are padded. */
const MASKED: readonly (readonly [name: string, module: Module, inputShapes: readonly OpenShape[]])[] = [
  ['MultiHeadAttention', new MultiHeadAttention({ heads: 2 }), masked],
  ['causal MultiHeadAttention', new MultiHeadAttention(causal), masked],
  ['cross attention', new MultiHeadAttention({ heads: 2 }), [source, sequence, ['time']]],
  ['TransformerEncoderLayer', new TransformerEncoderLayer({ ...layer, activation: 'swiglu' }), masked],
  ['TransformerDecoderLayer', new TransformerDecoderLayer(layer), [source, sequence, ['time']]],
  ['SimpleRNN', new SimpleRNN(3, every), masked],
  ['LSTM', new LSTM(3), masked],
  ['GRU', new GRU(3, every), masked],
  ['Bidirectional', new Bidirectional(new LSTM(3, every)), masked],
  ['Bidirectional, the last', new Bidirectional(new GRU(3)), masked],
  ['MeanOverTime', new MeanOverTime(), masked],
  ['MaxOverTime', new MaxOverTime(), masked],
];

const LENGTHS = [7, 134, 18];

/** The nightly run takes float64 on wasm, too. */
const HERE = process.env['NABLA_SLOW'] === '1' ? PLACES : PLACES.slice(0, 2);

describe.each(HERE)('on $name', (place) => {
  const { backend, dtype } = place;
  const valuesFor = (inputShape: OpenShape, n: number): DenseArray =>
    inputShape.length === 1 ? tokensOf([n, TIME], 9) : normals([n, TIME, WIDTH], dtype);

  it.each(STATEFUL)('%s with a State gives the bits of one call, for any parts', async (_, module, inputShape) => {
    using network = networkOf(place, module, inputShape);
    for (const [n, ends] of [
      [1, [7, 22, 134, 135, TIME]],
      [2, [1, 2, 7, TIME]],
    ] as const) {
      const x = valuesFor(inputShape, n);
      const whole = await run(network, x);
      using state = new State();
      let from = 0;
      for (const to of ends) {
        const input = upload(backend, part(x, from, to));
        const y = state.forward(network, input) as Tensor;
        expect([...(await y.data())]).toEqual([...part(whole, from, to).data]);
        for (const tensor of [y, input]) tensor.dispose();
        from = to;
      }
    }
  });

  it('attention with a State keeps the mask of one sequence', async () => {
    using network = networkOf(place, new MultiHeadAttention(causal), masked);
    const x = normals([1, TIME, WIDTH], dtype);
    const mask = dense(
      Int32Array.from({ length: TIME }, (_, at) => Number(at % 3 > 0)),
      [1, TIME],
    );
    const whole = await run(network, x, mask);
    using state = new State();
    for (const [from, to] of [
      [0, 2],
      [2, 90],
      [90, TIME],
    ] as const) {
      const y = scope(() =>
        state.forward(network, ...[x, mask].map((one) => upload(backend, part(one, from, to)))),
      ) as Tensor;
      expect([...(await y.data())]).toEqual([...part(whole, from, to).data]);
      y.dispose();
    }
  });

  it('a call with a State that throws changes no bit of the next one', async () => {
    const failing = new Failing();
    using network = new Network(backend, failing, { inputShape: sequence, dtype, seed: 5 });
    const x = normals([1, 4, WIDTH], dtype);
    const whole = await run(network, x);
    using state = new State();
    const forward = (from: number, to: number): Tensor =>
      scope(() => state.forward(network, upload(backend, part(x, from, to))));
    forward(0, 1).dispose();
    failing.fails = true;
    expect(() => forward(2, 4)).toThrow('stop');
    failing.fails = false;
    using y = forward(1, 4);
    expect([...(await y.data())]).toEqual([...part(whole, 1, 4).data]);
  });

  it('gradients go through the keys and values of a State', async () => {
    using network = networkOf(place, new MultiHeadAttention(causal), sequence);
    using x = upload(backend, normals([1, 5, WIDTH], dtype));
    const inParts = (all: Tensor): Tensor => {
      using state = new State();
      state.forward(network, slice(all, [[], [0, 3]]));
      return sum(square(state.forward(network, slice(all, [[], [3, 5]])) as Tensor));
    };
    const whole = (all: Tensor): Tensor => sum(square(slice(network.forward(all) as Tensor, [[], [3, 5]])));
    const [actual, expected] = [grad(inParts)(x), grad(whole)(x)];
    const wanted = await expected.data();
    for (const [at, value] of (await actual.data()).entries()) expect(value).toBeCloseTo(wanted[at] as number, 5);
    for (const tensor of [actual, expected]) tensor.dispose();
  });

  it.each(MASKED)(
    '%s gives a sequence the bits that it has alone, whatever padding holds',
    async (_, module, shapes) => {
      const n = LENGTHS.length;
      const asking = shapes.length === 3 ? [normals([n, 4, WIDTH], dtype, 2)] : [];
      const x = normals([n, TIME, WIDTH], dtype);
      const mask = dense(new Int32Array(n * TIME), [n, TIME]);
      for (const [row, length] of LENGTHS.entries()) {
        mask.data.fill(1, row * TIME, row * TIME + length);
        x.data.fill(
          [Number.NaN, -0, Number.POSITIVE_INFINITY][row] as number,
          (row * TIME + length) * WIDTH,
          (row + 1) * TIME * WIDTH,
        );
      }
      using network = networkOf(place, module, shapes);
      using alone = networkOf(place, module, shapes.length === 3 ? shapes.slice(0, 2) : sequence);
      const padded = await run(network, ...asking, x, mask);
      for (const [row, length] of LENGTHS.entries()) {
        const own = await run(alone, ...asking.map((one) => part(one, 0, 4, [row])), part(x, 0, length, [row]));
        const isOfTime = padded.shape.length === 3 && padded.shape[1] === TIME;
        const here = isOfTime ? part(padded, 0, length, [row]) : part(padded, 0, padded.shape[1] as number, [row]);
        expect([...here.data]).toEqual([...own.data]);
      }
    },
  );

  it('EmbeddingBag does not count padding', async () => {
    for (const mode of ['mean', 'sum'] as const) {
      using network = networkOf(place, new EmbeddingBag(9, 4, { paddingIndex: 0, mode }), ['time']);
      const tokens = tokensOf([1, 131], 9);
      const padded = dense(new Int32Array(2 * TIME), [2, TIME]);
      padded.data.set(tokens.data);
      expect([...(await run(network, padded)).data]).toEqual([...(await run(network, tokens)).data, 0, 0, 0, 0]);
    }
  });
});
