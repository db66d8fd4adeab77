/** What `evaluate` gives metrics, and what it says of those that are wrong. */
import { describe, expect, it } from 'vitest';
import {
  BinaryCrossEntropy,
  type Dataset,
  Dense,
  type DenseArray,
  dense,
  evaluate,
  type HostTargets,
  type Loss,
  MeanSquaredError,
  type Metric,
  Network,
  predict,
  Sequential,
  SoftmaxCrossEntropy,
  type Tensor,
} from '../../src/index.js';
import { Accuracy, BinaryAccuracy, F1, MAE, R2, RocAuc, TopKAccuracy } from '../../src/metrics/index.js';
import {
  datasetOf,
  expectRejection,
  FLOATS,
  liveBuffers,
  newBackend,
  pickRows,
  scatteredArray,
  separableDataset,
} from '../support/index.js';
import { Heads } from '../support/modules.js';
import { classifier } from '../support/training.js';

const loss = new SoftmaxCrossEntropy();

describe('evaluate with metrics', () => {
  it.each(FLOATS)('gives them by name beside what it gives without, in %s', async (dtype) => {
    const backend = await newBackend();
    const model = classifier(backend, dtype);
    const data = separableDataset(17, dtype);
    const plain = await evaluate(model, data, { loss });
    expect(plain.metrics).toEqual({});
    const before = liveBuffers(backend);
    const metrics = [
      new Accuracy(),
      new F1({ average: 'macro' }),
      new TopKAccuracy({ k: 2 }),
      new F1({ classIndex: 1, name: 'f1OfOne' }),
    ];
    const whole = await evaluate(model, data, { loss, metrics });
    expect({ ...whole, metrics: {} }).toEqual(plain);
    expect(Object.keys(whole.metrics)).toEqual(['accuracy', 'f1', 'top2Accuracy', 'f1OfOne']);
    expect(whole.metrics['accuracy']).toBe(plain.classification?.accuracy);
    expect(whole.metrics['top2Accuracy']).toBeGreaterThan(whole.metrics['accuracy'] as number);
    for (const batchSize of [1, 5]) {
      expect((await evaluate(model, data, { loss, metrics, batchSize })).metrics).toEqual(whole.metrics);
    }
    expect(liveBuffers(backend)).toBe(before);
  });

  it('measures the accuracy of a network that classifies with another loss', async () => {
    const backend = await newBackend();
    const model = new Sequential(backend, { inputShape: [4], dtype: 'float64', layers: [new Dense(1)], seed: 2 });
    const x = scatteredArray([9, 4]);
    const y = dense(Float64Array.of(0, 1, 1, 0, 1, 0, 0, 1, 1), [9, 1]);
    const metrics = [new BinaryAccuracy(), new BinaryAccuracy({ threshold: 0.6, name: 'strict' }), new RocAuc()];
    const found = await evaluate(model, datasetOf(x, y), { loss: new BinaryCrossEntropy(), metrics, batchSize: 2 });
    const { data } = await predict(model, x);
    const share = (bound: number) => [...data].filter((logit, i) => logit > bound === (y.data[i] === 1)).length / 9;
    expect(found.classification).toBeUndefined();
    expect(found.metrics['binaryAccuracy']).toBe(share(0));
    expect(found.metrics['strict']).toBe(share(Math.log(0.6 / 0.4)));
  });

  it('passes outputs and targets to custom metrics, one or several', async () => {
    const backend = await newBackend();
    using model = new Network(backend, new Heads(3, 1), { inputShape: [2], dtype: 'float64', seed: 3 });
    const x = scatteredArray([5, 2]);
    const [labels, values] = [dense(Int32Array.of(0, 1, 2, 0, 1), [5]), scatteredArray([5, 1], 'float64', 5)];
    const data: Dataset<DenseArray[]> = {
      length: 5,
      inputShape: [2],
      batch: (indices) => ({ x: pickRows(x, indices), y: [pickRows(labels, indices), pickRows(values, indices)] }),
    };
    const [kinds, numbers] = [new SoftmaxCrossEntropy(), new MeanSquaredError()];
    const first: Loss<readonly Tensor[], readonly Tensor[]> = {
      config: { type: 'First' },
      classification: true,
      compute: ([logits], [wanted], rows) => kinds.compute(logits as Tensor, wanted as Tensor, rows),
    };
    const at = (index: number, metric: Metric): Metric => ({
      name: `head${index}.${metric.name}`,
      start: () => {
        const sum = metric.start();
        const pick = (all: HostTargets) => (all as readonly DenseArray[])[index] as DenseArray;
        return { add: (outputs, targets) => sum.add(pick(outputs), pick(targets)), result: () => sum.result() };
      },
    });
    const metrics = [at(0, new Accuracy()), at(1, new MAE()), at(1, new R2())];
    const found = await evaluate(model, data, { loss: first, metrics, batchSize: 2 });
    const alone = { inputShape: [2], dtype: 'float64' } as const;
    const head = async (index: number, units: number) => {
      const parameters = new Map<string, DenseArray>();
      for (const { name, value } of model.parameters) {
        if (name.startsWith(`head${index}.`)) parameters.set(name.slice(6), dense(await value.data(), value.shape));
      }
      return new Network(await newBackend(), new Dense(units), { ...alone, parameters });
    };
    const [left, right] = [await head(0, 3), await head(1, 1)];
    const byKind = await evaluate(left, datasetOf(x, labels), { loss: kinds });
    const byNumber = await evaluate(right, datasetOf(x, values), { loss: numbers, metrics: [new MAE(), new R2()] });
    expect(found.metrics).toEqual({
      'head0.accuracy': byKind.classification?.accuracy,
      'head1.mae': byNumber.metrics['mae'],
      'head1.r2': byNumber.metrics['r2'],
    });
    await expectRejection(
      evaluate(model, data, { loss: first, metrics: [new MAE()] }),
      'argument',
      'mae: expected one output',
    );
    expect(liveBuffers(backend)).toBe(4);
  });

  it('returns the metrics of an empty data set', async () => {
    const model = classifier(await newBackend(), 'float64');
    const nothing = datasetOf(dense(new Float64Array(0), [0, 4]), dense(new Int32Array(0), [0]));
    const { metrics } = await evaluate(model, nothing, {
      loss,
      metrics: [new Accuracy(), new F1({ average: 'macro' })],
    });
    expect(metrics).toEqual({ accuracy: Number.NaN, f1: 0 });
  });
});

describe('metrics that evaluate refuses', () => {
  const sum = { add: () => undefined, result: () => 1 };
  const broken = (name: string, changes: object): Metric => ({ name, start: () => ({ ...sum, ...changes }) }) as Metric;
  const failing = () => {
    throw new TypeError('no such luck');
  };
  const cases: readonly { readonly what: string; readonly metrics: unknown; readonly parts: readonly string[] }[] = [
    {
      what: 'two of one name',
      metrics: [new Accuracy(), new Accuracy()],
      parts: ["evaluate metrics: two are called 'accuracy'; give one another"],
    },
    {
      what: 'no array',
      metrics: new Accuracy(),
      parts: ['evaluate metrics: expected an array of metrics. Received a Accuracy'],
    },
    {
      what: 'a name',
      metrics: ['accuracy'],
      parts: ["expected a metric. Received 'accuracy'", 'write new Accuracy()'],
    },
    { what: 'a name of Keras', metrics: ['mean_absolute_error'], parts: ['write new MAE()'] },
    {
      what: 'a class',
      metrics: [RocAuc],
      parts: ['the class RocAuc', 'write new RocAuc(…), with new and parentheses'],
    },
    {
      what: 'one without a name',
      metrics: [{ start: () => sum }],
      parts: ['expected a metric with a name. Received undefined.'],
    },
    {
      what: 'one whose start gives nothing',
      metrics: [{ name: 'mine', start: () => undefined }],
      parts: ['metric mine: start must return { add, result }', 'is its return missing?'],
    },
    {
      what: 'one whose add is asynchronous',
      metrics: [broken('mine', { add: async () => undefined })],
      parts: ['metric mine: add must return nothing. Received a promise'],
    },
    {
      what: 'one whose result is missing',
      metrics: [broken('mine', { result: () => undefined })],
      parts: ['metric mine: result must return a number', 'is its return missing?'],
    },
    {
      what: 'one whose result is text',
      metrics: [broken('mine', { result: () => '1' })],
      parts: ["metric mine: result must return a number. Received '1'."],
    },
  ];

  it.each(cases)('$what', async ({ metrics, parts }) => {
    const backend = await newBackend();
    const model = classifier(backend, 'float64');
    const before = liveBuffers(backend);
    await expectRejection(
      evaluate(model, separableDataset(3), { loss, metrics: metrics as Metric[] }),
      'argument',
      ...parts,
    );
    expect(liveBuffers(backend)).toBe(before);
  });

  it.each([
    ['start', { name: 'mine', start: failing }],
    ['add', broken('mine', { add: failing })],
    ['result', broken('mine', { result: failing })],
  ])('hands on what %s throws', async (_method, metric) => {
    const backend = await newBackend();
    const model = classifier(backend, 'float64');
    const before = liveBuffers(backend);
    const run = evaluate(model, separableDataset(3), { loss, metrics: [metric] });
    await expect(run).rejects.toThrow(new TypeError('no such luck'));
    expect(liveBuffers(backend)).toBe(before);
  });
});
