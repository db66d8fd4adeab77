import {
  Adam,
  type Callback,
  fit,
  Network,
  networkFromConfig,
  predict,
  SoftmaxCrossEntropy,
  type TrainState,
} from '@nablajs/core';
import { takeState } from '@nablajs/core/callbacks';
import { exportOnnx, importOnnx } from '@nablajs/interchange';
import { expect, test } from 'vitest';
import { fineTuned, GradualUnfreezing, learningRateGroups } from '../src/index.js';
import { convnetForTests, images } from './networks.js';

const convnet = convnetForTests();

const data = images(24, 1);

function started(): Network {
  const model = new Network(convnet.backend, fineTuned(convnet.features, 3), {
    inputShape: convnet.features.inputShape,
    seed: 1,
  });
  model.freeze('base');
  return model;
}

/** Trains with blocks freed every epoch; returns the weights and what was trained in each epoch. */
async function trained(states: TrainState[], from?: TrainState): Promise<[unknown, number[]]> {
  using model = started();
  const counts: number[] = [];
  const keeping: Callback = {
    name: 'keeping',
    async onSettled(training, { type }) {
      if (type === 'epoch-start') counts.push(training.model.parameters.trainable.length);
      if (type === 'epoch-end' || type === 'batch') states.push(await takeState(training));
    },
  };
  const unfreezing = new GradualUnfreezing(convnet.features.blocks);
  using optimizer = new Adam({ groups: learningRateGroups(convnet.features.blocks) });
  const resume = from && { resume: unfreezing.resumeFrom(from) };
  const callbacks = [unfreezing, keeping];
  await fit(model, data, {
    loss: new SoftmaxCrossEntropy(),
    optimizer,
    epochs: 4,
    batchSize: 12,
    callbacks,
    ...resume,
  });
  return [await model.parameters.read(), counts];
}

test('one block after the other is freed, and a run resumes with the same bits', async () => {
  const states: TrainState[] = [];
  const [weights, counts] = await trained(states);
  // The head alone, with the last convolution and its norm, and with the first ones too; twice all of it.
  expect(counts).toEqual([2, 6, 10, 10]);
  expect(states).toHaveLength(12);
  for (const state of states) expect((await trained([], state))[0]).toEqual(weights);
});

test('a network of a base and a head is saved and exported with plain layers', async () => {
  using model = started();
  const config = JSON.parse(JSON.stringify(model.config));
  using loaded = networkFromConfig(convnet.backend, config, { parameters: model.parameters });
  const { x } = await data.batch(Int32Array.of(0, 3));
  const expected = await predict(model, x);
  expect(await predict(loaded, x)).toEqual(expected);
  expect(loaded.parameters.frozen).toEqual(model.parameters.frozen);
  using exported = importOnnx(convnet.backend, (await exportOnnx(model)).model);
  expect((await predict(exported, x)).data).toEqual(expected.data);
});

test('options that do not fit are refused', () => {
  expect(() => new GradualUnfreezing(convnet.features.blocks, { everyEpochs: 0 })).toThrow(
    /everyEpochs: expected a whole/,
  );
  expect(() => new GradualUnfreezing(convnet.features.blocks, { most: -1 })).toThrow(/most: expected a whole/);
  expect(() => new GradualUnfreezing(undefined as never)).toThrow(/expected blocks/);
});

test('deeper blocks learn at lower rates', () => {
  const groups = learningRateGroups([['b.weight', 'b.bias'], ['a.weight']], { factor: 0.5 });
  expect(groups).toEqual([
    { names: ['base.b.weight', 'base.b.bias'], learningRateFactor: 0.5 },
    { names: ['base.a.weight'], learningRateFactor: 0.25 },
  ]);
  expect(learningRateGroups([['a']], { path: '' })).toEqual([{ names: ['a'], learningRateFactor: 0.3 }]);
  expect(() => learningRateGroups([], { factor: 2 })).toThrow(/factor: expected a number in \(0, 1\]/);
});
