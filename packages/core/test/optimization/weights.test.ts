/** Weighted losses, penalties and training with both, as Keras and scikit-learn compute them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  add,
  type Batch,
  crossEntropyRows,
  type Dataset,
  Dense,
  dense,
  evaluate,
  type FloatDType,
  fromConfig,
  huber,
  LOSSES,
  type Loss,
  MeanSquaredError,
  meanLoss,
  multiply,
  Network,
  type Penalty,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  scope,
  square,
  subtract,
  sum,
  Tanh,
  type Tensor,
  type TypedConfig,
  tensor,
  upload,
  valueAndGrad,
  WeightPenalty,
} from '../../src/index.js';
import type { Values } from '../../src/testing/index.js';
import { gradientErrors } from '../support/gradients.js';
import {
  datasetOf,
  EXACT,
  expectClose,
  expectError,
  expectTensor,
  FLOATS,
  labels,
  liveBuffers,
  newBackend,
  numbersOf,
  SAME,
  t,
  valuesOf,
} from '../support/index.js';
import { first, Heads } from '../support/modules.js';
import { nameOf, type PackedTensor, unpack, uploadPacked } from '../support/reference.js';
import { eventsOf } from '../support/training.js';

type Packed = Readonly<Record<string, PackedTensor>>;

/** Made by scripts/reference/weights.py. */
const reference = JSON.parse(readFileSync(new URL('../fixtures/weights.json', import.meta.url), 'utf8')) as {
  readonly losses: readonly {
    readonly config: TypedConfig;
    readonly outputs: PackedTensor;
    readonly targets: PackedTensor;
    readonly weights: PackedTensor;
    readonly loss: number;
    readonly gradient: PackedTensor;
    readonly average?: number;
  }[];
  readonly penalties: readonly {
    readonly l1: number;
    readonly l2: number;
    readonly w: PackedTensor;
    readonly penalty: number;
    readonly gradient: PackedTensor;
  }[];
  readonly training: {
    readonly penalty: { readonly l1: number; readonly l2: number };
    readonly learningRate: number;
    readonly momentum: number;
    readonly batchSize: number;
    readonly epochs: number;
    readonly x: PackedTensor;
    readonly labels: PackedTensor;
    readonly weights: PackedTensor;
    readonly initial: Packed;
    readonly losses: readonly number[];
    readonly final: Packed;
    readonly evaluated: number;
  };
};

const TOLERANCE = { float64: EXACT, float32: { relative: 2e-6, absolute: 1e-6 } };

const number = (value: number, dtype: FloatDType) => unpack({ shape: [], data: [value] }, dtype);

describe('a weighted loss', () => {
  const cases = FLOATS.flatMap((dtype) =>
    reference.losses.map((one) => ({ name: `${nameOf(one.config)}, targets ${one.targets.shape}`, dtype, one })),
  );

  it.each(cases)('of $name in $dtype is that of Keras', async ({ dtype, one }) => {
    const backend = await newBackend();
    const loss = fromConfig('loss', LOSSES, one.config);
    const [outputs, targets, weights] = [one.outputs, one.targets, one.weights].map((packed) =>
      uploadPacked(backend, packed, dtype),
    ) as [Tensor, Tensor, Tensor];
    const rows = one.weights.data.length;
    const total = one.weights.data.reduce((a, b) => a + b);
    // Keras divides by the rows, we by the sum of the weights, as PyTorch and scikit-learn do.
    const scaled = (y: Tensor) => multiply(meanLoss(loss, y, targets, weights), total / rows);
    const made = valueAndGrad(scaled, outputs);
    expectClose(await valuesOf(made.value), number(one.loss, dtype), TOLERANCE[dtype]);
    expectClose(await valuesOf(made.gradients), unpack(one.gradient, dtype), TOLERANCE[dtype]);
    if (one.average !== undefined) expect((one.average * total) / rows).toBeCloseTo(one.loss, 12);
    const ones = tensor(backend, Array(rows).fill(1), dtype);
    const plain = await valuesOf(meanLoss(loss, outputs, targets));
    expectClose(await valuesOf(meanLoss(loss, outputs, targets, ones)), plain, TOLERANCE[dtype]);
  });

  it('has a reference for every built-in loss', () => {
    expect(new Set(reference.losses.map(({ config }) => config.type))).toEqual(new Set(Object.keys(LOSSES)));
  });

  it('is NaN in the rows of labels outside the classes, as without weights', async () => {
    const backend = await newBackend();
    // biome-ignore format: rows
    const logits = t(backend, [[2, 2], [3, 3], [0, 0]]);
    const each = crossEntropyRows(logits, labels(backend, [2, 1, -1]), 0);
    await expectTensor(each, [3], [Number.NaN, Math.LN2, Number.NaN]);
  });

  it('of outputs [n] takes each element for an example', async () => {
    const backend = await newBackend();
    const loss = new MeanSquaredError();
    const { sum: total, weight } = loss.compute(t(backend, [1, 3]), t(backend, [0, 1]), t(backend, [3, 0.5]));
    expect(await total.item()).toBe(3 * 1 + 0.5 * 4);
    expect(await (weight as Tensor).item()).toBe(3.5);
  });

  it('of outputs [n, 2] gives each element the weight of its row, and skips those of weight 0', async () => {
    const backend = await newBackend();
    // biome-ignore format: rows
    const [y, wanted] = [t(backend, [[1, 2], [Number.NaN, 1]]), t(backend, [[0, 0], [0, 0]])];
    expect(await meanLoss(new MeanSquaredError(), y, wanted, t(backend, [3, 0])).item()).toBe(2.5);
    // biome-ignore format: rows
    const each = t(backend, [[3, 1], [0, 0]]);
    expect(await meanLoss(new MeanSquaredError(), y, wanted, each).item()).toBe(7 / 4);
  });
});

describe('a penalty', () => {
  it.each(FLOATS.flatMap((dtype) => reference.penalties.map((one) => ({ dtype, ...one }))))(
    'of l1 $l1 and l2 $l2 in $dtype is that of Keras',
    async ({ dtype, l1, l2, w, penalty, gradient }) => {
      const backend = await newBackend();
      const own = new WeightPenalty({ l1, l2 });
      const compute = (value: Tensor) => own.compute([{ name: 'w', value }]) as Tensor;
      const made = valueAndGrad(compute, uploadPacked(backend, w, dtype));
      expectClose(await valuesOf(made.value), number(penalty, dtype), TOLERANCE[dtype]);
      expectClose(await valuesOf(made.gradients), unpack(gradient, dtype), TOLERANCE[dtype]);
    },
  );

  it('covers the trainable parameters that it names', async () => {
    const backend = await newBackend();
    const parameters = ['0.weight', '0.bias', '1.weight', '1.scale'].map((name, at) => ({
      ...{ name, value: t(backend, [at + 1]) },
      ...(at === 2 && { trainable: false }),
    }));
    const penaltyOf = (names?: readonly string[]) =>
      new WeightPenalty({ l2: 1, ...(names && { names }) }).compute(parameters);
    expect(await penaltyOf()?.item()).toBe(1 + 4 + 16);
    expect(await penaltyOf(['*.weight', '1.scale'])?.item()).toBe(1 + 16);
    expect(penaltyOf(['1.weight'])).toBeUndefined();
    expect(new WeightPenalty({ l1: 0, l2: 0 }).compute(parameters)).toBeUndefined();
    expectError(
      () => penaltyOf(['*.weight', '*.weights']),
      'argument',
      "no parameter is called '*.weights'",
      '1.scale',
    );
  });

  it('refuses what is none', () => {
    expectError(() => new WeightPenalty({}), 'argument', 'expected l1 or l2');
    expectError(() => new WeightPenalty({ l1: -1 }), 'argument', 'WeightPenalty l1', '>= 0', '-1');
    expectError(() => new WeightPenalty({ l2: 1, names: [] }), 'argument', 'WeightPenalty names', 'an array of names');
    expectError(() => new WeightPenalty({ L2: 1 } as never), 'argument', 'L2', 'l2');
  });
});

/** 3-5-4, with other weights than zero everywhere. */
async function network(dtype: FloatDType = 'float64', initial: Packed = reference.training.initial): Promise<Network> {
  const parameters = new Map(
    Object.entries(initial).map(([name, value]) => [name, dense(unpack(value, 'float64').data, value.shape)]),
  );
  const layers = [new Dense(5), new Tanh(), new Dense(4)];
  return new Sequential(await newBackend(), { inputShape: [3], dtype, layers, parameters });
}

/** The examples of the run. */
function unweighted(dtype: FloatDType): Dataset {
  const array = (packed: PackedTensor) => dense(unpack(packed, dtype).data, packed.shape);
  return datasetOf(array(reference.training.x), array(reference.training.labels));
}

/** The same with their weights. */
function examples(dtype: FloatDType): Dataset {
  const plain = unweighted(dtype);
  const { data } = reference.training.weights;
  return {
    ...plain,
    batch: (indices) => ({
      ...(plain.batch(indices) as Batch),
      weights: Float64Array.from(indices, (index) => data[index] as number),
    }),
  };
}

describe('training with weights and a penalty of the weights', () => {
  const run = reference.training;
  const loss = new SoftmaxCrossEntropy();
  const penalty = new WeightPenalty({ ...run.penalty, names: ['*.weight'] });

  it.each(FLOATS.flatMap((dtype) => [1, 2].map((parts) => ({ dtype, parts }))))(
    'is that of Keras in $dtype, in $parts parts; so is its evaluation',
    async ({ dtype, parts }) => {
      using model = await network(dtype);
      const { learningRate, momentum, batchSize, epochs } = run;
      using optimizer = new SGD({ learningRate, momentum });
      const options = { loss, optimizer, penalty, epochs, batchSize, parts, shuffle: false };
      const data = examples(dtype);
      const events = await eventsOf(model, data, options);
      const losses = events.flatMap((event) => (event.type === 'batch' ? [event.loss ?? Number.NaN] : []));
      const tolerance = { float64: { relative: 1e-11, absolute: 1e-13 }, float32: { relative: 1e-4, absolute: 1e-5 } };
      const [read, expected] = [losses, run.losses].map((all) => ({ data: Float64Array.from(all), shape: [10] }));
      expectClose(read as Values, expected as Values, tolerance[dtype]);
      for (const { name, value } of model.parameters) {
        expectClose(await valuesOf(value), unpack(run.final[name] as PackedTensor, dtype), tolerance[dtype]);
      }
      const before = liveBuffers(model.backend);
      const found = await evaluate(model, data, { loss, batchSize: 7 });
      const own = scope(() => penalty.compute(model.parameters.list)) as Tensor;
      expect(found.loss + (await own.item())).toBeCloseTo(run.evaluated, dtype === 'float64' ? 12 : 5);
      own.dispose();
      expect(liveBuffers(model.backend)).toBe(before);
    },
  );

  it.each(['weights', 'penalty'] as const)('has the gradients that differences give: %s', async (what) => {
    using model = await network();
    const { backend } = model;
    const x = uploadPacked(backend, { shape: [4, 3], data: run.x.data.slice(0, 12) }, 'float64');
    const targets = labels(backend, run.labels.data.slice(0, 4));
    const options = what === 'weights' ? { weights: t(backend, [0.5, 0, 2, 1.25]) } : { penalty };
    const errors = await gradientErrors(model, x, targets, loss, options);
    expect(Object.keys(errors)).toEqual(Object.keys(run.initial));
    for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(1e-7);
  });

  it('penalises no frozen parameter', async () => {
    using model = await network();
    const { backend } = model;
    const x = t(backend, [[1, -1, 2]]);
    const lossWith = (own?: Penalty) =>
      scope(() => model.pass(x, labels(backend, [1]), loss, { ...first, penalty: own }).loss);
    const squares = (name: string) => run.initial[name]?.data.reduce((all, w) => all + w * w, 0) as number;
    const plain = await lossWith().item();
    const l2 = new WeightPenalty({ l2: 1, names: ['*.weight'] });
    expect(await lossWith(l2).item()).toBeCloseTo(plain + squares('0.weight') + squares('2.weight'), 12);
    model.freeze('0');
    expect(await lossWith(l2).item()).toBeCloseTo(plain + squares('2.weight'), 12);
    expect(await lossWith(new WeightPenalty({ l2: 1, names: ['0.weight'] })).item()).toBe(plain);
  });

  it('takes a penalty of one’s own', async () => {
    using model = await network();
    const { backend } = model;
    const seen: (boolean | undefined)[][] = [];
    const own: Penalty = {
      compute: (parameters) => {
        seen.push(parameters.map(({ frozen }) => frozen));
        return multiply(sum((parameters[1] as { value: Tensor }).value), 3);
      },
    };
    const x = t(backend, [[1, -1, 2]]);
    model.freeze('2.bias');
    const made = [undefined, own].map((penalty) => model.pass(x, labels(backend, [1]), loss, { ...first, penalty }));
    const [plain, penalised] = made.map(({ gradients }) => gradients.get('0.bias') as Tensor) as [Tensor, Tensor];
    expectClose(await valuesOf(penalised), await valuesOf(add(plain, 3)), SAME);
    expect(seen).toEqual([[false, false, false, true]]);
  });
});

describe('errors of a pass', () => {
  const mse = new MeanSquaredError();

  it('weights of another shape or dtype, or no weights at all', async () => {
    const backend = await newBackend();
    using model = new Sequential(backend, { inputShape: [1], dtype: 'float64', layers: [new Dense(1)] });
    const [x, y] = [t(backend, [[1], [2]]), t(backend, [[1], [2]])];
    const pass = (weights: unknown) => model.pass(x, y, mse, { ...first, weights: weights as Tensor });
    const before = liveBuffers(backend);
    expectError(() => pass([1, 2]), 'shape', 'weights: expected a tensor of shape [2, 1]', 'an array of 2 elements');
    for (const wrong of [t(backend, [1, 2, 3]), t(backend, [[1, 2]])]) {
      expectError(() => pass(wrong), 'shape', 'weights: expected a tensor of shape [2, 1]', 'float64 tensor');
      wrong.dispose();
    }
    using single = tensor(backend, [1, 2], 'float32');
    expectError(() => pass(single), 'dtype', 'float32');
    expect(liveBuffers(backend)).toBe(before + 1);
  });

  it('a loss that returns something else', async () => {
    const backend = await newBackend();
    using model = new Sequential(backend, { inputShape: [1], dtype: 'float64', layers: [new Dense(1)] });
    const [x, y, weights] = [t(backend, [[1], [2]]), t(backend, [[1], [2]]), t(backend, [1, 2])];
    const pass = (compute: unknown) =>
      model.pass(x, y, { config: { type: 'Own' }, classification: false, compute } as never, { ...first, weights });
    expectError(() => pass(() => 3), 'argument', 'Own: compute must return losses', '{ sum, weight }');
    expectError(() => pass(() => undefined), 'argument', 'is its return missing?');
    expectError(() => pass((a: Tensor) => ({ sum: a, weight: 1 })), 'argument', 'Own: compute must return');
    expectError(() => pass((a: Tensor) => sum(a)), 'shape', 'weights: expected a tensor of shape []');
    // Losses of elements take the weights of their rows.
    const own = pass((a: Tensor, b: Tensor) => square(subtract(a, b)));
    const built = model.pass(x, y, mse, { ...first, weights });
    expect(await own.loss.item()).toBe(await built.loss.item());
  });

  it('a value that is not a penalty', async () => {
    const backend = await newBackend();
    using model = new Sequential(backend, { inputShape: [1], dtype: 'float64', layers: [new Dense(1)] });
    const [x, y] = [t(backend, [[1]]), t(backend, [[1]])];
    const pass = (penalty: unknown) => model.pass(x, y, mse, { ...first, penalty: penalty as Penalty });
    expectError(() => pass({ l2: 0.1 }), 'argument', 'penalty: expected one', 'new WeightPenalty(', 'an object');
    expectError(() => pass(WeightPenalty), 'argument', 'the class WeightPenalty', 'new WeightPenalty(');
    expectError(() => pass({ compute: () => 3 }), 'argument', 'penalty: compute must return a tensor of shape []', '3');
  });

  it('takes the weights of a loss of several outputs that returns losses', async () => {
    const backend = await newBackend();
    using model = new Network(backend, new Heads(3, 1), { inputShape: [2], dtype: 'float64', seed: 3 });
    type Two = readonly [Tensor, Tensor];
    const both: Loss<Two, Two> = {
      config: { type: 'Both' },
      classification: false,
      compute: ([logits, size], [own, wanted]) =>
        add(crossEntropyRows(logits, own, 0), huber(subtract(size, wanted), 1).reshape([-1])),
    };
    const x = upload(backend, dense(Float64Array.of(1, 2, -1, 0.5), [2, 2]));
    const targets = [labels(backend, [1, 0]), t(backend, [[1], [4]])] as const;
    const lossOfRow = async (weights: readonly number[]) => {
      const options = { ...first, weights: t(backend, weights) };
      return (await numbersOf(scope(() => model.pass(x, targets, both as never, options).loss)))[0] as number;
    };
    const [one, other] = [await lossOfRow([1, 0]), await lossOfRow([0, 1])];
    expect(await lossOfRow([3, 0.5])).toBeCloseTo((3 * one + 0.5 * other) / 3.5, 13);
    expect(one).not.toBeCloseTo(other, 2);
  });
});
