import { createBackend } from '@nablajs/backend-ts';
import {
  Adam,
  type DenseArray,
  Lion,
  MeanSquaredError,
  type Network,
  type Optimizer,
  SGD,
  upload,
} from '@nablajs/core';
import { takeOptimizerState } from '@nablajs/core/callbacks';
import { describe, expect, it } from 'vitest';
import { importedNetwork, importedOptimizer, readKeras, writeKeras } from '../../src/index.js';
import { decode, readBytes, readJson } from './arrays.js';

const backend = await createBackend();

const GROUP = { names: ['*'], weightDecay: 0 };

interface TrainingCase {
  readonly x: Parameters<typeof decode>[0];
  readonly y: Parameters<typeof decode>[0];
  readonly losses: readonly number[];
}

/** Takes steps with a whole batch, and returns the loss before each. */
async function train(network: Network, optimizer: Optimizer, x: DenseArray, y: DenseArray, steps: number) {
  const losses: number[] = [];
  const [input, targets] = [upload(backend, x), upload(backend, y)];
  for (let step = 1; step <= steps; step++) {
    const pass = network.pass(input, targets, new MeanSquaredError(), { seed: 0, step });
    losses.push((await pass.loss.data())[0] as number);
    optimizer.step(network.parameters.trainable, pass.gradients);
    for (const [name, value] of pass.updates) network.parameters.get(name).adopt(value);
  }
  return losses;
}

describe('training goes on', () => {
  it.each(['mlp.keras', 'mlp.h5', 'convnet.keras', 'lstm.keras', 'transformer.keras'])(
    'with the losses of Keras: %s',
    async (file) => {
      const { x, y, losses } = readJson<TrainingCase>(`training/${file.replace(/\..*/, '.json')}`);
      const imported = readKeras(readBytes(`training/${file}`));
      using network = importedNetwork(backend, imported);
      using optimizer = importedOptimizer(network, imported);
      expect(optimizer.steps).toBe(50);
      // The nightly run takes all steps that Keras took.
      const steps = process.env['NABLA_SLOW'] === '1' ? losses.length : 15;
      const own = await train(network, optimizer, decode(x), decode(y), steps);
      const worst = own.reduce((most, loss, at) => Math.max(most, Math.abs(loss - (losses[at] as number))), 0);
      expect(worst).toBeLessThan(1e-9);
    },
  );

  it.each(['mlp', 'convnet', 'lstm', 'transformer'])('from what is written as from what was read: %s', async (name) => {
    const { x, y } = readJson<TrainingCase>(`training/${name}.json`);
    const imported = readKeras(readBytes(`training/${name}.keras`));
    using network = importedNetwork(backend, imported);
    using optimizer = importedOptimizer(network, imported);
    const exported = { ...imported, parameters: await network.parameters.read() };
    const bytes = writeKeras(exported, { optimizer: await takeOptimizerState(optimizer) });
    const again = readKeras(bytes);
    using other = importedNetwork(backend, again);
    using resumed = importedOptimizer(other, again);
    const [a, b] = [decode(x), decode(y)];
    expect(await train(other, resumed, a, b, 5)).toEqual(await train(network, optimizer, a, b, 5));
  });

  it('only with optimizers that Keras has', async () => {
    const imported = readKeras(readBytes('training/mlp.keras'));
    const refused = [
      new Adam(),
      new SGD({ momentum: 0.9 }),
      new Lion(),
      new Adam({ formula: 'keras', groups: [GROUP] }),
    ];
    for (const optimizer of refused) {
      const state = await takeOptimizerState(optimizer);
      expect(() => writeKeras(imported, { optimizer: state })).toThrow('Keras has no optimizer like this');
    }
  });

  it('but not of layers that are frozen', async () => {
    const imported = readKeras(readBytes('training/mlp.keras'));
    const frozen = ['dense_1.weight', 'dense_1.bias'];
    const again = readKeras(writeKeras({ ...imported, frozen }));
    expect(again.frozen).toEqual(frozen);
    // One frozen parameter of a layer is not enough: Keras freezes layers.
    expect(readKeras(writeKeras({ ...imported, frozen: ['dense.weight'] })).frozen).toEqual([]);
    using network = importedNetwork(backend, again);
    using optimizer = new Adam({ formula: 'keras' });
    const { x, y } = readJson<TrainingCase>('training/mlp.json');
    await train(network, optimizer, decode(x), decode(y), 2);
    const state = await takeOptimizerState(optimizer);
    const resumed = readKeras(
      writeKeras({ ...again, parameters: await network.parameters.read() }, { optimizer: state }),
    );
    expect(resumed.optimizer?.slots).toEqual(state.slots);
    expect(resumed.optimizer?.counts).toEqual(state.counts);
  });

  it('says why there is no optimizer', async () => {
    const imported = readKeras(readBytes('outputs/images.keras'));
    using network = importedNetwork(backend, imported);
    expect(() => importedOptimizer(network, imported)).toThrow('the file has no optimizer with a state');
  });
});
