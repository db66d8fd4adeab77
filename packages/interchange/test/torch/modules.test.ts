/** Weights of plain modules of torch.nn, loaded here: outputs are those of PyTorch. */
import { createBackend } from '@nablajs/backend-ts';
import {
  BatchNorm,
  Chain,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  Dense,
  type DenseArray,
  dense,
  Flatten,
  GroupNorm,
  LayerNorm,
  MaxPool2d,
  type Module,
  Network,
  PReLU,
  ReLU,
  RMSNorm,
  upload,
} from '@nablajs/core';
import {
  Bidirectional,
  GRU,
  LSTM,
  MultiHeadAttention,
  SimpleRNN,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
} from '@nablajs/sequences';
import { describe, expect, it } from 'vitest';
import { type HostTensor, loadStateDict, readTorch, toStateDict } from '../../src/index.js';
import { field, fixture, tensorIn, tensorsIn } from './support.js';

const { root } = readTorch(fixture('modules.pt'));
const backend = await createBackend();

const MODULES: Readonly<Record<string, () => Module>> = {
  linear: () => new Chain([new Dense(3), new PReLU(), new Dense(2, { bias: false })]),
  convnet: () =>
    new Chain([
      ...[new Conv2d(4, 3, { padding: 1 }), new BatchNorm(), new ReLU(), new MaxPool2d(2), new GroupNorm(2)],
      ...[new Flatten(), new BatchNorm(), new Dense(3)],
    ]),
  transposed: () =>
    new Chain([
      new ConvTranspose2d(6, 3, { stride: 2, padding: 1, outputPadding: 1, groups: 2 }),
      new LayerNorm({ axes: 3 }),
    ]),
  groups: () => new Conv2d(6, [3, 2], { groups: 2, dilation: [1, 2] }),
  conv1d: () => new Chain([new Conv1d(4, 3), new ReLU(), new Flatten(), new Dense(2)]),
  norms: () => new Chain([new LayerNorm(), new RMSNorm()]),
  lstm: () => new LSTM(4),
  gru: () => new GRU(4),
  rnn: () => new SimpleRNN(4),
  bidirectional: () => new Bidirectional(new LSTM(4, { returnSequences: true })),
  attention: () => new MultiHeadAttention({ heads: 2 }),
  encoder: () => new TransformerEncoderLayer({ heads: 2, feedForward: 8, normFirst: true, activation: 'gelu' }),
  decoder: () => new TransformerDecoderLayer({ heads: 2, feedForward: 8, causal: false }),
};

const arrayOf = ({ data, shape }: HostTensor): DenseArray => dense(data as Float64Array, shape);

function networkOf(name: string): { network: Network; inputs: readonly DenseArray[] } {
  const inputs = (field(field(root, name), 'inputs') as readonly HostTensor[]).map(arrayOf);
  const module = (MODULES[name] as () => Module)();
  const inputShape = inputs.map(({ shape }) => shape.slice(1));
  return { network: new Network(backend, module, { inputShape, dtype: 'float64' }), inputs };
}

describe.each(Object.keys(MODULES))('the weights of %s', (name) => {
  const { network, inputs } = networkOf(name);
  const state = tensorsIn(field(root, name), 'state');

  it('give the outputs of PyTorch', async () => {
    expect(loadStateDict(network, state)).toMatchObject({ missing: [], unexpected: [], wrongShapes: [] });
    const output = network.forward(...inputs.map((input) => upload(backend, input)));
    const expected = tensorIn(field(root, name), 'output');
    const received = await (output as { data(): Promise<ArrayLike<number>> }).data();
    expect(received).toHaveLength(expected.data.length);
    for (const [at, value] of expected.data.entries()) {
      expect(Math.abs((received[at] as number) - value)).toBeLessThan(1e-12 * Math.max(1, Math.abs(value)));
    }
  });

  it('come back with PyTorch’s names, and are loaded equally', async () => {
    const before = await network.parameters.read();
    const back = await toStateDict(network);
    expect([...back.keys()]).toEqual([...state.keys()]);
    for (const [key, { shape }] of back) expect([key, shape]).toEqual([key, state.get(key)?.shape]);
    loadStateDict(network, back);
    expect(await network.parameters.read()).toEqual(before);
  });
});
