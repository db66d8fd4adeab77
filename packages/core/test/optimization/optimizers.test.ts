import { describe, expect, it } from 'vitest';
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  fromConfig,
  Lion,
  NAdam,
  OPTIMIZERS,
  type Optimizer,
  type Parameter,
  RMSprop,
  SGD,
} from '../../src/index.js';
import {
  expectClose,
  expectError,
  expectTensor,
  FLOATS,
  liveBuffers,
  newBackend,
  t,
  valuesOf,
} from '../support/index.js';
import { nameOf, readReference, unpack, uploadPacked } from '../support/reference.js';

const TOLERANCE = {
  float64: { relative: 1e-12, absolute: 1e-14 },
  float32: { relative: 1e-5, absolute: 2e-6 },
};

const reference = readReference().optimizers;

describe('optimizers take the steps that PyTorch takes', () => {
  const cases = FLOATS.flatMap((dtype) =>
    reference.map((optimizer) => ({ name: nameOf(optimizer.config), dtype, optimizer })),
  );

  it.each(cases)('$name, in $dtype', async ({ dtype, optimizer: expected }) => {
    const backend = await newBackend();
    const optimizer = fromConfig('optimizer', OPTIMIZERS, expected.config);
    const parameter: Parameter = { name: 'w', value: uploadPacked(backend, expected.initial, dtype) };
    for (const [at, gradient] of expected.gradients.entries()) {
      const dW = uploadPacked(backend, gradient, dtype);
      optimizer.step([parameter], new Map([['w', dW]]));
      const after = expected.after[at];
      if (after === undefined) throw new Error('the fixture has fewer steps than gradients');
      expectClose(await valuesOf(parameter.value), unpack(after, dtype), TOLERANCE[dtype]);
      expectClose(await valuesOf(dW), unpack(gradient, dtype), TOLERANCE[dtype]);
    }
    expect(optimizer.steps).toBe(10);
  });
});

describe('state', () => {
  it.each([new SGD({ momentum: 0.9 }), new Adam(), new Adam({ amsgrad: true }), new RMSprop(), new Adagrad()])(
    '$config.type refuses a parameter of another network under the same name',
    async (optimizer) => {
      const backend = await newBackend();
      const stepOn = (values: number[][]): void =>
        optimizer.step([{ name: '0.weight', value: t(backend, values) }], new Map([['0.weight', t(backend, values)]]));
      stepOn([[1, 2]]);
      const reuse = () =>
        stepOn([
          [1, 2],
          [3, 4],
        ]);
      expectError(reuse, 'shape', 'use one optimizer for each network', '[2, 2] and [1, 2]');
    },
  );

  const one = async (): Promise<Parameter> => ({ name: '0.weight', value: t(await newBackend(), [[1, 2]]) });
  const step = (optimizer: Optimizer, parameter: Parameter): void => {
    optimizer.step([parameter], new Map([[parameter.name, t(parameter.value.backend, [[0.5, -1]])]]));
  };

  it.each([
    { optimizer: new SGD(), slots: [] },
    { optimizer: new SGD({ momentum: 0.9 }), slots: ['velocity'] },
    { optimizer: new Adam(), slots: ['m', 'v'] },
    { optimizer: new AdamW(), slots: ['m', 'v'] },
    { optimizer: new RMSprop(), slots: ['meanSquare'] },
    { optimizer: new RMSprop({ momentum: 0.9, centered: true }), slots: ['meanSquare', 'mean', 'velocity'] },
    { optimizer: new Adagrad(), slots: ['squares'] },
    { optimizer: new AdamW({ amsgrad: true }), slots: ['m', 'v', 'vMax'] },
    { optimizer: new Adadelta(), slots: ['meanSquare', 'meanSquareChange'] },
    { optimizer: new Adamax(), slots: ['m', 'u'] },
    { optimizer: new NAdam(), slots: ['m', 'v'] },
    { optimizer: new Lion(), slots: ['m'] },
  ])('$optimizer.config.type keeps $slots by parameter name and gives them back', async ({ optimizer, slots }) => {
    const parameter = await one();
    const { backend } = parameter.value;
    step(optimizer, parameter);
    expect([...optimizer.state.keys()]).toEqual(slots.map((slot) => `0.weight/${slot}`));
    for (const tensor of optimizer.state.values()) expect(tensor.shape).toEqual([1, 2]);
    optimizer.dispose();
    expect(optimizer.state.size).toBe(0);
    expect(liveBuffers(backend)).toBe(2); // the parameter and its gradient
  });

  it('holds the moments of Adam', async () => {
    const parameter = await one();
    using optimizer = new Adam({ beta1: 0.5, beta2: 0.75 });
    step(optimizer, parameter);
    step(optimizer, parameter);
    await expectTensor(optimizer.state.get('0.weight/m') as never, [1, 2], [0.375, -0.75]);
    await expectTensor(optimizer.state.get('0.weight/v') as never, [1, 2], [0.109375, 0.4375]);
  });

  it('of a centered RMSprop stays >= 0 although rounding makes it negative for a constant gradient', async () => {
    const [alpha, epsilon, learningRate, gradient] = [0.5, 1e-3, 0.01, 1 / 7];
    let [meanSquare, mean, w, lowest] = [0, 0, 1, 0];
    const backend = await newBackend();
    const parameter: Parameter = { name: 'w', value: t(backend, [1]) };
    using optimizer = new RMSprop({ alpha, epsilon, learningRate, centered: true });
    for (let step = 0; step < 60; step++) {
      meanSquare = alpha * meanSquare + (1 - alpha) * gradient * gradient;
      mean = alpha * mean + (1 - alpha) * gradient;
      const variance = meanSquare - mean * mean;
      lowest = Math.min(lowest, variance);
      w -= (learningRate * gradient) / (Math.sqrt(Math.max(variance, 0)) + epsilon);
      optimizer.step([parameter], new Map([['w', t(backend, [gradient])]]));
    }
    expect(lowest).toBeLessThan(0);
    await expectTensor(parameter.value, [1], [w], { relative: 1e-6, absolute: 0 });
  });

  it('is kept for each parameter apart', async () => {
    const backend = await newBackend();
    const optimizer = new SGD({ learningRate: 1, momentum: 0.5 });
    const [a, b] = [t(backend, [0]), t(backend, [0])];
    const parameters = [
      { name: 'a', value: a },
      { name: 'b', value: b },
    ];
    for (let i = 0; i < 2; i++) {
      optimizer.step(
        parameters,
        new Map([
          ['a', t(backend, [1])],
          ['b', t(backend, [-2])],
        ]),
      );
    }
    await expectTensor(a, [1], [-2.5]);
    await expectTensor(b, [1], [5]);
  });

  it('changes the parameter in place, for its views too', async () => {
    const parameter = await one();
    const view = parameter.value.reshape([2]);
    step(new SGD({ learningRate: 1 }), parameter);
    await expectTensor(view, [2], [0.5, 3]);
  });
});

describe('errors of optimizers', () => {
  it('a missing gradient, before anything changes', async () => {
    const backend = await newBackend();
    const value = t(backend, [1]);
    const parameters = [
      { name: 'a', value },
      { name: 'b', value: t(backend, [2]) },
    ];
    const optimizer = new Adam();
    expectError(() => optimizer.step(parameters, new Map([['a', t(backend, [1])]])), 'argument', 'Adam', "'b'");
    expect(optimizer.steps).toBe(0);
    await expectTensor(value, [1], [1]);
  });

  it('a gradient of another shape', async () => {
    const backend = await newBackend();
    const parameters = [{ name: 'a', value: t(backend, [1, 2]) }];
    const gradients = new Map([['a', t(backend, [[1, 2]])]]);
    expectError(() => new SGD().step(parameters, gradients), 'shape', 'sgd', '[2]', '[1, 2]');
    expectError(() => new Adam().step(parameters, gradients), 'shape', 'adam', '[2]', '[1, 2]');
  });

  const bad: [string, () => Optimizer, string][] = [
    ['a learning rate of 0', () => new SGD({ learningRate: 0 }), 'SGD learningRate'],
    ['a learning rate of NaN', () => new Adam({ learningRate: Number.NaN }), 'Adam learningRate'],
    ['a negative learning rate', () => new RMSprop({ learningRate: -1 }), 'RMSprop learningRate'],
    [
      'an infinite learning rate',
      () => new Adagrad({ learningRate: Number.POSITIVE_INFINITY }),
      'Adagrad learningRate',
    ],
    ['a negative weight decay', () => new AdamW({ weightDecay: -1 }), 'AdamW weightDecay'],
    ['a momentum of 1', () => new SGD({ momentum: 1 }), 'SGD momentum'],
    ['a negative dampening', () => new SGD({ dampening: -1 }), 'SGD dampening'],
    ['Nesterov without momentum', () => new SGD({ nesterov: true }), 'nesterov needs momentum'],
    ['Nesterov with dampening', () => new SGD({ nesterov: true, momentum: 0.9, dampening: 0.1 }), 'dampening 0'],
    ['a beta1 of 1', () => new Adam({ beta1: 1 }), 'Adam beta1'],
    ['a negative beta2', () => new AdamW({ beta2: -0.1 }), 'AdamW beta2'],
    ['an epsilon of 0', () => new Adam({ epsilon: 0 }), 'Adam epsilon'],
    ['an alpha of 1', () => new RMSprop({ alpha: 1 }), 'RMSprop alpha'],
    ['a momentum above 1', () => new RMSprop({ momentum: 2 }), 'RMSprop momentum'],
    ['a negative sum to begin with', () => new Adagrad({ initialAccumulator: -1 }), 'Adagrad initialAccumulator'],
    ['a formula of nobody', () => new SGD({ formula: 'jax' as never }), "SGD formula: expected 'torch' or 'keras'"],
    ['a formula that is null', () => new Adam({ formula: null as never }), 'Adam formula'],
    ['amsgrad that is a text', () => new AdamW({ amsgrad: 'no' as never }), 'AdamW amsgrad: expected true or false'],
    ['a rho of 1', () => new Adadelta({ rho: 1 }), 'Adadelta rho'],
    ['an epsilon of -1', () => new Adadelta({ epsilon: -1 }), 'Adadelta epsilon'],
    ['a beta2 of 1', () => new Adamax({ beta2: 1 }), 'Adamax beta2'],
    ['an epsilon of NaN', () => new Adamax({ epsilon: Number.NaN }), 'Adamax epsilon'],
    ['a negative decay of the momentum', () => new NAdam({ momentumDecay: -1 }), 'NAdam momentumDecay'],
    ['a beta1 of 2', () => new Lion({ beta1: 2 }), 'Lion beta1'],
    ['an option of another', () => new Lion({ epsilon: 1 } as never), "Lion: unknown option 'epsilon'"],
    ['a negative decay of the rate', () => new Adagrad({ learningRateDecay: -1 }), 'Adagrad learningRateDecay'],
  ];
  it.each(bad)('%s', (_name, make, message) => expectError(make, 'argument', message));
});

const shared = { weightDecay: 0, groups: [] };
const moments = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const adam = { ...shared, ...moments, learningRate: 0.001, amsgrad: false };
const torch = { formula: 'torch' };
const keras = { formula: 'keras' } as const;
const rmsprop = { momentum: 0, centered: false };

describe('defaults are PyTorch’s, or Keras’ with its formula', () => {
  it.each([
    [new SGD(), { ...shared, ...torch, learningRate: 0.01, momentum: 0, dampening: 0, nesterov: false }],
    [new Adam(), { ...adam, ...torch }],
    [new AdamW(), { ...adam, ...torch, weightDecay: 0.01 }],
    [new RMSprop(), { ...shared, ...torch, ...rmsprop, learningRate: 0.01, alpha: 0.99, epsilon: 1e-8 }],
    [
      new Adagrad(),
      { ...shared, ...torch, learningRate: 0.01, learningRateDecay: 0, initialAccumulator: 0, epsilon: 1e-10 },
    ],
    [new Adadelta(), { ...shared, learningRate: 1, rho: 0.9, epsilon: 1e-6 }],
    [new Adamax(), { ...shared, ...moments, learningRate: 0.002 }],
    [new NAdam(), { ...shared, ...moments, learningRate: 0.002, momentumDecay: 0.004 }],
    [new Lion(), { ...shared, learningRate: 0.0001, beta1: 0.9, beta2: 0.99 }],
    [new SGD(keras), { ...shared, ...keras, learningRate: 0.01, momentum: 0, dampening: 0, nesterov: false }],
    [new Adam(keras), { ...adam, ...keras, epsilon: 1e-7 }],
    [new AdamW(keras), { ...adam, ...keras, epsilon: 1e-7, weightDecay: 0.004 }],
    [new RMSprop(keras), { ...shared, ...keras, ...rmsprop, learningRate: 0.001, alpha: 0.9, epsilon: 1e-7 }],
    [
      new Adagrad(keras),
      { ...shared, ...keras, learningRate: 0.001, learningRateDecay: 0, initialAccumulator: 0.1, epsilon: 1e-7 },
    ],
  ])('%o', (optimizer, { ...config }) => {
    expect(optimizer.config).toEqual({ type: optimizer.constructor.name, ...config });
  });
});

it.each([new Adam({ learningRate: 0.1 }), new AdamW({ learningRate: 0.1, weightDecay: 0 })])(
  '$config.type counts the steps of each parameter: the first of one that was frozen is as long as the learning rate',
  async (optimizer) => {
    const backend = await newBackend();
    const [early, late] = ['early', 'late'].map((name): Parameter => ({ name, value: t(backend, [1]) }));
    const gradients = new Map(['early', 'late'].map((name) => [name, t(backend, [5])]));
    for (let step = 0; step < 100; step++) optimizer.step([early as Parameter], gradients);
    optimizer.step([early as Parameter, late as Parameter], gradients);
    const [value = Number.NaN] = await (late as Parameter).value.data();
    expect(value).toBeCloseTo(0.9, 8);
  },
);
