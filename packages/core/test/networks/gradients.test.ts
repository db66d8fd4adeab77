/** Gradients of whole small networks against central differences, for every layer and every loss. */
import { describe, expect, it } from 'vitest';
import {
  customVjp,
  Dense,
  GELU,
  LAYERS,
  Lambda,
  LOSSES,
  MeanSquaredError,
  type Module,
  multiply,
  ReLU,
  Sequential,
  SiLU,
  SoftmaxCrossEntropy,
  Tanh,
  type Tensor,
  upload,
} from '../../src/index.js';
import { everyLayer, everyLoss, stackAround, typesOf } from '../support/every.js';
import { gradientErrors } from '../support/gradients.js';
import { labels, liveBuffers, newBackend, scatteredArray, t } from '../support/index.js';
import { nameOf } from '../support/reference.js';

/** The gate of numerics for a whole tensor. */
const GATE = 1e-6;
const ROWS = 3;

/** Row by row a probability distribution, and numbers in [0, 1] for the other losses. */
const TARGETS = [
  [0.7, 0.2, 0.1],
  [0, 1, 0],
  [0.25, 0.25, 0.5],
];

/** Every pair is among the slow tests; a layer knows nothing of the loss, so one for each will do. */
const WITH_ALL = process.env['NABLA_SLOW'] === '1' ? Object.keys(LAYERS) : ['Tanh'];

describe('every layer with a loss, and every loss with a layer', () => {
  const pairs = everyLayer().flatMap((layer, at) =>
    everyLoss()
      .filter((_, index, { length }) => WITH_ALL.includes(layer.config.type) || index === at % length)
      .map((loss) => ({ name: `${nameOf(layer.config)} and ${nameOf(loss.config)}`, layer, loss })),
  );

  it.each(pairs)('$name', async ({ layer, loss }) => {
    const backend = await newBackend();
    const { inputShape, layers } = stackAround(layer);
    using model = new Sequential(backend, { inputShape, dtype: 'float64', layers, seed: 4 });
    const x = upload(backend, scatteredArray([ROWS, ...inputShape], 'float64', 3));
    const errors = await gradientErrors(model, x, t(backend, TARGETS), loss);
    expect(Object.keys(errors)).toEqual(model.parameters.trainable.map(({ name }) => name));
    expect(Object.keys(errors).length).toBeGreaterThanOrEqual(3);
    for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThanOrEqual(GATE);
    expect(liveBuffers(backend)).toBe(2 + model.parameters.list.length);
  });

  it('covers the tables', () => {
    expect(typesOf(pairs.map(({ layer }) => layer))).toEqual(new Set(Object.keys(LAYERS)));
    expect(new Set(pairs.map(({ loss }) => loss.config.type))).toEqual(new Set(Object.keys(LOSSES)));
    expect(pairs.length).toBeGreaterThanOrEqual(everyLayer().length + everyLoss().length - 1);
  });
});

describe('other paths', () => {
  const network = async (stack: Module[]): Promise<[Sequential, Tensor]> => {
    const backend = await newBackend();
    const model = new Sequential(backend, {
      inputShape: [4],
      dtype: 'float64',
      layers: stack,
      seed: 5,
    });
    return [model, upload(backend, scatteredArray([ROWS, 4], 'float64', 8))];
  };

  it('class labels', async () => {
    const [model, x] = await network([new Dense(4), new Tanh(), new Dense(3)]);
    for (const labelSmoothing of [0, 0.3]) {
      const loss = new SoftmaxCrossEntropy({ labelSmoothing });
      const errors = await gradientErrors(model, x, labels(model.backend, [2, 0, 1]), loss);
      for (const error of Object.values(errors)) expect(error).toBeLessThanOrEqual(GATE);
    }
  });

  it('a ReLU that cannot be fused', async () => {
    const [model, x] = await network([new Dense(4), new Tanh(), new ReLU(), new Dense(3)]);
    const errors = await gradientErrors(model, x, t(model.backend, TARGETS), new MeanSquaredError());
    for (const error of Object.values(errors)) expect(error).toBeLessThanOrEqual(GATE);
  });

  it('a deep stack', async () => {
    const stack = [new Dense(5), new ReLU(), new Dense(4), new GELU(), new Dense(4), new SiLU(), new Dense(3)];
    const [model, x] = await network(stack);
    const errors = await gradientErrors(model, x, t(model.backend, TARGETS), new SoftmaxCrossEntropy());
    expect(Object.keys(errors)).toHaveLength(8);
    for (const error of Object.values(errors)) expect(error).toBeLessThanOrEqual(GATE);
  });

  it('a wrong derivative is found', async () => {
    const wrong = new Lambda({ type: 'Wrong' }, (x) => {
      const forward = () => ({ output: multiply(x, 2), saved: [] });
      return customVjp('wrong', [x], forward, (dY) => [multiply(dY, 2.0001)]);
    });
    const [model, x] = await network([new Dense(4), wrong, new Dense(3)]);
    const errors = await gradientErrors(model, x, t(model.backend, TARGETS), new MeanSquaredError());
    expect(errors['0.weight']).toBeGreaterThan(GATE);
    expect(errors['2.weight']).toBeLessThanOrEqual(GATE);
  });
});
