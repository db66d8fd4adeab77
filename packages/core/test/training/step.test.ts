/** A step of the user's own: what it may use, what it logs, and who sees that. */
import { describe, expect, it } from 'vitest';
import { EarlyStopping, ExponentialMovingAverage } from '../../src/callbacks/index.js';
import {
  add,
  type Batch,
  BatchNorm,
  Chain,
  type Context,
  clipByNorm,
  type Dataset,
  Dense,
  dense,
  evaluate,
  fit,
  LayerRandom,
  MeanSquaredError,
  type Module,
  multiply,
  Network,
  SGD,
  type Shape,
  type Step,
  slice,
  square,
  stopGradient,
  subtract,
  sum,
  Tanh,
  type Tensor,
  type TrainEvent,
  type TrainOptions,
  WeightPenalty,
  withLogs,
} from '../../src/index.js';
import { Constant, LinearDecay } from '../../src/schedules/index.js';
import { datasetOf, expectRejection, liveBuffers, newBackend, t, weightsOf } from '../support/index.js';
import { onRanks } from '../support/ranks.js';
import { eventsOf, sgdOptions } from '../support/training.js';

/** Row r is [r / 8], its target [1], its weight r + 1. */
const numbers = (rows: number): Dataset => {
  const x = dense(
    Float64Array.from({ length: rows }, (_, row) => row / 8),
    [rows, 1],
  );
  const data = datasetOf(x, dense(new Float64Array(rows).fill(1), [rows, 1]));
  return { ...data, batch: (at) => ({ ...(data.batch(at) as Batch), weights: Array.from(at, (row) => row + 1) }) };
};

const line = async (backend = newBackend()): Promise<Network<Dense>> =>
  new Network(await backend, new Dense(1), { inputShape: [1], dtype: 'float64' });

/** Logs a number of each row, and a sum with a weight of its own. */
const logging: Step = ({ inputs: [x], targets, weights }, { forward, loss }) => {
  const logs = { eighths: x, squares: { sum: sum(square(x)), weight: 2 } };
  return withLogs(loss.compute(forward(x), targets, weights), logs, weights);
};

const options = (step: Step, batchSize = 4) =>
  sgdOptions({ loss: new MeanSquaredError(), batchSize, shuffle: false, step });

const batches = (events: readonly TrainEvent[]) => events.flatMap((event) => (event.type === 'batch' ? [event] : []));

it('that computes what training does gives its bits, with all that surrounds it', async () => {
  const run = async (step: Partial<TrainOptions>) => {
    const network = await line();
    const events = await eventsOf(network, numbers(6), {
      ...{ loss: new MeanSquaredError(), optimizer: new SGD({ learningRate: 0.1 }), epochs: 9, batchSize: 4, parts: 2 },
      ...{ schedule: new LinearDecay(), transforms: [clipByNorm(0.1)], penalty: new WeightPenalty({ l2: 0.1 }) },
      ...{ validation: numbers(3), stepsAhead: 2, ...step },
      callbacks: [new ExponentialMovingAverage({ decay: 0.5 }), new EarlyStopping({ monitor: 'loss', patience: 2 })],
    });
    return { weights: await weightsOf(network), losses: batches(events).map(({ loss }) => loss) };
  };
  const step: Step = ({ inputs, targets, weights }, { forward, loss }) =>
    loss.compute(forward(...inputs), targets, weights);
  const [own, usual] = [await run({ step }), await run({})];
  expect(own).toEqual(usual);
  expect(own).not.toEqual(await run({ transforms: [] }));
  expect(own).not.toEqual(await run({ step, schedule: new Constant() }));
});

it('is a function', async () => {
  const run = eventsOf(await line(), numbers(4), options({} as Step));
  await expectRejection(run, 'argument', 'train step: expected a function. Received an object');
});

it('draws numbers by the row of the batch, also in parts: mixup is what one computes by hand', async () => {
  const [x, y] = [
    [1, -2, 3, 0.5],
    [7, 5, -1, 2],
  ] as const;
  const column = (values: readonly number[]) => dense(Float64Array.from(values), [4, 1]);
  const step: Step = ({ inputs: [rows], targets }, { context, forward, loss }) => {
    const shares = t(
      rows.backend,
      Array.from({ length: 2 }, (_, row) => [context.random.row(row).uniform()]),
    );
    const mixed = (all: Tensor): Tensor => {
      const others = slice(all, [[undefined, undefined, -1]]);
      return add(others, multiply(shares, subtract(all, others)));
    };
    return loss.compute(forward(mixed(rows)), mixed(targets));
  };
  const network = await line();
  const weight = await network.parameters.get('weight').item();
  const [event] = batches(
    await eventsOf(network, datasetOf(column(x), column(y)), { ...options(step), parts: 2, seed: 7 }),
  );
  const random = new LayerRandom(7, '', 1);
  // The parts are rows 0 and 1, 2 and 3. Each row is mixed with the other one of its part.
  const errors = [1, 0, 3, 2].map((other, row) => {
    const share = random.row(row).uniform();
    const mixed = (all: readonly number[]) => share * (all[row] as number) + (1 - share) * (all[other] as number);
    return weight * mixed(x) - mixed(y);
  });
  expect(event?.loss).toBeCloseTo(errors.reduce((total, error) => total + error * error, 0) / 4, 12);
});

describe('logs', () => {
  it('are means that come with the loss, of each batch and of each epoch', async () => {
    const events: TrainEvent[] = [];
    const { logs, loss } = await fit(await line(), numbers(6), {
      ...options(logging),
      onEvent: (event) => events.push(event),
    });
    // Weights 1 to 4, then 5 and 6. Each batch has a weight of 2 for the squares.
    const expected = [
      { eighths: (0 * 1 + 1 * 2 + 2 * 3 + 3 * 4) / 80, squares: (0 + 1 + 4 + 9) / 64 / 2 },
      { eighths: (4 * 5 + 5 * 6) / 88, squares: (16 + 25) / 64 / 2 },
    ];
    expect(batches(events).map((event) => event.logs)).toEqual([...expected, ...expected]);
    const epoch = { eighths: (20 + 50) / 8 / 21, squares: 55 / 64 / 4 };
    expect(logs).toEqual(loss.map((one) => ({ loss: one, ...epoch })));

    const { step: _step, ...rest } = options(logging);
    const plain = await fit(await line(), numbers(6), rest);
    expect(loss).toEqual(plain.loss);
    expect(plain.logs).toEqual(plain.loss.map((one) => ({ loss: one })));
  });

  it.each([
    ['the sum and weight of each log', { step: logging }, 6],
    ['nothing else without logs', {}, 2],
  ])('cost no read of their own: a step reads its loss, the weight, and %s', async (_what, own, count) => {
    const backend = await newBackend();
    const reads: number[] = [];
    const download: typeof backend.download = (x) => {
      reads.push(x.shape.reduce((product, size) => product * size, 1));
      return backend.download(x);
    };
    const network = await line(Promise.resolve({ ...backend, download }));
    const { step: _step, ...rest } = options(logging);
    await fit(network, numbers(8), { ...rest, ...own, epochs: 1 });
    // The last one tells whether the weights of the network are finite.
    expect(reads).toEqual([count, count, 1]);
  });

  it('are the same on every number of ranks, also if a rank has no rows', async () => {
    const run = (size: number, batchSize: number) =>
      onRanks(size, async () => ({ model: await line(), dataset: numbers(7), options: options(logging, batchSize) }), {
        count: 4,
      });
    for (const batchSize of [1, 6]) {
      const [alone] = await run(1, batchSize);
      expect(batches(alone?.events ?? [])[1]?.logs?.['eighths']).toBeGreaterThan(0);
      for (const rank of [...(await run(2, batchSize)), ...(await run(4, batchSize))]) {
        expect([rank.events, rank.weights, rank.end]).toEqual([alone?.events, alone?.weights, alone?.end]);
      }
    }
  });

  it.each([
    ['the name of the loss', ['loss'], "withLogs: expected names other than 'loss' and 'val_…'."],
    ['a name of validation', ['a', 'val_size'], "withLogs: expected names other than 'loss' and 'val_…'."],
    ['other names than the first step', ['a'], "the logs of the first step (a,b). Received 'a'."],
    ['none, but the first step had some', [], "the logs of the first step (a,b). Received 'none'."],
  ])('of %s are refused, and nothing leaks', async (_name, names, message) => {
    let calls = 0;
    const step: Step = ({ inputs: [x] }, { forward }) => {
      const own = calls++ < 3 ? ['a', 'b'] : names;
      const logs = Object.fromEntries(own.map((name) => [name, sum(x, { axis: 1 })]));
      return withLogs(square(forward(x)), logs);
    };
    const network = await line();
    const run = eventsOf(network, numbers(8), { ...options(step), parts: 2 });
    await expectRejection(run, 'argument', message);
    expect(liveBuffers(network.backend)).toBe(2);
  });
});

/** Two parts: the judge rates what the painter returns. */
class Pair implements Module {
  readonly config = { type: 'Pair' };
  readonly painter = new Chain([new Dense(2), new Tanh()]);
  readonly judge = new Chain([new Dense(3), new BatchNorm(), new Dense(1)]);
  build(shape: Shape) {
    return { outputShape: [1], children: { painter: this.painter.build(shape), judge: this.judge.build([2]) } };
  }
  call(context: Context, x: Tensor): Tensor {
    return context.run('judge', this.judge, context.run('painter', this.painter, x));
  }
}

describe('context.frozen', () => {
  it('passes gradients to what comes before, and trains nothing that it runs', async () => {
    const pair = new Pair();
    const network = async () => new Network(await newBackend(), pair, { inputShape: [1], dtype: 'float64', seed: 3 });
    const run = async (step: Step, freeze?: string) => {
      const model = await network();
      if (freeze !== undefined) model.freeze(freeze);
      await eventsOf(model, numbers(8), options(step));
      return weightsOf(model);
    };
    const judged = (context: Context, x: Tensor, { targets, weights }: Parameters<Step>[0]) =>
      new MeanSquaredError().compute(context.run('judge', pair.judge, x), targets, weights);
    const painted: Step = (batch, { context }) =>
      judged(context.frozen, context.run('painter', pair.painter, batch.inputs[0]), batch);
    const painterOnly = await run(painted);
    expect(painterOnly).toEqual(
      await run(
        (batch, { forward, loss }) => loss.compute(forward(...batch.inputs), batch.targets, batch.weights),
        'judge',
      ),
    );

    const judgeOnly = await run((batch, { context }) =>
      judged(context, stopGradient(context.run('painter', pair.painter, batch.inputs[0])), batch),
    );
    const start = await weightsOf(await network());
    for (const name of Object.keys(start)) {
      const isPainter = name.startsWith('painter');
      expect([name, isPainter ? judgeOnly[name] : painterOnly[name]]).toEqual([name, start[name]]);
      const moved = isPainter ? painterOnly[name] : judgeOnly[name];
      expect([name, moved]).not.toEqual([name, start[name]]);
    }
  });
});

it('a loss that logs leaves nothing behind when it is evaluated', async () => {
  const backend = await newBackend();
  const model = await line(Promise.resolve(backend));
  const before = liveBuffers(backend);
  const mse = new MeanSquaredError();
  const compute = (y: Tensor, target: Tensor) => withLogs(mse.compute(y, target), { again: mse.compute(y, target) });
  await evaluate(model, numbers(4), { loss: { config: mse.config, classification: false, compute } });
  expect(liveBuffers(backend)).toBe(before);
});
