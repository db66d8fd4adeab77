import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { Adam, type Backend, type DenseArray, dense, fit, Network, SoftmaxCrossEntropy } from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Features,
  type FineTuneData,
  type FineTuneOptions,
  type FineTuneState,
  featuresOf,
  fineTuned,
  learningRateGroups,
} from '../src/index.js';
import { convnetLayers, images, modelOf, type Tuned, tuned } from './networks.js';

const data = { train: images(40, 1), validation: images(20, 2) };
const short = { outputs: 3, epochs: 3, patience: 2, batchSize: 16, seed: 5 };

/** The weights of a base, and a head of zeros. */
const wholeWeights = ({ parameters, width }: Features): Map<string, DenseArray> =>
  new Map([
    ...Array.from(parameters, ([name, value]) => [`base.${name}`, value] as const),
    ['head.weight', dense(new Float32Array(3 * width), [width, 3])],
    ['head.bias', dense(new Float32Array(3), [3])],
  ]);

/** The events, and the weights of the network that the last one has. */
async function run(
  backend: Backend,
  features: Features,
  options: FineTuneOptions,
  given: FineTuneData = data,
): Promise<Tuned> {
  const made = await tuned(backend, features, given, options);
  made.last.network.dispose();
  return made;
}

describe.each([
  ['ts', () => createTs()],
  ['wasm', () => createWasm()],
])('on %s', (name, create) => {
  let backend: Backend;
  let features: Features;
  beforeAll(async () => {
    backend = await create();
    features = featuresOf(await modelOf(backend, convnetLayers()));
  });
  afterAll(() => backend.dispose());

  test('outputs that are stored give the bits of training without them', async () => {
    for (const unfreeze of name === 'ts' ? ([false, 1, 2] as const) : ([1] as const)) {
      const cached = await run(backend, features, { ...short, unfreeze });
      const plain = await run(backend, features, { ...short, unfreeze, cache: false });
      expect(cached.weights).toEqual(plain.weights);
      expect(cached.last.stages).toEqual(plain.last.stages);
      const stored = [cached, plain].map(({ events }) => events.filter((event) => 'cached' in event && event.cached));
      expect(stored.map(({ length }) => length)).toEqual([unfreeze === 1 ? 2 : 1, 0]);
    }
  });

  test('the bits are those of training the whole network by hand', async () => {
    // Dropout in front of the freed block is inactive, so there is none here.
    const own = featuresOf(await modelOf(backend, convnetLayers(0)));
    const { train } = data;
    const { weights } = await run(backend, own, { ...short, unfreeze: 1 }, { train });
    const options = { inputShape: own.inputShape, parameters: wholeWeights(own) };
    using network = new Network(backend, fineTuned(own, 3), options);
    network.freeze('base');
    const how = { loss: new SoftmaxCrossEntropy(), epochs: 3, batchSize: 16, seed: 5 };
    using first = new Adam({ learningRate: 0.003 });
    await fit(network, train, { ...how, optimizer: first });
    for (const name of own.blocks[0] ?? []) network.unfreeze(`base.${name}`);
    using second = new Adam({ learningRate: 0.003 / 30, groups: learningRateGroups(own.blocks.slice(0, 1)) });
    await fit(network, train, { ...how, optimizer: second });
    expect(await network.parameters.read()).toEqual(weights);
  });

  test('the base computes as in inference while it is frozen, and blocks that are freed are trained', async () => {
    const { last, weights, events } = await run(backend, features, { ...short, unfreeze: 1 });
    const changed = features.blocks.map((block) =>
      block.some((name) => weights.get(`base.${name}`)?.data.join() !== features.parameters.get(name)?.data.join()),
    );
    expect(changed).toEqual([true, false]);
    expect(last.stages.map(({ name, freed, kept }) => [name, freed, kept])).toEqual([
      ['head', 0, true],
      ['blocks', 1, true],
    ]);
    const running = [...weights.keys()].filter((name) => name.includes('running'));
    expect(running).toHaveLength(4);
    for (const name of running) expect(weights.get(name)).toEqual(features.parameters.get(name.slice('base.'.length)));
    expect(events.filter(({ type }) => type === 'stage-start')).toMatchObject([
      { freed: 0, trained: ['head.weight', 'head.bias'] },
      {
        freed: 1,
        trained: [...(features.blocks[0] ?? [])].map((name) => `base.${name}`).concat('head.weight', 'head.bias'),
      },
    ]);
    const progress = events
      .filter((event) => event.type === 'features')
      .map(({ stage, of, done, total }) => [stage, of, done, total]);
    const once = [
      ['train', 16, 40],
      ['train', 32, 40],
      ['train', 40, 40],
      ['validation', 16, 20],
      ['validation', 20, 20],
    ];
    // The images run through the lower part once for both stages.
    expect(progress).toEqual(once.map((numbers) => [0, ...numbers]));
  });

  test('a run that resumes from any state ends with the same bits', async () => {
    const states: FineTuneState[] = [];
    const options = { ...short, unfreeze: 2 } as const;
    const whole = await run(backend, features, {
      ...options,
      saveEverySteps: 2,
      save: (state) => void states.push(state),
    });
    const stages = states.map(({ stage, training }) => [stage, training?.position.epoch, training?.position.step]);
    const saved = [
      [1, 2],
      [1, 3],
      [2, 1],
      [2, 3],
      [3, 2],
      [3, 3],
      [undefined, undefined],
    ];
    expect(stages).toEqual([
      ...saved.map(([epoch, step]) => [epoch === undefined ? 1 : 0, epoch, step]),
      ...saved.map(([epoch, step]) => [epoch === undefined ? 2 : 1, epoch, step]),
    ]);
    // On wasm, one of each kind: in the middle and at the end of an epoch, between stages.
    for (const state of states.filter((_, at) => name === 'ts' || at % 3 === 0)) {
      const resumed = await run(backend, features, { ...options, resume: state });
      expect(resumed.weights).toEqual(whole.weights);
      expect(resumed.last.stages).toEqual(whole.last.stages);
    }
  });
});
