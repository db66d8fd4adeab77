/** Parameters of networks: their names in parts within parts, the values to start from, and what is frozen. */
import { describe, expect, it } from 'vitest';
import {
  Chain,
  type Context,
  Dense,
  type DenseArray,
  fit,
  MeanSquaredError,
  type Module,
  Network,
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
    expect(model.parameters.map(({ name }) => name)).toEqual([
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
    const weights = flat.parameters.map(({ name, value }) => {
      const nestedName = name.replace(/^0/, '0.0').replace(/^2/, '1');
      return [nestedName, f64([...(data[name] as Float64Array)], value.shape)] as const;
    });
    using nested = build([new Chain([new Dense(5), new ReLU()]), new Dense(3)], new Map(weights));
    expect(nested.parameters.map(({ name }) => name)).toEqual(['0.0.weight', '0.0.bias', '1.weight', '1.bias']);
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

  it.each(['a.b', '.', ''])('have no name %j', async (name) => {
    const backend = await newBackend();
    const message = `names of parameters and modules must not be empty or contain dots. Received '${name}'`;
    for (const blueprint of [{ parameters: { [name]: scale } }, { children: { [name]: new Dense(1).build([2]) } }]) {
      expectError(() => customOf(backend, (_context, x) => x, blueprint), 'argument', message);
    }
    expect(liveBuffers(backend)).toBe(0);
  });
});

describe('frozen parameters', () => {
  const names = (model: Network): string[] => model.trainable.map(({ name }) => name);

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
    expect(model.trainable).toEqual(model.parameters);
  });

  it.each(['enc', 'encoder.1', 'encoder.', 'tail'])('are never those of %j, which nothing is called', async (path) => {
    using model = classifierOf(await newBackend());
    const known = 'encoder.0.weight, encoder.0.bias';
    const message = `Network: nothing with parameters is called '${path}'. Parameters: ${known}`;
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
  await fit(model, freezing, sgdOptions({ epochs: 1, batchSize: 'full', chunkRows: 3 }));
  const after = await weightsOf(model);
  expect(after['encoder.0.weight']).toEqual(before['encoder.0.weight']);
  expect(after['head.weight']).not.toEqual(before['head.weight']);
});

it.each([null, {}, []])('parameters that are %j are refused', async (parameters) => {
  const backend = await newBackend();
  const options = { inputShape: [2], parameters: parameters as never };
  expectError(() => new Network(backend, new Dense(1), options), 'argument', 'parameters: expected a Map by name');
});
