/** What people write at first, in plain JavaScript: each mistake is one NablaError that names what to write instead. */
import { describe, expect, it } from 'vitest';
import * as core from '../src/index.js';
import { dense, type NablaErrorCode } from '../src/index.js';
import { createBackend } from '../src/testing/index.js';
import { csr, expectRejection, liveBuffers } from './support/index.js';

/** Core as those see it who have no compiler. */
type Anything = { new (...args: readonly unknown[]): object; (...args: readonly unknown[]): unknown };
const js = core as never as Readonly<Record<string, Anything>>;
const { Adam, Dense, Dropout, Huber, MeanSquaredError, ReLU, Sequential, SoftmaxCrossEntropy } =
  js as never as Readonly<
    Record<
      'Adam' | 'Dense' | 'Dropout' | 'Huber' | 'MeanSquaredError' | 'ReLU' | 'Sequential' | 'SoftmaxCrossEntropy',
      Anything
    >
  >;
const { add, evaluate, fit, fromConfig, gather, matmul, predict, sequentialFromConfig, sum, tensor, upload } =
  js as never as Readonly<
    Record<
      | ('add' | 'evaluate' | 'fit' | 'fromConfig' | 'gather' | 'matmul' | 'predict' | 'sequentialFromConfig')
      | ('sum' | 'tensor' | 'upload'),
      Anything
    >
  >;

const backend = await createBackend();
const X = dense(new Float32Array(12), [6, 2]);
const LABELS = dense(Int32Array.of(0, 1, 0, 1, 0, 1), [6]);
const data = (x: unknown = X, y: unknown = LABELS) => ({ length: 6, inputShape: [2], batch: () => ({ x, y }) });
const network = (units = 2) => new Sequential(backend, { inputShape: [2], layers: [new Dense(units)] });
const options = (changes: object = {}) => {
  return { loss: new SoftmaxCrossEntropy(), optimizer: new Adam(), epochs: 1, batchSize: 'full', ...changes };
};
const fitWith = (changes: object) => () => fit(network(), data(), options(changes));
const regression = (y: unknown) => () => fit(network(1), data(X, y), options({ loss: new MeanSquaredError() }));
const built = (changes: object) => () =>
  new Sequential(backend, { inputShape: [2], layers: [new Dense(2)], ...changes });

type Mistake = readonly [what: string, make: () => unknown, code: NablaErrorCode, ...parts: string[]];

const TRAINING: readonly Mistake[] = [
  ["loss: 'mse'", fitWith({ loss: 'mse' }), 'argument', 'expected a loss', "'mse'", 'write new MeanSquaredError()'],
  ["loss: 'binary_crossentropy'", fitWith({ loss: 'binary_crossentropy' }), 'argument', 'new BinaryCrossEntropy()'],
  ["loss: 'categorical_crossentropy'", fitWith({ loss: 'categorical_crossentropy' }), 'argument', 'new SoftmaxCross'],
  ["loss: 'MeanSquareError'", fitWith({ loss: 'MeanSquareError' }), 'argument', 'write new MeanSquaredError()'],
  [
    'a loss class',
    fitWith({ loss: MeanSquaredError }),
    'argument',
    'the class MeanSquaredError',
    'new MeanSquaredError(',
  ],
  [
    "loss: 'sparse_categorical_crossentropy'",
    fitWith({ loss: 'sparse_categorical_crossentropy' }),
    'argument',
    'new SoftmaxCross',
  ],
  [
    'an array in dense',
    () => predict(network(), dense([1, 2] as never, [1, 2])),
    'argument',
    'elements in a typed array, such as Float32Array.of(1, 2). Received an array of 2 elements.',
  ],
  [
    'an unknown option',
    () => predict(network(), X, { batchsize: 2 }),
    'argument',
    "option 'batchsize'. Did you mean 'batchSize'?",
  ],
  [
    'flat images for a network of images',
    () => predict(new Sequential(backend, { inputShape: [1, 2, 1], layers: [new core.Conv2d(1, 1)] }), X),
    'shape',
    'expected inputs of shape [n, 1, 2, 1]. Received [6, 2]; for images, pass flatten: false to imageDataset.',
    core.seePage('guides/errors#shape'),
  ],
  [
    'images for a network of vectors',
    () => predict(network(), dense(new Float32Array(2), [1, 1, 2, 1])),
    'shape',
    'Received [1, 1, 2, 1]; pass inputShape: [1, 2, 1] and begin with a Flatten layer.',
  ],
  ['no loss', fitWith({ loss: undefined }), 'argument', 'expected a loss', 'undefined', 'new SoftmaxCrossEntropy()'],
  ['no optimizer', fitWith({ optimizer: undefined }), 'argument', 'expected an optimizer', 'new Adam()'],
  ["optimizer: 'adam'", fitWith({ optimizer: 'adam' }), 'argument', "'adam'", 'write new Adam()'],
  ['an optimizer class', fitWith({ optimizer: Adam }), 'argument', 'the class Adam', 'with new and parentheses'],
  ['an optimizer config', fitWith({ optimizer: { type: 'Adam' } }), 'argument', 'fromConfig'],
  ['no epochs', fitWith({ epochs: undefined }), 'argument', 'train epochs', 'a whole number >= 1', 'undefined'],
  ['batch_size', fitWith({ batch_size: 3 }), 'argument', "unknown option 'batch_size'", "Did you mean 'batchSize'?"],
  ["batchSize: '32'", fitWith({ batchSize: '32' }), 'argument', 'train batchSize', "Received '32'"],
  ['arrays as validation', fitWith({ validation: [[1, 2]] }), 'argument', 'train validation', 'an array of 1 element'],
  ['no options', () => fit(network(), data()), 'argument', '{ loss, optimizer, epochs: 10 }', 'undefined'],
  [
    'arrays as data',
    () => fit(network(), [[1], [2]], options()),
    'argument',
    'a data set',
    'arrayDataset of @nablajs/datasets makes one',
  ],
  ['a promise of data', () => fit(network(), Promise.resolve(data()), options()), 'argument', 'a promise; await it'],
  ['data before the network', () => fit(data(), network(), options()), 'argument', 'expected a network first'],
  ['float labels', () => fit(network(), data(X, dense(new Float32Array(6), [6])), options()), 'dtype', 'Int32Array'],
  [
    'byte labels',
    () => fit(network(), data(X, dense(new Uint8Array(6), [6])), options()),
    'dtype',
    'uint8 [6]',
    'cast(',
  ],
  ['labels for a regression', regression(LABELS), 'data', 'For a regression use float targets'],
  [
    'targets [n] for outputs [n, 1]',
    regression(dense(new Float32Array(6), [6])),
    'shape',
    'reshape the targets to [6, 1]',
  ],
  ['targets of another type', regression(dense(new Float64Array(6), [6, 1])), 'dtype', 'keep them in a Float32Array'],
  [
    'inputs of another type',
    () => fit(network(), data(dense(new Float64Array(12), [6, 2])), options()),
    'dtype',
    'Float32Array',
  ],
  [
    'arrays in a batch',
    () => fit(network(), data([[1, 2]], [0]), options()),
    'argument',
    'x of the data set',
    'dense(',
  ],
  [
    'evaluate without a loss',
    () => evaluate(network(), data()),
    'argument',
    'evaluate: expected options, such as { loss }',
  ],
  [
    "evaluate with loss: 'mse'",
    () => evaluate(network(), data(), { loss: 'mse' }),
    'argument',
    'new MeanSquaredError()',
  ],
  ['predict of arrays', () => predict(network(), [[1, 2]]), 'argument', 'dense(Float32Array.of(1, 2), [1, 2])'],
  ['predict of a tensor', () => predict(network(), tensor(backend, [[1, 2]])), 'argument', 'a float32 tensor [1, 2]'],
  [
    'predict in float64',
    () => predict(network(), dense(new Float64Array(2), [1, 2])),
    'dtype',
    'float64',
    'Float32Array',
  ],
  ['predict of one row', () => predict(network(), dense(new Float32Array(2), [2])), 'shape', '[n, 2]', '[2]'],
];

const BUILDING: readonly Mistake[] = [
  ['no await', () => new Sequential(createBackend(), {}), 'argument', 'a promise', 'pass await createBackend() first'],
  ['the factory itself', () => new Sequential(createBackend, {}), 'argument', 'createBackend', 'await createBackend()'],
  ['no backend', () => new Sequential({ layers: [] }), 'argument', 'expected a backend', 'pass await createBackend()'],
  ['layers for options', () => new Sequential(backend, [new Dense(2)]), 'argument', '{ inputShape: [4], layers: ['],
  ['one layer', built({ layers: new Dense(2) }), 'argument', 'expected an array of layers', 'a Dense'],
  ['no layers', built({ layers: undefined }), 'argument', 'expected an array of layers', 'undefined'],
  ["'relu'", built({ layers: [new Dense(2), 'relu'] }), 'argument', 'layer 1', "'relu'", 'write new ReLU()'],
  ["'selu'", built({ layers: ['selu'] }), 'argument', "'selu'", 'write new SELU()'],
  ["'linear'", built({ layers: ['linear'] }), 'argument', 'write new Dense(units)'],
  ['a layer class', built({ layers: [ReLU] }), 'argument', 'the class ReLU', 'write new ReLU('],
  ['a layer config', built({ layers: [{ type: 'Dense', units: 2 }] }), 'argument', 'networkFromConfig'],
  ['inputShape: 2', built({ inputShape: 2 }), 'shape', 'inputShape: expected a shape', 'Received 2'],
  ['no inputShape', built({ inputShape: undefined }), 'shape', 'expected a shape, such as', 'undefined'],
  ['input_shape', built({ input_shape: [2] }), 'argument', "Did you mean 'inputShape'?"],
  ["dtype: 'float'", built({ dtype: 'float' }), 'dtype', 'float32, float64', 'float'],
  ['Dense without units', () => new Dense(), 'argument', 'Dense units', 'undefined'],
  ["Dense('10')", () => new Dense('10'), 'argument', 'Dense units', "Received '10'"],
  ["Dense(10, 'relu')", () => new Dense(10, 'relu'), 'argument', 'Dense: expected options', "'relu'"],
  ["activation: 'relu'", () => new Dense(10, { activation: 'relu' }), 'argument', 'put new ReLU() after it'],
  ['useBias', () => new Dense(10, { useBias: false }), 'argument', "Did you mean 'bias'?"],
  ['Adam(0.001)', () => new Adam(0.001), 'argument', '{ learningRate: 0.01 }', '0.001'],
  ['lr', () => new Adam({ lr: 0.001 }), 'argument', "unknown option 'lr'", 'Known: learningRate'],
  ['learning_rate', () => new Adam({ learning_rate: 0.1 }), 'argument', "Did you mean 'learningRate'?"],
  ["learningRate: '0.1'", () => new Adam({ learningRate: '0.1' }), 'argument', 'Adam learningRate', "'0.1'"],
  ['Dropout(50)', () => new Dropout(50), 'argument', 'in [0, 1)', '50'],
  ['Huber({ delta })', () => new Huber({ delta: 1 }), 'argument', 'Huber delta', 'an object'],
  ["{ type: 'adam' }", () => fromConfig('optimizer', core.OPTIMIZERS, { type: 'adam' }), 'argument', "'Adam'?"],
  ['a name for a config', () => fromConfig('layer', core.LAYERS, 'Dense'), 'argument', 'expected a config', "'Dense'"],
  [
    'layers for a config',
    () => sequentialFromConfig(backend, []),
    'argument',
    'expected a config',
    '{ inputShape, layers',
  ],
];

const TENSORS: readonly Mistake[] = [
  ['values first', () => tensor([[1, 2]]), 'argument', 'expected a backend', 'an array of 1 element'],
  ['a promise of a backend', () => tensor(createBackend(), [1]), 'argument', 'a promise', 'await createBackend()'],
  ['text', () => tensor(backend, '1,2'), 'argument', 'expected numbers', "'1,2'"],
  ['texts', () => tensor(backend, [[1, '2']]), 'argument', "Received '2' at [0][1]"],
  ['nothing', () => tensor(backend), 'argument', 'undefined'],
  ["dtype 'float'", () => tensor(backend, [1], 'float'), 'dtype', "'naive' has no float. It has float32, float64"],
  ['arrays to upload', () => upload(backend, [[1, 2]]), 'argument', 'dense(Float32Array.of(1, 2), [1, 2])'],
  ['elements without a shape', () => upload(backend, Float32Array.of(1)), 'argument', 'a Float32Array'],
  [
    'a plain array of elements',
    () => upload(backend, { ...X, data: [1] }),
    'dtype',
    'expected a Float32Array',
    'Received an array of 1 element',
  ],
  [
    'arrays to add',
    () => add([1, 2], [3, 4]),
    'argument',
    'add: expected a tensor',
    'tensor(backend, [[1, 2], [3, 4]])',
  ],
  [
    'a tensor and an array',
    () => add(tensor(backend, [1]), [2]),
    'argument',
    'expected a tensor',
    'an array of 1 element',
  ],
  ['arrays to multiply', () => matmul([[1]], [[2]]), 'argument', 'matmul: expected a tensor'],
  ['sum(x, 0)', () => sum(tensor(backend, [1]), 0), 'argument', 'such as { axis: 0 }', 'Received 0'],
  [
    'an array of indices',
    () => gather(tensor(backend, [1]), [0]),
    'dtype',
    'gather: expected indices, an Int32Array or an int32 tensor. Received an array of 1 element.',
  ],
  ['reshape(3)', () => core.tensor(backend, [1]).reshape(3 as never), 'shape', 'such as [2, 3]', 'Received 3'],
  [
    'forward of arrays',
    () => core.scope(() => (network() as core.Sequential).forward([[1]] as never)),
    'argument',
    'tensor(',
  ],
];

describe.each([
  { place: 'training', mistakes: TRAINING },
  { place: 'building a network', mistakes: BUILDING },
  { place: 'making tensors', mistakes: TENSORS },
])('a mistake in $place', ({ mistakes }) => {
  it.each(mistakes.map(([what, make, code, ...parts]) => ({ what, make, code, parts })))(
    '$what',
    async ({ make, code, parts }) => {
      await expectRejection((async () => make())(), code, ...parts);
    },
  );
});

/** A layer, a loss and a data set of the user's own whose method has no return. */
describe('a return that is missing', () => {
  class Silent extends core.ReLU {
    readonly #method: string;

    constructor(method: string) {
      super();
      this.#method = method;
    }

    override build(...args: readonly core.Shape[]) {
      return this.#method === 'build' ? (undefined as never) : super.build(...args);
    }

    override call(...args: Parameters<core.ReLU['call']>) {
      return this.#method === 'call' ? (undefined as never) : super.call(...args);
    }
  }

  const run = async (layer: core.Module, changes: object = {}, dataset: unknown = data()) => {
    using model = new core.Sequential(backend, { inputShape: [2], layers: [new core.Dense(2), layer] });
    return await core.fit(model, dataset as core.Dataset, options(changes) as never);
  };

  const silent = { config: { type: 'Mine' }, classification: true, compute: () => undefined };

  it.each([
    ['build', () => run(new Silent('build')), 'argument', 'ReLU: build must return { outputShape }'],
    ['call', () => run(new Silent('call')), 'argument', 'ReLU: call must return a tensor, or an array of tensors'],
    [
      'compute',
      () => run(new core.ReLU(), { loss: silent }),
      'argument',
      'Mine: compute must return losses, a tensor [n, ...], or { sum, weight }',
    ],
    [
      'compute, evaluated',
      async () => {
        using model = network() as core.Sequential;
        await evaluate(model, data(), { loss: silent });
      },
      'argument',
      'Mine: compute must return losses, a tensor [n, ...], or { sum, weight }',
    ],
    [
      'batch',
      () => run(new core.ReLU(), {}, { ...data(), batch: () => undefined }),
      'data',
      'batch must return { x, y }',
    ],
  ] as const)('in %s', async (_method, make, code, message) => {
    const before = liveBuffers(backend);
    await expectRejection(make(), code, message, 'Received undefined; is its return missing?');
    expect(liveBuffers(backend)).toBe(before);
  });
});

it.each([
  { parameters: {} },
  { outputShape: 2 },
  { outputShape: [2], parameters: 3 },
  { outputShape: [2], children: 3 },
])('a layer whose build returns %j is refused', (blueprint) => {
  const layer = Object.assign(new core.ReLU(), { build: () => blueprint });
  const make = () => new Sequential(backend, { inputShape: [2], layers: [layer] });
  expect(make).toThrow(
    'ReLU: build must return { outputShape }, and its parameters and children if it has any. Received an object.',
  );
});

describe('two trainings of one network at a time', () => {
  it('are refused: the second one, until the first has ended', async () => {
    const model = network() as core.Sequential;
    const start = () => core.fit(model, data() as never, options({ epochs: 3 }) as never);
    const first = start();
    await expectRejection(start(), 'argument', 'another training. Await', 'Await that one first');
    expect((await first).done.epochs).toBe(3);
    expect((await start()).done.epochs).toBe(3);
  });

  it('are possible again after one that failed or was left', async () => {
    const model = network() as core.Sequential;
    const broken = { ...data(), batch: () => Promise.reject(new Error('disk')) };
    await expect(core.fit(model, broken as never, options() as never)).rejects.toThrow('disk');
    for await (const event of core.train(model, data() as never, options() as never)) if (event.type === 'batch') break;
    expect((await core.fit(model, data() as never, options() as never)).done.epochs).toBe(1);
  });
});

it('distinguishes a CSR tensor from a host array', () => {
  expect(() => upload(backend, csr(backend))).toThrow('a float64 tensor [2, 3]');
});
