/** Networks of several inputs, of tokens and of sparse ones. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { dense as denseOf, input, concat as joined, layer, network } from '../../src/functional/index.js';
import {
  Adam,
  add,
  type Backend,
  Chain,
  type Context,
  type Dataset,
  Dense,
  type DenseArray,
  Dropout,
  dense,
  evaluate,
  Flatten,
  MeanSquaredError,
  type Module,
  multiply,
  Network,
  predict,
  Residual,
  Sequential,
  Tanh,
  type Tensor,
  tensor,
  upload,
} from '../../src/index.js';
import {
  csr,
  expectClose,
  expectError,
  expectRejection,
  expectTensor,
  liveBuffers,
  newBackend,
  numbersOf,
  pickRows,
  SAME,
  scatteredArray,
  t,
  valuesOf,
} from '../support/index.js';
import { f64, first, Product, productOf, TokenSum, trained } from '../support/modules.js';

describe('a network of two inputs', () => {
  it('gives the output of both', async () => {
    const backend = await newBackend();
    using model = productOf(backend);
    const y = model.forward(t(backend, [[1, 2]]), t(backend, [[2]]));
    await expectTensor(y, [1, 1], [9]); // (3 - 2) (8 + 1)
    expectTypeOf(model.forward).toEqualTypeOf<(left: Tensor, right: Tensor) => Tensor>();
  });

  it('names its parameters by the parts that they are in', async () => {
    using model = productOf(await newBackend());
    expect(model.parameters.list.map(({ name }) => name)).toEqual(['left.weight', 'right.weight', 'right.bias']);
    expect([model.inputShapes, model.inputShape, model.outputShapes]).toEqual([[[2], [1]], [2], [[1]]]);
    expect(model.parameterCount).toBe(4);
  });

  it('gives the gradients of every parameter and of both inputs', async () => {
    const backend = await newBackend();
    using model = productOf(backend);
    const inputs = [t(backend, [[1, 2]]), t(backend, [[2]])] as const;
    const options = { ...first, inputGradient: true };
    const { loss, gradients, inputGradients } = model.pass(inputs, t(backend, [[8]]), new MeanSquaredError(), options);
    expect(await loss.item()).toBe(1);
    await expectTensor(gradients.get('left.weight') as Tensor, [2, 1], [18, 36]); // 2 (9 - 8) 9 x
    await expectTensor(gradients.get('right.weight') as Tensor, [1, 1], [4]);
    await expectTensor(gradients.get('right.bias') as Tensor, [1], [2]);
    await expectTensor(inputGradients[0] as Tensor, [1, 2], [54, -18]);
    await expectTensor(inputGradients[1] as Tensor, [1, 1], [8]);
    expect(model.pass(inputs, t(backend, [[8]]), new MeanSquaredError(), first).inputGradients).toEqual([]);
  });

  it('refuses one input, three, and inputs the other way round', async () => {
    const backend = await newBackend();
    using model = productOf(backend);
    const [two, one] = [t(backend, [[1, 2]]), t(backend, [[2]])];
    const forward = (...inputs: Tensor[]) => model.forward(...(inputs as [Tensor, Tensor]));
    for (const inputs of [[two], [two, one, one], [one, two]]) {
      expectError(() => forward(...inputs), 'shape', 'Network: expected inputs of shape [n, 2], [n, 1]. Received [1, ');
    }
  });

  it('lists its inputs and parts in its summary', async () => {
    using model = productOf(await newBackend());
    expect(model.summary()).toBe(
      [
        'Input [n, 2], [n, 1]',
        'Part   Output  Parameters',
        'left   [n, 1]           2',
        'right  [n, 1]           2',
        "Parameters: 4 (float64, backend 'naive')",
      ].join('\n'),
    );
  });

  it('refuses values that are not modules, and unknown options', async () => {
    const backend = await newBackend();
    const make = (module: unknown, options: object) => () => new Network(backend, module as Module, options as never);
    expectError(make(Product, { inputShape: [2] }), 'argument', 'Network: module', 'write new Product(');
    expectError(make(new Product(), { layers: [] }), 'argument', "Network: unknown option 'layers'");
    expectError(make(new Product(), { inputShape: [[2], 1] }), 'shape', 'Network inputShape');
  });
});

it('one tensor for two inputs has a gradient for each', async () => {
  const backend = await newBackend();
  class Sum extends Product {
    override call(context: Context, left: Tensor, right: Tensor): Tensor {
      return add(multiply(left, 2), multiply(context.run('right', this.right, right), 0));
    }
  }
  using model = new Network(backend, new Sum(), { inputShape: [[1], [1]], dtype: 'float64' });
  const x = t(backend, [[3]]);
  const pass = model.pass([x, x], t(backend, [[0]]), new MeanSquaredError(), { ...first, inputGradient: true });
  await expectTensor(pass.inputGradients[0] as Tensor, [1, 1], [24]); // 2 (2 * 3) 2
  await expectTensor(pass.inputGradients[1] as Tensor, [1, 1], [0]);
});

it('inputs of two row counts are refused', async () => {
  const backend = await newBackend();
  using model = productOf(backend);
  const message = 'every input must have the same number of rows. Received 1, 2.';
  expectError(() => model.forward(t(backend, [[1, 2]]), t(backend, [[1], [2]])), 'shape', message);
  const uneven = [scatteredArray([1, 2]), scatteredArray([2, 1])];
  await expectRejection(predict(model, uneven), 'shape', `predict: ${message}`);
});

it('predict says how many inputs it expected', async () => {
  const backend = await newBackend();
  using two = productOf(backend);
  using one = new Network(backend, new Dense(1), { inputShape: [2], dtype: 'float64' });
  const x = scatteredArray([3, 2]);
  await expectRejection(predict(two, x), 'shape', 'predict: expected 2 inputs. Received 1.');
  await expectRejection(predict(one, [x, x]), 'shape', 'predict: expected one input. Received 2.');
});

it('layers of one input refuse two', async () => {
  const backend = await newBackend();
  for (const layer of [new Dense(1), new Tanh(), new Flatten(), new Dropout(0.5), new Residual(new Tanh())]) {
    const make = () => new Network(backend, layer, { inputShape: [[1], [1]] });
    expectError(make, 'shape', `${layer.config.type}: expected one input. Received 2.`);
  }
  expectError(
    () => new Sequential(backend, { inputShape: [[1], [1]] as never, layers: [new Tanh()] }),
    'argument',
    'new Network(',
  );
});

describe('int32 inputs', () => {
  const tokens = dense(Int32Array.of(0, 1, 1, 4, 2, 2, 3, 0), [4, 2]);
  const dataset: Dataset = {
    length: 4,
    inputShape: [2],
    batch: (indices) => ({ x: pickRows(tokens, indices), y: pickRows(scatteredArray([4, 2]), indices) }),
  };
  const tableOf = (backend: Backend, module: Module = new TokenSum()) =>
    new Network(backend, module, { inputShape: [2], dtype: 'float64' });

  it('find the rows of a table, which get the gradients', async () => {
    const backend = await newBackend();
    const parameters = new Map([['table', f64([1, 2, 10, 20, 0, 0, 0, 0, 100, 200], [5, 2])]]);
    using model = new Network(backend, new TokenSum(), { inputShape: [2], dtype: 'float64', parameters });
    const x = tensor(
      backend,
      [
        [4, 1],
        [1, 1],
      ],
      'int32',
    );
    await expectTensor(model.forward(x), [2, 2], [110, 220, 20, 40]);
    const targets = t(backend, [
      [109, 220],
      [20, 39],
    ]);
    const { gradients } = model.pass(x, targets, new MeanSquaredError(), first);
    await expectTensor(gradients.get('table') as Tensor, [5, 2], [0, 0, 0.5, 1, 0, 0, 0, 0, 0.5, 0]);
  });

  it('have no gradient, which pass says', async () => {
    const backend = await newBackend();
    class Looked extends TokenSum {
      override call(context: Context, tokens: Tensor, shift?: Tensor): Tensor {
        return add(super.call(context, tokens), shift as Tensor);
      }
    }
    using model = new Network(backend, new Looked(), { inputShape: [[2], [2]], dtype: 'float64' });
    const inputs = [tensor(backend, [[0, 1]], 'int32'), t(backend, [[1, 2]])] as const;
    const pass = (inputGradient: boolean) =>
      model.pass(inputs, t(backend, [[0, 0]]), new MeanSquaredError(), { ...first, inputGradient });
    const message = 'Network: input 0 is int32 and has no gradient; leave inputGradient out.';
    expectError(() => pass(true), 'dtype', message);
    expect([...pass(false).gradients.keys()]).toEqual(['table']);
  });

  it('are learned from', async () => {
    const backend = await newBackend();
    using model = tableOf(backend, new Chain([new TokenSum(), new Dense(2)]));
    const { loss, optimizer } = await trained(model, dataset, { loss: new MeanSquaredError(), epochs: 30 });
    expect(loss.at(-1)).toBeLessThan((loss[0] as number) / 2);
    const predicted = await predict(model, tokens, { batchSize: 3 });
    expect([predicted.shape, predicted.data.constructor]).toEqual([[4, 2], Float64Array]);
    optimizer.dispose();
    expect(liveBuffers(backend)).toBe(3);
  });

  it('come with floats as another input, and not in their place', async () => {
    const backend = await newBackend();
    const [words, numbers] = [input([2]), input([2])];
    const y = joined([layer(new Chain([new TokenSum(), new Dense(2)]))(words), denseOf(1)(numbers)]);
    using model = network(backend, { inputs: [words, numbers], outputs: y, dtype: 'float64', seed: 1 });
    const [floats, targets] = [scatteredArray([4, 2]), scatteredArray([4, 3], 'float64', 2)];
    const of = (x: readonly DenseArray[]): Dataset => ({
      ...{ length: 4, inputShape: [2] },
      batch: (indices) => ({ x: x.map((array) => pickRows(array, indices)), y: pickRows(targets, indices) }),
    });
    const options = { loss: new MeanSquaredError(), epochs: 40 };
    const { loss, optimizer } = await trained(model, of([tokens, floats]), options);
    expect(loss.at(-1)).toBeLessThan((loss[0] as number) / 2);
    optimizer.dispose();
    const forward = model.forward(upload(backend, tokens), upload(backend, floats)) as Tensor;
    expectClose(await predict(model, [tokens, floats], { batchSize: 3 }), await valuesOf(forward), SAME);
    const message = 'input 1 of x';
    await expectRejection(trained(model, of([tokens, tokens])), 'dtype', `${message} of the data set is int32`);
    await expectRejection(predict(model, [tokens, tokens]), 'dtype', `${message} is int32; keep it in a Float64Array`);
  });

  it('are refused by a network that takes none', async () => {
    using model = tableOf(await newBackend(), new Chain([new Dense(2), new Tanh()]));
    await expectRejection(trained(model, dataset), 'dtype', 'x of the data set is int32', 'Float64Array');
    await expectRejection(predict(model, tokens), 'dtype', 'x is int32');
  });
});

it('a CSR input goes to a module that takes it, and to no other', async () => {
  const backend = await newBackend();
  const build = (module: Module) => new Network(backend, module, { inputShape: [3], dtype: 'float64' });
  const x = csr(backend);
  expect((build(new Chain([new Dense(2), new Tanh()])).forward(x) as Tensor).shape).toEqual([2, 2]);
  const network = build(new Residual(new Tanh()));
  expectError(() => network.forward(x), 'argument', 'Network: its first layer takes no CSR input');
});

describe('a training of two inputs', () => {
  const left = scatteredArray([10, 2], 'float64', 3);
  const right = scatteredArray([10, 1], 'float64', 8);
  const y = f64(
    Array.from({ length: 10 }, (_, row) => (left.data[2 * row] as number) * (right.data[row] as number)),
    [10, 1],
  );
  const dataset: Dataset = {
    length: 10,
    inputShape: [2],
    batch: (indices) => ({ x: [pickRows(left, indices), pickRows(right, indices)], y: pickRows(y, indices) }),
  };
  const loss = new MeanSquaredError();
  const buildOn = (backend: Backend) =>
    new Network(backend, new Product(), { inputShape: [[2], [1]], dtype: 'float64', seed: 1 });

  it.each(['full', 4] as const)('learns, in batches of %s', async (batchSize) => {
    const backend = await newBackend();
    using model = buildOn(backend);
    const changes = { loss, batchSize, optimizer: new Adam({ learningRate: 0.2 }), epochs: 60, validation: dataset };
    const { loss: losses, optimizer } = await trained(model, dataset, changes);
    expect(losses.at(-1)).toBeLessThan(1e-3);
    optimizer.dispose();
    expect(liveBuffers(backend)).toBe(3);
  });

  it('does not depend on its parts', async () => {
    const weights = [16, 4, 1].map(async (parts) => {
      using model = buildOn(await newBackend());
      await trained(model, dataset, { loss, batchSize: 'full', parts, epochs: 5 });
      return numbersOf(model.forward(upload(model.backend, left), upload(model.backend, right)));
    });
    const [one, three, ten] = await Promise.all(weights);
    for (const [at, value] of (ten as number[]).entries()) {
      expect(one?.[at]).toBeCloseTo(value, 12);
      expect(three?.[at]).toBeCloseTo(value, 12);
    }
  });

  it('is visible to predict and evaluate afterwards', async () => {
    const backend = await newBackend();
    using model = buildOn(backend);
    await trained(model, dataset, { loss, optimizer: new Adam({ learningRate: 0.1 }), epochs: 3 });
    const live = liveBuffers(backend);
    const predicted = await predict(model, [left, right], { batchSize: 4 });
    const { loss: evaluated } = await evaluate(model, dataset, { loss, batchSize: 3 });
    expect(liveBuffers(backend)).toBe(live);
    const apart = [...y.data].map((value, row) => ((predicted.data[row] as number) - value) ** 2);
    expect(predicted.shape).toEqual([10, 1]);
    expect(evaluated).toBeCloseTo(apart.reduce((total, value) => total + value) / 10, 13);
  });

  it('refuses a batch whose inputs have different numbers of rows', async () => {
    const backend = await newBackend();
    using model = buildOn(backend);
    const batch = (indices: Int32Array) => ({ x: [pickRows(left, indices), right], y: pickRows(y, indices) });
    const run = trained(model, { ...dataset, batch }, { loss });
    await expectRejection(run, 'data', 'expected 2 examples. Received x of 10 and y of 2');
    expect(liveBuffers(backend)).toBe(3);
  });

  it('refuses a batch of one input', async () => {
    const backend = await newBackend();
    using model = buildOn(backend);
    const batch = (indices: Int32Array) => ({ x: pickRows(left, indices), y: pickRows(y, indices) });
    const run = trained(model, { ...dataset, batch }, { loss });
    await expectRejection(run, 'shape', 'inputs of shape [n, 2], [n, 1]. Received [2, 2]');
    expect(liveBuffers(backend)).toBe(3);
  });
});
