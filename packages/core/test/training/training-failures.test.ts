/** What stops a run early: bad numbers, bad data, bad options. Weights and memory must be in order afterwards. */
import { describe, expect, it } from 'vitest';
import {
  type Backend,
  type Batch,
  customVjp,
  type Dataset,
  Dense,
  type DenseArray,
  dense,
  fit,
  Lambda,
  MeanSquaredError,
  type Module,
  type Network,
  relu,
  SGD,
  type TrainOptions,
} from '../../src/index.js';
import {
  datasetOf,
  expectError,
  expectRejection,
  liveBuffers,
  newBackend,
  separableDataset,
  weightsOf,
} from '../support/index.js';
import { classifier, eventsOf, PoisonedGradient, sgdOptions } from '../support/training.js';

/** A data set whose batches are changed from batch number `from` to `to`, or to the end. */
function changedFrom(data: Dataset, from: number, change: (batch: Batch) => Batch, to = Infinity): Dataset {
  let batches = 0;
  return {
    ...data,
    async batch(indices) {
      batches += 1;
      const isChanged = from <= batches && batches <= to;
      const batch = await data.batch(indices);
      return isChanged ? change(batch) : batch;
    },
  };
}

const poisonInput = ({ x, y }: Batch): Batch => {
  const { data, shape } = x as DenseArray;
  return {
    x: dense(
      data.map((value, i) => (i === 0 ? Number.NaN : value)),
      shape,
    ),
    y,
  };
};

/** The weights after `steps` good steps of the options of these tests. */
async function weightsAfter(steps: number, layers: readonly Module[] = []): Promise<unknown> {
  const model = classifier(await newBackend(), 'float64', layers);
  let taken = 0;
  const controller = new AbortController();
  const options = sgdOptions({ epochs: 9, batchSize: 4, shuffle: false, signal: controller.signal });
  if (steps > 0) {
    await fit(model, separableDataset(12), {
      ...options,
      onEvent: (event) => {
        if (event.type === 'batch' && ++taken === steps) controller.abort();
      },
    });
  }
  return weightsOf(model);
}

describe('a loss that is not finite', () => {
  it.each([
    { batch: 1, epoch: 1, step: 1 },
    { batch: 3, epoch: 1, step: 3 },
    { batch: 5, epoch: 2, step: 2 },
  ])('at epoch $epoch, step $step is named and leaves the weights before it', async ({ batch, epoch, step }) => {
    const model = classifier(await newBackend());
    const data = changedFrom(separableDataset(12), batch, poisonInput);
    const run = fit(model, data, sgdOptions({ batchSize: 4, shuffle: false }));
    await expectRejection(run, 'non-finite', 'the loss became NaN', `epoch ${epoch}, step ${step}.`, 'learning rate');
    expect(await weightsOf(model)).toEqual(await weightsAfter(batch - 1));
  });

  it('may be infinite', async () => {
    const model = classifier(await newBackend(), 'float32');
    const data = separableDataset(12, 'float32');
    const huge = changedFrom(data, 2, ({ x, y }) => {
      const { data: values, shape } = x as DenseArray;
      return {
        x: dense(
          values.map((value) => value * 1e38),
          shape,
        ),
        y,
      };
    });
    const targets = changedFrom(huge, 1, ({ x, y }) => ({
      x,
      y: dense(new Float32Array(y.data.length * 3), [y.data.length, 3]),
    }));
    const run = fit(model, targets, { ...sgdOptions({ batchSize: 4 }), loss: new MeanSquaredError() });
    await expectRejection(run, 'non-finite', 'the loss became Infinity', 'epoch 1, step 2');
  });

  it.each([
    { stepsAhead: 1, batch: 4, epoch: 2, step: 1 },
    { stepsAhead: 1, batch: 6, epoch: 2, step: 3 },
    { stepsAhead: 2, batch: 2, epoch: 1, step: 2 },
    { stepsAhead: 2, batch: 5, epoch: 2, step: 2 },
    { stepsAhead: 2, batch: 1, epoch: 1, step: 1 },
    { stepsAhead: 99, batch: 2, epoch: 1, step: 2 },
    { stepsAhead: 99, batch: 4, epoch: 2, step: 1 },
  ])(
    'found by a host that is $stepsAhead steps late leaves the weights before it, at epoch $epoch, step $step',
    async ({ stepsAhead, batch, epoch, step }) => {
      const model = classifier(await newBackend());
      // The batches after the bad one are good: only its own health can stop their updates.
      const data = changedFrom(separableDataset(12), batch, poisonInput, batch);
      const run = fit(model, data, sgdOptions({ batchSize: 4, shuffle: false, stepsAhead }));
      await expectRejection(run, 'non-finite', 'the loss became NaN', `epoch ${epoch}, step ${step}.`);
      expect(await weightsOf(model)).toEqual(await weightsAfter(batch - 1));
    },
  );
});

describe('an update that overflows a weight', () => {
  it.each([
    { batchSize: 'full', stepsAhead: 0, message: 'a weight became NaN or infinite at epoch 1, step 1.' },
    { batchSize: 4, stepsAhead: 0, message: 'the loss became NaN at epoch 1, step 2.' },
    { batchSize: 4, stepsAhead: 2, message: 'the loss became NaN at epoch 1, step 2.' },
  ] as const)(
    'goes back to the start of the epoch (batch size $batchSize, the host $stepsAhead steps late)',
    async ({ message, ...how }) => {
      const model = classifier(await newBackend(), 'float32');
      const before = await weightsOf(model);
      const options = sgdOptions({ optimizer: new SGD({ learningRate: 1e300 }), shuffle: false, ...how });
      await expectRejection(fit(model, separableDataset(12, 'float32'), options), 'non-finite', message);
      expect(await weightsOf(model)).toEqual(before);
      expect(liveBuffers(model.backend)).toBe(4);
    },
  );
});

describe('an abort', () => {
  it('still looks at the steps that were not read', async () => {
    const model = classifier(await newBackend());
    const controller = new AbortController();
    // The third batch is asked for while the second is computed.
    const data = changedFrom(changedFrom(separableDataset(12), 2, poisonInput), 3, (batch) => {
      controller.abort();
      return batch;
    });
    const options = sgdOptions({ batchSize: 4, shuffle: false, stepsAhead: 99, signal: controller.signal });
    await expectRejection(fit(model, data, options), 'non-finite', 'the loss became NaN', 'epoch 1, step 2.');
    expect(await weightsOf(model)).toEqual(await weightsAfter(1));
  });
});

describe('a gradient that is not finite while the loss is', () => {
  it.each([
    { from: 1, epoch: 1, step: 1 },
    { from: 3, epoch: 1, step: 3 },
    { from: 4, epoch: 2, step: 1 },
  ])('at epoch $epoch, step $step is named and leaves the weights before it', async ({ from, epoch, step }) => {
    const model = classifier(await newBackend(), 'float64', [new PoisonedGradient(from)]);
    const run = fit(model, separableDataset(12), sgdOptions({ batchSize: 4, shuffle: false }));
    await expectRejection(run, 'non-finite', 'a gradient became NaN', `epoch ${epoch}, step ${step}.`);
    expect(await weightsOf(model)).toEqual(await weightsAfter(from - 1, [new PoisonedGradient(99)]));
  });

  it.each([1, 2, 99])('is found by a host that is %d steps late, the last of a run among them', async (stepsAhead) => {
    for (const from of [2, 3]) {
      const model = classifier(await newBackend(), 'float64', [new PoisonedGradient(from)]);
      const run = fit(model, separableDataset(12), sgdOptions({ epochs: 1, batchSize: 4, shuffle: false, stepsAhead }));
      await expectRejection(run, 'non-finite', `epoch 1, step ${from}.`);
      for (const data of Object.values(await weightsOf(model))) expect(data.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('mistakes of data sets', () => {
  const good = separableDataset(6);
  const cases: {
    why: string;
    dataset: Dataset;
    code: 'data' | 'dtype' | 'shape';
    parts: string[];
    options?: Partial<TrainOptions>;
  }[] = [
    { why: 'nothing in it', dataset: { ...good, length: 0 }, code: 'data', parts: ['train', 'empty'] },
    {
      why: 'a label past the classes',
      dataset: datasetOf((good.batch(Int32Array.of(0, 1)) as Batch).x as DenseArray, dense(Int32Array.of(0, 3), [2])),
      code: 'data',
      parts: ['label 3 of example 1', "network's 3 classes (0 to 2)"],
    },
    {
      why: 'a negative label',
      dataset: datasetOf((good.batch(Int32Array.of(0, 1)) as Batch).x as DenseArray, dense(Int32Array.of(-1, 0), [2])),
      code: 'data',
      parts: ['label -1 of example 0'],
    },
    {
      why: 'the other dtype',
      dataset: separableDataset(6, 'float32'),
      code: 'dtype',
      parts: ['network is float64', 'x of the data set is float32'],
    },
    {
      why: 'too few rows of x',
      dataset: changedFrom(good, 1, ({ x, y }) => ({ x: dense((x as DenseArray).data.subarray(4), [5, 4]), y })),
      code: 'data',
      parts: ['expected 6 examples', 'x of 5 and y of 6'],
    },
    {
      why: 'too few rows of y',
      dataset: changedFrom(good, 1, ({ x, y }) => ({ x, y: dense(y.data.subarray(1), [5]) })),
      code: 'data',
      parts: ['expected 6 examples', 'x of 6 and y of 5'],
    },
    {
      why: 'examples of another shape',
      dataset: changedFrom(good, 1, ({ x, y }) => ({ x: dense((x as DenseArray).data, [6, 2, 2]), y })),
      code: 'shape',
      parts: ['[n, 4]', '[6, 2, 2]'],
    },
    {
      why: 'targets of another shape',
      dataset: changedFrom(good, 1, ({ x, y }) => ({ x, y: dense(Float64Array.from(y.data), [6, 1]) })),
      code: 'shape',
      parts: ['[6, 3]', '[6, 1]'],
    },
    {
      why: 'an array shorter than its shape',
      dataset: changedFrom(good, 1, ({ x, y }) => ({ x, y: dense(y.data.subarray(1), [6]) })),
      code: 'shape',
      parts: ['[6] has 6 elements', 'Received 5'],
    },
  ];

  it.each(cases)('$why', async ({ dataset, code, parts }) => {
    for (const batchSize of ['full', 6] as const) {
      const model = classifier(await newBackend());
      await expectRejection(fit(model, dataset, sgdOptions({ batchSize })), code, ...parts);
      expect(liveBuffers(model.backend)).toBe(4);
      expect(await weightsOf(model)).toEqual(await weightsAfter(0));
    }
  });

  it('passes errors of the data set through unchanged', async () => {
    const error = new Error('disk on fire');
    const broken = changedFrom(separableDataset(12), 3, () => {
      throw error;
    });
    const model = classifier(await newBackend());
    await expect(fit(model, broken, sgdOptions({ batchSize: 4, parts: 2 }))).rejects.toBe(error);
    expect(liveBuffers(model.backend)).toBe(4);
  });
});

describe('options out of range', () => {
  it.each<{ options: Partial<TrainOptions>; message: string }>([
    { options: { epochs: 0 }, message: 'train epochs' },
    { options: { epochs: 1.5 }, message: 'train epochs' },
    { options: { epochs: Number.NaN }, message: 'train epochs' },
    { options: { batchSize: 0 }, message: 'train batchSize' },
    { options: { batchSize: -4 }, message: 'train batchSize' },
    {
      options: { batchSize: 'all' as 'full' },
      message: "train batchSize: expected a whole number >= 1. Received 'all'",
    },
    { options: { parts: 3 }, message: 'train parts: expected a power of two' },
    { options: { stepsAhead: -1 }, message: 'train stepsAhead' },
    { options: { stepsAhead: 2.5 }, message: 'train stepsAhead' },
  ])('$options', async ({ options, message }) => {
    const model = classifier(await newBackend());
    await expectRejection(fit(model, separableDataset(6), sgdOptions(options)), 'argument', message);
  });
});

describe('failures give every buffer back', () => {
  /** Parameters only, and what the optimizer keeps. */
  const expectClean = (model: Network, backend: Backend, options: TrainOptions): void => {
    expect(liveBuffers(backend)).toBe(model.parameters.list.length + options.optimizer.state.size);
  };

  it.each([0, 1, 99])('non-finite losses, with the host %d steps late, in parts', async (stepsAhead) => {
    for (const batchSize of ['full', 5] as const) {
      const model = classifier(await newBackend());
      const optimizer = new SGD({ learningRate: 0.1, momentum: 0.9 });
      const options = sgdOptions({ optimizer, batchSize, parts: 4, stepsAhead, epochs: 3 });
      await expectRejection(fit(model, changedFrom(separableDataset(12), 4, poisonInput), options), 'non-finite');
      expectClean(model, model.backend, options);
    }
  });

  it('non-finite gradients', async () => {
    for (const stepsAhead of [0, 2]) {
      const model = classifier(await newBackend(), 'float64', [new PoisonedGradient(4)]);
      const options = sgdOptions({ batchSize: 4, stepsAhead });
      await expectRejection(fit(model, separableDataset(12), options), 'non-finite');
      expectClean(model, model.backend, options);
    }
  });

  it('a layer whose derivative throws, after other parts went well', async () => {
    let passes = 0;
    const breaking = new Lambda({ type: 'Breaking' }, (x) => {
      const forward = () => ({ output: relu(x), saved: [] });
      return customVjp('breaking', [x], forward, (dY) => {
        passes += 1;
        if (passes === 3) throw new Error('derivative broke');
        return [dY];
      });
    });
    const model = classifier(await newBackend(), 'float64', [breaking]);
    const options = sgdOptions({ batchSize: 'full', parts: 4 });
    await expect(fit(model, separableDataset(12), options)).rejects.toThrow('derivative broke');
    expectClean(model, model.backend, options);
  });

  it('an optimizer that throws, and a download that fails', async () => {
    class Throwing extends SGD {
      override step(...args: Parameters<SGD['step']>): void {
        if (this.steps === 2) throw new Error('step broke');
        super.step(...args);
      }
    }
    for (const stepsAhead of [0, 3]) {
      const model = classifier(await newBackend());
      const options = sgdOptions({ optimizer: new Throwing(), batchSize: 4, stepsAhead });
      await expect(fit(model, separableDataset(12), options)).rejects.toThrow('step broke');
      expectClean(model, model.backend, options);
    }
    let downloads = 0;
    const naive = await newBackend();
    const failing: Backend = {
      ...naive,
      download: (x) => (++downloads === 5 ? Promise.reject(new Error('device lost')) : naive.download(x)),
    };
    const model = classifier(failing);
    const options = sgdOptions({ batchSize: 4 });
    await expect(fit(model, separableDataset(12), options)).rejects.toThrow('device lost');
    expectClean(model, failing, options);
  });

  it('a validation set that does not fit', async () => {
    const model = classifier(await newBackend());
    const options = sgdOptions({ batchSize: 4, validation: separableDataset(6, 'float32') });
    await expectRejection(fit(model, separableDataset(12), options), 'dtype');
    expectClean(model, model.backend, options);
  });

  it('a consumer that throws', async () => {
    const model = classifier(await newBackend());
    const options = {
      ...sgdOptions({ batchSize: 'full' }),
      onEvent: (event: { type: string }) => {
        if (event.type === 'epoch-end') throw new Error('no disk for the log');
      },
    };
    await expect(fit(model, separableDataset(12), options)).rejects.toThrow('no disk');
    expectClean(model, model.backend, options);
  });
});

describe('a network of one layer with too large a learning rate', () => {
  it('stops with the weights of its last finite step', async () => {
    const model = classifier(await newBackend(), 'float32', [new Dense(4)]);
    const options = sgdOptions({
      optimizer: new SGD({ learningRate: 1e30 }),
      batchSize: 4,
      epochs: 5,
      seed: 1,
    });
    await expectRejection(eventsOf(model, separableDataset(12, 'float32'), options), 'non-finite');
    for (const data of Object.values(await weightsOf(model))) expect(data.every(Number.isFinite)).toBe(true);
  });
});

it('expectRejection itself fails where nothing is thrown', async () => {
  await expect(expectRejection(Promise.resolve(1), 'data')).rejects.toThrow('none was thrown');
  expect(() => expectError(() => 1, 'data')).toThrow('none was thrown');
});
