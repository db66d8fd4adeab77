/** Gradients of adapters compared with differences. */
import {
  Chain,
  Conv1d,
  Conv2d,
  Dense,
  Dropout,
  dense,
  Flatten,
  GlobalAveragePool,
  ReLU,
  SoftmaxCrossEntropy,
} from '@nablajs/core';
import { graph, input, layer } from '@nablajs/core/functional';
import { checkCase, type GradientCase } from '@nablajs/gradcheck';
import { MultiHeadAttention, TransformerEncoderLayer } from '@nablajs/sequences';
import { describe, expect, it } from 'vitest';
import { Lora } from '../../src/index.js';
import { normals, PLACES } from './support.js';

const [{ backend }] = PLACES;

describe('gradients', () => {
  const pixels = { x: normals([3, 4, 5, 2]), targets: dense(Int32Array.of(1, 0, 1), [3]) };
  const sequences = { x: normals([3, 4, 4]), targets: dense(Int32Array.of(1, 0, 1), [3]) };
  const flat = { x: normals([3, 4]), targets: dense(Int32Array.of(1, 0, 1), [3]) };
  const [x] = [input([4, 4])];
  const cross = graph(x, layer(new MultiHeadAttention({ heads: 2 }))(x, layer(new Dense(4))(x)) as typeof x);
  const options = { rank: 2, alpha: 3 };
  const cases: readonly Pick<GradientCase, 'name' | 'layers' | 'x' | 'targets'>[] = [
    { name: 'dense', layers: [new Lora(new Chain([new Dense(3), new ReLU(), new Dense(2)]), options)], ...flat },
    {
      name: 'convolutions',
      layers: [
        new Lora(
          new Chain([new Conv2d(3, [2, 3], { stride: [1, 2], padding: 1, dilation: [2, 1] }), new ReLU()]),
          options,
        ),
        new Lora(new Conv2d(2, 2, { padding: 'same', bias: false }), { rank: 1 }),
        new GlobalAveragePool(),
      ],
      ...pixels,
    },
    {
      name: 'sequences of vectors',
      layers: [new Lora(new Conv1d(3, 2, { stride: 2 }), options), new Flatten(), new Dense(2)],
      ...sequences,
    },
    {
      name: 'attention with dropout',
      layers: [
        new Lora(new MultiHeadAttention({ heads: 2 }), { ...options, dropout: 0.3 }),
        new Flatten(),
        new Dense(2),
      ],
      ...sequences,
    },
    {
      name: 'cross attention',
      layers: [new Lora(cross, { ...options, targets: 'all' }), new Flatten(), new Dense(2)],
      ...sequences,
    },
    {
      name: 'a block of a transformer',
      layers: [
        new Lora(new TransformerEncoderLayer({ heads: 2, feedForward: 3, dropout: 0, activation: 'swiglu' }), {
          rank: 1,
          targets: 'all',
        }),
        new Dropout(0.2),
        new Flatten(),
        new Dense(2),
      ],
      ...sequences,
    },
  ];
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const rest = { layer: one.name, activation: 'none', loss: 'labels', lossFunction: new SoftmaxCrossEntropy() };
    const report = await checkCase({ ...rest, ...one }, backend, 'float64', { samples: 3 });
    expect(report.problems).toEqual([]);
    expect(report.tensors.some(({ name }) => name.endsWith('loraA'))).toBe(true);
    expect(report.tensors.some(({ name }) => name.endsWith('loraB'))).toBe(true);
  });
});
