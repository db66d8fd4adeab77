import {
  Chain,
  Conv2d,
  type Dataset,
  type DenseArray,
  Network,
  networkFromConfig,
  predict,
  SGD,
  SoftmaxCrossEntropy,
} from '@nablajs/core';
import { Accuracy } from '@nablajs/core/metrics';
import { expect, test } from 'vitest';
import {
  FINETUNE_LAYERS,
  type FineTuneData,
  type FineTunedEvent,
  type FineTuneEvent,
  type FineTuneOptions,
  type FineTuneState,
  fineTune,
} from '../src/index.js';
import { convnetForTests, images, type Tuned, tuned } from './networks.js';

const convnet = convnetForTests();

const data = { train: images(24, 1), validation: images(12, 2) };
const short = { outputs: 3, epochs: 2, batchSize: 12, seed: 5 };

const run = (options: Partial<FineTuneOptions>, given: FineTuneData = data): Promise<Tuned> =>
  tuned(convnet.backend, convnet.features, given, { ...short, ...options });

const base = (weights: Map<string, DenseArray>): Map<string, DenseArray> =>
  new Map(Array.from(convnet.features.parameters.keys(), (name) => [name, weights.get(`base.${name}`) as DenseArray]));

test('a block that does not lower the held-out loss by 1 % gets its weights back', async () => {
  const { last, weights } = await run({ unfreeze: 'auto', learningRate: 1e-6 });
  expect(last.stages.map(({ name, freed, kept }) => [name, freed, kept])).toEqual([
    ['head', 0, true],
    ['blocks', 1, false],
  ]);
  const head = await run({ unfreeze: false, learningRate: 1e-6 });
  expect(weights).toEqual(head.weights);
  expect(base(weights)).toEqual(convnet.features.parameters);
  expect(last.network.parameters.frozen).toEqual(head.last.network.parameters.frozen);
  expect(last.network.parameters.trainable.map(({ name }) => name)).toEqual(['head.weight', 'head.bias']);
});

test('blocks are freed as long as the held-out loss falls', async () => {
  const { last, weights } = await run({ learningRate: 1, factor: 1, epochs: 6 });
  const [head, first, ...more] = last.stages;
  expect([head?.freed, first?.freed, first?.kept]).toEqual([0, 1, true]);
  expect(first?.loss).toBeLessThan(0.99 * (head?.loss as number));
  expect(more[0]?.freed).toBe(2);
  expect(base(weights)).not.toEqual(convnet.features.parameters);
  expect(last.network.parameters.frozen.some((name) => convnet.features.blocks[0]?.includes(name.slice(5)))).toBe(
    false,
  );
  expect(last.network.parameters.frozen).toContain('base.1.runningMean');
});

test('adapters train with the head; a run resumes with the same bits', async () => {
  const states: FineTuneState[] = [];
  const lora = { rank: 2, dropout: 0.1 };
  const { last, weights, events } = await run({ lora, unfreeze: true, save: (state) => void states.push(state) });
  expect(last.stages.map(({ name, kept }) => [name, kept])).toEqual([
    ['head', true],
    ['lora', true],
  ]);
  expect(base(weights)).toEqual(convnet.features.parameters);
  const trained = ['base.0.loraA', 'base.0.loraB', 'base.4.loraA', 'base.4.loraB', 'head.weight', 'head.bias'];
  expect(events.filter((event) => event.type === 'stage-start').at(-1)?.trained).toEqual(trained);
  expect(weights.get('base.4.loraB')?.data.some((value) => value !== 0)).toBe(true);
  for (const state of states) {
    expect(
      [...state.parameters.keys(), ...(state.training?.parameters.keys() ?? [])].filter(
        (name) => !trained.includes(name),
      ),
    ).toEqual([]);
    const again = await run({ lora, unfreeze: true, resume: state });
    expect(again.weights).toEqual(weights);
  }
  const config = JSON.parse(JSON.stringify(last.network.config));
  using loaded = networkFromConfig(convnet.backend, config, { layers: FINETUNE_LAYERS, parameters: weights });
  const { x } = await data.train.batch(Int32Array.of(0, 5));
  expect(await predict(loaded, x)).toEqual(await predict(last.network, x));
});

test.each([
  ['adapters that do not help are left out', { lora: { rank: 2 } }, 'lora'],
  ['a block that does not help gets its weights back', {}, 'blocks'],
])('%s, also when the run resumes', async (_what, how, name) => {
  const states: FineTuneState[] = [];
  const options = { ...how, learningRate: 1e-6 };
  const { last, weights } = await run({ ...options, save: (state) => void states.push(state) });
  expect(last.stages.map((stage) => [stage.name, stage.kept])).toEqual([
    ['head', true],
    [name, false],
  ]);
  expect(weights).toEqual((await run({ unfreeze: false, learningRate: 1e-6 })).weights);
  expect(states.at(-1)?.stage).toBe(2);
  for (const state of states) {
    const again = await run({ ...options, resume: state });
    expect(again.weights).toEqual(weights);
    expect(again.last.stages).toEqual(last.stages);
  }
});

test('a data set may be an instance of a class', async () => {
  class Images implements Dataset {
    readonly #own: Dataset;
    constructor(own: Dataset) {
      this.#own = own;
    }
    get length(): number {
      return this.#own.length;
    }
    get inputShape(): readonly number[] {
      return this.#own.inputShape;
    }
    order(): Int32Array {
      return Int32Array.from({ length: this.length }, (_, at) => this.length - 1 - at);
    }
    batch(indices: Int32Array): ReturnType<Dataset['batch']> {
      return this.#own.batch(indices);
    }
  }
  const own = { train: new Images(data.train), validation: new Images(data.validation) };
  const order = (): Int32Array => own.train.order();
  for (const cache of [true, false]) {
    const { weights } = await run({ unfreeze: 1, cache }, own);
    expect(weights).toEqual((await run({ unfreeze: 1, cache }, { ...data, train: { ...data.train, order } })).weights);
    expect(weights).not.toEqual((await run({ unfreeze: 1, cache })).weights);
  }
});

test('augmented data is not stored', async () => {
  const varied: Dataset = { ...data.train, variesByEpoch: true };
  const { events, weights } = await run({ unfreeze: 1 }, { train: varied, validation: data.validation });
  expect(events.filter((event) => 'cached' in event).map((event) => event.cached)).toEqual([false, false]);
  expect(events.flatMap((event) => (event.type === 'features' ? [event.of] : []))).toEqual([
    'validation',
    'validation',
  ]);
  // The data is the same all the same, and so are the weights.
  expect(weights).toEqual((await run({ unfreeze: 1 })).weights);
});

test('two networks share one base; a block that is freed is copied first', async () => {
  using shared = new Network(convnet.backend, convnet.features.module, {
    inputShape: convnet.features.inputShape,
    parameters: convnet.features.parameters,
  });
  const first = (await run({ unfreeze: false, base: shared.parameters })).last.network;
  const second = await run({ unfreeze: 1, base: shared.parameters });
  expect(second.weights).toEqual((await run({ unfreeze: 1 })).weights);
  const same = (name: string): boolean[] =>
    [first, second.last.network].map(
      ({ parameters }) => parameters.get(`base.${name}`).identity === shared.parameters.get(name).identity,
    );
  expect(same('0.weight')).toEqual([true, true]);
  expect(same('4.weight')).toEqual([true, false]);
  expect(await shared.parameters.read()).toEqual(convnet.features.parameters);
});

test('a shared base must have all weights of the features, in their shapes', async () => {
  const { module, inputShape, parameters } = convnet.features;
  using shared = new Network(convnet.backend, module, { inputShape, parameters });
  const sharing = (base: unknown) => run({ unfreeze: false, base: base as never });
  expect(base((await sharing(shared.parameters)).weights)).toEqual(parameters);
  using narrow = new Network(convnet.backend, new Chain([new Conv2d(4, 3)]), { inputShape });
  await expect(sharing(narrow.parameters)).rejects.toMatchObject({
    code: 'argument',
    message: expect.stringMatching(/fineTune base: expected '1\..*' of shape \[4\]. Received no such parameter; pass/),
  });
  using wide = new Network(convnet.backend, new Chain([new Conv2d(4, 5)]), { inputShape });
  const shapes = /expected '0.weight' of shape \[3, 3, 2, 4\]. Received \[5, 5, 2, 4\]/;
  await expect(sharing(wide.parameters)).rejects.toThrow(shapes);
  await expect(sharing(5)).rejects.toThrow(/fineTune base: expected parameters/);
});

test('a run that the signal stops says so, and goes on with the same bits', async () => {
  const whole = await run({ unfreeze: 1 });
  for (const [stage, step] of [
    [0, 1],
    [1, 1],
  ] as const) {
    const states: FineTuneState[] = [];
    const stopping = new AbortController();
    const events: FineTuneEvent[] = [];
    const save = (state: FineTuneState): void => void states.push(state);
    const options = { ...short, unfreeze: 1, signal: stopping.signal, save };
    for await (const event of fineTune(convnet.backend, convnet.features, data, options)) {
      events.push(event);
      if (event.type === 'batch' && event.stage === stage && event.step === step) stopping.abort();
    }
    const last = events.at(-1) as FineTunedEvent;
    expect([last.aborted, last.stages.length]).toEqual([true, stage]);
    last.network.dispose();
    expect(states.at(-1)?.training?.position).toMatchObject({ epoch: 1, step: 1 });
    const { weights } = await run({ unfreeze: 1, resume: states.at(-1) });
    expect(weights).toEqual(whole.weights);
  }
});

test('without validation data, stages have all their epochs, and no block is tried', async () => {
  const { last } = await run({}, { train: data.train });
  expect(last.stages).toMatchObject([{ name: 'head', epochs: 2, bestEpoch: 2, kept: true }]);
  expect(last.stages[0]?.loss).toBe(last.stages[0]?.log['loss']);
});

test('an optimizer, a loss, metrics and callbacks of your own are used', async () => {
  const named: string[] = [];
  const { events, last } = await run({
    ...{ unfreeze: 1, outputs: 3, loss: new SoftmaxCrossEntropy({ labelSmoothing: 0.1 }), metrics: [new Accuracy()] },
    optimizer: (options) => {
      named.push(`${options.learningRate} ${options.groups?.length ?? 0}`);
      return new SGD(options);
    },
    learningRate: 0.5,
    callbacks: ({ stage, name }) => [{ name: 'own', onTrainBegin: () => void named.push(`${name} ${stage}`) }],
  });
  expect(named).toEqual(['0.5 0', 'head 0', `${0.5 / 30} 1`, 'blocks 1']);
  expect(Object.keys(last.stages[0]?.log ?? {})).toContain('val_accuracy');
  expect(events.filter(({ type }) => type === 'done')).toMatchObject([{ stage: 0, name: 'head' }, { stage: 1 }]);
});

test('a state that lacks something is refused, and the whole one goes on with the same bits', async () => {
  const states: FineTuneState[] = [];
  const { weights } = await run({ unfreeze: 1, save: (state) => void states.push(state) });
  // After the head, in the stage of the block, and at the end.
  type States = [FineTuneState, FineTuneState, FineTuneState];
  const [head, inBlock, end] = [states[2], states[3], states[5]] as States;
  expect([head, inBlock, end].map(({ stage, training }) => [stage, training?.position.epoch])).toEqual([
    ...[
      [1, undefined],
      [1, 1],
      [2, undefined],
    ],
  ]);
  const refused = async (resume: unknown, text: RegExp): Promise<void> => {
    const message = expect.stringMatching(text);
    await expect(run({ unfreeze: 1, resume: resume as never })).rejects.toMatchObject({ code: 'argument', message });
  };
  const wrong = [5, null, {}, { ...head, stage: 9 }, { ...head, stage: 0 }, { ...head, stages: [{}] }];
  const more = [
    { ...head, stages: 5 },
    { ...head, parameters: {} },
    { ...head, parameters: new Map([['a', 5]]) },
  ];
  const training = [
    { ...inBlock, training: 5 },
    { ...inBlock, training: { ...inBlock.training, run: null } },
  ];
  for (const one of [...wrong, ...more, ...training]) {
    await refused(one, /fineTune resume: expected a state that save got/);
  }
  const without = (all: ReadonlyMap<string, DenseArray> | undefined, path: string) =>
    new Map([...(all ?? [])].filter(([name]) => !name.startsWith(path)));
  await refused({ ...head, parameters: new Map() }, /the state lacks 'head.weight'/);
  await refused({ ...end, parameters: without(end.parameters, 'base') }, /the state lacks 'base.4.weight'/);
  await refused({ ...inBlock, parameters: without(inBlock.parameters, 'base') }, /the state lacks 'base.4.weight'/);
  const part = { ...inBlock.training, parameters: without(inBlock.training?.parameters, 'head.bias') };
  await refused({ ...inBlock, training: part }, /the state lacks 'head.bias'/);
  for (const resume of [head, inBlock, end]) expect((await run({ unfreeze: 1, resume })).weights).toEqual(weights);
});

test('options and states that do not fit are refused', async () => {
  const states: FineTuneState[] = [];
  await run({ unfreeze: false, save: (state) => void states.push(state) });
  const refused = async (options: object, text: RegExp, given: object = data): Promise<void> => {
    await expect(run(options, given as typeof data)).rejects.toThrow(text);
  };
  await refused({ unfreeze: 'all' }, /fineTune unfreeze: expected 'auto', true, false or a number of blocks/);
  await refused({ unfreeze: 0.5 }, /fineTune unfreeze/);
  await refused({ unfreeze: 'auto' }, /compares held-out losses/, { train: data.train });
  await refused(
    { unfreeze: 2, lora: { rank: 2 } },
    /fineTune unfreeze: expected 'auto' or true with lora.* Received 2/,
  );
  await refused({ cache: 'no' }, /fineTune cache: expected true or false. Received 'no'/);
  for (const saveEverySteps of [0, -2, 1.5]) {
    await refused({ saveEverySteps, save: () => undefined }, /fineTune saveEverySteps: expected a whole number >= 1/);
  }
  await refused({}, /fineTune: the validation set is empty/, { ...data, validation: images(0, 1) });
  await refused({ factor: 0 }, /fineTune factor: expected a number in \(0, 1\]/);
  await refused({ patience: 0 }, /patience/);
  await refused({ epoch: 3 }, /unknown option 'epoch'/);
  await refused({}, /unknown option 'test'/, { ...data, test: data.train });
  await refused({ outputs: 4, resume: states.at(-1) }, /the state has another 'head.weight'/);
  await refused({ seed: 6, resume: states[0] }, /the run had seed 5/);
});
