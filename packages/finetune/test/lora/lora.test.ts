import {
  BatchNorm,
  Chain,
  Conv1d,
  Conv2d,
  type CsrArray,
  Dense,
  dense,
  Flatten,
  MeanSquaredError,
  Network,
  named,
  networkFromConfig,
  ReLU,
  SGD,
  SoftmaxCrossEntropy,
  scope,
  type Tensor,
  tensor,
  upload,
} from '@nablajs/core';
import { Embedding, GPT, LSTM, MultiHeadAttention, SEQUENCE_LAYERS, TransformerEncoderLayer } from '@nablajs/sequences';
import { describe, expect, it } from 'vitest';
import { FINETUNE_LAYERS, Lora, type LoraOptions, withLora } from '../../src/index.js';
import { difference, fillAdapters, normals, PLACES } from './support.js';

const [{ backend }] = PLACES;
const at = (values: ArrayLike<number> | undefined, index: number): number => values?.[index] ?? Number.NaN;
const addTo = (values: Float64Array, index: number, term: number): void => {
  values[index] = at(values, index) + term;
};
const convnet = () =>
  new Chain([new Conv2d(3, 3, { padding: 'same' }), new BatchNorm(), new ReLU(), new Flatten(), new Dense(4)]);
const namesOf = ({ parameters }: Network): string[] => parameters.trainable.map(({ name }) => name);
const shapesOf = ({ parameters }: Network): Record<string, string> =>
  Object.fromEntries(parameters.trainable.map(({ name, value }) => [name, value.shape.join()]));

describe('parameters', () => {
  it('are those of the base under their names, and A and B, which alone are trained', () => {
    using base = new Network(backend, convnet(), { inputShape: [5, 6, 2] });
    using model = withLora(base, { rank: 2 });
    expect(shapesOf(model)).toEqual({ '0.loraA': '3,3,2,2', '0.loraB': '2,3', '4.loraA': '90,2', '4.loraB': '2,4' });
    for (const [name, value] of base.parameters.tensors) {
      expect(model.parameters.get(name).identity).toBe(value.identity);
    }
    expect(model.parameters.tensors.size).toBe(base.parameters.tensors.size + 4);
  });

  it('take no memory but for A and B, however many adapters there are', () => {
    const { bytes } = backend.memory();
    const base = new Network(backend, convnet(), { inputShape: [5, 6, 2], dtype: 'float64' });
    const own = backend.memory().bytes - bytes;
    const models = [withLora(base, { rank: 2 }, 1), withLora(base, { rank: 2 }, 2)];
    const adapters = 3 * 3 * 2 * 2 + 2 * 3 + 90 * 2 + 2 * 4;
    expect(backend.memory().bytes - bytes - own).toBe(2 * adapters * 8);
    base.dispose();
    for (const model of models) model.dispose();
    expect(backend.memory().bytes).toBe(bytes);
  });

  it('start as in PEFT: A uniform within 1 / sqrt(inputs), B 0', async () => {
    using model = new Network(backend, new Lora(new Dense(50), { rank: 40 }), { inputShape: [25], dtype: 'float64' });
    const a = await model.parameters.get('loraA').data();
    expect(a.every((value) => Math.abs(value) <= 0.2)).toBe(true);
    expect(Math.max(...a)).toBeGreaterThan(0.19);
    expect(Math.min(...a)).toBeLessThan(-0.19);
    expect(Array.from(await model.parameters.get('loraB').data()).every((value) => value === 0)).toBe(true);
  });

  it('have a pair for each part of attention', () => {
    const attention = new Chain([named('attention', new MultiHeadAttention({ heads: 4, keyHeads: 2 })), new Dense(3)]);
    const shapes = (options: LoraOptions) => {
      using model = new Network(backend, new Lora(attention, options), { inputShape: ['time', 8] });
      return shapesOf(model);
    };
    const [query, value] = [
      { 'attention.input.query.loraA': '8,2', 'attention.input.query.loraB': '2,8' },
      { 'attention.input.value.loraA': '8,2', 'attention.input.value.loraB': '2,4' },
    ];
    expect(shapes({ rank: 2 })).toEqual({ ...query, ...value });
    const key = { 'attention.input.key.loraA': '8,2', 'attention.input.key.loraB': '2,4' };
    const output = { 'attention.output.loraA': '8,2', 'attention.output.loraB': '2,8' };
    const last = { '1.loraA': '8,2', '1.loraB': '2,3' };
    expect(shapes({ rank: 2, targets: 'all' })).toEqual({ ...query, ...key, ...value, ...output, ...last });
    expect(shapes({ rank: 2, targets: ['output', 'attention.input.key'] })).toEqual({ ...key, ...output });
  });

  it('are found in blocks, and not in embeddings, recurrence, or convolutions in groups', () => {
    const options = { vocabulary: 5, context: 4, blocks: 2, width: 4, heads: 2 };
    using gpt = new Network(backend, new Lora(new GPT(options), { rank: 1 }), { inputShape: ['time'] });
    const parts = ['block0', 'block1'].flatMap((block) =>
      ['query', 'value'].map((part) => `${block}.selfAttention.input.${part}`),
    );
    expect(namesOf(gpt)).toEqual(parts.flatMap((part) => [`${part}.loraA`, `${part}.loraB`]));
    const others = new Chain([
      new Embedding(5, 4),
      new LSTM(3, { returnSequences: true }),
      new Conv1d(3, 2, { groups: 3 }),
    ]);
    expect(() => new Lora(others, { rank: 1 }).build([4])).toThrow('expected a module with dense layers');
    using mixed = new Network(backend, new Lora(new Chain([...others.layers, new Conv1d(2, 2)]), { rank: 1 }), {
      inputShape: [4],
    });
    expect(shapesOf(mixed)).toEqual({ '3.loraA': '2,3,1', '3.loraB': '1,2' });
  });

  it('belong to one layer where it alone is wrapped, with its name', () => {
    const module = new Chain([
      new Lora(named('first', new Dense(3)), { rank: 1 }),
      new ReLU(),
      named('head', new Dense(2)),
    ]);
    using model = new Network(backend, module, { inputShape: [4] });
    expect(namesOf(model)).toEqual(['first.loraA', 'first.loraB', 'head.weight', 'head.bias']);
    expect(() => new Lora(module, { rank: 1, targets: ['first'] }).build([4])).toThrow(
      "no linear layer is called 'first'",
    );
  });
});

describe.each(PLACES)('on $name', ({ backend, dtype, tolerance }) => {
  const uploaded = (...shape: number[]): Tensor => upload(backend, normals(shape, dtype));

  it('a network first computes the bits of its base', async () => {
    using base = new Network(backend, convnet(), { inputShape: [5, 6, 2], dtype });
    using model = withLora(base, { rank: 2, alpha: 16 });
    const x = uploaded(3, 5, 6, 2);
    expect(await model.forward(x).data()).toEqual(await base.forward(x).data());
    fillAdapters(model);
    expect(difference(await model.forward(x).data(), await base.forward(x).data())).toBeGreaterThan(0.1);
  });

  it('cross attention adapts what asks and what is asked', async () => {
    const attention = new MultiHeadAttention({ heads: 2 });
    const inputShape = [
      ['time', 4],
      ['source', 4],
    ];
    using base = new Network(backend, attention, { inputShape, dtype });
    using model = withLora(base, { rank: 2, alpha: 3 });
    fillAdapters(model);
    const [x, source] = [uploaded(2, 3, 4), upload(backend, normals([2, 5, 4], dtype, 2))];
    const values = await model.parameters.read();
    const weight = Float64Array.from(values.get('input.weight')?.data ?? []);
    for (const [part, from] of [
      ['query', 0],
      ['value', 8],
    ] as const) {
      const [a, b] = ['loraA', 'loraB'].map((name) => values.get(`input.${part}.${name}`)?.data) as Float64Array[];
      for (let row = 0; row < 4; row++) {
        for (let column = 0; column < 4; column++) {
          for (let k = 0; k < 2; k++)
            addTo(weight, row * 12 + from + column, at(a, row * 2 + k) * at(b, k * 4 + column) * 1.5);
        }
      }
    }
    const expected = new Map([...values].filter(([name]) => !name.includes('lora')));
    expected.set('input.weight', dense(dtype === 'float64' ? weight : Float32Array.from(weight), [4, 12]));
    using whole = new Network(backend, attention, { inputShape, dtype, parameters: expected });
    const received = await model.forward(x, source).data();
    expect(difference(received, await whole.forward(x, source).data())).toBeLessThanOrEqual(tolerance);
  });

  it('training changes A and B, and no bit of the base, its running statistics included', async () => {
    using base = new Network(backend, convnet(), { inputShape: [5, 6, 2], dtype });
    const before = await base.parameters.read();
    using model = withLora(base, { rank: 2, dropout: 0.4 });
    const start = await model.parameters.read();
    const [x, targets, optimizer] = [
      uploaded(3, 5, 6, 2),
      tensor(backend, [0, 3, 1], 'int32'),
      new SGD({ learningRate: 0.1 }),
    ];
    for (let step = 1; step <= 2; step++) {
      scope(() => {
        const pass = model.pass(x, targets, new SoftmaxCrossEntropy(), { seed: 4, step });
        expect([...pass.gradients.keys()]).toEqual(namesOf(model));
        expect(pass.updates.size).toBe(0);
        optimizer.step(model.parameters.trainable, pass.gradients);
      });
    }
    expect(await base.parameters.read()).toEqual(before);
    const after = await model.parameters.read();
    for (const name of namesOf(model)) expect(after.get(name)?.data).not.toEqual(start.get(name)?.data);
    optimizer.dispose();
  });

  it('is saved and loaded by its config', async () => {
    const block = new TransformerEncoderLayer({ heads: 2, feedForward: 3, dropout: 0 });
    const module = new Lora(new Chain([named('block', block)]), {
      rank: 2,
      alpha: 3,
      dropout: 0.1,
      targets: ['linear1', 'key'],
    });
    using model = new Network(backend, module, { inputShape: ['time', 4], dtype });
    fillAdapters(model);
    const config = JSON.parse(JSON.stringify(model.config));
    expect(config.module).toMatchObject({ type: 'Lora', rank: 2, alpha: 3, dropout: 0.1, targets: ['linear1', 'key'] });
    const layers = { ...SEQUENCE_LAYERS, ...FINETUNE_LAYERS };
    using copy = networkFromConfig(backend, config, { layers, dtype, parameters: await model.parameters.read() });
    const x = uploaded(2, 3, 4);
    const bitsOf = async (network: Network): Promise<unknown> => (network.forward(x) as Tensor).data();
    expect(await bitsOf(copy)).toEqual(await bitsOf(model));
    expect(namesOf(copy)).toEqual(namesOf(model));
  });
});

it('takes sparse inputs where its layer does', async () => {
  const sparse: CsrArray = {
    ...{ layout: 'csr', shape: [4, 3], rowOffsets: Int32Array.of(0, 1, 2, 2, 4) },
    ...{ columns: Int32Array.of(1, 0, 0, 2), values: Float32Array.of(2, 1, 3, 4) },
  };
  const wasm = PLACES[1].backend;
  using model = new Network(wasm, new Lora(new Dense(2), { rank: 2, alpha: 3 }), { inputShape: [3] });
  fillAdapters(model);
  const [x, rows] = [
    upload(wasm, sparse),
    tensor(wasm, [
      [0, 2, 0],
      [1, 0, 0],
      [0, 0, 0],
      [3, 0, 4],
    ]),
  ];
  expect(x.layout).toBe('csr');
  expect(difference(await model.forward(x).data(), await model.forward(rows).data())).toBeLessThanOrEqual(1e-6);
  const targets = tensor(wasm, [0, 1, 1, 0], 'int32');
  const gradientsOf = async (input: Tensor) => {
    const { gradients } = model.pass(input, targets, new SoftmaxCrossEntropy(), { seed: 1, step: 1 });
    return (gradients.get('loraA') as Tensor).data();
  };
  expect(difference(await gradientsOf(x), await gradientsOf(rows))).toBeLessThanOrEqual(1e-6);
});

describe('dropout', () => {
  it('drops inputs of adapters while training, others for each part and step', async () => {
    using model = new Network(backend, new Lora(new Dense(3), { rank: 2, dropout: 0.5 }), {
      inputShape: [4],
      dtype: 'float64',
    });
    fillAdapters(model);
    const x = upload(backend, normals([5, 4]));
    const targets = upload(backend, normals([5, 3], 'float64', 2));
    const lossAt = async (step: number): Promise<number> => {
      const { loss } = model.pass(x, targets, new MeanSquaredError(), { seed: 1, step });
      return loss.item();
    };
    expect(await lossAt(1)).toBe(await lossAt(1));
    expect(await lossAt(1)).not.toBe(await lossAt(2));
    const attention = new Lora(new MultiHeadAttention({ heads: 1 }), { rank: 2, dropout: 0.5 });
    using both = new Network(backend, attention, { inputShape: [2, 4], dtype: 'float64' });
    const [queries, values] = [both.parameters.get('input.query.loraA'), both.parameters.get('input.value.loraA')];
    expect(queries.shape).toEqual(values.shape);
    fillAdapters(both);
    const sequence = upload(backend, dense(Float64Array.from(normals([1, 2, 4]).data), [1, 2, 4]));
    const { gradients } = both.pass(sequence, sequence, new MeanSquaredError(), { seed: 3, step: 1 });
    // A row of A whose input is dropped for all elements has no gradient.
    const dropped = async (part: string): Promise<string> => {
      const data = await (gradients.get(`input.${part}.loraA`) as Tensor).data();
      return [0, 1, 2, 3].map((row) => Number(data[2 * row] === 0)).join('');
    };
    expect(await dropped('query')).not.toBe(await dropped('value'));
  });
});

it.each([
  ['a whole number >= 1', { rank: 0 }],
  ['a number > 0', { rank: 1, alpha: -1 }],
  ['Dropout', { rank: 1, dropout: 1 }],
  ["'all' or names", { rank: 1, targets: [] }],
  ["Did you mean 'alpha'?", { rank: 1, alfa: 2 }],
  ['such as { rank: 8 }', undefined],
])('says %s', (message, options) => {
  expect(() => new Lora(new Dense(2), options as LoraOptions)).toThrow(message);
});

it('says what a module and what a target are', () => {
  expect(() => new Lora({} as Dense, { rank: 1 })).toThrow('a module, such as new Dense(10)');
  const module = new Chain([new Dense(2), named('head', new Dense(2))]);
  expect(() => new Lora(module, { rank: 1, targets: ['query'] }).build([3])).toThrow('There are: 0, head.');
  expect(() => new Lora(module, { rank: 1 }).targets).toThrow('build it or create a Network first');
});
