import { dense, evaluate, SoftmaxCrossEntropy } from '@nablajs/core';
import { expect, it } from 'vitest';
import { LSTM, Perplexity } from '../src/index.js';
import { networkOf, normals, PLACES, part, tokensOf } from './support/index.js';

const [place] = PLACES;

it('Perplexity is e to the mean loss, with weights and an index to ignore', async () => {
  using model = networkOf(place, new LSTM(7, { returnSequences: true }), ['time', 4]);
  const [x, y] = [normals([3, 5, 4], 'float64'), tokensOf([3, 5], 7)];
  y.data[2] = 0;
  for (const loss of [new SoftmaxCrossEntropy(), new SoftmaxCrossEntropy({ ignoreIndex: 0 })]) {
    const batch = (rows: Int32Array) => ({ x: part(x, 0, 5, [...rows]), y: part(y, 0, 5, [...rows]) });
    const data = { length: 3, inputShape: [5, 4], batch };
    const result = await evaluate(model, data, { loss, metrics: [new Perplexity()], batchSize: 2 });
    expect(result.metrics['perplexity']).toBeCloseTo(Math.exp(result.loss), 10);
  }
  const [logits, labels] = [dense(Float64Array.of(0, 0, 0, 0), [2, 2]), dense(Int32Array.of(0, 1), [2])];
  const sum = new Perplexity({ name: 'words' }).start();
  labels.data[1] = -100; // A label that the loss ignores.
  sum.add(logits, labels, dense(Float64Array.of(1, 0), [2]));
  expect(sum.result()).toBeCloseTo(2, 14);
  const weighted = new Perplexity().start();
  const sure = dense(Float64Array.of(0, 0, 0, -1000), [2, 2]);
  weighted.add(sure, dense(Int32Array.of(0, 0), [2]), dense(Float64Array.of(3, 1), [2]));
  expect(weighted.result()).toBeCloseTo(2 ** 0.75, 14);
  expect(() => sum.add(logits, dense(Int32Array.of(0, 2), [2]))).toThrow(
    'words: expected labels of 0 to 1. Received 2.',
  );
  expect(() => sum.add(logits, dense(Int32Array.of(0), [1]))).toThrow(
    'words: expected logits [n, ..., classes] and int32 labels [n, ...]. Received [2, 2] and [1].',
  );
});
