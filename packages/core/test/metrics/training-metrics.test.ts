/** Metrics of training batches in the log of each epoch. */
import { describe, expect, it } from 'vitest';
import { resumeFrom, takeState } from '../../src/callbacks/index.js';
import {
  BinaryCrossEntropy,
  type Callback,
  type Dataset,
  Dense,
  dense,
  fit,
  MeanSquaredError,
  Reshape,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  square,
  type Tensor,
  type TrainOptions,
  type TrainState,
} from '../../src/index.js';
import { Accuracy, BinaryAccuracy, F1, MAE, type Metric } from '../../src/metrics/index.js';
import {
  datasetOf,
  expectRejection,
  liveBuffers,
  newBackend,
  pickRows,
  scatteredArray,
  separableDataset,
  weightsOf,
} from '../support/index.js';
import { classifier, sgdOptions } from '../support/training.js';

const weighted = (data: Dataset, shape: readonly number[]): Dataset => {
  const size = shape.reduce((product, length) => product * length, 1);
  const weights = dense(
    Float64Array.from({ length: size }, (_, at) => (at % 3) / 2),
    shape,
  );
  return { ...data, batch: async (at) => ({ ...(await data.batch(at)), weights: pickRows(weights, at) }) };
};

/** Sentences of three tokens, of which some have the label -100. */
const labels = Int32Array.from({ length: 30 }, (_, at) => (at % 4 === 0 ? -100 : at % 2));
const tokens = datasetOf(scatteredArray([10, 3, 2]), dense(labels, [10, 3]));
const x = scatteredArray([10, 4]);
const isPositive = (at: number): number => Number((x.data[4 * at] as number) > 0.1);
const yesOrNo = datasetOf(
  x,
  dense(
    Float64Array.from({ length: 10 }, (_, at) => isPositive(at)),
    [10, 1],
  ),
);
const numbers = datasetOf(x, scatteredArray([10, 1], 'float64', 3));
const rows = Float64Array.from({ length: 20 }, (_, at) => (isPositive(at >> 1) === at % 2 ? 0.75 : 0.25));
const oneHot = datasetOf(x, dense(rows, [10, 2]));

const cases = [
  ['labels of tokens', tokens, [3, 2], 2, new SoftmaxCrossEntropy({ ignoreIndex: -100 }), new Accuracy()],
  [
    'weighted tokens',
    weighted(tokens, [10, 3]),
    [3, 2],
    2,
    new SoftmaxCrossEntropy({ ignoreIndex: -100 }),
    new Accuracy(),
  ],
  [
    'weighted sentences',
    weighted(tokens, [10]),
    [3, 2],
    2,
    new SoftmaxCrossEntropy({ ignoreIndex: -100 }),
    new Accuracy(),
  ],
  ['probabilities', oneHot, [4], 2, new SoftmaxCrossEntropy(), new Accuracy()],
  ['decisions', weighted(yesOrNo, [10]), [4], 1, new BinaryCrossEntropy(), new BinaryAccuracy({ threshold: 0.4 })],
  ['numbers', weighted(numbers, [10, 1]), [4], 1, new MeanSquaredError(), new MAE()],
] as const;

describe('the log of an epoch', () => {
  it.each(cases)('has the metric of %s before the update', async (_name, data, inputShape, width, loss, metric) => {
    for (const parts of [1, 4]) {
      using model = new Sequential(await newBackend(), {
        ...{ inputShape, dtype: 'float64', layers: [new Dense(width)], seed: 3 },
      });
      const options = { batchSize: 'full', epochs: 4, parts, metrics: [metric], validation: data } as const;
      const { logs } = await fit(
        model,
        data,
        sgdOptions({ ...options, loss, optimizer: new SGD({ learningRate: 2 }) }),
      );
      expect(new Set(logs.map((log) => log[metric.name])).size).toBeGreaterThan(1);
      // A full batch before the update is the validation after the one before.
      for (const [epoch, log] of logs.slice(1).entries()) {
        expect(log[metric.name]).toBeCloseTo(logs[epoch]?.[`val_${metric.name}`] as number, 13);
      }
      expect(liveBuffers(model.backend)).toBe(2);
    }
  });

  it('is the mean over its batches, without another read from the device', async () => {
    const run = async (metrics: readonly Metric[], more: Partial<TrainOptions> = {}) => {
      const backend = await newBackend();
      let reads = 0;
      const download: typeof backend.download = (operand) => {
        reads += 1;
        return backend.download(operand);
      };
      const model = classifier({ ...backend, download }, 'float32');
      const onBatch: number[] = [];
      const { logs } = await fit(model, separableDataset(10, 'float32'), {
        ...sgdOptions({ batchSize: 4, metrics, ...more }),
        onEvent: (event) => event.type === 'batch' && onBatch.push(event.rows * (event.logs?.['accuracy'] as number)),
      });
      return { logs, reads, onBatch };
    };
    const [plain, measured] = [await run([]), await run([new Accuracy(), new F1({ average: 'macro' })])];
    expect(measured.reads).toBe(plain.reads);
    for (const [epoch, log] of measured.logs.entries()) {
      const { accuracy, ...rest } = log;
      expect(rest).toEqual(plain.logs[epoch]);
      const hits = measured.onBatch.slice(3 * epoch, 3 * epoch + 3);
      expect(accuracy).toBeCloseTo(hits.reduce((a, b) => a + b) / 10, 6);
    }
    expect((await run([new Accuracy()], { stepsAhead: 2 })).logs).toEqual(measured.logs);
    const step: TrainOptions['step'] = ({ inputs, targets }, { forward, loss }) =>
      loss.compute(forward(...inputs), targets);
    expect((await run([new Accuracy()], { step })).logs).toEqual(plain.logs);
  });

  it('of weighted tokens in parts is the same after a resume, and NaN for a metric that the first run had not', async () => {
    const run = async (metrics: readonly Metric[], state?: TrainState) => {
      const states: TrainState[] = [];
      const keeper: Callback = {
        name: 'keeper',
        onSettled: async (training) => void states.push(await takeState(training)),
      };
      const model = new Sequential(await newBackend(), {
        ...{ inputShape: ['time', 2], dtype: 'float64', layers: [new Dense(2)], seed: 3 },
      });
      const loss = new SoftmaxCrossEntropy({ ignoreIndex: -100 });
      const options = sgdOptions({ batchSize: 4, parts: 4, loss, metrics, callbacks: [keeper] });
      const resume = state && { resume: resumeFrom(structuredClone(state)) };
      const { logs } = await fit(model, weighted(tokens, [10, 3]), { ...options, ...resume });
      return { states, logs: [logs, await weightsOf(model)] as const };
    };
    const whole = await run([new Accuracy()]);
    // After the start of the epoch, and after two batches.
    for (const at of [0, 2]) expect((await run([new Accuracy()], whole.states[at])).logs).toEqual(whole.logs);
    const { states } = await run([]);
    const [[first, second]] = (await run([new Accuracy()], states[2])).logs;
    expect([first?.['accuracy'], second]).toEqual([Number.NaN, whole.logs[0][1]]);
  });
});

it('metrics are checked before the first step', async () => {
  const model = classifier(await newBackend());
  const run = (metrics: unknown) => fit(model, separableDataset(8), sgdOptions({ metrics: metrics as never }));
  await expectRejection(run('accuracy'), 'argument', 'train metrics: expected an array of metrics', "'accuracy'");
  await expectRejection(run([new MAE(), new MAE()]), 'argument', 'train metrics', 'mae');
  await expectRejection(run([new Accuracy({ name: 'loss' })]), 'argument', "metrics: expected names other than 'loss'");
  // One label for an example of four outputs, with a loss that takes anything.
  const loss = { ...new MeanSquaredError(), config: { type: 'Own' }, compute: (y: Tensor) => square(y) };
  const wide = new Sequential(model.backend, { inputShape: [4], dtype: 'float64', layers: [new Reshape([2, 2])] });
  const wrong = fit(wide, separableDataset(2), sgdOptions({ loss, metrics: [new Accuracy()] }));
  await expectRejection(wrong, 'shape', 'reshape', '[2, 2]', '[2]');
});
