/** A training in a worker gives the events, the weights and the optimizer's state of `train`, to the bit. */
import { describe, expect, it } from 'vitest';
import {
  EarlyStopping,
  ExponentialMovingAverage,
  ReduceLROnPlateau,
  takeOptimizerState,
} from '../../src/callbacks/index.js';
import {
  Adam,
  addMeans,
  type Backend,
  type Batch,
  type CsrArray,
  clipByNorm,
  clipByValue,
  Dense,
  type DenseArray,
  Dropout,
  dense,
  type HostInputs,
  type HostTargets,
  type Loss,
  MeanSquaredError,
  Network,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  type Tensor,
  type TrainEvent,
  type TrainOptions,
  train,
  WeightPenalty,
} from '../../src/index.js';
import { Accuracy, F1 } from '../../src/metrics/index.js';
import { CosineDecay, LinearDecay, Warmup } from '../../src/schedules/index.js';
import { batchDataset } from '../../src/worker/batch-dataset.js';
import { type ServeOptions, trainInWorker, type WorkerTrainOptions } from '../../src/worker/index.js';
import { liveBuffers, newBackend, scatteredArray, separableDataset, weightsOf } from '../support/index.js';
import { Centre, Heads, Product, productOf } from '../support/modules.js';
import { classifier } from '../support/training.js';
import { allOf, timeless, workerHere } from '../support/worker.js';

interface Case {
  readonly network?: (backend: Backend) => Network;
  readonly data?: Batch<HostInputs, HostTargets>;
  /** Fresh ones for each run; where the two differ, the second is the worker's. */
  readonly options: () => Partial<TrainOptions>;
  readonly there?: () => Partial<WorkerTrainOptions>;
  readonly serve?: Partial<ServeOptions>;
}

const kinds = new SoftmaxCrossEntropy();
const numbers = new MeanSquaredError();

/** Classes by the first output, numbers by the second. */
const both = {
  config: { type: 'Both' },
  classification: true,
  compute: ([logits, y]: readonly Tensor[], [wanted, target]: readonly Tensor[]) =>
    addMeans(kinds.compute(logits as Tensor, wanted as Tensor), numbers.compute(y as Tensor, target as Tensor)),
} as Loss<never, never>;

/** The same examples, their inputs sparse. */
function sparse({ x, ...rest }: Batch): Batch {
  const { data, shape } = x as DenseArray;
  const [rows = 0, width = 0] = shape;
  const kept = Array.from(data, (value, at) => ({ value, at })).filter(({ at }) => at % 3 !== 0);
  const csr: CsrArray = {
    layout: 'csr',
    shape: [rows, width],
    rowOffsets: Int32Array.from({ length: rows + 1 }, (_, row) => kept.filter(({ at }) => at < row * width).length),
    columns: Int32Array.from(kept, ({ at }) => at % width),
    values: Float64Array.from(kept, ({ value }) => value),
  };
  return { x: csr, ...rest };
}

const examples = await allOf(separableDataset(14));
const others = await allOf(separableDataset(7));
const regression = { x: [scatteredArray([9, 2]), scatteredArray([9, 1], 'float64', 3)], y: scatteredArray([9, 1]) };

const adam = (): Adam => new Adam({ learningRate: 0.05, groups: [{ names: ['*.bias'], weightDecay: 0.1 }] });

const cases: Record<string, Case> = {
  'plain steps': { options: () => ({ batchSize: 4, seed: 5 }) },
  'a full batch in parts, momentum': {
    options: () => ({ optimizer: new SGD({ learningRate: 0.1, momentum: 0.9 }), batchSize: 'full', parts: 4 }),
  },
  'a state of a module, dropout, Adam': {
    network: (backend) => classifier(backend, 'float64', [new Dropout(0.3), new Centre()]),
    options: () => ({ optimizer: adam(), batchSize: 4, seed: 5, stepsAhead: 2 }),
    serve: { layers: { Centre: () => new Centre() } },
  },
  'a schedule, clipped gradients, a penalty': {
    options: () => ({
      ...{ batchSize: 4, schedule: new Warmup({ steps: 3, schedule: new CosineDecay() }) },
      transforms: [clipByNorm(0.5), clipByValue(0.2)],
      penalty: new WeightPenalty({ l2: 0.01, names: ['*.weight'] }),
    }),
    there: () => ({ penalty: { type: 'WeightPenalty', l2: 0.01, names: ['*.weight'] } }),
  },
  'validation within the epoch, a metric': {
    options: () => ({ batchSize: 3, validationSplit: 0.25, validateEvery: 2, metrics: [new F1({ average: 'macro' })] }),
    there: () => ({ metrics: [{ type: 'F1', average: 'macro' }] }),
  },
  'callbacks and data to validate with': {
    options: () => ({
      ...{ batchSize: 4, optimizer: adam(), validation: batchDataset(others) },
      callbacks: [
        new EarlyStopping({ patience: 1, minDelta: 0.2 }),
        new ReduceLROnPlateau({ patience: 1, factor: 0.5, minDelta: 0.3 }),
        new ExponentialMovingAverage({ decay: 0.8 }),
      ],
    }),
    there: () => ({
      validation: others,
      callbacks: [
        { type: 'EarlyStopping', patience: 1, minDelta: 0.2 },
        { type: 'ReduceLROnPlateau', patience: 1, factor: 0.5, minDelta: 0.3 },
        { type: 'ExponentialMovingAverage', decay: 0.8 },
      ],
    }),
  },
  'frozen parameters, float32': {
    network(backend) {
      const network = classifier(backend, 'float32');
      network.freeze('0');
      return network;
    },
    data: await allOf(separableDataset(14, 'float32')),
    options: () => ({ batchSize: 4 }),
  },
  'sparse inputs in a new order, weights of examples': {
    data: { ...sparse(examples), weights: Array.from({ length: 14 }, (_, at) => (at % 4) / 2) },
    options: () => ({ batchSize: 5 }),
  },
  'weights of tokens, a label to ignore, a metric of training': {
    network: (backend) =>
      new Sequential(backend, { inputShape: ['time', 2], dtype: 'float64', layers: [new Dense(3)], seed: 2 }),
    data: {
      x: scatteredArray([8, 3, 2]),
      y: dense(
        Int32Array.from({ length: 24 }, (_, at) => (at % 5 === 0 ? -1 : at % 3)),
        [8, 3],
      ),
      weights: dense(
        Float32Array.from({ length: 24 }, (_, at) => (at % 4) / 2),
        [8, 3],
      ),
    },
    options: () => ({
      ...{ loss: new SoftmaxCrossEntropy({ ignoreIndex: -1 }), batchSize: 3, validationSplit: 0.25 },
      metrics: [new Accuracy()],
    }),
    there: () => ({ metrics: [{ type: 'Accuracy' }] }),
  },
  'two inputs, a module of the caller': {
    network: productOf,
    data: regression,
    options: () => ({ loss: numbers, batchSize: 4 }),
    serve: { layers: { Product: () => new Product() } },
  },
  'two outputs, two targets, a loss of the caller': {
    network: (backend) =>
      new Network(backend, new Heads(3, 1), { inputShape: [4], dtype: 'float64', seed: 3 }) as never,
    data: { x: examples.x, y: [examples.y, scatteredArray([14, 1])] },
    options: () => ({ loss: both as never, batchSize: 4 }),
    serve: { layers: { Heads: () => new Heads(3, 1) }, losses: { Both: () => both as never } },
  },
};

interface Run {
  readonly events: TrainEvent[];
  readonly weights: unknown;
  readonly optimizer: unknown;
}

async function run(
  { network = (backend) => classifier(backend), data = examples, options, there, serve = {} }: Case,
  inWorker: boolean,
): Promise<Run> {
  const backend = await newBackend();
  const model = network(backend);
  const all: TrainOptions = { loss: kinds, optimizer: new SGD({ learningRate: 0.1 }), epochs: 3, ...options() };
  const { worker, backends } = workerHere(serve);
  const stream = inWorker
    ? trainInWorker(worker, model, data, { ...(all as unknown as WorkerTrainOptions), ...there?.() })
    : train(model, batchDataset(data), all);
  const events: TrainEvent[] = [];
  for await (const event of stream) events.push(timeless(event));
  expect(backends.map(liveBuffers)).toEqual(inWorker ? [0] : []);
  expect(liveBuffers(backend)).toBe(model.parameters.list.length + all.optimizer.state.size);
  return { events, weights: await weightsOf(model), optimizer: await takeOptimizerState(all.optimizer) };
}

it.each(Object.entries(cases))('%s', async (_name, one) => {
  expect(await run(one, true)).toEqual(await run(one, false));
});

describe('an optimizer', () => {
  const threeTimes = async (inWorker: boolean): Promise<unknown> => {
    const model = classifier(await newBackend());
    const optimizer = adam();
    const rates: number[] = [];
    for (const schedule of [new LinearDecay(), undefined, new CosineDecay({ minimum: 0.01 })]) {
      const options = { loss: kinds, optimizer, epochs: 2, batchSize: 4, ...(schedule && { schedule }) };
      const stream = inWorker
        ? trainInWorker(workerHere().worker, model, examples, options)
        : train(model, batchDataset(examples), options);
      for await (const _event of stream);
      rates.push(optimizer.learningRate);
      // The last one begins with 0, as after a schedule that ends there.
      optimizer.learningRate = schedule === undefined ? 0 : 0.02;
    }
    return { rates, weights: await weightsOf(model), state: await takeOptimizerState(optimizer) };
  };

  it('continues in the next training with its state, also from a learning rate of 0', async () => {
    expect(await threeTimes(true)).toEqual(await threeTimes(false));
  });

  it('by a config leaves no state', async () => {
    const model = classifier(await newBackend());
    const options = { loss: kinds.config, optimizer: { type: 'Adam', learningRate: 0.05 }, epochs: 1 };
    for await (const _event of trainInWorker(workerHere().worker, model, examples, options));
    const here = classifier(await newBackend());
    const own = { loss: kinds, optimizer: new Adam({ learningRate: 0.05 }), epochs: 1 };
    for await (const _event of train(here, batchDataset(examples), own));
    expect(await weightsOf(model)).toEqual(await weightsOf(here));
    expect(liveBuffers(model.backend)).toBe(model.parameters.list.length);
  });
});

it('the network has the weights of each epoch where it is asked for', async () => {
  const seen = async (inWorker: boolean): Promise<unknown[]> => {
    const model = classifier(await newBackend());
    const options = { loss: kinds, optimizer: adam(), epochs: 3, batchSize: 4 };
    const stream = inWorker
      ? trainInWorker(workerHere().worker, model, examples, { ...options, weightsAt: 'epoch-end', eventsAhead: 2 })
      : train(model, batchDataset(examples), options);
    const weights: unknown[] = [];
    for await (const { type } of stream) if (type === 'epoch-end') weights.push(await weightsOf(model));
    return weights;
  };
  expect(await seen(true)).toEqual(await seen(false));
});

describe('data', () => {
  const options = (): WorkerTrainOptions => ({ loss: kinds, optimizer: new SGD(), epochs: 1, batchSize: 4 });

  it('is copied, shared or handed over', async () => {
    const { x, y } = examples as { readonly x: DenseArray; readonly y: DenseArray };
    const shared = new Float64Array(new SharedArrayBuffer(x.data.byteLength));
    shared.set(x.data);
    const mine = dense(x.data.slice(), x.shape);
    const results: unknown[] = [];
    for (const [array, transfer] of [
      [x, []],
      [dense(shared, x.shape), []],
      [mine, [mine.data.buffer]],
    ] as const) {
      const model = classifier(await newBackend());
      for await (const _ of trainInWorker(workerHere().worker, model, { x: array, y }, { ...options(), transfer }));
      results.push(await weightsOf(model));
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    expect(x.data.length).toBe(56);
    expect(shared).toEqual(x.data);
    expect(mine.data.length).toBe(0);
  });

  it('can be created in the worker, from what is sent', async () => {
    const datasets: ServeOptions['datasets'] = {
      separable: async ({ rows, blob }) => separableDataset(Number(rows) + (blob as Map<string, number>).size),
    };
    const run = async (data: Batch | { type: string }) => {
      const model = classifier(await newBackend());
      const validation = { type: 'separable', rows: 7, blob: new Map() };
      const { worker } = workerHere({ datasets });
      const events: TrainEvent[] = [];
      for await (const event of trainInWorker(worker, model, data, { ...options(), validation })) {
        events.push(timeless(event));
      }
      return { events, weights: await weightsOf(model) };
    };
    expect(await run({ type: 'separable', rows: 13, blob: new Map([['one', 1]]) } as never)).toEqual(
      await run(examples),
    );
  });
});
