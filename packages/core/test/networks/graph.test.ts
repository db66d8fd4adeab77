/** Graphs of layers, written with functions, and names of layers. PyTorch's numbers are in image-layers. */
import { describe, expect, it } from 'vitest';
import * as functional from '../../src/functional/index.js';
import {
  add,
  concat,
  dense,
  flatten,
  graph,
  input,
  layer,
  multiply,
  named as namedFunction,
  network,
  relu,
  tanh,
} from '../../src/functional/index.js';
import * as core from '../../src/index.js';
import {
  Add,
  Chain,
  Concat,
  type Context,
  Conv2d,
  Dense,
  Graph,
  type GraphOptions,
  Lambda,
  Multiply,
  named,
  networkFromConfig,
  ReLU,
  Residual,
  Sequential,
  type Shape,
  type Tensor,
} from '../../src/index.js';
import { expectError, expectTensor, newBackend, numbersOf, scatteredArray, t, weightsOf } from '../support/index.js';
import { Split, throughJson } from '../support/modules.js';

describe('values', () => {
  /** Counts the tensors when it is called. */
  const counting = (seen: number[], count: () => number): Lambda =>
    new Lambda({ type: 'Counting' }, (x) => {
      seen.push(count());
      return multiplyBy2(x);
    });
  const multiplyBy2 = (x: Tensor): Tensor => core.multiply(x, 2);

  it('go after their last use', async () => {
    const backend = await newBackend();
    const seen: number[] = [];
    const layer = counting(seen, () => backend.memory().buffers);
    const nodes = Array.from({ length: 6 }, (_, at) => ({ layer: 0, inputs: [at] }));
    const module = new Graph<Tensor>({ inputs: 1, layers: [layer], nodes, outputs: 6 });
    using model = new core.Network(backend, module, { inputShape: [2], dtype: 'float64' });
    using y = model.forward(t(backend, [[1, 2]]));
    expect(Array.from(await y.data())).toEqual([64, 128]);
    expect(seen.map((count) => count - (seen[0] as number))).toEqual([0, 1, 1, 1, 1, 1]);
  });

  it('stay that are an output, an input, a parameter, or what a layer has returned of its inputs', async () => {
    const backend = await newBackend();
    const module = new Graph<readonly Tensor[]>({
      inputs: 1,
      layers: [new Parameter(), new core.Dropout(0.5), new Add(), new Lambda({ type: 'Twice' }, multiplyBy2)],
      nodes: [
        { layer: 0, inputs: [0] }, // 1, a parameter
        { layer: 3, inputs: [0] }, // 2
        { layer: 1, inputs: [2] }, // 3, which is 2
        { layer: 2, inputs: [3, 1] }, // 4
        { layer: 2, inputs: [2, 4] }, // 5
      ],
      outputs: [4, 5],
    });
    using model = new core.Network(backend, module, { inputShape: [2], dtype: 'float64' });
    const x = t(backend, [[1, 2]]);
    for (const _ of [1, 2]) {
      const [four, five] = model.forward(x) as [Tensor, Tensor];
      expect(Array.from(await four.data())).toEqual([9, 11]);
      expect(Array.from(await five.data())).toEqual([11, 15]);
    }
  });

  /** Returns its parameter. */
  class Parameter implements core.Module {
    readonly config = { type: 'Parameter' };
    build(shape: Shape): core.Blueprint {
      return { outputShape: shape, parameters: { value: { shape: [1, ...shape], initializer: 7 } } };
    }
    call(context: Context): Tensor {
      return context.parameter('value');
    }
  }
});

describe('the functional way', () => {
  /** Two inputs, one encoder for both, two outputs. */
  const twoInputs = () => {
    const [a, b] = [input([3]), input([3])];
    const encoder = namedFunction('encoder', dense(2));
    const [left, right] = [tanh()(encoder(a)), tanh()(encoder(b))];
    return { inputs: [a, b], outputs: [dense(2)(concat([left, right])), multiply(left, add(left, right))] } as const;
  };

  it('computes what the operations compute, and so does its JSON', async () => {
    const backend = await newBackend();
    using model = network(backend, { ...twoInputs(), seed: 1, dtype: 'float64' });
    const { parameters } = model;
    const [W, c, V, d] = ['encoder.weight', 'encoder.bias', '4.weight', '4.bias'].map((name) => parameters.get(name));
    expect(parameters.list.length).toBe(4);
    const [a, b] = [1, 2].map((seed) => core.upload(backend, scatteredArray([4, 3], 'float64', seed)));
    const encoded = (x: Tensor) => core.tanh(core.add(core.matmul(x, W as Tensor), c as Tensor));
    const [left, right] = [encoded(a as Tensor), encoded(b as Tensor)];
    const joined = core.concat([left, right], { axis: 1 });
    const expected = [
      core.add(core.matmul(joined, V as Tensor), d as Tensor),
      core.multiply(left, core.add(left, right)),
    ];

    using again = networkFromConfig(backend, throughJson(model.config), {
      parameters: await parameters.read(),
      dtype: 'float64',
    });
    expect(again.config).toEqual(model.config);
    for (const one of [model, again]) {
      const outputs = one.forward(a as Tensor, b as Tensor) as readonly Tensor[];
      for (const [at, y] of outputs.entries()) await expectTensor(y, [4, 2], await numbersOf(expected[at] as Tensor));
    }
  });

  it('has a function for every layer that is not made of others', () => {
    const made = Object.keys(functional).map((name) => name.toLowerCase());
    const names = Object.keys(core.LAYERS).filter((name) => !/^(Chain|Residual|Graph)$/.test(name));
    expect(names.filter((name) => !made.includes(name.toLowerCase()))).toEqual([]);
    expect(functional.conv1d(4, 3, { stride: 2 }).layer.config).toEqual(new core.Conv1d(4, 3, { stride: 2 }).config);
  });

  it('takes modules with several outputs, values in the middle, and graphs as layers', async () => {
    const backend = await newBackend();
    const x = input([2]);
    const [double, triple] = layer(new Split())(x);
    const inner = layer(graph([double, triple], add(triple, multiply(double, triple))));
    const y = inner(...layer(new Split())(double));
    using model = network(backend, { inputs: x, outputs: y, dtype: 'float64' });
    // 2 x is split into 4 x and 6 x; 6 x + 4 x 6 x
    await expectTensor(model.forward(t(backend, [[1, -1]])), [1, 2], [30, 18]);
    expect(y.shape).toEqual([2]);
  });

  it('an activation runs with the layer before it if nothing else reads that', () => {
    const seen: string[] = [];
    class Probe extends Lambda {
      constructor() {
        super({ type: 'Probe' }, (x) => x);
      }
      get fuses(): boolean {
        return true;
      }
      override call(context: Context, x: Tensor): Tensor {
        seen.push(context.activation);
        return x;
      }
    }
    const tensor = { shape: [1, 2] } as unknown as Tensor;
    const x = input([2]);
    const probe = layer(new Probe())(x);
    for (const outputs of [relu()(probe), [relu()(probe), probe], add(relu()(probe), probe)]) {
      try {
        graph(x, outputs).call(new core.Context(new Map()), tensor);
      } catch {
        // The tensor is none; the probe has run.
      }
    }
    expect(seen).toEqual(['relu', 'none', 'none']);
  });

  it('says what is wrong where it is written', async () => {
    const backend = await newBackend();
    const x = input([4, 4]);
    expectError(() => layer(new Conv2d(3, 1))(x), 'shape', 'Conv2d', '[4, 4]');
    expectError(() => layer({} as never), 'argument', 'layer: module: expected a layer');
    expectError(() => dense(3)([1, 2] as never), 'argument', 'Dense: expected a value of a graph', 'input([4])');
    expectError(
      () => network(backend, { inputs: input([4]), outputs: flatten()(x) }),
      'argument',
      'add it to the inputs',
    );
    expectError(() => graph([x, x], flatten()(x)), 'argument', 'graph inputs', 'twice');
    expectError(() => graph(x, new Dense(1) as never), 'argument', 'graph outputs', 'a Dense');
    expectError(() => input([-1]), 'shape', 'input', '-1');
    const shared = dense(2);
    const [narrow, wide] = [input([3]), input([4])];
    const wrong = graph([narrow, wide], add(shared(narrow), shared(wide)));
    expectError(() => wrong.build([3], [4]), 'shape', "Graph: '0' is shared", 'other parameters', '[4]');
  });
});

describe('Graph', () => {
  const layers = [new Dense(2), new ReLU(), new Add()];
  const nodes = [
    { layer: 0, inputs: [0] },
    { layer: 2, inputs: [1, 0] },
  ];
  const good: GraphOptions = { inputs: 1, layers, nodes, outputs: 2 };

  it.each<[string, object, ...string[]]>([
    ['no layers', { layers: [] }, 'an array of layers'],
    ['no inputs', { inputs: 0 }, 'Graph inputs', '>= 1'],
    ['nodes that are none', { nodes: 3 }, 'Graph nodes'],
    ['a layer that does not exist', { nodes: [{ layer: 3, inputs: [0] }] }, 'Graph node 0 layer', '[0, 3)', '3'],
    ['a layer before the first', { nodes: [{ layer: -1, inputs: [0] }] }, 'Graph node 0 layer'],
    ['a cycle', { nodes: [{ layer: 0, inputs: [1] }], outputs: 1 }, 'Graph node 0 inputs', '[0, 1)', '1'],
    ['half a value', { nodes: [{ layer: 0, inputs: [0.5] }] }, 'Graph node 0 inputs', '0.5'],
    ['a node without inputs', { nodes: [{ layer: 0, inputs: [] }] }, 'Graph node 0 inputs'],
    ['a negative number of values', { nodes: [{ layer: 0, inputs: [0], outputs: -1 }] }, 'Graph node 0 outputs'],
    ['an unknown option', { nodes: [{ layer: 0, input: [0] }] }, "Did you mean 'inputs'?"],
    ['an output that does not exist', { outputs: [2, 3] }, 'Graph outputs', '[0, 3)', '3'],
    ['no outputs', { outputs: [] }, 'Graph outputs'],
  ])('refuses %s', (_what, change, ...parts) => {
    expectError(() => new Graph({ ...good, ...change } as never), 'argument', ...parts);
    const { layers: _, ...rest } = { ...good, ...change } as GraphOptions;
    const config = {
      ...rest,
      type: 'Graph',
      layers: (change as GraphOptions).layers ?? layers.map((one) => one.config),
    };
    expectError(() => core.fromConfig('layer', core.LAYERS, throughJson(config) as never), 'argument', ...parts);
  });

  it('checks its inputs, and how many values its layers make', () => {
    expect(new Graph(good).build([2]).outputShape).toEqual([2]);
    expectError(() => new Graph(good).build([2], [2]), 'shape', 'Graph: expected one input. Received 2');
    expectError(() => new Graph({ ...good, inputs: 2 ** 40, outputs: 0 }).build([2]), 'shape', 'Graph: expected 1099');
    const two = new Graph({ ...good, nodes: [{ layer: 0, inputs: [0], outputs: 2 }] });
    expectError(() => two.build([2]), 'shape', "Graph: '0' must make 2 values. Received 1");
  });

  it('accepts what the layers accept that read its inputs', () => {
    const integers = Object.assign(new ReLU(), { acceptsIntegers: true });
    const made = (first: core.Module) => new Graph({ ...good, layers: [first, new ReLU(), new Add()] });
    expect([made(new Dense(2)), made(integers)].map(({ acceptsIntegers }) => acceptsIntegers)).toEqual([
      [false],
      [true],
    ]);
    const second = Object.assign(new Add(), { acceptsIntegers: [false, true] });
    const inputs = (taken: readonly number[]) =>
      new Graph({ inputs: 3, layers: [second], nodes: [{ layer: 0, inputs: taken }], outputs: 3 }).acceptsIntegers;
    expect([inputs([0, 2]), inputs([1, 0])]).toEqual([
      [false, false, true],
      [true, false, false],
    ]);
    // Add reads the input too.
    expect(made(new Dense(2)).acceptsCsr).toBe(false);
    expect(new Graph({ ...good, nodes: nodes.slice(0, 1), outputs: 1 }).acceptsCsr).toBe(true);
  });
});

describe('merge layers', () => {
  it('broadcast, and join along an axis', async () => {
    const backend = await newBackend();
    const [a, b] = [
      t(backend, [[[1, 2]], [[3, 4]]]),
      t(backend, [
        [[10], [20]],
        [[30], [40]],
      ]),
    ];
    const inference = new core.Context(new Map());
    await expectTensor(new Add().call(inference, a, b), [2, 2, 2], [11, 12, 21, 22, 33, 34, 43, 44]);
    await expectTensor(new Multiply().call(inference, a, b), [2, 2, 2], [10, 20, 20, 40, 90, 120, 120, 160]);
    await expectTensor(new Concat({ axis: 1 }).call(inference, b, b), [2, 4, 1], [10, 20, 10, 20, 30, 40, 30, 40]);
    expect(new Concat({ axis: 1 }).build([2, 1], [3, 1]).outputShape).toEqual([5, 1]);
    expect(new Concat().build([2, 1], [2, 4]).outputShape).toEqual([2, 5]);
    // An open dimension is NaN.
    expect(new Add().build([Number.NaN, 1], [Number.NaN, 4]).outputShape).toEqual([Number.NaN, 4]);
    expect(new Concat().build([Number.NaN, 1], [Number.NaN, 4]).outputShape).toEqual([Number.NaN, 5]);
  });

  it.each<[core.Module, Shape[], ...string[]]>([
    [new Add(), [[2]], 'Add: expected several inputs', '[2]'],
    [new Multiply(), [[2], [1, 2]], 'Multiply', 'same rank', '[2], [1, 2]'],
    [new Add(), [[2], [3]], 'Add: shapes do not broadcast', '[2] and [3]'],
    [
      new Concat(),
      [
        [2, 3],
        [3, 3],
      ],
      'all dimensions but axis 1',
      '[2, 3] and [3, 3]',
    ],
    [
      new Concat({ axis: 3 }),
      [
        [2, 3],
        [2, 3],
      ],
      'Concat: axis 2 is out of range',
    ],
  ])('%o refuses shapes %j', (merge, shapes, ...parts) => {
    expectError(() => merge.build(...shapes), 'shape', ...parts);
  });

  it('Concat joins no batches', () => {
    expectError(() => new Concat({ axis: 0 }), 'argument', 'Concat axis', 'the batch', '0');
  });
});

describe('Lambda', () => {
  it('is a layer made of a function, and loads with a table that has it', async () => {
    const backend = await newBackend();
    const halves = () => new Lambda({ type: 'Halves' }, (x) => core.multiply(x, 0.5));
    const mean = () =>
      new Lambda(
        { type: 'Mean' },
        (x) => core.mean(x, { axis: 1, keepDimensions: true }),
        () => [1],
      );
    using model = new Sequential(backend, { inputShape: [2], dtype: 'float64', layers: [halves(), mean()] });
    await expectTensor(model.forward(t(backend, [[1, 3]])), [1, 1], [1]);
    const config = throughJson(model.config);
    expectError(() => networkFromConfig(backend, config), 'argument', "unknown type 'Halves'", 'a table with your own');
    using again = networkFromConfig(backend, config, { layers: { Halves: halves, Mean: mean } });
    expect(again.outputShape).toEqual([1]);
  });

  it('refuses a wrong config, function or number of inputs', () => {
    expectError(
      () => new Lambda('Half' as never, (x) => x),
      'argument',
      'Lambda: expected a config and a function',
      "'Half'",
    );
    expectError(() => new Lambda({ type: 'Half' }, 2 as never), 'argument', 'Lambda', 'a function');
    expectError(
      () => new Lambda({ type: 'Half' }, (x) => x).build([1], [1]),
      'shape',
      'Half: expected one input. Received 2',
    );
    const sum = new Lambda({ type: 'Sum' }, (a, b) => core.add(a, b));
    expectError(() => sum.build([1]), 'shape', 'Sum: expected 2 inputs. Received 1');
  });
});

describe('names', () => {
  it('are part of the parameters and of the config, and come back from JSON', async () => {
    const backend = await newBackend();
    const layers = [new Dense(3), named('norm', new core.LayerNorm()), named('head', new Chain([new Dense(1)]))];
    using model = new Sequential(backend, { inputShape: [2], layers });
    expect(model.config.layers.map(({ name }) => name)).toEqual([undefined, 'norm', 'head']);
    const names = ['0.bias', '0.weight', 'head.0.bias', 'head.0.weight', 'norm.offset', 'norm.scale'];
    expect(Object.keys(await weightsOf(model)).sort()).toEqual(names);
    expect(model.summary().split('\n').slice(1, 5)).toEqual([
      '#     Layer      Output  Parameters',
      '0     Dense      [n, 3]           9',
      'norm  LayerNorm  [n, 3]           6',
      'head  Chain      [n, 1]           4',
    ]);
    using again = networkFromConfig(backend, throughJson(model.config));
    expect(again.summary()).toBe(model.summary());
    expect(again.config).toEqual(model.config);
  });

  it('of your own layers come back too', async () => {
    const backend = await newBackend();
    using model = new Sequential(backend, { inputShape: [2], layers: [named('own', new Split()), new Add()] });
    using again = networkFromConfig(backend, throughJson(model.config), { layers: { Split: () => new Split() } });
    expect(again.config).toEqual(model.config);
    expect(model.config.layers).toEqual([{ type: 'Split', name: 'own' }, { type: 'Add' }]);
  });

  it.each(['', 'a.b', 3, null])('%j is none', (name) => {
    expectError(() => named(name as never, new Dense(1)), 'argument', 'named', 'without dots');
    const config = { type: 'Dense', units: 1, name };
    expectError(() => core.fromConfig('layer', core.LAYERS, config), 'argument', 'named', 'without dots');
  });

  it('differ among layers side by side', () => {
    const layers = () => [named('1', new Dense(1)), new ReLU()];
    expectError(() => new Chain(layers()), 'argument', "Chain: two are called '1'");
    expectError(
      () => new Graph({ inputs: 1, layers: layers(), nodes: [], outputs: 0 }),
      'argument',
      "two are called '1'",
    );
    expect(new Chain([named('__proto__', new Dense(1))]).build([2]).children).toHaveProperty(['__proto__']);
    expectError(() => named('b', named('a', new Dense(1))), 'argument', "called 'a' already", "'b'");
    expectError(() => named('a', Dense as never), 'argument', 'named', 'new Dense');
    expect(new Residual(named('in', new Dense(2))).config['body']).toMatchObject({ name: 'in' });
  });
});
