/** What takes part in a training: when it is called, and what the built-in callbacks do. */
import { describe, expect, it, vi } from 'vitest';
import {
  type Callback,
  CSVLogger,
  EarlyStopping,
  ExponentialMovingAverage,
  ModelCheckpoint,
  Progress,
  ReduceLROnPlateau,
  resumeFrom,
  type SavedAt,
  type Training,
  takeState,
} from '../../src/callbacks/index.js';
import { Monitor } from '../../src/callbacks/monitor.js';
import {
  type Dataset,
  type EpochEndEvent,
  type EpochLog,
  type Network,
  type Schedule,
  type Sequential,
  type TrainEvent,
  type TrainOptions,
  type TrainState,
  train,
} from '../../src/index.js';
import { Accuracy, F1, MAE, Precision, R2, Recall, RMSE, RocAuc, TopKAccuracy } from '../../src/metrics/index.js';
import {
  expectError,
  expectRejection,
  liveBuffers,
  newBackend,
  separableDataset,
  weightsOf,
} from '../support/index.js';
import { adamOptions, classifier, eventsOf, PoisonedGradient, sgdOptions } from '../support/training.js';

const run = async (
  options: Partial<TrainOptions>,
  model?: Sequential,
  data: Dataset = separableDataset(8),
): Promise<{ model: Sequential; events: TrainEvent[] }> => {
  const own = model ?? classifier(await newBackend());
  return { model: own, events: await eventsOf(own, data, adamOptions({ batchSize: 4, shuffle: false, ...options })) };
};

/** A stand-in for a training, for callbacks that only need logs. */
function standIn(learningRate = 1): Training & { stopped: boolean } {
  const training = {
    ...{ learningRate, stopped: false, isInterrupted: false, optimizer: { learningRate } },
    stop: () => {
      training.stopped = true;
    },
  };
  return training as unknown as Training & { stopped: boolean };
}

const endOf = (epoch: number, log: EpochLog): EpochEndEvent => ({ epoch, log }) as EpochEndEvent;

describe('calls', () => {
  const spy = (name: string, calls: string[]): Callback => ({
    name,
    onTrainBegin: ({ epoch, steps }) => void calls.push(`${name} begin ${epoch} ${steps}`),
    onEpochBegin: ({ epoch, steps }) => void calls.push(`${name} epoch ${epoch} ${steps}`),
    onUpdate: ({ steps }, gate) =>
      void calls.push(`${name} update ${steps} ${gate === undefined ? 'certain' : 'gated'}`),
    onBatchEnd: async (_training, { step }) => void calls.push(`${name} batch ${step}`),
    onEpochEnd: async (_training, { epoch }) => void calls.push(`${name} end ${epoch}`),
    onTrainEnd: () => void calls.push(`${name} over`),
    onSettled: async (_training, { type }) => void calls.push(`${name} settled ${type}`),
    dispose: () => void calls.push(`${name} disposed`),
  });

  it('come in order: before the event, the event, after it', async () => {
    const calls: string[] = [];
    const model = classifier(await newBackend());
    const options = sgdOptions({ epochs: 1, batchSize: 4, callbacks: [spy('a', calls)] });
    for await (const { type } of train(model, separableDataset(8), options)) calls.push(`event ${type}`);
    expect(calls).toEqual([
      ...['a begin 0 0', 'a epoch 1 0', 'event epoch-start', 'a settled epoch-start'],
      ...['a update 1 certain', 'a batch 1', 'event batch', 'a settled batch'],
      ...['a update 2 certain', 'a batch 2', 'event batch', 'a settled batch'],
      ...['a end 1', 'event epoch-end', 'a settled epoch-end', 'a over', 'event done', 'a disposed'],
    ]);
  });

  it('of a host that is late follow the events, but for updates', async () => {
    const calls: string[] = [];
    await run({ epochs: 1, batchSize: 2, stepsAhead: 2, callbacks: [spy('a', calls)] });
    expect(calls.filter((call) => /update|batch \d/.test(call))).toEqual([
      ...['a update 1 gated', 'a update 2 gated', 'a update 3 gated', 'a batch 1', 'a update 4 gated', 'a batch 2'],
      ...['a batch 3', 'a batch 4'],
    ]);
  });

  it('of several come in the order of the list', async () => {
    const calls: string[] = [];
    await run({ epochs: 1, callbacks: [spy('a', calls), spy('b', calls)] });
    expect(calls.filter((call) => call.includes('batch 1'))).toEqual(['a batch 1', 'b batch 1']);
  });

  it('passes an error through unchanged and disposes of every callback', async () => {
    const calls: string[] = [];
    const error = new Error('mine');
    const thrower: Callback = { name: 'thrower', onBatchEnd: () => Promise.reject(error) };
    await expect(run({ callbacks: [spy('a', calls), thrower] })).rejects.toBe(error);
    expect(calls.at(-1)).toBe('a disposed');
    expect(calls).not.toContain('a over');
  });

  it('two of one name are refused', async () => {
    const callbacks = [new EarlyStopping(), new EarlyStopping()];
    await expectRejection(run({ callbacks }), 'argument', "two are called 'earlyStopping'");
  });

  it('stop ends the training after the current step, which is not an abort', async () => {
    const stopper: Callback = {
      name: 'stopper',
      onBatchEnd: (training, { epoch, step }) => void (epoch === 2 && step === 1 && training.stop()),
    };
    const { events } = await run({ epochs: 5, callbacks: [stopper] });
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['batch', 'done']);
    expect(events.at(-1)).toMatchObject({ epochs: 1, steps: 3, aborted: false });
  });

  it('may set the learning rate, from which a schedule starts', async () => {
    const rates: number[] = [];
    const watcher: Callback = {
      name: 'watcher',
      onBatchEnd: (training) => {
        rates.push(training.optimizer.learningRate);
        if (rates.length === 1) training.learningRate = 0.01;
      },
    };
    const schedule: Schedule = { config: { type: 'Plus' }, rate: (step, total, base) => base + step / total };
    await run({ callbacks: [watcher] });
    expect(rates).toEqual([0.05, 0.01, 0.01, 0.01]);
    rates.length = 0;
    await run({ callbacks: [watcher], schedule });
    expect(rates).toEqual([0.05, 0.26, 0.51, 0.76]);
  });
});

describe('EarlyStopping', () => {
  const stopsAfter = (options: ConstructorParameters<typeof EarlyStopping>[0], values: readonly number[]): number => {
    const stopping = new EarlyStopping({ restoreBestWeights: false, monitor: 'loss', ...options });
    const training = standIn();
    stopping.onTrainBegin();
    return values.findIndex((loss, at) => {
      stopping.onEpochEnd(training, endOf(at + 1, { loss, val_accuracy: loss, val_error: loss }));
      return training.stopped;
    });
  };

  it('waits so many epochs without an improvement', () => {
    expect(stopsAfter({ patience: 2 }, [3, 2, 2, 1, 1, 1, 1])).toBe(5);
    expect(stopsAfter({ patience: 1 }, [3, 2, 2, 1])).toBe(2);
    expect(stopsAfter({}, [3, 4, 4, 4, 4, 2, 3, 3, 3, 3])).toBe(-1);
    expect(stopsAfter({}, [3, 4, 4, 4, 4, 4])).toBe(5);
  });

  it('takes no change below minDelta, and no NaN, for one', () => {
    expect(stopsAfter({ patience: 2, minDelta: 0.5 }, [3, 2.6, 2.5, 2])).toBe(2);
    expect(stopsAfter({ patience: 2 }, [Number.NaN, Number.NaN])).toBe(1);
  });

  it.each([
    [{ monitor: 'val_accuracy' }, 2],
    [{ monitor: 'val_error' }, -1],
    [{ monitor: 'val_error', mode: 'max' }, 2],
    [{ monitor: 'val_accuracy', mode: 'min' }, -1],
  ] as const)('%j', (options, stop) => {
    expect(stopsAfter({ patience: 2, ...options }, [3, 2, 1])).toBe(stop);
  });

  it('gives the network the weights of its best epoch', async () => {
    const perEpoch: unknown[] = [];
    const keeper: Callback = {
      name: 'keeper',
      onEpochEnd: async ({ model }) => void perEpoch.push(await weightsOf(model)),
    };
    const stopping = new EarlyStopping({ monitor: 'loss', mode: 'max', patience: 2 });
    const { model, events } = await run({ epochs: 9, callbacks: [keeper, stopping] });
    expect(events.at(-1)).toMatchObject({ type: 'done', epochs: 3, aborted: false });
    expect(stopping.bestEpoch).toBe(1);
    expect(stopping.isOver).toBe(true);
    expect(await weightsOf(model)).toEqual(perEpoch[0]);
    expect(perEpoch[0]).not.toEqual(perEpoch[2]);
  });

  it('keeps the last weights where it shall, and where the signal stopped it', async () => {
    const controller = new AbortController();
    const stopper: Callback = {
      name: 'stopper',
      onEpochEnd: (_training, { epoch }) => void (epoch === 2 && controller.abort()),
    };
    const worse = { monitor: 'loss', mode: 'max', patience: 9 } as const;
    const { model: plain } = await run({ epochs: 2 });
    const { model: aborted } = await run({
      epochs: 9,
      signal: controller.signal,
      callbacks: [new EarlyStopping(worse), stopper],
    });
    const { model: kept } = await run({
      epochs: 2,
      callbacks: [new EarlyStopping({ ...worse, restoreBestWeights: false })],
    });
    expect(await weightsOf(aborted)).toEqual(await weightsOf(plain));
    expect(await weightsOf(kept)).toEqual(await weightsOf(plain));
  });

  it('starts anew in another training', async () => {
    const stopping = new EarlyStopping({ monitor: 'loss', mode: 'max', patience: 1 });
    await run({ epochs: 9, callbacks: [stopping] });
    const { events } = await run({ epochs: 9, callbacks: [stopping] });
    expect(events.at(-1)).toMatchObject({ epochs: 2 });
  });

  it('names the numbers that can be watched', async () => {
    const why = ["no 'val_loss' to watch; there are loss.", 'validationSplit'];
    await expectRejection(run({ callbacks: [new EarlyStopping()] }), 'argument', ...why);
  });

  it.each([
    [{ patience: 0 }, 'EarlyStopping patience'],
    [{ mode: 'least' as 'min' }, "EarlyStopping mode: expected 'auto', 'min' or 'max'. Received 'least'"],
    [{ minDelta: -1 }, 'EarlyStopping minDelta'],
    [{ restoreBestWeights: 'yes' as unknown as boolean }, 'EarlyStopping restoreBestWeights'],
    [{ patient: 3 } as object, "'patient'"],
  ])('refuses %j', (options, message) => {
    expectError(() => new EarlyStopping(options), 'argument', message);
  });
});

describe('the automatic mode', () => {
  const names = (metrics: readonly { readonly name: string }[]) => metrics.map(({ name }) => `val_${name}`);

  it.each([...names([new MAE(), new RMSE()]), 'loss', 'val_loss'])('of %s is min', (monitor) => {
    expect(new Monitor('test', { monitor }, [], '{}').best).toBe(Infinity);
  });

  const more = [new Accuracy(), new TopKAccuracy(), new Precision(), new Recall(), new F1(), new RocAuc(), new R2()];
  it.each(names(more))('of %s is max', (monitor) => {
    expect(new Monitor('test', { monitor }, [], '{}').best).toBe(-Infinity);
  });
});

describe('ReduceLROnPlateau', () => {
  const ratesOf = (options: object, values: readonly number[], begin = 1): number[] => {
    const reduce = new ReduceLROnPlateau({ monitor: 'loss', ...options });
    const training = standIn(begin);
    reduce.onTrainBegin();
    return values.map((loss, at) => {
      reduce.onEpochEnd(training, endOf(at + 1, { loss }));
      return training.learningRate;
    });
  };

  it('lowers the rate after so many epochs', () => {
    expect(ratesOf({ factor: 0.5, patience: 2 }, [3, 3, 3, 3, 3, 1, 1])).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25, 0.25]);
  });

  it('counts no epoch of the cooldown', () => {
    expect(ratesOf({ factor: 0.5, patience: 1, cooldown: 2 }, [3, 3, 3, 3, 3])).toEqual([1, 0.5, 0.5, 0.25, 0.25]);
  });

  it('goes on after any epoch, within the cooldown too, as if it had never stopped', () => {
    const options = { monitor: 'loss', factor: 0.5, patience: 2, cooldown: 3 };
    const values = [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3];
    const whole = ratesOf(options, values);
    expect(new Set(whole).size).toBe(4);
    for (const at of values.keys()) {
      const first = new ReduceLROnPlateau(options);
      const second = new ReduceLROnPlateau(options);
      const training = standIn();
      const rates = values.map((loss, epoch) => {
        if (epoch === at) second.loadState(first.takeState());
        (epoch < at ? first : second).onEpochEnd(training, endOf(epoch + 1, { loss }));
        return training.learningRate;
      });
      expect(rates).toEqual(whole);
    }
  });

  it('goes no lower than the least', () => {
    const rates = ratesOf({ factor: 0.1, patience: 1, minLearningRate: 0.05 }, [3, 3, 3, 3]);
    expect(rates).toEqual([1, 0.1, 0.05, 0.05]);
  });

  it('refuses a factor that lowers nothing', () => {
    for (const factor of [1, 0, 2, -1]) expectError(() => new ReduceLROnPlateau({ factor }), 'argument', 'factor');
  });

  it('changes the training’s rate', async () => {
    const reduce = new ReduceLROnPlateau({ monitor: 'loss', mode: 'max', patience: 1, factor: 0.5 });
    const options = adamOptions({ epochs: 3, callbacks: [reduce] });
    await eventsOf(classifier(await newBackend()), separableDataset(8), options);
    expect(options.optimizer.learningRate).toBe(0.0125);
  });
});

describe('ExponentialMovingAverage', () => {
  async function averaged(options: Partial<TrainOptions>): Promise<{ own: unknown; expected: unknown }> {
    const steps: Record<string, ArrayLike<number>>[] = [];
    const keeper = (model: Network): Callback => ({
      name: 'keeper',
      onTrainBegin: async () => void steps.push(await weightsOf(model)),
      onSettled: async (_training, { type }) => void (type === 'batch' && steps.push(await weightsOf(model))),
    });
    const model = classifier(await newBackend());
    await run({ ...options, callbacks: [keeper(model)] }, model);
    const { model: other } = await run({ ...options, callbacks: [new ExponentialMovingAverage({ decay: 0.75 })] });
    const [begin, ...rest] = steps as [Record<string, ArrayLike<number>>];
    const average = Object.fromEntries(Object.entries(begin).map(([name, data]) => [name, Float64Array.from(data)]));
    for (const step of rest) {
      for (const [name, data] of Object.entries(average)) {
        for (const [i, value] of data.entries()) data[i] = value * 0.75 + (step[name]?.[i] as number) * (1 - 0.75);
      }
    }
    return { own: await weightsOf(other), expected: average };
  }

  it('is in the network at the end', async () => {
    const { own, expected } = await averaged({});
    expect(own).toEqual(expected);
  });

  it('leaves out steps that the device skipped', async () => {
    const averages: unknown[] = [];
    for (const stepsAhead of [0, 3]) {
      const model = classifier(await newBackend(), 'float64', [new PoisonedGradient(3)]);
      const ema = new ExponentialMovingAverage({ decay: 0.75 });
      const reader: Callback = {
        name: 'reader',
        // The last moment at which the averages are there.
        dispose: () => void averages.push(ema.takeState()),
      };
      const options = { epochs: 1, batchSize: 1, stepsAhead, callbacks: [reader, ema] };
      await expectRejection(run(options, model), 'non-finite', 'epoch 1, step 3');
      expect(liveBuffers(model.backend)).toBeGreaterThanOrEqual(4);
    }
    const [on, late] = await Promise.all(averages);
    expect(late).toEqual(on);
  });
});

describe('Progress', () => {
  /** What a terminal of 60 columns, or a file, gets. */
  const outputOf = (isTTY: boolean) => {
    const written: string[] = [];
    return { written, output: { isTTY, columns: 60, write: (text: string) => written.push(text) } };
  };
  const bar = (full: number): string => `\x1b[32m${'━'.repeat(full)}\x1b[39m${'─'.repeat(20 - full)}`;

  it('draws one line on a terminal, at most ten times a second, and ends it with the epoch', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    vi.stubEnv('NO_COLOR', '');
    const { written, output } = outputOf(true);
    const progress = new Progress(output);
    const settle = (milliseconds: number, event: object) => {
      vi.advanceTimersByTime(milliseconds);
      progress.onSettled(standIn(), event as TrainEvent);
    };
    progress.onTrainBegin();
    settle(500, { type: 'epoch-start', epoch: 2, epochs: 3, steps: 8 });
    settle(1000, { type: 'batch', epoch: 2, step: 1, steps: 8, loss: 0.123456 });
    settle(50, { type: 'batch', epoch: 2, step: 2, steps: 8, loss: 9 });
    settle(950, { type: 'batch', epoch: 2, step: 4, steps: 8, loss: 123456 });
    settle(0, { type: 'epoch-end', epoch: 2, epochs: 3, seconds: 2.25, log: { loss: 0.5, val_accuracy: 1 } });
    expect(written).toEqual([
      `\r\x1b[KEpoch 2/3  ${bar(3)}  1/8  7 s left  loss 0.1235`,
      `\r\x1b[KEpoch 2/3  ${bar(10)}  4/8  2 s left  loss 1.235e`,
      `\r\x1b[KEpoch 2/3  ${bar(20)}  2.3 s  loss 0.5000  val_accuracy 1.000\n`,
    ]);

    // A run that resumes within an epoch: nothing says how many epochs there are, nor when this one began.
    written.length = 0;
    vi.stubEnv('NO_COLOR', '1');
    progress.onTrainBegin();
    settle(500, { type: 'batch', epoch: 3, step: 5, steps: 8, loss: 1 });
    settle(500, { type: 'batch', epoch: 3, step: 6, steps: 8, loss: 1 });
    progress.dispose();
    progress.dispose();
    expect(written).toEqual([`\r\x1b[KEpoch 3  ${'━'.repeat(15)}${'─'.repeat(5)}  6/8  1 s left  loss 1.000`, '\n']);
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  it('writes a plain line after each epoch elsewhere; to the console in a browser', async () => {
    const { written, output } = outputOf(false);
    const options = { epochs: 2, validation: separableDataset(4) };
    await run({ ...options, callbacks: [new Progress(output)] });
    expect(written).toHaveLength(2);
    const line = /^Epoch 2\/2 {2}\d+\.\d s {2}loss \d\.\d+ .* val_accuracy \d\.\d+/;
    expect(written[1]).toMatch(line);
    expect(written[1]).toMatch(/\d\n$/);

    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    vi.stubGlobal('process', undefined);
    const progress = new Progress();
    vi.unstubAllGlobals();
    await run({ ...options, callbacks: [progress] });
    expect(log.mock.calls).toEqual([[expect.any(String)], [expect.stringMatching(line)]]);
    log.mockRestore();
    expectError(() => new Progress('stdout' as never), 'argument', 'process.stderr');
  });
});

describe('CSVLogger', () => {
  it('writes a line for each epoch below their names', async () => {
    const lines: string[] = [];
    const { events } = await run({
      callbacks: [new CSVLogger((line) => void lines.push(line))],
      validation: separableDataset(6),
    });
    const ends = events.filter((event) => event.type === 'epoch-end');
    expect(lines).toEqual([
      'epoch,learning_rate,loss,val_loss,val_accuracy\n',
      ...ends.map(
        ({ epoch, loss, validation }) =>
          `${epoch},0.05,${loss},${validation?.loss},${validation?.classification?.accuracy}\n`,
      ),
    ]);
  });

  it('writes the names once over a run that is resumed', async () => {
    const lines: string[] = [];
    const states: TrainState[] = [];
    const csv = () => new CSVLogger((line) => void lines.push(line));
    const keeper: Callback = {
      name: 'keeper',
      onSettled: async (training, { type }) => void (type === 'epoch-end' && states.push(await takeState(training))),
    };
    await run({ epochs: 1, callbacks: [csv(), keeper] });
    await run({ epochs: 2, callbacks: [csv()], resume: resumeFrom(states[0] as TrainState) });
    expect(lines.map((line) => line.split(',')[0])).toEqual(['epoch', '1', '2']);
  });

  it('quotes names as RFC 4180 says', async () => {
    const lines: string[] = [];
    const csv = new CSVLogger((line) => void lines.push(line));
    await csv.onEpochEnd(standIn(0.5), endOf(1, { 'a,b': 1, 'say "c"': Number.NaN }));
    expect(lines).toEqual(['epoch,learning_rate,"a,b","say ""c"""\n', '1,0.5,1,NaN\n']);
  });

  it('needs a function', () => {
    expectError(
      () => new CSVLogger('log.csv' as never),
      'argument',
      'expected a function that takes a line',
      'log.csv',
    );
  });
});

describe('ModelCheckpoint', () => {
  async function saved(
    options: Partial<ConstructorParameters<typeof ModelCheckpoint>[0]>,
    changes: Partial<TrainOptions> = {},
  ): Promise<string[]> {
    const at: string[] = [];
    const save = (state: TrainState, { epoch, steps, best }: SavedAt) => {
      expect(state.position.steps).toBe(steps);
      at.push(`${epoch}:${steps}${best ? ' best' : ''}`);
    };
    await run({ epochs: 4, batchSize: 2, ...changes, callbacks: [new ModelCheckpoint({ save, ...options })] });
    return at;
  }

  it('saves every epoch, without a best where nothing is watched', async () => {
    expect(await saved({})).toEqual(['1:4', '2:8', '3:12', '4:16']);
    expect(await saved({ everyEpochs: 3 })).toEqual(['3:12']);
  });

  it('saves every so many steps, once at the end of an epoch', async () => {
    expect(await saved({ everySteps: 2, everyEpochs: 2 }, { epochs: 2 })).toEqual(['1:2', '2:6', '2:8']);
    expect(await saved({ everySteps: 3 }, { epochs: 2 })).toEqual(['1:3', '1:4', '2:6', '2:8']);
    expect(await saved({ everySteps: 3 }, { epochs: 2, stepsAhead: 2 })).toHaveLength(4);
  });

  it('knows the best, and saves it whatever the count', async () => {
    const validation = separableDataset(6);
    expect(await saved({ everyEpochs: 3 }, { validation })).toEqual(['1:4 best', '2:8 best', '3:12 best', '4:16 best']);
    const worst = { monitor: 'loss', mode: 'max' } as const;
    expect(await saved({ everyEpochs: 3, ...worst })).toEqual(['1:4 best', '3:12']);
    expect(await saved({ saveBestOnly: true, ...worst })).toEqual(['1:4 best']);
  });

  it('saves where the signal stops it, mid-epoch too', async () => {
    const controller = new AbortController();
    const save = (state: TrainState) => void states.push(state);
    const states: TrainState[] = [];
    const stopper: Callback = {
      name: 'stopper',
      onBatchEnd: (_training, { epoch, step }) => void (epoch === 2 && step === 3 && controller.abort()),
    };
    const checkpoint = new ModelCheckpoint({ save });
    await run({ epochs: 4, batchSize: 2, signal: controller.signal, callbacks: [stopper, checkpoint] });
    expect(states.map(({ position: { epoch, step, steps } }) => [epoch, step, steps])).toEqual([
      [1, 4, 4],
      [2, 3, 7],
    ]);
  });

  it('saves no state twice: not at a signal after a save, nor where a run resumes and stops at once', async () => {
    const controller = new AbortController();
    const stopper: Callback = {
      name: 'stopper',
      onSettled: (_training, { type }) => void (type === 'epoch-end' && controller.abort()),
    };
    const states: TrainState[] = [];
    const checkpoint = () => new ModelCheckpoint({ save: (state) => void states.push(state) });
    const { signal } = controller;
    await run({ epochs: 4, signal, callbacks: [checkpoint(), stopper] });
    expect(states.map(({ position }) => position.steps)).toEqual([2]);
    await run({ epochs: 4, signal, callbacks: [checkpoint()], resume: resumeFrom(states[0] as TrainState) });
    expect(states).toHaveLength(1);
  });

  it.each([
    { waitForSave: false, where: 'beside training' },
    { waitForSave: true, where: 'while training waits' },
  ])('saves $where, one at a time', async ({ waitForSave }) => {
    let under = 0;
    let batches = 0;
    const during: number[] = [];
    const save = async () => {
      under += 1;
      expect(under).toBe(1);
      const before = batches;
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
      during.push(batches - before);
      under -= 1;
    };
    const counter: Callback = {
      name: 'counter',
      onBatchEnd: async () => {
        batches += 1;
        await new Promise((resolve) => setTimeout(resolve));
      },
    };
    await run({ epochs: 3, batchSize: 1, callbacks: [counter, new ModelCheckpoint({ save, waitForSave })] });
    expect(during).toHaveLength(3);
    if (waitForSave) expect(during).toEqual([0, 0, 0]);
    else expect(during[0]).toBeGreaterThan(0);
    expect(under).toBe(0);
  });

  it('a save that fails ends the training with its error', async () => {
    const error = new Error('disk full');
    const save = async () => Promise.reject(error);
    await expect(run({ epochs: 3, callbacks: [new ModelCheckpoint({ save })] })).rejects.toBe(error);
    await expect(run({ epochs: 1, callbacks: [new ModelCheckpoint({ save })] })).rejects.toBe(error);
    const waiting = new ModelCheckpoint({ save, waitForSave: true });
    await expect(run({ epochs: 3, callbacks: [waiting] })).rejects.toBe(error);
  });

  it('needs a function', () => {
    expectError(() => new ModelCheckpoint({ save: 'here' as never }), 'argument', 'expected a function', 'here');
  });
});
