/** Networks of modules of one's own: several inputs and outputs, parts within parts, frozen weights. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  Adam,
  add,
  type Backend,
  type Blueprint,
  Chain,
  type ConfigTable,
  type Context,
  type Dataset,
  Dense,
  type DenseArray,
  Dropout,
  dense,
  evaluate,
  Flatten,
  fit,
  LayerRandom,
  type Loss,
  MeanSquaredError,
  type Module,
  matmul,
  mean,
  multiply,
  Network,
  type NetworkConfig,
  networkFromConfig,
  oneHot,
  predict,
  ReLU,
  Residual,
  Sequential,
  type SequentialConfig,
  type Shape,
  sequentialFromConfig,
  square,
  subtract,
  sum,
  Tanh,
  type Tensor,
  type TypedConfig,
  tensor,
  upload,
} from '../src/index.js';
import {
  csr,
  expectClose,
  expectError,
  expectRejection,
  expectTensor,
  labels,
  liveBuffers,
  newBackend,
  numbersOf,
  pickRows,
  SAME,
  scatteredArray,
  separableDataset,
  t,
  valuesOf,
  weightsOf,
} from './support/index.js';
import { adamOptions, eventsOf, sgdOptions } from './support/training.js';

const f64 = (values: readonly number[], shape: Shape): DenseArray => dense(Float64Array.from(values), shape);
const first = { seed: 0, step: 1 };
const throughJson = <T>(config: T): T => JSON.parse(JSON.stringify(config)) as T;

/** (left W) (right V + b), of two inputs. */
class Product implements Module {
  readonly left = new Dense(1, { bias: false });
  readonly right = new Dense(1);

  get config(): TypedConfig {
    return { type: 'Product' };
  }

  build(left: Shape, right: Shape): Blueprint {
    return { outputShape: [1], children: { left: this.left.build(left), right: this.right.build(right) } };
  }

  call(context: Context, left: Tensor, right: Tensor): Tensor {
    return multiply(context.run('left', this.left, left), context.run('right', this.right, right));
  }
}

const productOf = (backend: Backend): Network<Product> =>
  new Network(backend, new Product(), {
    inputShape: [[2], [1]],
    dtype: 'float64',
    parameters: new Map([
      ['left.weight', f64([3, -1], [2, 1])],
      ['right.weight', f64([4], [1, 1])],
      ['right.bias', f64([1], [1])],
    ]),
  });

/** An encoder of the caller's and a head. */
class Classifier implements Module {
  readonly encoder: Module;
  readonly head = new Dense(3);

  constructor(encoder: Module) {
    this.encoder = encoder;
  }

  get config(): TypedConfig {
    return { type: 'Classifier', encoder: this.encoder.config };
  }

  build(inputShape: Shape): Blueprint {
    const encoder = this.encoder.build(inputShape);
    return { outputShape: [3], children: { encoder, head: this.head.build(encoder.outputShape as Shape) } };
  }

  call(context: Context, x: Tensor): Tensor {
    return context.run('head', this.head, context.run('encoder', this.encoder, x) as Tensor);
  }
}

const classifierOf = (backend: Backend, encoder: Module = new Chain([new Dense(5), new Tanh(), new Dense(4)])) =>
  new Network(backend, new Classifier(encoder), { inputShape: [4], dtype: 'float64', seed: 2 });

/** 2 x and 3 x. */
class Split implements Module {
  readonly config: TypedConfig = { type: 'Split' };

  build(inputShape: Shape): Blueprint {
    return { outputShape: [inputShape, inputShape] };
  }

  call(_context: Context, x: Tensor): [Tensor, Tensor] {
    return [multiply(x, 2), multiply(x, 3)];
  }
}

/** The sum of a table's rows at the tokens [n, length]. */
class TokenSum implements Module {
  readonly config: TypedConfig = { type: 'TokenSum' };
  readonly acceptsIntegers = true;

  build(): Blueprint {
    return { outputShape: [2], parameters: { table: { shape: [5, 2], initializer: 'glorotNormal' } } };
  }

  call(context: Context, tokens: Tensor): Tensor {
    const [rows = 0, length = 0] = tokens.shape;
    const table = context.parameter('table');
    const places = oneHot(tokens.reshape([rows * length]), 5, table.dtype);
    return sum(matmul(places, table).reshape([rows, length, 2]), { axis: 1 });
  }
}

/** What `body` does, with two parameters at most. */
class Custom implements Module {
  readonly config: TypedConfig = { type: 'Custom' };
  readonly #body: (context: Context, x: Tensor) => Tensor;
  readonly #blueprint: Partial<Blueprint>;

  constructor(body: (context: Context, x: Tensor) => Tensor, blueprint: Partial<Blueprint> = {}) {
    this.#body = body;
    this.#blueprint = blueprint;
  }

  build(inputShape: Shape): Blueprint {
    return { outputShape: inputShape, ...this.#blueprint };
  }

  call(context: Context, x: Tensor): Tensor {
    return this.#body(context, x);
  }
}

const scale = { shape: [2], initializer: 'zeros' } as const;

const customOf = (backend: Backend, body: (context: Context, x: Tensor) => Tensor, blueprint?: Partial<Blueprint>) =>
  new Network(backend, new Custom(body, blueprint), { inputShape: [2], dtype: 'float64' });

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
    expect(model.parameters.map(({ name }) => name)).toEqual(['left.weight', 'right.weight', 'right.bias']);
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

  it('refuses what is no module, and options that it does not have', async () => {
    const backend = await newBackend();
    const make = (module: unknown, options: object) => () => new Network(backend, module as Module, options as never);
    expectError(make(Product, { inputShape: [2] }), 'argument', 'Network: module', 'write new Product(');
    expectError(make(new Product(), { layers: [] }), 'argument', "Network: unknown option 'layers'");
    expectError(make(new Product(), { inputShape: [[2], 1] }), 'shape', 'Network inputShape');
  });
});

describe('parts within parts', () => {
  it('are in the names of the parameters', async () => {
    using model = classifierOf(await newBackend());
    expect(model.parameters.map(({ name }) => name)).toEqual([
      ...['encoder.0.weight', 'encoder.0.bias', 'encoder.2.weight', 'encoder.2.bias'],
      ...['head.weight', 'head.bias'],
    ]);
  });

  it('may be a chain in a chain, which computes what one of all layers does', async () => {
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
    const message = `names of parameters and modules are not empty and have no dots. Received '${name}'`;
    for (const blueprint of [{ parameters: { [name]: scale } }, { children: { [name]: new Dense(1).build([2]) } }]) {
      expectError(() => customOf(backend, (_context, x) => x, blueprint), 'argument', message);
    }
    expect(liveBuffers(backend)).toBe(0);
  });
});

describe('what a module may ask for', () => {
  it('is no parameter that it has not', async () => {
    const backend = await newBackend();
    using model = customOf(backend, (context, x) => add(x, context.parameter('shift')), { parameters: { scale } });
    const message = "network: build asked for no parameter 'shift'";
    expectError(() => model.forward(t(backend, [[1, 2]])), 'argument', message);
    const part = new Custom((context, x) => add(x, context.parameter('scale')));
    using outer = new Sequential(backend, { inputShape: [2], dtype: 'float64', layers: [new ReLU(), part] });
    expectError(() => outer.forward(t(backend, [[1, 2]])), 'argument', "1: build asked for no parameter 'scale'");
  });

  it('is nothing random outside training', async () => {
    const backend = await newBackend();
    using model = customOf(backend, (context, x) => multiply(x, context.random.row(0).uniform()));
    expectError(() => model.forward(t(backend, [[1, 2]])), 'argument', 'network: there is no random outside training.');
  });

  it('is random by its path, the seed, the step and the row', async () => {
    const backend = await newBackend();
    const drawn: number[] = [];
    const part = new Custom((context, x) => {
      drawn.push(context.random.row(1).uniform());
      return x;
    });
    using model = classifierOf(backend, new Chain([new Tanh(), part]));
    const options = { seed: 7, step: 3, firstRow: 10 };
    model.pass(t(backend, [[1, 2, 3, 4]]), t(backend, [[0, 0, 1]]), new MeanSquaredError(), options);
    expect(drawn).toEqual([new LayerRandom(7, 'encoder.1', 3).row(11).uniform()]);
  });

  it('is whether it trains', async () => {
    const backend = await newBackend();
    const seen: boolean[] = [];
    using model = customOf(backend, (context, x) => {
      seen.push(context.training);
      return x;
    });
    model.forward(t(backend, [[1, 2]]));
    model.pass(t(backend, [[1, 2]]), t(backend, [[1, 2]]), new MeanSquaredError(), first);
    expect(seen).toEqual([false, true]);
  });

  it('is a parameter to hand out, of which the caller gets another tensor', async () => {
    const backend = await newBackend();
    using model = customOf(backend, (context) => context.parameter('scale'), {
      outputShape: [],
      parameters: { scale },
    });
    model
      .forward(
        t(backend, [
          [1, 2],
          [3, 4],
        ]),
      )
      .dispose();
    await expectTensor(model.parameters[0]?.value as Tensor, [2], [0, 0]);
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
    const message = `Network: nothing with parameters is called '${path}'. Parameters: encoder.0.weight, encoder.0.bias`;
    expectError(() => model.freeze(path), 'argument', message);
    expectError(() => model.unfreeze(path), 'argument', message);
  });
});

/** `fit` in chunks and small batches, with its optimizer. */
async function trained(model: Network, dataset: Dataset, changes: Parameters<typeof adamOptions>[0] = {}) {
  const options = adamOptions({ batchSize: 4, chunkRows: 3, ...changes });
  const { loss } = await fit(model, dataset, options);
  return { loss, optimizer: options.optimizer };
}

describe('a config of modules of one’s own', () => {
  const layers: ConfigTable<Module> = {
    Product: () => new Product(),
    Classifier: (config, make) => new Classifier(make(config['encoder'] as TypedConfig)),
  };
  const options = { dtype: 'float64', seed: 2, layers } as const;

  it('comes back from JSON as a network of the same outputs', async () => {
    const backend = await newBackend();
    const inner = new Classifier(new Chain([new Dense(5), new Tanh()]));
    using model = classifierOf(backend, new Chain([inner, new Residual(new Classifier(new ReLU()))]));
    using rebuilt = networkFromConfig(backend, throughJson(model.config) as NetworkConfig, options);
    expect(rebuilt.config).toEqual(model.config);
    expect(rebuilt.parameters.map(({ name }) => name)).toEqual(model.parameters.map(({ name }) => name));
    expect(rebuilt.parameters.map(({ name }) => name)).toContain('encoder.1.body.head.weight');
    const x = upload(backend, scatteredArray([3, 4]));
    expectClose(await valuesOf((rebuilt as Network<Classifier>).forward(x)), await valuesOf(model.forward(x)), SAME);
  });

  it('keeps the shapes of several inputs', async () => {
    const backend = await newBackend();
    using model = productOf(backend);
    using rebuilt = networkFromConfig(backend, throughJson(model.config) as NetworkConfig, options);
    expect(model.config).toEqual({ inputShape: [[2], [1]], module: { type: 'Product' } });
    expect(rebuilt.inputShapes).toEqual([[2], [1]]);
  });

  it('of a Sequential gives a Sequential', async () => {
    const backend = await newBackend();
    const config: SequentialConfig = { inputShape: [4], layers: [{ type: 'Classifier', encoder: { type: 'Tanh' } }] };
    using model = networkFromConfig(backend, config, options);
    expect(model).toBeInstanceOf(Sequential);
    expect(model.config).toEqual(config);
  });

  it('is refused where its table lacks a part, however deep', async () => {
    const backend = await newBackend();
    const module = { type: 'Classifier', encoder: { type: 'Chain', layers: [{ type: 'Tangent' }] } };
    const build = () => networkFromConfig(backend, { inputShape: [4], module }, options);
    expectError(build, 'argument', "module: unknown type 'Tangent'", 'Product, Classifier');
  });

  it.each<[unknown, string]>([
    [{ inputShape: [4] }, '{ inputShape, module }'],
    [undefined, 'Received undefined'],
    [{ inputShape: [4], module: 'Dense' }, '{ inputShape, module }'],
    [{ inputShape: [4], module: { type: 'Residual' } }, 'module: expected a config'],
    [{ inputShape: [4], module: { type: 'Chain' } }, 'Chain: expected at least one layer'],
    [{ inputShape: [4], module: { type: 'Chain', layers: [], units: 3 } }, "Chain: unknown option 'units'"],
    [{ inputShape: [4], module: { type: 'Residual', layers: [] } }, "Residual: unknown option 'layers'"],
  ])('%j is refused', async (config, message) => {
    const backend = await newBackend();
    expectError(() => networkFromConfig(backend, config as NetworkConfig, options), 'argument', message);
  });

  it('with a module is none of a Sequential', async () => {
    const backend = await newBackend();
    const config = { inputShape: [4], module: { type: 'Tanh' } } as never;
    expectError(() => sequentialFromConfig(backend, config), 'argument', '{ inputShape, layers: [');
  });
});

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
      compute: ([a, b], targets, rows) => multiply(sum(square(subtract(subtract(b, a), targets))), 1 / rows),
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
    const message = 'expected a network with one output. This one has 2; call forward.';
    await expectRejection(predict(model, scatteredArray([3, 2])), 'argument', message);
    const dataset = { ...separableDataset(3), batch: () => ({ x: scatteredArray([3, 2]), y: scatteredArray([3, 2]) }) };
    await expectRejection(evaluate(model, dataset, { loss: new MeanSquaredError() }), 'argument', message);
    expect(liveBuffers(backend)).toBe(0);
  });
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

  it('are refused by a network that takes none', async () => {
    using model = tableOf(await newBackend(), new Chain([new Dense(2), new Tanh()]));
    await expectRejection(trained(model, dataset), 'dtype', 'x of the data set is int32', 'Float64Array');
    await expectRejection(predict(model, tokens), 'dtype', 'x is int32');
  });
});

it('inputs of two row counts are refused', async () => {
  const backend = await newBackend();
  using model = productOf(backend);
  const message = 'every input must have as many rows. Received 1, 2.';
  expectError(() => model.forward(t(backend, [[1, 2]]), t(backend, [[1], [2]])), 'shape', message);
  const uneven = [scatteredArray([1, 2]), scatteredArray([2, 1])];
  await expectRejection(predict(model, uneven), 'shape', `predict: ${message}`);
});

it.each([null, {}, []])('parameters that are %j are refused', async (parameters) => {
  const backend = await newBackend();
  const options = { inputShape: [2], parameters: parameters as never };
  expectError(() => new Network(backend, new Dense(1), options), 'argument', 'parameters: expected a Map by name');
});

describe('outputs', () => {
  it.each([
    ['of another width', (x: Tensor) => x, 'build promises outputs of shape [1, 5]. call gave [1, 2].'],
    ['without rows', (x: Tensor) => sum(x, { axis: 1 }), 'call gave [1].'],
    ['two of them', (x: Tensor) => [x, x] as const, 'call gave [1, 2], [1, 2].'],
  ])('%s are refused', async (_, call, message) => {
    const backend = await newBackend();
    using model = customOf(backend, (_context, x) => call(x as Tensor) as Tensor, { outputShape: [5] });
    expectError(() => model.forward(t(backend, [[1, 2]])), 'shape', message);
    const targets = t(backend, [[1, 2, 3, 4, 5]]);
    expectError(() => model.pass(t(backend, [[1, 2]]), targets, new MeanSquaredError(), first), 'shape', message);
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

it('what is frozen while a step is under way is left out of it', async () => {
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
    const changes = { loss, batchSize, epochs: 200, validation: dataset };
    const { loss: losses, optimizer } = await trained(model, dataset, changes);
    expect(losses.at(-1)).toBeLessThan(1e-3);
    optimizer.dispose();
    expect(liveBuffers(backend)).toBe(3);
  });

  it('does not depend on its chunks', async () => {
    const weights = [1, 3, 10].map(async (chunkRows) => {
      using model = buildOn(await newBackend());
      await trained(model, dataset, { loss, batchSize: 'full', chunkRows, epochs: 5 });
      return numbersOf(model.forward(upload(model.backend, left), upload(model.backend, right)));
    });
    const [one, three, ten] = await Promise.all(weights);
    for (const [at, value] of (ten as number[]).entries()) {
      expect(one?.[at]).toBeCloseTo(value, 12);
      expect(three?.[at]).toBeCloseTo(value, 12);
    }
  });

  it('ends in what predict and evaluate see', async () => {
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

  it('refuses a batch whose inputs have not as many rows', async () => {
    const backend = await newBackend();
    using model = buildOn(backend);
    const batch = (indices: Int32Array) => ({ x: [pickRows(left, indices), right], y: pickRows(y, indices) });
    const run = trained(model, { ...dataset, batch }, { loss });
    await expectRejection(run, 'data', 'asked for 3 examples. Received x of 10 and y of 3');
    expect(liveBuffers(backend)).toBe(3);
  });

  it('refuses a batch of one input', async () => {
    const backend = await newBackend();
    using model = buildOn(backend);
    const batch = (indices: Int32Array) => ({ x: pickRows(left, indices), y: pickRows(y, indices) });
    const run = trained(model, { ...dataset, batch }, { loss });
    await expectRejection(run, 'shape', 'inputs of shape [n, 2], [n, 1]. Received [3, 2]');
    expect(liveBuffers(backend)).toBe(3);
  });
});

describe('what is on the backend', () => {
  it('is what was there before a module threw', async () => {
    const backend = await newBackend();
    const broken = new Custom((_context, x) => {
      mean(square(x));
      throw new Error('call broke');
    });
    using model = classifierOf(backend, new Chain([new Dense(4), broken]));
    const [x, targets] = [upload(backend, scatteredArray([3, 4])), labels(backend, [0, 1, 2])];
    const before = liveBuffers(backend);
    expect(() => model.forward(x)).toThrow('call broke');
    expect(() => model.pass(x, targets, sgdOptions().loss, first)).toThrow('call broke');
    await expect(eventsOf(model, separableDataset(6), sgdOptions())).rejects.toThrow('call broke');
    expect(liveBuffers(backend)).toBe(before);
  });

  it('is nothing of a network that was disposed of', async () => {
    const backend = await newBackend();
    {
      using model = classifierOf(backend);
      model.forward(upload(backend, scatteredArray([3, 4]))).dispose();
    }
    expect(liveBuffers(backend)).toBe(1);
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
