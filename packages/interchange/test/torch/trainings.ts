/** 50 steps by PyTorch, its checkpoint, 50 steps here: losses are those of 100 steps by PyTorch; and the reverse. */
import { createBackend } from '@nablajs/backend-ts';
import {
  BatchNorm,
  Conv2d,
  type Dataset,
  Dense,
  dense,
  Flatten,
  fromConfig,
  MeanSquaredError,
  type Module,
  OPTIMIZERS,
  type Optimizer,
  ReLU,
  Sequential,
  Tanh,
  train,
} from '@nablajs/core';
import { loadOptimizerState, takeOptimizerState } from '@nablajs/core/callbacks';
import { LSTM, MeanOverTime, TransformerEncoderLayer } from '@nablajs/sequences';
import { describe, expect, it } from 'vitest';
import {
  type HostTensor,
  loadStateDict,
  type NameMap,
  readTorch,
  readTorchOptimizer,
  type TorchValue,
  toStateDict,
  writeTorch,
  writeTorchOptimizer,
} from '../../src/index.js';
import { field, fixture, tensorIn, tensorsIn } from './support.js';

const { root } = readTorch(fixture('trainings.pt'));
export const backend = await createBackend();

/** How many steps follow on those of PyTorch. */
const MORE = process.env['NABLA_SLOW'] === '1' ? 50 : 15;

const lstm = () => [new LSTM(4), new Dense(2)];
const mlp = () => [new Dense(6), new Tanh(), new Dense(2)];
const LAYERS: Readonly<Record<string, () => Module[]>> = {
  mlp,
  convnet: () => [new Conv2d(3, 3, { padding: 1 }), new BatchNorm(), new ReLU(), new Flatten(), new Dense(2)],
  lstm,
  transformer: () => [
    new TransformerEncoderLayer({ heads: 2, feedForward: 8, dropout: 0, normFirst: true }),
    new MeanOverTime(),
    new Dense(2),
  ],
};
/** Taking the last output is a module there, and no module here. */
const MAPS: Readonly<Record<string, NameMap>> = { lstm: { 2: '1' } };

export function start(name: string, weights: 'initial' | 'model') {
  const recorded = field(root, name);
  const [kind = ''] = name.split(',');
  const [x, y] = [tensorIn(recorded, 'x'), tensorIn(recorded, 'y')];
  const model = new Sequential(backend, {
    inputShape: x.shape.slice(1),
    layers: (LAYERS[kind] as () => Module[])(),
    dtype: 'float64',
  });
  const map = MAPS[kind] === undefined ? {} : { map: MAPS[kind] };
  const tensors = tensorsIn(recorded, weights);
  loadStateDict(model, tensors, map);
  const { state, inexact } = readTorchOptimizer(model, tensorsIn(recorded, 'model'), field(recorded, 'optimizer'), map);
  return {
    recorded,
    model,
    state,
    inexact,
    losses: field(recorded, 'losses') as readonly number[],
    dataset: datasetOf(x, y),
  };
}

export const datasetOf = (x: HostTensor, y: HostTensor): Dataset => ({
  length: x.shape[0] as number,
  inputShape: x.shape.slice(1),
  batch: () => ({ x: dense(x.data as Float64Array, x.shape), y: dense(y.data as Float64Array, y.shape) }),
});

export async function steps(model: Sequential, dataset: Dataset, optimizer: Optimizer, epochs = 50): Promise<number[]> {
  const losses: number[] = [];
  const options = { loss: new MeanSquaredError(), optimizer, epochs, batchSize: 'full', shuffle: false } as const;
  for await (const event of train(model, dataset, options)) if (event.type === 'batch') losses.push(event.loss);
  return losses;
}

function expectLosses(received: readonly number[], recorded: readonly number[]): void {
  expect(received).toHaveLength(recorded.length);
  for (const [at, loss] of recorded.entries()) expect(Math.abs((received[at] as number) - loss)).toBeLessThan(1e-9);
}

/** Numbers that are nearly those of a recorded tree. */
function expectTree(received: TorchValue | undefined, recorded: TorchValue): void {
  if (recorded instanceof Map) {
    for (const [key, value] of recorded) expectTree((received as typeof recorded).get(key), value);
  } else if (typeof recorded === 'object' && recorded !== null && 'data' in recorded) {
    const { data, shape } = received as HostTensor;
    expect(shape).toEqual(recorded.shape);
    for (const [at, value] of recorded.data.entries())
      expect(Math.abs((data[at] as number) - value)).toBeLessThan(1e-9);
  } else expect(received).toEqual(recorded);
}

export const names = [...(root as ReadonlyMap<string, TorchValue>).keys()];

/** Trains networks of these names both ways. */
export const describeTrainings = (which: readonly string[]): void =>
  describe.each(which)('%s', (name) => {
    it('goes on here', async () => {
      const { model, state, inexact, losses, dataset } = start(name, 'model');
      expect(inexact).toEqual([]);
      const optimizer = fromConfig('optimizer', OPTIMIZERS, state.config);
      loadOptimizerState(optimizer, state, model.parameters);
      expectLosses(await steps(model, dataset, optimizer, MORE), losses.slice(50, 50 + MORE));
    });

    it('begins here and has the checkpoint that PyTorch has', async () => {
      const { recorded, model, state, losses, dataset } = start(name, 'initial');
      const optimizer = fromConfig('optimizer', OPTIMIZERS, state.config);
      expectLosses(await steps(model, dataset, optimizer), losses.slice(0, 50));
      const saved = writeTorchOptimizer(model, await takeOptimizerState(optimizer));
      const { root: file } = readTorch(
        writeTorch(
          new Map([
            ['model', new Map(await toStateDict(model))],
            ['optimizer', saved],
          ]),
        ),
      );
      if (!name.startsWith('lstm')) {
        expectTree(field(field(file, 'optimizer'), 'state'), field(field(recorded, 'optimizer'), 'state'));
      }
      const { state: again } = readTorchOptimizer(model, tensorsIn(file, 'model'), field(file, 'optimizer'));
      const { config, slots, counts } = await takeOptimizerState(optimizer);
      expect({ ...again.config, groups: [] }).toEqual({ ...config, groups: [] });
      if (!name.includes('SGD')) expect(again.counts).toEqual(counts);
      for (const [key, { data }] of slots) expect(again.slots.get(key)?.data).toEqual(data);
    });
  });
