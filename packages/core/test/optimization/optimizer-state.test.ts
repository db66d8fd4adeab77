/** What an optimizer remembers: out to the host and back, and steps that a gate skips. */
import { describe, expect, it } from 'vitest';
import { loadOptimizerState, takeOptimizerState } from '../../src/callbacks/index.js';
import {
  Adam,
  AdamW,
  type Backend,
  dense,
  fill,
  fromConfig,
  OPTIMIZERS,
  type Optimizer,
  type OptimizerState,
  type Parameter,
  SGD,
  upload,
} from '../../src/index.js';
import { everyOptimizer, named } from '../support/every.js';
import { expectError, FLOATS, liveBuffers, newBackend, scatteredArray, t } from '../support/index.js';

type Dtype = (typeof FLOATS)[number];

const parametersOn = (backend: Backend, dtype: Dtype = 'float64'): Parameter[] => [
  { name: 'a/weight', value: upload(backend, scatteredArray([2, 3], dtype, 3)) },
  { name: 'a/bias', value: upload(backend, scatteredArray([3], dtype, 4)) },
];

/** One step on gradients that depend on `at`; the bias is left out of some, as a frozen parameter is. */
function take(optimizer: Optimizer, parameters: readonly Parameter[], at: number, gate?: number): void {
  const { backend, dtype } = (parameters[0] as Parameter).value;
  const trained = at % 3 === 1 ? parameters.slice(0, 1) : parameters;
  const gradients = new Map(
    parameters.map(({ name, value }) => [name, upload(backend, scatteredArray(value.shape, dtype as Dtype, 20 + at))]),
  );
  const stop = gate === undefined ? undefined : fill(backend, [], gate, dtype);
  if (at === 0) optimizer.checkGroups(parameters);
  optimizer.step(trained, gradients, stop);
  for (const tensor of [...gradients.values(), ...(stop === undefined ? [] : [stop])]) tensor.dispose();
}

async function bitsOf(optimizer: Optimizer, parameters: readonly Parameter[]): Promise<unknown> {
  const tensors = [...parameters.map(({ name, value }) => [name, value] as const), ...optimizer.state];
  return Promise.all(
    tensors.map(async ([name, tensor]) => [name, [...new Uint8Array((await tensor.data()).slice().buffer)]]),
  );
}

/** Another optimizer of the same options, and copies of the parameters. */
async function twin(optimizer: Optimizer, parameters: readonly Parameter[]): Promise<[Optimizer, Parameter[]]> {
  const { config } = optimizer;
  const copies = parameters.map(async ({ name, value }) => ({
    name,
    value: upload(value.backend, dense(await value.data(), value.shape)),
  }));
  return [fromConfig('optimizer', OPTIMIZERS, config), await Promise.all(copies)];
}

const throughJson = ({ slots, ...rest }: OptimizerState): OptimizerState => ({
  ...(JSON.parse(JSON.stringify(rest)) as Omit<OptimizerState, 'slots'>),
  slots,
});

const cases = () =>
  FLOATS.flatMap((dtype) => named(everyOptimizer()).map(({ name, value }) => ({ name, dtype, value })));

it.each(cases())('$name goes on from its state with the same bits, in $dtype', async ({ value: optimizer, dtype }) => {
  const backend = await newBackend();
  const parameters = parametersOn(backend, dtype);
  for (let at = 0; at < 4; at++) take(optimizer, parameters, at);
  const state = throughJson(await takeOptimizerState(optimizer));
  const [resumed, copies] = await twin(optimizer, parameters);
  loadOptimizerState(resumed, state, copies);
  expect(resumed.steps).toBe(4);
  expect(await bitsOf(resumed, copies)).toEqual(await bitsOf(optimizer, parameters));
  for (let at = 4; at < 9; at++) {
    take(optimizer, parameters, at);
    take(resumed, copies, at);
  }
  expect(await bitsOf(resumed, copies)).toEqual(await bitsOf(optimizer, parameters));
  const [{ slots: a, ...restA }, { slots: b, ...restB }] = [
    await takeOptimizerState(optimizer),
    await takeOptimizerState(resumed),
  ];
  expect(restB).toEqual(restA);
  expect(restA.counts).toEqual({ 'a/weight': 9, 'a/bias': 6 });
  expect([...b.keys()]).toEqual([...a.keys()]);
});

it.each(cases())('$name takes no step through a closed gate, in $dtype', async ({ value: optimizer, dtype }) => {
  const backend = await newBackend();
  const parameters = parametersOn(backend, dtype);
  // The first step of all too: slots that are made then are as they begin.
  const before = await bitsOf(optimizer, parameters);
  take(optimizer, parameters, 0, Number.NaN);
  expect(((await bitsOf(optimizer, parameters)) as unknown[]).slice(0, 2)).toEqual(before);
  optimizer.restoreCounters({ steps: 0, counts: new Map() });
  const [other, copies] = await twin(optimizer, parameters);
  for (let at = 0; at < 3; at++) {
    take(optimizer, parameters, at, 0);
    take(other, copies, at);
  }
  const open = await bitsOf(optimizer, parameters);
  expect(open).toEqual(await bitsOf(other, copies));
  const counters = optimizer.takeCounters();
  for (const [at, gate] of [Number.NaN, 1, -1, Number.POSITIVE_INFINITY].entries())
    take(optimizer, parameters, at, gate);
  expect(await bitsOf(optimizer, parameters)).toEqual(open);
  expect(optimizer.steps).toBe(7);
  optimizer.restoreCounters(counters);
  take(optimizer, parameters, 3);
  take(other, copies, 3);
  expect(await bitsOf(optimizer, parameters)).toEqual(await bitsOf(other, copies));
});

it('a closed gate keeps a gradient of NaN out', async () => {
  const backend = await newBackend();
  const [parameter] = parametersOn(backend) as [Parameter];
  for (const optimizer of everyOptimizer()) {
    optimizer.checkGroups(parametersOn(backend));
    const gradients = new Map([[parameter.name, fill(backend, [2, 3], Number.NaN, 'float64')]]);
    optimizer.step([parameter], gradients, fill(backend, [], Number.NaN, 'float64'));
    for (const tensor of [parameter.value, ...optimizer.state.values()])
      expect(await tensor.data()).not.toContain(Number.NaN);
  }
});

describe('a gate', () => {
  const refused = async (make: (backend: Backend) => Parameters<Optimizer['step']>[2], ...parts: string[]) => {
    const backend = await newBackend();
    const parameters = parametersOn(backend);
    const before = await bitsOf(new SGD(), parameters);
    for (const optimizer of [new SGD(), new Adam()]) {
      const gradients = new Map(parameters.map(({ name, value }) => [name, value]));
      const [code, ...message] = parts;
      expectError(() => optimizer.step(parameters, gradients, make(backend)), code as never, ...message);
      expect([optimizer.steps, optimizer.state.size]).toEqual([0, 0]);
    }
    expect(await bitsOf(new SGD(), parameters)).toEqual(before);
  };

  it('has no dimensions', () => refused((backend) => t(backend, [0]), 'shape', 'gate', '[] and [1]'));
  it('is of the dtype of the parameters', () =>
    refused((backend) => fill(backend, [], 0, 'float32'), 'dtype', 'gate', 'float64 and float32'));
  it('is a tensor', () => refused(() => 0 as never, 'argument', 'gate', 'expected a tensor. Received 0'));
});

describe('the learning rate', () => {
  it('can be changed between steps, to 0 too', async () => {
    const backend = await newBackend();
    const parameter = { name: 'w', value: t(backend, [1, 2]) };
    const gradients = new Map([['w', t(backend, [1, -1])]]);
    const optimizer = new SGD({ learningRate: 0.5 });
    optimizer.step([parameter], gradients);
    optimizer.learningRate = 0;
    optimizer.step([parameter], gradients);
    expect([...(await parameter.value.data())]).toEqual([0.5, 2.5]);
    optimizer.learningRate = 2;
    optimizer.step([parameter], gradients);
    expect([...(await parameter.value.data())]).toEqual([-1.5, 4.5]);
    expect(optimizer.config['learningRate']).toBe(2);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '1' as never])('refuses %s, and keeps what it was', (rate) => {
    const optimizer = new AdamW();
    const set = () => {
      optimizer.learningRate = rate;
    };
    expectError(set, 'argument', 'AdamW learningRate: expected a number >= 0');
    expect(optimizer.learningRate).toBe(0.001);
  });
});

describe('loadOptimizerState', () => {
  type Change = (state: OptimizerState) => unknown;
  const slotsWithout = (key: string, { slots }: OptimizerState) => new Map([...slots].filter(([name]) => name !== key));
  const slotsWith = (key: string, array: unknown, { slots }: OptimizerState) => new Map([...slots, [key, array]]);
  const wrong: [string, Change, string, ...string[]][] = [
    ['nothing', () => undefined, 'argument', 'expected a state of takeOptimizerState()', 'undefined'],
    ['slots out of JSON', (state) => ({ ...state, slots: {} }), 'argument', 'expected a state of takeOptimizerState()'],
    ['no counts', (state) => ({ ...state, counts: undefined }), 'argument', 'expected a state of takeOptimizerState()'],
    ['another type', (state) => ({ ...state, config: { type: 'SGD' } }), 'argument', "a Adam. Received that of 'SGD'"],
    ['steps that are no number', (state) => ({ ...state, steps: '3' }), 'argument', 'steps', "'3'"],
    ['steps past 2^31', (state) => ({ ...state, steps: 2 ** 31 }), 'argument', 'steps', '2147483648'],
    [
      'a count above the steps',
      (state) => ({ ...state, counts: { ...state.counts, 'a/bias': 4 } }),
      'argument',
      "counts 'a/bias'",
      '[0, 3]',
    ],
    [
      'a count of half a step',
      (state) => ({ ...state, counts: { ...state.counts, 'a/bias': 0.5 } }),
      'argument',
      "counts 'a/bias'",
    ],
    [
      'a count of a parameter of another network',
      (state) => ({ ...state, counts: { ...state.counts, c: 1 } }),
      'argument',
      "no parameter 'c'; it has a/weight, a/bias",
    ],
    [
      'a slot of a parameter of another network',
      (state) => ({ ...state, slots: slotsWith('c/m', dense(new Float64Array(3), [3]), state) }),
      'argument',
      "no parameter 'c'",
    ],
    [
      'a slot that is missing',
      (state) => ({ ...state, slots: slotsWithout('a/bias/v', state) }),
      'argument',
      "slot 'a/bias/v' is missing",
    ],
    [
      'a slot that the options do not have',
      (state) => ({ ...state, slots: slotsWith('a/bias/x', dense(new Float64Array(3), [3]), state) }),
      'argument',
      "'a/bias/x' is no slot of this Adam",
    ],
    [
      'a slot of another shape',
      (state) => ({ ...state, slots: slotsWith('a/bias/v', dense(new Float64Array(4), [4]), state) }),
      'shape',
      "'a/bias/v'",
      '[3] and [4]',
    ],
    [
      'a slot of another dtype',
      (state) => ({ ...state, slots: slotsWith('a/bias/v', dense(new Float32Array(3), [3]), state) }),
      'dtype',
      "'a/bias/v': expected float64. Received float32",
    ],
    [
      'a slot with too few elements, the last that is uploaded',
      (state) => ({ ...state, slots: slotsWith('a/bias/v', dense(new Float64Array(2), [3]), state) }),
      'shape',
      '2',
    ],
    [
      'a slot that is nested arrays',
      (state) => ({ ...state, slots: slotsWith('a/bias/v', [1, 2, 3], state) }),
      'argument',
      "'a/bias/v': expected elements with their shape",
    ],
  ];
  it.each(wrong)('refuses %s, and changes nothing', async (_name, change, code, ...parts) => {
    const backend = await newBackend();
    const parameters = parametersOn(backend);
    const optimizer = new Adam({ learningRate: 0.1 });
    for (let at = 0; at < 3; at++) take(optimizer, parameters, at);
    const state = await takeOptimizerState(optimizer);
    const [before, buffers] = [await bitsOf(optimizer, parameters), liveBuffers(backend)];
    expectError(
      () => loadOptimizerState(optimizer, change(state) as never, parameters),
      code as never,

      ...parts,
    );
    expect(await bitsOf(optimizer, parameters)).toEqual(before);
    expect(optimizer.steps).toBe(3);
    expect(liveBuffers(backend)).toBe(buffers);
  });

  it('keeps the options, and releases the state that was there', async () => {
    const backend = await newBackend();
    const parameters = parametersOn(backend);
    const [taken, loaded] = [new Adam({ learningRate: 0.1 }), new Adam({ learningRate: 0.2 })];
    take(taken, parameters, 0);
    take(loaded, parameters, 0);
    const buffers = liveBuffers(backend);
    loadOptimizerState(loaded, await takeOptimizerState(taken), parameters);
    expect(loaded.learningRate).toBe(0.2);
    expect(liveBuffers(backend)).toBe(buffers);
    loaded.dispose();
    expect(liveBuffers(backend)).toBe(buffers - 4);
  });

  it('takes a state from before the first step', async () => {
    const backend = await newBackend();
    const parameters = parametersOn(backend);
    const optimizer = new SGD({ momentum: 0.9 });
    take(optimizer, parameters, 0);
    loadOptimizerState(optimizer, await takeOptimizerState(new SGD({ momentum: 0.9 })), parameters);
    expect([optimizer.steps, optimizer.state.size]).toEqual([0, 0]);
  });

  it('returns copies that later steps do not change', async () => {
    const backend = await newBackend();
    const parameters = parametersOn(backend);
    const optimizer = new SGD({ momentum: 0.9 });
    take(optimizer, parameters, 0);
    const state = await takeOptimizerState(optimizer);
    const [copy, counts] = [[...(state.slots.get('a/bias/velocity')?.data ?? [])], { ...state.counts }];
    take(optimizer, parameters, 2);
    expect([...(state.slots.get('a/bias/velocity')?.data ?? [])]).toEqual(copy);
    expect(state.counts).toEqual(counts);
    expect(copy).toHaveLength(3);
  });
});

it('starts anew after dispose', async () => {
  const backend = await newBackend();
  const optimizer = new SGD({ momentum: 0.9, dampening: 0.5 });
  const parameter = { name: 'w', value: t(backend, [0]) };
  const gradients = new Map([['w', t(backend, [1])]]);
  optimizer.step([parameter], gradients);
  optimizer.dispose();
  optimizer.step([parameter], gradients);
  expect([...(await (optimizer.state.get('w/velocity') as never as Parameter['value']).data())]).toEqual([1]);
});
