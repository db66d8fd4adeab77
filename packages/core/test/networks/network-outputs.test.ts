/** What networks give: several outputs, and outputs that are refused. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  add,
  type Context,
  Dense,
  evaluate,
  fit,
  keep,
  type Loss,
  MeanSquaredError,
  type Module,
  multiply,
  Network,
  predict,
  Sequential,
  SoftmaxCrossEntropy,
  square,
  subtract,
  sum,
  type Tensor,
  upload,
} from '../../src/index.js';
import {
  expectClose,
  expectError,
  expectRejection,
  expectTensor,
  liveBuffers,
  newBackend,
  numbersOf,
  SAME,
  scatteredArray,
  separableDataset,
  t,
  valuesOf,
} from '../support/index.js';
import { customOf, f64, first, Heads, Product, Split } from '../support/modules.js';
import { sgdOptions } from '../support/training.js';

describe('two outputs', () => {
  it('feed a layer of two inputs behind them', async () => {
    const backend = await newBackend();
    const parameters = new Map([
      ['1.left.weight', f64([1], [1, 1])],
      ['1.right.weight', f64([1], [1, 1])],
      ['1.right.bias', f64([0.5], [1])],
    ]);
    const layers = [new Split(), new Product()];
    using model = new Sequential(backend, { inputShape: [1], dtype: 'float64', layers, parameters });
    await expectTensor(model.forward(t(backend, [[1], [2]])), [2, 1], [7, 26]); // 2 x (3 x + 1 / 2)
    const options = { ...first, inputGradient: true };
    const pass = model.pass(t(backend, [[1]]), t(backend, [[6.5]]), new MeanSquaredError(), options);
    await expectTensor(pass.inputGradients[0] as Tensor, [1, 1], [13]); // 12 x + 1
    expect(model.summary()).toContain('0  Split    [n, 1], [n, 1]');
  });

  it('may be those of the network', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1, 2]]);
    const model = new Network(backend, new Split(), { inputShape: [2], dtype: 'float64' });
    const outputs = model.forward(x);
    expectTypeOf(outputs).toEqualTypeOf<[Tensor, Tensor]>();
    await expectTensor(outputs[0], [1, 2], [2, 4]);
    await expectTensor(outputs[1], [1, 2], [3, 6]);
    expect([model.outputShapes, model.outputShape]).toEqual([[[2], [2]], [2]]);
    for (const y of outputs) y.dispose();
    expect(liveBuffers(backend)).toBe(1);
  });

  it('go to a loss of both', async () => {
    const backend = await newBackend();
    const apart: Loss<[Tensor, Tensor]> = {
      config: { type: 'Apart' },
      classification: false,
      compute: ([a, b], targets) => square(subtract(subtract(b, a), targets)),
    };
    const model = new Network(backend, new Split(), { inputShape: [1], dtype: 'float64' });
    const pass = model.pass(t(backend, [[5]]), t(backend, [[2]]), apart, { ...first, inputGradient: true });
    expect(await pass.loss.item()).toBe(9); // (3 x - 2 x - 2)^2
    await expectTensor(pass.inputGradients[0] as Tensor, [1, 1], [6]);
  });

  it('are none of them an input, which the caller owns', async () => {
    class Both extends Split {
      override call(_context: Context, x: Tensor): [Tensor, Tensor] {
        return [x, x];
      }
    }
    const backend = await newBackend();
    const x = t(backend, [[1, 2]]);
    const model = new Network(backend, new Both(), { inputShape: [2], dtype: 'float64' });
    for (const y of model.forward(x)) y.dispose();
    await expectTensor(x, [1, 2], [1, 2]);
  });

  it('cannot be predicted as one', async () => {
    const backend = await newBackend();
    const model = new Network(backend, new Split(), { inputShape: [2], dtype: 'float64' });
    const message = 'expected a network with one output. This one has 2; call predictAll of a Predictor.';
    await expectRejection(predict(model, scatteredArray([3, 2])), 'argument', message);
    await expectRejection(predict(model, scatteredArray([0, 2])), 'argument', message);
    expect(liveBuffers(backend)).toBe(0);
  });
});

describe('outputs', () => {
  it.each([
    ['of another width', (x: Tensor) => x, 'build declares outputs of shape [n, 5]. call returned [1, 2].'],
    ['without rows', (x: Tensor) => sum(x, { axis: 1 }), 'call returned [1].'],
    ['two of them', (x: Tensor) => [x, x] as const, 'call returned [1, 2], [1, 2].'],
  ])('%s are refused', async (_, call, message) => {
    const backend = await newBackend();
    using model = customOf(backend, (_context, x) => call(x as Tensor) as Tensor, { outputShape: [5] });
    expectError(() => model.forward(t(backend, [[1, 2]])), 'shape', message);
    const targets = t(backend, [[1, 2, 3, 4, 5]]);
    expectError(() => model.pass(t(backend, [[1, 2]]), targets, new MeanSquaredError(), first), 'shape', message);
  });
});

it('a tensor that a module keeps still belongs to it', async () => {
  const backend = await newBackend();
  const kept = t(backend, [[5, 6]]);
  using model = customOf(backend, () => kept);
  model.forward(t(backend, [[1, 2]])).dispose();
  await expectTensor(model.forward(t(backend, [[1, 2]])), [1, 2], [5, 6]);
  let cached: Tensor | undefined;
  using caching = customOf(backend, (_context, x) => {
    const made = cached ?? keep(multiply(x, 2));
    cached = made;
    return made;
  });
  const live = liveBuffers(backend);
  caching.forward(t(backend, [[1, 2]])).dispose();
  caching.forward(t(backend, [[1, 2]])).dispose();
  await expectTensor(cached as Tensor, [1, 2], [2, 4]);
  expect(liveBuffers(backend)).toBe(live + 3);
});

describe('an array of one output', () => {
  const x = [[1, 2]];

  it('stays an array in forward and in the loss', async () => {
    const backend = await newBackend();
    const model = new Network(backend, new Heads(1), { inputShape: [2], dtype: 'float64', seed: 1 });
    using alone = new Network(backend, new Dense(1), {
      inputShape: [2],
      dtype: 'float64',
      parameters: new Map([
        ['weight', f64(await numbersOf(model.parameters.list[0]?.value as Tensor), [2, 1])],
        ['bias', f64([0], [1])],
      ]),
    });
    const [y, ...more] = model.forward(t(backend, x));
    expect(more).toEqual([]);
    expectClose(await valuesOf(y as Tensor), await valuesOf(alone.forward(t(backend, x))), SAME);
    const mse = new MeanSquaredError();
    const ofArray: Loss<readonly Tensor[]> = {
      config: mse.config,
      classification: false,
      compute: ([output], targets, rows) => mse.compute(output as Tensor, targets, rows),
    };
    const got = model.pass(t(backend, x), t(backend, [[3]]), ofArray, first);
    const expected = alone.pass(t(backend, x), t(backend, [[3]]), mse, first);
    expect(await got.loss.item()).toBe(await expected.loss.item());
    const gradient = await valuesOf(got.gradients.get('head0.weight') as Tensor);
    expectClose(gradient, await valuesOf(expected.gradients.get('weight') as Tensor), SAME);
  });

  it('is not the output of a chain', async () => {
    const backend = await newBackend();
    using model = new Sequential(backend, { inputShape: [2], dtype: 'float64', layers: [new Heads(1)] });
    const message = 'Chain: the last layer must return one tensor. Received an array of 1 element.';
    expectError(() => model.forward(t(backend, x)), 'argument', message);
    expectError(() => model.pass(t(backend, x), t(backend, [[3]]), new MeanSquaredError(), first), 'argument', message);
  });

  it('is predicted as the tensor in it', async () => {
    const backend = await newBackend();
    using model = new Network(backend, new Heads(2), { inputShape: [2], dtype: 'float64', seed: 1 });
    const { shape, data } = await predict(model, scatteredArray([3, 2]), { batchSize: 2 });
    expect(shape).toEqual([3, 2]);
    expect([...data]).toEqual(await numbersOf(model.forward(upload(backend, scatteredArray([3, 2])))[0] as Tensor));
  });

  it.each([new MeanSquaredError(), new SoftmaxCrossEntropy()])(
    'is none for $config.type, which says so',
    async (loss) => {
      const backend = await newBackend();
      using model = new Network<Module>(backend, new Heads(3), { inputShape: [4], dtype: 'float64' });
      const { type } = loss.config;
      const message = `${type}: expected one tensor of outputs. Received an array of 1 element; give the tensor`;
      const run = fit(model, separableDataset(6), sgdOptions({ loss }));
      await expectRejection(run, 'argument', message);
      await expectRejection(evaluate(model, separableDataset(6), { loss }), 'argument', message);
      expect(liveBuffers(backend)).toBe(2);
    },
  );
});

it('a call that is async is one error', async () => {
  const backend = await newBackend();
  const call = async (_context: Context, x: Tensor): Promise<Tensor> => {
    await null;
    return add(x, 1);
  };
  using model = customOf(backend, call as never, {});
  expectError(() => model.forward(t(backend, [[1, 2]])), 'argument', 'Received a promise');
  await new Promise((resolve) => setTimeout(resolve));
});
