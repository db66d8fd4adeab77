import {
  type DenseArray,
  dense,
  MeanSquaredError,
  type Module,
  type Shape,
  SoftmaxCrossEntropy,
  scope,
  upload,
} from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { GPT, MultiHeadAttention, TransformerEncoderLayer } from '../src/index.js';
import { networkOf, normals, PLACES, run } from './support/index.js';

const [place] = PLACES;
const { backend } = place;

describe('dropout', () => {
  it.each([
    ['MultiHeadAttention', new MultiHeadAttention({ heads: 2, dropout: 0.5 })],
    ['TransformerEncoderLayer', new TransformerEncoderLayer({ heads: 2, feedForward: 8, dropout: 0.5 })],
  ] as const)('of %s is drawn anew in each step of training, and off in forward', async (_, module) => {
    using model = networkOf(place, module, ['time', 4]);
    const losses = scope(() => {
      const x = upload(backend, normals([2, 3, 4], 'float64'));
      return [1, 2, 1].map((step) => model.pass([x], x, new MeanSquaredError(), { seed: 0, step }).loss);
    });
    const [first, second, again] = await Promise.all(losses.map((loss) => loss.item()));
    for (const loss of losses) loss.dispose();
    expect(again).toBe(first);
    expect(second).not.toBe(first);
    const x = normals([2, 3, 4], 'float64');
    expect(await run(model, x)).toEqual(await run(model, x));
  });

  it('a rate of almost 1 drops what attention says, what a block adds, and what a GPT reads', async () => {
    const dropout = 1 - 1e-9;
    const x = normals([2, 3, 4], 'float64');
    const lossOf = async (module: Module, targets: DenseArray): Promise<number> => {
      using model = networkOf(place, module, ['time', 4]);
      const ones = (shape: Shape): DenseArray => dense(new Float64Array(shape[0] as number).fill(1), shape);
      const biases = model.parameters.list.filter(({ name }) => name.endsWith('bias') && name !== 'output.bias');
      model.parameters.load(new Map(biases.map(({ name, value }) => [name, ones(value.shape)])), { strict: false });
      const mean = new MeanSquaredError();
      const [input, wanted] = [upload(backend, x), upload(backend, targets)];
      const loss = scope(() => model.pass([input], wanted, mean, { seed: 0, step: 1 }).loss);
      for (const tensor of [input, wanted]) tensor.dispose();
      return await loss.item();
    };
    const zeros = dense(new Float64Array(24), [2, 3, 4]);
    expect(await lossOf(new MultiHeadAttention({ heads: 2, dropout }), zeros)).toBe(0);
    const block = { heads: 2, feedForward: 8, normFirst: true, dropout };
    expect(await lossOf(new TransformerEncoderLayer(block), x)).toBe(0);
    const options = { vocabulary: 7, context: 3, blocks: 1, width: 4, heads: 2, dropout };
    using gpt = networkOf(place, new GPT(options), ['time']);
    const tokens = upload(backend, dense(Int32Array.of(1, 2, 3), [1, 3]));
    const loss = scope(() => gpt.pass([tokens], tokens, new SoftmaxCrossEntropy(), { seed: 0, step: 1 }).loss);
    expect(await loss.item()).toBeCloseTo(Math.log(7), 14);
  });
});
