/** A run that goes on from a state of another gives what that one gave from there on, bit for bit. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Callback,
  EarlyStopping,
  ExponentialMovingAverage,
  ReduceLROnPlateau,
  resumeFrom,
  takeState,
} from '../../src/callbacks/index.js';
import {
  Adam,
  clipByNorm,
  Dense,
  Dropout,
  fit,
  type Schedule,
  Sequential,
  SGD,
  type TrainEvent,
  type Training,
  type TrainOptions,
  type TrainState,
  train,
  withLogs,
} from '../../src/index.js';
import { expectRejection, liveBuffers, newBackend, separableDataset, weightsOf } from '../support/index.js';
import { Centre } from '../support/modules.js';
import { classifier, sgdOptions } from '../support/training.js';

const halving: Schedule = {
  config: { type: 'Halving' },
  rate: (step, totalSteps, base) => base * 2 ** (-step / totalSteps),
};

type Options = () => Partial<TrainOptions>;

const adam = (): Adam => new Adam({ learningRate: 0.05, groups: [{ names: ['*.bias'], weightDecay: 0.1 }] });

const kinds: Record<string, Options> = {
  'mini-batches with Adam and dropout': () => ({ optimizer: adam(), batchSize: 4, seed: 5 }),
  'a full batch in parts, momentum': () => ({
    optimizer: new SGD({ learningRate: 0.1, momentum: 0.9 }),
    batchSize: 'full',
    parts: 4,
  }),
  'a host that is late': () => ({ optimizer: adam(), batchSize: 4, stepsAhead: 2 }),
  'validation within the epoch': () => ({
    optimizer: adam(),
    batchSize: 3,
    validationSplit: 0.25,
    validateEvery: 2,
  }),
  'a schedule and clipped gradients': () => ({
    optimizer: adam(),
    batchSize: 4,
    schedule: halving,
    transforms: [clipByNorm(0.5)],
  }),
  'a step that logs, which early stopping watches': () => ({
    optimizer: adam(),
    batchSize: 4,
    callbacks: [new EarlyStopping({ monitor: 'outputs', mode: 'min', patience: 1 })],
    step: ({ inputs, targets, weights }, { forward, loss }) => {
      const outputs = forward(...inputs);
      return withLogs(loss.compute(outputs, targets, weights), { outputs });
    },
  }),
  'early stopping, a lower rate and an average': () => ({
    optimizer: adam(),
    batchSize: 4,
    validation: separableDataset(7),
    callbacks: [
      new EarlyStopping({ patience: 1, minDelta: 0.2 }),
      new ReduceLROnPlateau({ patience: 1, factor: 0.5, minDelta: 0.3 }),
      new ExponentialMovingAverage({ decay: 0.8 }),
    ],
  }),
};

/** The network of every run here: with dropout and a state of its own. */
const network = async () => classifier(await newBackend(), 'float64', [new Dropout(0.3), new Centre()]);

interface Run {
  readonly events: TrainEvent[];
  readonly weights: unknown;
  readonly end: TrainState;
}

/** Everything but the clock. */
const timeless = (event: TrainEvent): TrainEvent => ('seconds' in event ? { ...event, seconds: 0 } : event);

/** Trains; takes the state after each event where `states` is given. */
async function run(options: Partial<TrainOptions>, states?: TrainState[]): Promise<Run> {
  const model = await network();
  const ends: TrainState[] = [];
  const keeper: Callback = {
    name: 'keeper',
    ...(states && { onSettled: async (training: Training) => void states.push(await takeState(training)) }),
    onTrainEnd: async (training) => void ends.push(await takeState(training)),
  };
  const { callbacks = [], ...rest } = options;
  const events: TrainEvent[] = [];
  const all = sgdOptions({ epochs: 3, ...rest, callbacks: [...callbacks, keeper] });
  for await (const event of train(model, separableDataset(14), all)) events.push(timeless(event));
  const live = liveBuffers(model.backend);
  expect(live).toBe(model.parameters.list.length + all.optimizer.state.size);
  return { events, weights: await weightsOf(model), end: ends[0] as TrainState };
}

/** The second epoch has every kind of event, with steps before and after it. The nightly run resumes in all three. */
const resumesAfter = (event: TrainEvent): boolean =>
  process.env['NABLA_SLOW'] === '1' || ('epoch' in event && event.epoch === 2);

describe.each(Object.entries(kinds))('%s', (_kind, options) => {
  const states: TrainState[] = [];
  let whole: Run;
  beforeAll(async () => {
    whole = await run(options(), states);
  });

  it('resumes after any event as if it had never stopped', async () => {
    expect(states).toHaveLength(whole.events.length - 1);
    expect(whole.end.position.steps).toBeGreaterThan(2);
    for (const [at, state] of states.entries()) {
      if (!resumesAfter(whole.events[at] as TrainEvent)) continue;
      const rest = await run({ ...options(), resume: resumeFrom(state) });
      expect(rest.events).toEqual(whole.events.slice(at + 1));
      expect(rest.weights).toEqual(whole.weights);
      expect(rest.end).toEqual(whole.end);
    }
  });

  it('stops for a signal at any batch and resumes', async () => {
    for (const stopAt of [2, 4]) {
      const controller = new AbortController();
      let batches = 0;
      const stopper: Callback = {
        name: 'stopper',
        onBatchEnd: () => {
          batches += 1;
          if (batches === stopAt) controller.abort();
        },
      };
      const { callbacks = [], ...rest } = options();
      const first = await run({ ...rest, callbacks: [...callbacks, stopper], signal: controller.signal });
      const done = first.events.at(-1);
      if (done?.type !== 'done' || !done.aborted) continue;
      const second = await run({ ...options(), resume: resumeFrom(first.end) });
      expect([...first.events.slice(0, -1), ...second.events]).toEqual(whole.events);
      expect(second.weights).toEqual(whole.weights);
      expect(second.end).toEqual(whole.end);
    }
  });
});

it('resumes a finished run for more epochs', async () => {
  const options = kinds['mini-batches with Adam and dropout'] as Options;
  const longer = await run({ ...options(), epochs: 5 });
  const { end } = await run(options());
  const rest = await run({ ...options(), epochs: 5, resume: resumeFrom(end) });
  expect(rest.weights).toEqual(longer.weights);
  expect(rest.end).toEqual(longer.end);
  const nothing = await run({ ...options(), resume: resumeFrom(end) });
  expect(nothing.events).toEqual([expect.objectContaining({ type: 'done', epochs: 3, steps: 12, aborted: false })]);
  expect(nothing.end).toEqual(end);
});

it('a run that was stopped early stays stopped', async () => {
  const options = kinds['early stopping, a lower rate and an average'] as Options;
  const states: TrainState[] = [];
  const whole = await run({ ...options(), epochs: 9 }, states);
  const last = states.at(-1) as TrainState;
  expect(last.callbacks['earlyStopping']?.values['waited']).toBe(1);
  const { events, weights } = await run({ ...options(), epochs: 9, resume: resumeFrom(last) });
  expect(events).toEqual([whole.events.at(-1)]);
  expect(weights).toEqual(whole.weights);
});

it('a state is a copy: steps taken meanwhile do not show', async () => {
  const model = await network();
  const pending: Promise<TrainState>[] = [];
  const keeper: Callback = {
    name: 'keeper',
    onSettled: (training, { type }) => void (type === 'batch' && pending.push(takeState(training))),
  };
  const options = sgdOptions({ batchSize: 4, optimizer: adam(), callbacks: [keeper] });
  for await (const _event of train(model, separableDataset(14), options));
  const states: TrainState[] = [];
  const others = { optimizer: adam(), batchSize: 4, epochs: 2 };
  const model2 = await network();
  const awaiting: Callback = {
    name: 'keeper',
    onSettled: async (training, { type }) => void (type === 'batch' && states.push(await takeState(training))),
  };
  for await (const _event of train(model2, separableDataset(14), sgdOptions({ ...others, callbacks: [awaiting] })));
  expect(await Promise.all(pending)).toEqual(states);
});

it('reads a state of nabla 0.1', async () => {
  const options = kinds['mini-batches with Adam and dropout'] as Options;
  const states: TrainState[] = [];
  const whole = await run(options(), states);
  const { run: identity, position, ...state } = states[2] as TrainState;
  const { parts, frozen, tied, ...older } = identity;
  const { sums, ...own } = position;
  expect([own.step, sums.names, sums.numbers[1]]).toEqual([2, ['loss'], 8]);
  const old = { ...state, run: { ...older, chunkRows: 512 }, position: { ...own, lossSum: sums.numbers[0] } };
  const rest = await run({ ...options(), resume: resumeFrom(old as unknown as TrainState) });
  expect(rest.events).toEqual(whole.events.slice(3));
  expect(rest.weights).toEqual(whole.weights);
});

describe('refusals', () => {
  const base: Options = () => ({
    optimizer: adam(),
    batchSize: 4,
    callbacks: [new EarlyStopping({ monitor: 'loss' })],
  });

  const states: TrainState[] = [];
  beforeAll(() => run(base(), states));

  const attempt = async (options: Partial<TrainOptions>, change: (state: TrainState) => unknown = (state) => state) => {
    const model = await network();
    const before = await weightsOf(model);
    const state = change(states[2] as TrainState) as TrainState;
    const resumed = sgdOptions({ epochs: 3, ...base(), ...options, resume: resumeFrom(state) });
    const iterate = async () => {
      for await (const _event of train(model, separableDataset(14), resumed));
    };
    const outcome = iterate();
    await outcome.catch(() => undefined);
    expect(await weightsOf(model)).toEqual(before);
    expect(liveBuffers(model.backend)).toBe(model.parameters.list.length);
    return outcome;
  };
  const at = (changes: object) => (state: TrainState) => ({ ...state, position: { ...state.position, ...changes } });
  const without = (name: string) => (state: TrainState) => ({
    ...state,
    parameters: new Map([...state.parameters].filter(([key]) => key !== name)),
  });

  it.each<[string, Partial<TrainOptions>, ((state: TrainState) => unknown) | undefined, string, string[]]>([
    ['nothing', {}, () => undefined, 'argument', ['expected a state of takeState()', 'undefined']],
    ['another seed', { seed: 1 }, undefined, 'argument', ['the run had seed 0. Received 1']],
    ['another batch size', { batchSize: 5 }, undefined, 'argument', ['batchSize 4. Received 5']],
    ['fewer examples', { validationSplit: 0.5 }, undefined, 'argument', ['examples 14. Received 7']],
    ['other parts', { parts: 2 }, undefined, 'argument', ['parts 1. Received 2']],
    ['no shuffle', { shuffle: false }, undefined, 'argument', ['shuffle true. Received false']],
    ['a schedule', { schedule: halving }, undefined, 'argument', ['schedule null. Received {"type":"Halving"}']],
    ['another optimizer', { optimizer: new SGD() }, undefined, 'argument', ['SGD state', "'Adam'"]],
    ['a callback less', { callbacks: [] }, undefined, 'argument', ["a callback 'earlyStopping'. Received none"]],
    [
      'a callback more',
      { callbacks: [...(base().callbacks ?? []), new ExponentialMovingAverage()] },
      undefined,
      'argument',
      ["no callback 'exponentialMovingAverage'"],
    ],
    ['no history', {}, ({ history, ...state }) => state, 'argument', ['Received undefined as its history']],
    ['no parameters', {}, (state) => ({ ...state, parameters: {} }), 'argument', ['an object as its parameters']],
    [
      'no sums',
      {},
      at({ sums: undefined }),
      'argument',
      ['expected a state of takeState(). Received undefined as its sums.'],
    ],
    ['a sum less', {}, at({ sums: { names: ['loss'], numbers: [1] } }), 'argument', ['an object as its sums']],
    ['no step', {}, at({ step: undefined }), 'argument', ['undefined as its step']],
    ['a parameter less', {}, without('0.weight'), 'argument', ["no parameter '0.weight'"]],
    [
      'a parameter more',
      {},
      (state) => ({
        ...state,
        parameters: new Map([...state.parameters, ['9.weight', state.parameters.get('0.bias')]]),
      }),
      'argument',
      ["the network has no parameter '9.weight'"],
    ],
    [
      'another shape',
      {},
      (state) => ({
        ...state,
        parameters: new Map([...state.parameters, ['0.weight', state.parameters.get('0.bias')]]),
      }),
      'shape',
      ["resume '0.weight'", '[4, 5]', '[5]'],
    ],
  ])('%s', async (_why, options, change, code, parts) => {
    await expectRejection(attempt(options, change), code as 'argument', ...parts);
  });

  it('a network that is frozen or tied in another way', async () => {
    const made = async () => {
      const layers = [new Dense(4), new Dense(4), new Dense(3)];
      return new Sequential(await newBackend(), { inputShape: [4], layers, dtype: 'float64', seed: 1 });
    };
    const attempt = async (model: Sequential, resume?: TrainOptions['resume']) => {
      const ends: TrainState[] = [];
      const onTrainEnd = async (training: Training) => void ends.push(await takeState(training));
      const options = sgdOptions({ epochs: 1, callbacks: [{ name: 'keeper', onTrainEnd }], ...(resume && { resume }) });
      await fit(model, separableDataset(6), options);
      return ends[0] as TrainState;
    };
    const first = await made();
    first.parameters.tie('1.weight', '0.weight');
    first.freeze('2.bias');
    const state = await attempt(first);
    const other = await made();
    other.freeze('0.bias');
    const [resume, before] = [resumeFrom(state), await weightsOf(other)];
    const frozen = 'resume: the run had frozen ["2.bias"]. Received ["0.bias"]; use the same network';
    await expectRejection(attempt(other, resume), 'argument', frozen);
    other.unfreeze('0.bias');
    other.freeze('2.bias');
    const tied = 'the run had tied [["0.weight","1.weight"]]. Received []';
    await expectRejection(attempt(other, resume), 'argument', tied);
    expect(await weightsOf(other)).toEqual(before);
    other.parameters.tie('1.weight', '0.weight');
    expect(await attempt(other, resume)).toEqual(state);
  });

  it('a network of the other dtype', async () => {
    const end = states.at(-1) as TrainState;
    const model = classifier(await newBackend(), 'float32', [new Dropout(0.3), new Centre()]);
    const options = sgdOptions({ epochs: 3, ...base(), resume: resumeFrom(end) });
    const iterate = async () => {
      for await (const _event of train(model, separableDataset(14, 'float32'), options));
    };
    await expectRejection(iterate(), 'dtype', "resume '0.weight': expected float32. Received float64");
  });

  it('a callback’s own state, once the rest was loaded', async () => {
    const end = states.at(-1) as TrainState;
    const state = { ...end, callbacks: { earlyStopping: { values: { best: 'low' }, tensors: new Map() } } };
    const failing = run({ ...base(), resume: resumeFrom(state) });
    await expectRejection(failing, 'argument', "the state of EarlyStopping needs a number 'best'", "'low'");
  });
});
