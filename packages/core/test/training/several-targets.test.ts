/** Training and evaluation of networks with several outputs, and of losses with several targets. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  Adam,
  add,
  addMeans,
  type Backend,
  type Dataset,
  Dense,
  type DenseArray,
  dense,
  evaluate,
  type FitOptions,
  fit,
  type HostTargets,
  type Loss,
  MeanSquaredError,
  type Module,
  Network,
  type Sequential,
  SGD,
  SoftmaxCrossEntropy,
  type Tensor,
  type TrainOptions,
  train,
  upload,
} from '../../src/index.js';
import {
  expectError,
  expectRejection,
  liveBuffers,
  newBackend,
  pickRows,
  scatteredArray,
  separableDataset,
  t,
  weightsOf,
} from '../support/index.js';
import { f64, first, Heads, type Split } from '../support/modules.js';
import { sgdOptions } from '../support/training.js';

const ROWS = 11;
const x = scatteredArray([ROWS, 2]);
const values = scatteredArray([ROWS, 1], 'float64', 5);
const labels = dense(
  Int32Array.from({ length: ROWS }, (_, row) => row % 3),
  [ROWS],
);

const pairs: Dataset<DenseArray[]> = {
  length: ROWS,
  inputShape: [2],
  batch: (indices) => ({ x: pickRows(x, indices), y: [pickRows(labels, indices), pickRows(values, indices)] }),
};
const only = (y: DenseArray): Dataset => ({
  ...pairs,
  batch: (indices) => ({ x: pickRows(x, indices), y: pickRows(y, indices) }),
});

const [kinds, numbers] = [new SoftmaxCrossEntropy(), new MeanSquaredError()];

/** What a loss is without `compute`. */
const plain = { config: { type: 'Both' }, classification: true };

/** Classes by the first output, numbers by the second. */
const both: Loss<readonly Tensor[], readonly Tensor[]> = {
  ...plain,
  compute: ([logits, y], [wanted, target]) =>
    addMeans(kinds.compute(logits as Tensor, wanted as Tensor), numbers.compute(y as Tensor, target as Tensor)),
};

/** The weights of a head alone, trained on its own targets. */
async function alone(model: Network, at: number, y: DenseArray, loss: Loss, options: Omit<FitOptions, 'loss'>) {
  const parameters = new Map<string, DenseArray>();
  for (const { name, value } of model.parameters) {
    if (name.startsWith(`head${at}.`)) parameters.set(name.slice(6), f64([...(await value.data())], value.shape));
  }
  const { length: units } = parameters.get('bias')?.data ?? [];
  const options64 = { inputShape: [2], dtype: 'float64', parameters } as const;
  using head = new Network(await newBackend(), new Dense(units as number), options64);
  const { loss: losses } = await fit(head, only(y), { ...options, loss });
  const { loss: evaluated } = await evaluate(head, only(y), { loss });
  return { losses, evaluated, weights: await weightsOf(head) };
}

const headsOf = (backend: Backend, ...widths: number[]) =>
  new Network(backend, new Heads(...widths), { inputShape: [2], dtype: 'float64', seed: 3 });

describe('a network of two outputs', () => {
  it.each([
    ['in full batches', { batchSize: 'full' as const }],
    ['in small ones', { batchSize: 4, seed: 9 }],
    ['in parts', { batchSize: 'full' as const, parts: 4 }],
  ])('trains each as it trains alone, %s', async (_, changes) => {
    const backend = await newBackend();
    using model = headsOf(backend, 3, 1);
    const options = () => ({ optimizer: new SGD({ learningRate: 0.2 }), epochs: 4, ...changes });
    const left = await alone(model, 0, labels, kinds, options());
    const right = await alone(model, 1, values, numbers, options());
    const { loss, validation } = await fit(model, pairs, { ...options(), loss: both, validation: pairs });
    const trained = await weightsOf(model);
    for (const [name, own] of Object.entries(left.weights)) expect(trained[`head0.${name}`]).toEqual(own);
    for (const [name, own] of Object.entries(right.weights)) expect(trained[`head1.${name}`]).toEqual(own);
    for (const [at, sum] of loss.entries()) {
      expect(sum).toBeCloseTo((left.losses[at] as number) + (right.losses[at] as number), 13);
    }
    expect(validation.at(-1)?.loss).toBeCloseTo(left.evaluated + right.evaluated, 13);
    expect(validation.map(({ classification }) => classification)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(liveBuffers(backend)).toBe(4);
  });

  it('is evaluated by its loss, whatever the batches', async () => {
    const backend = await newBackend();
    using model = headsOf(backend, 3, 1);
    const one = await evaluate(model, pairs, { loss: both });
    const three = await evaluate(model, pairs, { loss: both, batchSize: 4 });
    expect(three.loss).toBeCloseTo(one.loss, 14);
    expect([one.rows, one.classification]).toEqual([ROWS, undefined]);
    const y = [upload(backend, labels), upload(backend, values)];
    expect(one.loss).toBe(await model.pass(upload(backend, x), y, both, first).loss.item());
  });

  it('may have one tensor of targets', async () => {
    const backend = await newBackend();
    using model = headsOf(backend, 1, 1);
    const sum: Loss<readonly Tensor[]> = {
      ...plain,
      compute: ([a, b], targets) => numbers.compute(add(a as Tensor, b as Tensor), targets),
    };
    const options = { loss: sum, optimizer: new SGD({ learningRate: 0.2 }), epochs: 30 };
    const { loss } = await fit(model, only(values), options);
    expect(loss.at(-1)).toBeLessThan(loss[0] as number);
    const trained = await weightsOf(model);
    expect(trained['head0.bias']).toEqual(trained['head1.bias']);
    expect((await evaluate(model, only(values), { loss: sum })).classification).toBeUndefined();
    // No output is known to be what labels belong to: the loss alone can tell.
    const refused = fit(model, only(labels), { ...options, epochs: 1 });
    await expectRejection(refused, 'shape', 'MeanSquaredError: targets must have the shape of the outputs, [11, 1]');
  });
});

describe('several targets of one output', () => {
  const weighted: Loss<Tensor, readonly Tensor[]> = {
    ...plain,
    compute: (logits, [wanted]) => kinds.compute(logits, wanted as Tensor),
  };

  it('go to the loss; accuracy is left out', async () => {
    const backend = await newBackend();
    const build = () => new Network(backend, new Dense(3), { inputShape: [2], dtype: 'float64', seed: 3 });
    using model = build();
    using same = build();
    const options = () => ({ optimizer: new SGD(), epochs: 2, batchSize: 4 });
    await fit(model, pairs, { ...options(), loss: weighted });
    await fit(same, only(labels), { ...options(), loss: kinds });
    expect(await weightsOf(model)).toEqual(await weightsOf(same));
    const evaluation = await evaluate(model, pairs, { loss: weighted });
    const expected = await evaluate(same, only(labels), { loss: kinds });
    expect([evaluation.loss, evaluation.classification]).toEqual([expected.loss, undefined]);
    expect(expected.classification?.predictions).toHaveLength(ROWS);
  });

  it('of one are those of a classifier', async () => {
    using model = new Network(await newBackend(), new Dense(3), { inputShape: [2], dtype: 'float64', seed: 3 });
    const single: Dataset<DenseArray[]> = {
      ...pairs,
      batch: (indices) => ({ x: pickRows(x, indices), y: [pickRows(labels, indices)] }),
    };
    const { classification } = await evaluate(model, single, { loss: weighted, batchSize: 4 });
    expect(classification).toEqual((await evaluate(model, only(labels), { loss: kinds })).classification);
  });
});

describe('what does not fit', () => {
  const optimizer = new Adam();

  it('is refused by losses of one output', async () => {
    const backend = await newBackend();
    using model: Network = headsOf(backend, 3, 1);
    for (const loss of [kinds, numbers]) {
      const { type } = loss.config;
      const message = `${type}: expected one tensor of outputs. Received an array of 2 elements; write a custom loss`;
      await expectRejection(fit(model, pairs, { loss, optimizer, epochs: 1 }), 'argument', message);
      await expectRejection(evaluate(model, pairs, { loss }), 'argument', message);
    }
    using one: Network = new Network(backend, new Dense(3), { inputShape: [2], dtype: 'float64' });
    for (const loss of [kinds, numbers]) {
      const message = `${loss.config.type}: expected one tensor of targets. Received an array of 2 elements`;
      await expectRejection(fit(one, pairs, { loss, optimizer, epochs: 1 }), 'argument', message);
      await expectRejection(evaluate(one, pairs, { loss }), 'argument', message);
    }
    expect(liveBuffers(backend)).toBe(6);
  });

  it('is a batch whose targets have another number of rows, or are not arrays', async () => {
    const backend = await newBackend();
    using model = headsOf(backend, 3, 1);
    const run = (y: unknown) => {
      const batch = (indices: Int32Array) => ({ x: pickRows(x, indices), y: y as DenseArray[] });
      const dataset: Dataset<HostTargets> = { ...pairs, batch };
      return fit(model, dataset, { loss: both, optimizer, epochs: 1, batchSize: 'full' });
    };
    const short = pickRows(values, Int32Array.of(0, 1));
    await expectRejection(run([labels, short]), 'data', 'expected 11 examples. Received x of 11 and y of 2.');
    await expectRejection(run([labels, [1, 2]]), 'argument', 'y of the data set: expected elements with their shape');
    const broken = dense(new Float64Array(3), [ROWS]);
    await expectRejection(run([labels, broken]), 'shape', '[11] has 11 elements. Received 3');
    expect(liveBuffers(backend)).toBe(4);
  });

  it('refuses a target of pass that is not a tensor', async () => {
    const backend = await newBackend();
    using model = headsOf(backend, 3, 1);
    const run = () => model.pass(t(backend, [[1, 2]]), [t(backend, [[1]]), [1]] as never, both, first);
    expectError(run, 'argument', 'Network targets: expected a tensor. Received an array of 1 element');
  });
});

it('the types of losses must match the outputs of networks', () => {
  const uses = (heads: Network<Split>, one: Sequential, any: Network<Module>, optimizer: Adam) => {
    const data = separableDataset(1);
    const common = { optimizer, epochs: 1 };
    const ofTwo: Loss<[Tensor, Tensor]> = { ...plain, compute: ([a]) => a };
    const ofTwoTargets: Loss<[Tensor, Tensor], [Tensor, Tensor]> = { ...plain, compute: ([a]) => a };
    // @ts-expect-error The loss takes one tensor, the network gives two.
    fit(heads, data, { ...common, loss: numbers });
    // @ts-expect-error The same.
    train(heads, data, { ...common, loss: numbers });
    // @ts-expect-error The same.
    evaluate(heads, data, { loss: numbers });
    // @ts-expect-error The loss takes two, the network gives one.
    fit(one, data, { ...common, loss: ofTwo });
    const y = t(one.backend, [[1]]);
    // @ts-expect-error The loss takes two targets.
    heads.pass(y, y, ofTwoTargets, first);
    heads.pass(y, [y, y], ofTwoTargets, first);
    heads.pass(y, y, ofTwo, first);
    fit(heads, data, { ...common, loss: ofTwo });
    fit(heads, pairs, { ...common, loss: ofTwoTargets, validation: pairs });
    fit(one, data, sgdOptions());
    fit(any, data, { ...common, loss: numbers });
    fit(any, data, { ...common, loss: ofTwo });
  };
  expectTypeOf(uses).toBeFunction();
  expectTypeOf<TrainOptions>().toEqualTypeOf<TrainOptions<Tensor>>();
  expectTypeOf<ReturnType<Dataset['batch']>>()
    .extract<{ y: unknown }>()
    .toHaveProperty('y')
    .toEqualTypeOf<DenseArray>();
});
