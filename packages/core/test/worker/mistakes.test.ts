/** Errors of a training in a worker: the worker's own, with their codes, and what a caller may get wrong. */
import { describe, expect, it, vi } from 'vitest';
import { EarlyStopping, resumeFrom } from '../../src/callbacks/index.js';
import {
  type Batch,
  type DenseArray,
  dense,
  NablaError,
  SGD,
  SoftmaxCrossEntropy,
  seePage,
  type TrainEvent,
  type TrainState,
} from '../../src/index.js';
import { F1 } from '../../src/metrics/index.js';
import { type ServeOptions, serveTraining, trainInWorker, type WorkerTrainOptions } from '../../src/worker/index.js';
import {
  expectError,
  expectRejection,
  liveBuffers,
  newBackend,
  separableDataset,
  weightsOf,
} from '../support/index.js';
import { Centre } from '../support/modules.js';
import { classifier } from '../support/training.js';
import { allOf, workerHere } from '../support/worker.js';

const data = await allOf(separableDataset(12));
const options = (changes: object = {}): WorkerTrainOptions => ({
  loss: new SoftmaxCrossEntropy(),
  optimizer: new SGD({ learningRate: 0.1 }),
  ...{ epochs: 2, batchSize: 4 },
  ...changes,
});

interface Attempt {
  readonly changes?: object;
  readonly data?: unknown;
  readonly serve?: Partial<ServeOptions>;
}

/** A training to its end, whose worker must be as clean after it as before. */
async function attempt({ changes, data: other = data, serve = {} }: Attempt): Promise<void> {
  const { worker, backends } = workerHere(serve);
  const model = classifier(await newBackend(), 'float64', serve.layers === undefined ? [] : [new Centre()]);
  try {
    for await (const _event of trainInWorker(worker, model, other as Batch, options(changes)));
  } finally {
    expect(liveBuffers(model.backend)).toBe(model.parameters.list.length);
    expect(backends.map(liveBuffers)).toEqual(backends.map(() => 0));
    for await (const _event of trainInWorker(worker, classifier(model.backend), data, options()));
  }
}

describe('errors of the worker', () => {
  it.each<[string, Attempt, NablaError['code'], ...string[]]>([
    ['of the trainer', { changes: { epochs: 0 } }, 'argument', 'train epochs: expected a whole number >= 1'],
    [
      'of the data',
      { data: { ...data, y: dense(new Int32Array(12).fill(3), [12]) } },
      'data',
      "label 3 of example 7 is outside the network's 3 classes",
      seePage('guides/errors#labels'),
    ],
    ['of the rows', { data: { ...data, y: dense(new Int32Array(11), [11]) } }, 'data', 'arrays of 12 examples each'],
    [
      'of the elements',
      { data: { ...data, x: dense(new Float64Array(47), [12, 4]) } },
      'data',
      'Received one of shape [12, 4] with 47 elements',
    ],
    [
      'of elements too many',
      { data: { ...data, x: dense(new Float64Array(49), [12, 4]) } },
      'data',
      'Received one of shape [12, 4] with 49 elements',
    ],
    ['of the weights', { data: { ...data, weights: [1, 2] } }, 'data', 'weights: expected one for each of 12 examples'],
    ['a data set that it has not', { data: { type: 'digits' } }, 'argument', "data: unknown type 'digits'"],
    [
      'a data set whose name is like another',
      { data: { type: 'digits' }, serve: { datasets: { digit: () => separableDataset(3) } } },
      'argument',
      "Did you mean 'digit'?",
    ],
    ['a metric that it has not', { changes: { metrics: [{ type: 'F2' }] } }, 'argument', "unknown type 'F2'"],
    [
      'an option that a callback has not',
      { changes: { callbacks: [{ type: 'EarlyStopping', patient: 3 }] } },
      'argument',
      "EarlyStopping: unknown option 'patient'. Did you mean 'patience'?",
    ],
    [
      'an option that a transform has not',
      { changes: { transforms: [{ type: 'clipByNorm', norm: 1 }] } },
      'argument',
      "clipByNorm: unknown option 'norm'",
    ],
    ['a layer that it has not', { serve: { layers: {} } }, 'argument', "layer: unknown type 'Centre'"],
    [
      'of the backend',
      {
        serve: {
          createBackend: async () => {
            throw new NablaError('backend', 'no SIMD here');
          },
        },
      },
      'backend',
      'no SIMD here',
    ],
  ])('%s', async (_what, what, code, ...parts) => {
    const isBackend = what.serve?.createBackend !== undefined;
    const trial = isBackend
      ? trainInWorker(workerHere(what.serve).worker, classifier(await newBackend()), data, options()).next()
      : attempt(what);
    await expectRejection(trial, code, ...parts);
  });

  it('of anything else keep name, message, cause and the stack there', async () => {
    const datasets: ServeOptions['datasets'] = {
      broken: () => {
        throw new TypeError('no file', { cause: new NablaError('data', 'half a file') });
      },
    };
    const error = await attempt({ data: { type: 'broken' }, serve: { datasets } }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'TypeError',
      message: 'no file',
      cause: { code: 'data', message: 'half a file' },
    });
    expect((error as Error).stack).toContain('mistakes.test');
  });

  it('a step that is not finite leaves the weights before it', async () => {
    const x = dense((data.x as DenseArray).data.slice(), [12, 4]);
    x.data[47] = Number.NaN;
    const model = classifier(await newBackend());
    const run = async (batch: Batch, epochs: number): Promise<TrainEvent['type'][]> => {
      const types: TrainEvent['type'][] = [];
      const all = options({ epochs, shuffle: false });
      for await (const { type } of trainInWorker(workerHere().worker, model, batch, all)) types.push(type);
      return types;
    };
    await expectRejection(run({ ...data, x }, 2), 'non-finite', 'the loss became NaN at epoch 1, step 3');
    const weights = await weightsOf(model);
    const two = classifier(await newBackend());
    let batches = 0;
    const all = options({ shuffle: false, eventsAhead: 0 });
    for await (const { type } of trainInWorker(workerHere().worker, two, data, all)) {
      if (type === 'batch') batches += 1;
      if (batches === 2) break;
    }
    expect(weights).toEqual(await weightsOf(two));
  });
});

describe('mistakes of the caller', () => {
  const state = { run: {}, position: {}, callbacks: {} } as unknown as TrainState;

  it.each<[string, Attempt, ...string[]]>([
    ['an unknown option', { changes: { epoch: 1 } }, "trainInWorker: unknown option 'epoch'. Did you mean 'epochs'?"],
    ['a loss by name', { changes: { loss: 'mse' } }, 'trainInWorker loss: expected a loss', 'MeanSquaredError'],
    ['no optimizer', { changes: { optimizer: undefined } }, 'trainInWorker optimizer: expected an optimizer'],
    ['a metric', { changes: { metrics: [new F1()] } }, 'trainInWorker metrics: expected a config', 'Received a F1'],
    ['a callback', { changes: { callbacks: [new EarlyStopping()] } }, 'trainInWorker callbacks: expected a config'],
    ['a penalty', { changes: { penalty: 0.1 } }, 'trainInWorker penalty: expected a config', 'Received 0.1'],
    ['a data set of code', { data: separableDataset(12) }, 'trainInWorker data: expected all examples, { x, y }'],
    ['one to validate with', { changes: { validation: separableDataset(12) } }, 'trainInWorker validation: expected'],
    ['resumeFrom', { changes: { resume: resumeFrom(state) } }, 'expected the state itself, without resumeFrom'],
    ['a state of nothing', { changes: { resume: {} } }, 'resume: expected a state of takeState()'],
    ['weights at no event', { changes: { weightsAt: 'batch' } }, "weightsAt: expected 'done' or 'epoch-end'"],
    ['a negative distance', { changes: { eventsAhead: -1 } }, 'eventsAhead: expected a whole number'],
    [
      'what cannot be sent',
      { data: { type: 'made', by: () => 1 } },
      'trainInWorker: expected data and options that can be sent to a worker. Received () => 1 could not be cloned.',
    ],
  ])('%s', async (_what, what, ...parts) => {
    await expectRejection(attempt(what), 'argument', ...parts);
  });

  it('no options', async () => {
    const { worker } = workerHere();
    const trial = trainInWorker(worker, classifier(await newBackend()), data, undefined as never).next();
    await expectRejection(
      trial,
      'argument',
      'trainInWorker: expected options, such as { loss, optimizer, epochs: 10 }',
    );
  });

  it('no worker', async () => {
    const model = classifier(await newBackend());
    await expectRejection(
      trainInWorker('worker.js' as never, model, data, options()).next(),
      'argument',
      "trainInWorker: expected a worker first, new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })",
    );
  });

  it('a worker that is closed', async () => {
    const { port1, port2 } = new MessageChannel();
    serveTraining({ createBackend: newBackend }, port2);
    const all = options({ epochs: 1_000_000 });
    const stream = trainInWorker(port1, classifier(await newBackend()), data, all);
    await stream.next();
    port2.close();
    const rest = async () => {
      for await (const _event of stream);
    };
    await expectRejection(rest(), 'backend', 'the worker ended before the training did: its port was closed.');
  });

  it('of serveTraining', () => {
    // As on the main thread, also where the tests run in a worker, as those of mutation testing do.
    using _ = vi.spyOn(process, 'getBuiltinModule').mockReturnValue({ parentPort: null } as never);
    expectError(() => serveTraining({ createBackend: newBackend }), 'argument', 'Received the main thread');
    expectError(() => serveTraining({} as ServeOptions), 'argument', 'expected a function that makes a backend');
    expectError(
      () => serveTraining({ createBackend: newBackend, dataset: {} } as ServeOptions),
      'argument',
      "serveTraining: unknown option 'dataset'. Did you mean 'datasets'?",
    );
  });
});
