/** Parameters of networks: their names in parts within parts, the values to start from, and what is frozen. */
import { describe, expect, it } from 'vitest';
import {
  type Backend,
  BatchNorm,
  Chain,
  type Context,
  Dense,
  type DenseArray,
  fit,
  MeanSquaredError,
  type Module,
  Network,
  networkFromConfig,
  Parameters,
  ReLU,
  Residual,
  Sequential,
  type Tensor,
  upload,
} from '../../src/index.js';
import {
  expectClose,
  expectError,
  expectTensor,
  labels,
  liveBuffers,
  newBackend,
  SAME,
  scatteredArray,
  separableDataset,
  t,
  valuesOf,
  weightsOf,
} from '../support/index.js';
import { Custom, classifierOf, customOf, f64, first, productOf, scale, trained } from '../support/modules.js';
import { sgdOptions } from '../support/training.js';

describe('parts within parts', () => {
  it('are in the names of the parameters', async () => {
    using model = classifierOf(await newBackend());
    expect(model.parameters.list.map(({ name }) => name)).toEqual([
      ...['encoder.0.weight', 'encoder.0.bias', 'encoder.2.weight', 'encoder.2.bias'],
      ...['head.weight', 'head.bias'],
    ]);
  });

  it('may be a chain in a chain, which computes the same as a single chain', async () => {
    const backend = await newBackend();
    const build = (layers: Module[], parameters?: ReadonlyMap<string, DenseArray>) =>
      new Sequential(backend, { inputShape: [4], dtype: 'float64', layers, ...(parameters && { parameters }) });
    using flat = build([new Dense(5), new ReLU(), new Dense(3)]);
    const data = await weightsOf(flat);
    const weights = flat.parameters.list.map(({ name, value }) => {
      const nestedName = name.replace(/^0/, '0.0').replace(/^2/, '1');
      return [nestedName, f64([...(data[name] as Float64Array)], value.shape)] as const;
    });
    using nested = build([new Chain([new Dense(5), new ReLU()]), new Dense(3)], new Map(weights));
    expect(nested.parameters.list.map(({ name }) => name)).toEqual(['0.0.weight', '0.0.bias', '1.weight', '1.bias']);
    const x = upload(backend, scatteredArray([3, 4]));
    expectClose(await valuesOf(nested.forward(x)), await valuesOf(flat.forward(x)), SAME);
  });

  it('that run twice have one set of weights, whose gradients add up', async () => {
    const backend = await newBackend();
    class Twice extends Custom {
      constructor(part: Module) {
        const run = (context: Context, x: Tensor) => context.run('part', part, x) as Tensor;
        super((context, x) => run(context, run(context, x)), { children: { part: part.build([1]) } });
      }
    }
    const parameters = new Map([['part.weight', f64([3], [1, 1])]]);
    const options = { inputShape: [1], dtype: 'float64', parameters } as const;
    using model = new Network(backend, new Twice(new Dense(1, { bias: false })), options);
    const pass = model.pass(t(backend, [[2]]), t(backend, [[17]]), new MeanSquaredError(), first);
    expect(await pass.loss.item()).toBe(1); // 3 3 2 = 18
    await expectTensor(pass.gradients.get('part.weight') as Tensor, [1, 1], [24]); // 2 (2 w x)
  });

  it('may be residual', async () => {
    const backend = await newBackend();
    const parameters = new Map([['0.body.weight', f64([0.5], [1, 1])]]);
    const layers = [new Residual(new Dense(1, { bias: false }))];
    using model = new Sequential(backend, { inputShape: [1], dtype: 'float64', layers, parameters });
    const options = { ...first, inputGradient: true };
    const pass = model.pass(t(backend, [[2]]), t(backend, [[1]]), new MeanSquaredError(), options);
    expect(await pass.loss.item()).toBe(4); // 2 + 1 - 1
    await expectTensor(pass.gradients.get('0.body.weight') as Tensor, [1, 1], [8]);
    await expectTensor(pass.inputGradients[0] as Tensor, [1, 1], [6]);
  });

  it('have no empty name', async () => {
    const [backend, name] = [await newBackend(), ''];
    const message = 'names of parameters and modules must not be empty';
    for (const blueprint of [{ parameters: { [name]: scale } }, { children: { [name]: new Dense(1).build([2]) } }]) {
      expectError(() => customOf(backend, (_context, x) => x, blueprint), 'argument', message);
    }
    expect(liveBuffers(backend)).toBe(0);
  });
});

describe('frozen parameters', () => {
  const names = (model: Network): string[] => model.parameters.trainable.map(({ name }) => name);

  it('get no gradient; the others get theirs', async () => {
    const backend = await newBackend();
    using model = classifierOf(backend);
    const pass = () => {
      const x = upload(backend, scatteredArray([3, 4]));
      return model.pass(x, labels(backend, [0, 1, 2]), sgdOptions().loss, first).gradients;
    };
    const all = pass();
    model.freeze('encoder');
    const some = pass();
    expect([...some.keys()]).toEqual(['head.weight', 'head.bias']);
    for (const [name, gradient] of some) expectClose(await valuesOf(gradient), await valuesOf(all.get(name) as Tensor));
  });

  it('let the gradient of the input through', async () => {
    const backend = await newBackend();
    using model = productOf(backend);
    model.freeze('left');
    const inputs = [t(backend, [[1, 2]]), t(backend, [[2]])] as const;
    const options = { ...first, inputGradient: true };
    const { gradients, inputGradients } = model.pass(inputs, t(backend, [[8]]), new MeanSquaredError(), options);
    expect([...gradients.keys()]).toEqual(['right.weight', 'right.bias']);
    await expectTensor(inputGradients[0] as Tensor, [1, 2], [54, -18]);
    await expectTensor(inputGradients[1] as Tensor, [1, 1], [8]);
  });

  it('keep their bits while the others are trained', async () => {
    using model = classifierOf(await newBackend());
    model.freeze('encoder.2');
    model.freeze('head.bias');
    const before = await weightsOf(model);
    const { optimizer } = await trained(model, separableDataset(12));
    const after = await weightsOf(model);
    for (const name of ['encoder.2.weight', 'encoder.2.bias', 'head.bias']) expect(after[name]).toEqual(before[name]);
    for (const name of ['encoder.0.weight', 'encoder.0.bias', 'head.weight']) {
      expect(after[name]).not.toEqual(before[name]);
    }
    expect([...optimizer.state.keys()].some((key) => key.startsWith('encoder.2'))).toBe(false);
  });

  it('may be all of them', async () => {
    using model = classifierOf(await newBackend());
    model.freeze('');
    expect(names(model)).toEqual([]);
    const before = await weightsOf(model);
    const { loss } = await trained(model, separableDataset(12));
    expect(loss[1]).toBeCloseTo(loss[0] as number, 12);
    expect(await weightsOf(model)).toEqual(before);
  });

  it('are those of a module, or one, until they are unfrozen', async () => {
    using model = classifierOf(await newBackend());
    model.freeze('encoder.0');
    model.freeze('head.weight');
    expect(names(model)).toEqual(['encoder.2.weight', 'encoder.2.bias', 'head.bias']);
    model.unfreeze('encoder.0.bias');
    expect(names(model)).toEqual(['encoder.0.bias', 'encoder.2.weight', 'encoder.2.bias', 'head.bias']);
    model.unfreeze('');
    expect(model.parameters.trainable).toEqual(model.parameters.list);
  });

  it.each(['enc', 'encoder.1', 'encoder.', 'tail'])('are never those of %j, which nothing is called', async (path) => {
    using model = classifierOf(await newBackend());
    const known = 'encoder.0.weight, encoder.0.bias';
    const message = `parameters: none is called '${path}'. There are: ${known}`;
    expectError(() => model.freeze(path), 'argument', message);
    expectError(() => model.unfreeze(path), 'argument', message);
  });
});

it('leaves out of a step what is frozen during it', async () => {
  const backend = await newBackend();
  using model = classifierOf(backend);
  const before = await weightsOf(model);
  const dataset = separableDataset(6);
  let calls = 0;
  const freezing = {
    ...dataset,
    batch: (indices: Int32Array) => {
      calls += 1;
      if (calls === 2) model.freeze('encoder');
      return dataset.batch(indices);
    },
  };
  await fit(model, freezing, sgdOptions({ epochs: 1, batchSize: 'full', parts: 2 }));
  const after = await weightsOf(model);
  expect(after['encoder.0.weight']).toEqual(before['encoder.0.weight']);
  expect(after['head.weight']).not.toEqual(before['head.weight']);
});

it.each([null, {}, []])('parameters that are %j are refused', async (parameters) => {
  const backend = await newBackend();
  const options = { inputShape: [2], parameters: parameters as never };
  expectError(() => new Network(backend, new Dense(1), options), 'argument', 'parameters: expected a Map by name');
});

describe('shared parameters', () => {
  const build = (backend: Backend, layers: Module[], parameters?: Parameters) =>
    new Sequential(backend, { inputShape: [2], dtype: 'float64', layers, seed: 3, ...(parameters && { parameters }) });

  it('are one set of bytes in two networks, and live until the last of them is gone', async () => {
    const backend = await newBackend();
    const base = build(backend, [new Dense(3), new Dense(2)]);
    const buffers = liveBuffers(backend);
    const parameters = new Parameters().share(base.parameters, { from: '0', to: '1' });
    using other = build(backend, [new Dense(2), new Dense(3)], parameters);
    parameters.dispose();
    expect(liveBuffers(backend)).toBe(buffers + 2);
    other.parameters.get('1.weight').adopt(
      t(backend, [
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    await expectTensor(base.parameters.get('0.weight'), [2, 3], [1, 2, 3, 4, 5, 6]);
    base.dispose();
    await expectTensor(other.parameters.get('1.weight'), [2, 3], [1, 2, 3, 4, 5, 6]);
    expect(other.parameters.list.map(({ name }) => name)).toEqual(['0.weight', '0.bias', '1.weight', '1.bias']);
  });

  it('of another network may be given as they are', async () => {
    const backend = await newBackend();
    using base = build(backend, [new Dense(3), new Dense(2)]);
    base.freeze('0.bias');
    using other = build(backend, [new Dense(3)], base.parameters);
    expect(other.parameters.get('0.weight').identity).toBe(base.parameters.get('0.weight').identity);
    expect([...other.parameters.tensors.keys()]).toEqual(['0.weight', '0.bias']);
  });

  it('must fit', async () => {
    const backend = await newBackend();
    using base = build(backend, [new Dense(3)]);
    const before = liveBuffers(backend);
    expectError(() => build(backend, [new Dense(4)], base.parameters), 'shape', "shared parameter '0.weight'");
    const single = { inputShape: [2], layers: [new Dense(3)], dtype: 'float32', parameters: base.parameters } as const;
    expectError(() => new Sequential(backend, single), 'dtype', "shared parameter '0.weight' must be float32");
    expectError(() => new Parameters().share(base.parameters, { from: '1' }), 'argument', "none is called '1'");
    expectError(() => new Parameters().share(base as never), 'argument', 'expected parameters, such as network.param');
    expect(liveBuffers(backend)).toBe(before);
  });

  it('are all added or, if one has a name that is taken, none', async () => {
    const backend = await newBackend();
    const base = build(backend, [new Dense(3)]);
    const taken = new Parameters().share(base.parameters, { from: '0.bias', to: '0.bias' });
    expectError(() => taken.share(base.parameters), 'argument', "two are called '0.bias'");
    expect([...taken.tensors.keys()]).toEqual(['0.bias']);
    for (const one of [base, taken]) one.dispose();
    expect(liveBuffers(backend)).toBe(0);
  });
});

describe('tied parameters', () => {
  const tied = async () => {
    const backend = await newBackend();
    const layers = [new Dense(2, { bias: false }), new Dense(2, { bias: false })];
    const model = new Sequential(backend, { inputShape: [2], dtype: 'float64', layers, seed: 1 });
    const buffers = liveBuffers(backend);
    model.parameters.tie('1.weight', '0.weight');
    expect(liveBuffers(backend)).toBe(buffers - 1);
    return { backend, model };
  };

  it('have one gradient, the sum of both, one step, and are frozen together', async () => {
    const { backend, model } = await tied();
    using own = model;
    own.parameters.load(new Map([['0.weight', f64([1, 2, 3, 4], [2, 2])]]));
    expectError(() => own.parameters.load(new Map()), 'shape', "'0.weight' must be [2, 2]. Received nothing");
    const pass = () => own.pass(t(backend, [[1, 1]]), t(backend, [[0, 0]]), new MeanSquaredError(), first);
    // y = x W W, and the loss is the mean of its squares: dW = x^T (dY W^T) + (x W)^T dY, with dY = y.
    const { gradients } = pass();
    expect([...gradients.keys()]).toEqual(['0.weight']);
    await expectTensor(gradients.get('0.weight') as Tensor, [2, 2], [174, 322, 218, 386]);
    expect(own.parameterCount).toBe(4);
    own.freeze('1.weight');
    expect(own.parameters.frozen).toEqual(['0.weight', '1.weight']);
    expect(pass().gradients.size).toBe(0);
  });

  it('are read once and tied again by a network of these values', async () => {
    const { backend, model } = await tied();
    using own = model;
    const values = await own.parameters.read();
    expect(values.get('1.weight')).toBe(values.get('0.weight'));
    const layers = [new Dense(2, { bias: false }), new Dense(2, { bias: false })];
    using again = new Sequential(backend, { inputShape: [2], dtype: 'float64', layers, parameters: values });
    expect(again.parameters.list.map(({ name }) => name)).toEqual(['0.weight']);
  });

  it('have the first of their names, also if it was tied to a later one', async () => {
    const backend = await newBackend();
    const layers = [new Dense(2, { bias: false }), new Dense(2), new Dense(2, { bias: false })];
    using model = new Sequential(backend, { inputShape: [2], layers });
    const last = await model.parameters.get('2.weight').data();
    model.parameters.tie('0.weight', '2.weight');
    expect(model.parameters.list.map(({ name }) => name)).toEqual(['0.weight', '1.weight', '1.bias']);
    expect(await model.parameters.get('0.weight').data()).toEqual(last);
    model.freeze('2.weight');
    expect(model.parameters.frozen).toEqual(['0.weight', '2.weight']);
  });

  it('are loaded by any name, and with one value only', async () => {
    using own = (await tied()).model;
    const [value, same, other] = [f64([1, 2, 3, 4], [2, 2]), f64([1, 2, 3, 4], [2, 2]), f64([1, 2, 3, 5], [2, 2])];
    const load = (one: DenseArray, two: DenseArray, strict: boolean) => {
      const values = new Map([['0.weight', one] as const, ['1.weight', two] as const]);
      return own.parameters.load(values, { strict });
    };
    for (const strict of [true, false]) {
      for (const wrong of [other, f64([1], [1])])
        expectError(
          () => load(value, wrong, strict),
          'argument',
          "load: '0.weight' and a name tied to it have two values",
        );
      load(other, other, strict);
      expect(load(value, same, strict)).toEqual({ missing: [], unexpected: [], misshapen: [] });
      await expectTensor(own.parameters.get('0.weight'), [2, 2], [1, 2, 3, 4]);
      expect(own.parameters.load(new Map([['1.weight', other]]), { strict }).unexpected).toEqual([]);
      await expectTensor(own.parameters.get('0.weight'), [2, 2], [1, 2, 3, 5]);
    }
  });

  it('must have one shape', async () => {
    using model = classifierOf(await newBackend());
    expectError(() => model.parameters.tie('head.weight', 'encoder.0.bias'), 'shape', "tie 'head.weight'");
    expectError(() => model.parameters.tie('head', 'head.bias'), 'argument', "none is called 'head'");
  });
});

describe('values of another network', () => {
  const values = () =>
    new Map([
      ['0.weight', f64([1, 2], [2, 1])],
      ['0.bias', f64([1, 2, 3], [3])],
      ['9.bias', f64([1], [1])],
    ]);

  it('are loaded as far as they fit, and the rest is named', async () => {
    const backend = await newBackend();
    using model = new Sequential(backend, { inputShape: [2], dtype: 'float64', layers: [new Dense(1), new Dense(1)] });
    const report = model.parameters.load(values(), { strict: false });
    expect(report).toEqual({ missing: ['1.weight', '1.bias'], unexpected: ['9.bias'], misshapen: ['0.bias'] });
    await expectTensor(model.parameters.get('0.weight'), [2, 1], [1, 2]);
    await expectTensor(model.parameters.get('0.bias'), [1], [0]);
  });

  it('must all fit otherwise', async () => {
    using model = new Sequential(await newBackend(), { inputShape: [2], dtype: 'float64', layers: [new Dense(1)] });
    const before = await weightsOf(model);
    expectError(() => model.parameters.load(values()), 'shape', "'0.bias' must be [1]. Received [3]");
    const plain = () => model.parameters.load({} as never, { strict: false });
    expectError(plain, 'argument', 'load parameters: expected a Map by name. Received an object');
    for (const bad of [null, undefined, [1, 2], { shape: [1], data: [3] }, { shape: [1], data: 'a' }, { shape: [1] }]) {
      const some = new Map([
        ['0.weight', f64([1, 2], [2, 1])],
        ['0.bias', bad as never],
      ]);
      for (const strict of [true, false])
        expectError(
          () => model.parameters.load(some, { strict }),
          'argument',
          "load parameter '0.bias'",
          'expected a typed array and its shape',
        );
    }
    expect(await weightsOf(model)).toEqual(before);
  });
});

it('a frozen BatchNorm leaves its statistics alone, and uses them while training', async () => {
  const backend = await newBackend();
  using model = new Sequential(backend, { inputShape: [1], dtype: 'float64', layers: [new BatchNorm({ epsilon: 1 })] });
  model.freeze('0');
  const { loss, updates } = model.pass(t(backend, [[3], [5]]), t(backend, [[0], [0]]), new MeanSquaredError(), first);
  expect(updates.size).toBe(0);
  // The running mean is 0 and the variance 1: y is x / sqrt(2), and its mean square 17 / 2.
  expect(await loss.item()).toBeCloseTo(8.5, 12);
});

it('what is frozen is part of the config', async () => {
  const backend = await newBackend();
  using model = classifierOf(backend);
  model.freeze('encoder.2');
  expect(model.config.frozen).toEqual(['encoder.2.weight', 'encoder.2.bias']);
  using sequential = new Sequential(backend, { inputShape: [2], layers: [new Dense(1)] });
  sequential.freeze('0.bias');
  using copy = networkFromConfig(backend, JSON.parse(JSON.stringify(sequential.config)));
  expect(copy.parameters.frozen).toEqual(['0.bias']);
  expectError(() => networkFromConfig(backend, { ...sequential.config, frozen: ['1.bias'] }), 'argument', "'1.bias'");
});
