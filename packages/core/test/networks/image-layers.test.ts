/** Layers for images, and batch normalisation: values and gradients from PyTorch, shapes, and errors. */
import { describe, expect, it } from 'vitest';
import {
  AdaptiveAveragePool2d,
  AveragePool1d,
  AveragePool2d,
  type Backend,
  BatchNorm,
  type Blueprint,
  Chain,
  type Context,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  Dense,
  type DenseArray,
  type Draw,
  type FloatDType,
  fit,
  fromConfig,
  GlobalAveragePool,
  GlobalMaxPool,
  LAYERS,
  LOSSES,
  MaxPool1d,
  MaxPool2d,
  MeanSquaredError,
  type Module,
  Network,
  networkFromConfig,
  Permute,
  Reshape,
  Residual,
  SeparableConv2d,
  SGD,
  type Shape,
  Tanh,
  type Tensor,
  type TrainEvent,
  UpSample,
  upload as uploadHost,
  ZeroPadding,
} from '../../src/index.js';
import { specsOf } from '../../src/modules/parameter-specs.js';
import { contextOf, type Named, pullback } from '../support/gradients.js';
import {
  datasetOf,
  expectClose,
  expectError,
  expectTensor,
  FLOATS,
  newBackend,
  numbersOf,
  scatteredArray,
  t,
  valuesOf,
} from '../support/index.js';
import {
  nameOf,
  type Packed,
  type PackedTensor,
  readImages,
  type Step,
  unpack,
  uploadPacked,
} from '../support/reference.js';

const { layers, batchNorm, networks } = readImages();

const upload = (backend: Backend, packed: Packed, dtype: FloatDType): Named =>
  Object.fromEntries(Object.entries(packed).map(([name, value]) => [name, uploadPacked(backend, value, dtype)]));

const hostArray = (packed: PackedTensor): DenseArray =>
  ({ layout: 'dense', ...unpack(packed, 'float64') }) as DenseArray;

const train: Draw = { seed: 0, step: 1 };

/** The gate, relative to the largest element of the tensor: sums have a few hundred products. */
const OF_LARGEST = { float64: 1e-12, float32: 1e-5 };

async function expectNear(actual: Tensor | undefined, expected: PackedTensor, dtype: FloatDType, share?: number) {
  const largest = expected.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  const absolute = (share ?? OF_LARGEST[dtype]) * largest;
  expectClose(await valuesOf(actual as Tensor), unpack(expected, dtype), { relative: 0, absolute });
}

async function expectAllNear(actual: Named, expected: Packed, dtype: FloatDType): Promise<void> {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) await expectNear(actual[name], value, dtype);
}

const titled = <T extends { readonly config: Module['config'] }>(cases: readonly T[]) =>
  FLOATS.flatMap((dtype) => cases.map((one) => ({ name: nameOf(one.config), dtype, one })));

describe('layers match PyTorch', () => {
  it.each(titled(layers))('$name in $dtype', async ({ dtype, one }) => {
    const backend = await newBackend();
    const layer = fromConfig('layer', LAYERS, one.config);
    const [x, dY] = [uploadPacked(backend, one.x, dtype), uploadPacked(backend, one.dY, dtype)];
    const made = pullback(layer, upload(backend, one.parameters, dtype), x, dY);
    await expectNear(made.y, one.y, dtype);
    await expectNear(made.dX, one.dX, dtype);
    await expectAllNear(made.gradients, one.gradients, dtype);
    const built = layer.build(one.x.shape.slice(1));
    expect(built.outputShape).toEqual(one.y.shape.slice(1));
    const shapes = specsOf(built).map(({ name, shape }) => [name, shape]);
    expect(Object.fromEntries(shapes)).toEqual(
      Object.fromEntries(Object.entries(one.parameters).map(([name, { shape }]) => [name, shape])),
    );
    expect(layer.config).toEqual(one.config);
  });

  it.each(titled(layers).filter(({ dtype }) => dtype === 'float64'))('$name takes no images', async ({ one }) => {
    const backend = await newBackend();
    const layer = fromConfig('layer', LAYERS, one.config);
    const empty = ({ shape }: PackedTensor) =>
      uploadPacked(backend, { shape: [0, ...shape.slice(1)], data: [] }, 'float64');
    const made = pullback(layer, upload(backend, one.parameters, 'float64'), empty(one.x), empty(one.y));
    expect([made.y.shape, made.dX.shape]).toEqual([empty(one.y).shape, empty(one.x).shape]);
  });
});

describe('BatchNorm matches PyTorch', () => {
  /** Before training: means of 0 and variances of 1. */
  const statistics = (channels: number): Packed => ({
    runningMean: { shape: [channels], data: Array<number>(channels).fill(0) },
    runningVariance: { shape: [channels], data: Array<number>(channels).fill(1) },
  });

  it.each(titled(batchNorm.cases))('$name in $dtype, over three steps', async ({ dtype, one }) => {
    const backend = await newBackend();
    const layer = fromConfig('layer', LAYERS, one.config);
    const channels = one.evaluation.x.shape.at(-1) ?? 0;
    const trained = upload(backend, one.parameters, dtype);
    let running = upload(backend, statistics(channels), dtype);
    const compare = async (step: Step, draw?: Draw): Promise<Named> => {
      const [x, dY] = [uploadPacked(backend, step.x, dtype), uploadPacked(backend, step.dY, dtype)];
      const updates = new Map<string, Tensor>();
      const made = pullback(layer, { ...trained, ...running }, x, dY, draw, updates);
      await expectNear(made.y, step.y, dtype);
      await expectNear(made.dX, step.dX, dtype);
      const { runningMean, runningVariance, ...gradients } = made.gradients;
      await expectAllNear(gradients, step.gradients, dtype);
      return Object.fromEntries([...updates].map(([name, value]) => [name.slice('1.'.length), value]));
    };
    for (const [at, step] of one.steps.entries()) {
      running = await compare(step, { seed: 0, step: at + 1 });
      await expectAllNear(running, step.running, dtype);
    }
    // Outside training the statistics stay.
    expect(await compare(one.evaluation)).toEqual({});
  });

  it('stays precise in float32 if the mean is 1e4 and the deviation 1', async () => {
    const { config, parameters, steps, evaluation } = batchNorm.far;
    const backend = await newBackend();
    const layer = fromConfig('layer', LAYERS, config);
    const trained = upload(backend, parameters, 'float32');
    const step = steps[0] as Step;
    const [x, dY] = [step.x, step.dY].map((packed) => uploadPacked(backend, packed, 'float32')) as [Tensor, Tensor];
    const made = pullback(layer, { ...trained, ...upload(backend, statistics(2), 'float32') }, x, dY, train);
    await expectNear(made.y, step.y, 'float32', 1e-3);
    await expectNear(made.dX, step.dX, 'float32', 1e-3);
    const { running } = steps.at(-1) as (typeof steps)[number];
    const frozen = { ...trained, ...upload(backend, running, 'float32') };
    const y = layer.call(contextOf(frozen), uploadPacked(backend, evaluation.x, 'float32')) as Tensor;
    await expectNear(y, evaluation.y, 'float32', 1e-3);
  });

  it('refuses to train on one value per channel, but evaluates it', async () => {
    const backend = await newBackend();
    using network = new Network(backend, new Chain([new BatchNorm(), new Dense(1)]), { inputShape: [3] });
    const x = uploadPacked(backend, { shape: [1, 3], data: [1, 2, 3] }, 'float32');
    const y = uploadPacked(backend, { shape: [1, 1], data: [0] }, 'float32');
    const pass = () => network.pass(x, y, new MeanSquaredError(), train);
    expectError(pass, 'shape', 'BatchNorm', 'at least two values of each channel', '[1, 3]', 'batchSize');
    expect((network.forward(x) as Tensor).shape).toEqual([1, 1]);
    // Several places of one image are enough.
    const image = uploadPacked(backend, { shape: [1, 2, 1], data: [1, 3] }, 'float32');
    const parameters = upload(
      backend,
      { ...statistics(1), scale: { shape: [1], data: [2] }, offset: { shape: [1], data: [5] } },
      'float32',
    );
    const normalized = new BatchNorm().call(contextOf(parameters, train), image);
    await expectNear(normalized, { shape: [1, 2, 1], data: [3, 7] }, 'float32');
  });

  it('fuses with the ReLU behind it, and gives the same values', async () => {
    const [one] = batchNorm.cases as [(typeof batchNorm.cases)[number]];
    const backend = await newBackend();
    const parameters = { ...upload(backend, one.parameters, 'float64'), ...upload(backend, statistics(3), 'float64') };
    const { x, y } = one.steps[0] as Step;
    const layer = new BatchNorm();
    const relu = { activation: 'relu' } as const;
    const expected = { shape: y.shape, data: y.data.map((value) => Math.max(value, 0)) };
    const made = layer.call(contextOf(parameters, train, relu), uploadPacked(backend, x, 'float64')) as Tensor;
    await expectNear(made, expected, 'float64');
    const outside = [{}, relu].map((options) =>
      layer.call(contextOf(parameters, undefined, options), uploadPacked(backend, x, 'float64')),
    );
    const [plain, cut] = await Promise.all(outside.map(numbersOf));
    expect(cut).toEqual(plain?.map((value) => Math.max(value, 0)));
  });
});

describe('whole networks match PyTorch', () => {
  it.each(networks)('$name', async (one) => {
    const backend = await newBackend();
    const config = { inputShape: one.x.shape.slice(1), module: one.config };
    const arrays = Object.entries(one.initial).map(([name, packed]) => [name, hostArray(packed)] as const);
    const options = { dtype: 'float64', parameters: new Map(arrays) } as const;
    using network = networkFromConfig(backend, config, options);
    const [x, y] = [uploadPacked(backend, one.x, 'float64'), uploadPacked(backend, one.targets, 'float64')];
    const loss = fromConfig('loss', LOSSES, one.loss);
    const pass = network.pass(x, y, loss, train);
    expect(await pass.loss.item()).toBeCloseTo(one.losses[0] as number, 12);
    await expectAllNear(Object.fromEntries(pass.gradients), one.gradients, 'float64');

    using optimizer = new SGD({ learningRate: one.learningRate });
    const losses: number[] = [];
    const onEvent = (event: TrainEvent) => {
      if (event.type === 'batch') losses.push(event.loss);
    };
    const dataset = datasetOf(hostArray(one.x), hostArray(one.targets));
    await fit(network, dataset, { loss, optimizer, epochs: 3, batchSize: 'full', onEvent });
    for (const [at, value] of one.losses.entries()) expect(losses[at]).toBeCloseTo(value, 12);
    const parameters = network.parameters.list.map(({ name, value }) => [name, value]);
    await expectAllNear(Object.fromEntries(parameters), one.final, 'float64');
    await expectNear(network.forward(x) as Tensor, one.y, 'float64');
  });
});

describe('a batch is computed as a whole', () => {
  const rowsOfPasses = async (layers: readonly Module[]): Promise<number[]> => {
    const rows: number[] = [];
    class Watch extends Tanh {
      override call(context: Context, x: Tensor): Tensor {
        rows.push(x.shape[0] as number);
        return super.call(context, x);
      }
    }
    const backend = await newBackend();
    using network = new Network(backend, new Chain([new Watch(), ...layers, new Dense(1)]), {
      inputShape: [4],
      dtype: 'float64',
    });
    // A part has at most 2,048 rows.
    const dataset = datasetOf(scatteredArray([2050, 4]), scatteredArray([2050, 1]));
    using optimizer = new SGD({ learningRate: 0.1 });
    await fit(network, dataset, { loss: new MeanSquaredError(), optimizer, epochs: 1, batchSize: 'full' });
    return rows;
  };

  it('if a part at any depth needs it, and only then', async () => {
    expect(await rowsOfPasses([new Dense(4)])).toEqual([1025, 1025]);
    expect(await rowsOfPasses([new BatchNorm()])).toEqual([2050]);
    expect(await rowsOfPasses([new Residual(new Chain([new Dense(4), new BatchNorm()]))])).toEqual([2050]);
  });

  it('for a custom module that sets wholeBatch', async () => {
    class Mixed extends Tanh {
      override build(...inputShapes: readonly Shape[]): Blueprint {
        return { ...super.build(...inputShapes), wholeBatch: true };
      }
    }
    expect(await rowsOfPasses([new Mixed()])).toEqual([2050]);
  });
});

describe('ReLU after a convolution', () => {
  it.each([
    { layer: new Conv2d(3, 2), shape: [2, 3, 3, 2] },
    { layer: new Conv1d(3, 2), shape: [2, 4, 2] },
  ])('runs in one kernel after $layer.config.type', async ({ layer, shape }) => {
    const backend = await newBackend();
    const built = layer.build(shape.slice(1)).parameters ?? {};
    const parameters = Object.fromEntries(
      Object.entries(built).map(([name, spec]) => [name, uploadHost(backend, scatteredArray(spec.shape))]),
    );
    const x = uploadHost(backend, scatteredArray(shape, 'float64', 3));
    const y = await numbersOf(layer.call(contextOf(parameters), x) as Tensor);
    expect(Math.min(...y)).toBeLessThan(0);
    const made = await numbersOf(layer.call(contextOf(parameters, undefined, { activation: 'relu' }), x));
    expect(made).toEqual(y.map((value) => Math.max(value, 0)));
  });
});

describe('a shortcut', () => {
  it('replaces the input', async () => {
    const backend = await newBackend();
    const block = new Residual(new Dense(1), { shortcut: new Dense(1, { bias: false }) });
    const parameters = {
      'body.weight': t(backend, [[2], [3]]),
      'body.bias': t(backend, [1]),
      'shortcut.weight': t(backend, [[10], [100]]),
    };
    const made = pullback(block, parameters, t(backend, [[1, 2]]), t(backend, [[2]]));
    await expectTensor(made.y, [1, 1], [9 + 210]);
    await expectTensor(made.dX, [1, 2], [24, 206]);
    await expectTensor(made.gradients['shortcut.weight'] as Tensor, [2, 1], [2, 4]);
    expect(Object.keys(block.build([2]).children ?? {})).toEqual(['body', 'shortcut']);
  });

  it('must have the output shape of the body', () => {
    const dense = (units: number) => new Dense(units);
    expectError(
      () => new Residual(dense(3)).build([2]),
      'shape',
      'the shape of its input, [2]. Received [3]',
      'pass a shortcut',
    );
    const differing = new Residual(dense(3), { shortcut: dense(4) });
    expectError(() => differing.build([2]), 'shape', 'the shape of the shortcut, [4]. Received [3].');
    expectError(() => new Residual(dense(1), { shortcut: 3 as never }), 'argument', 'Residual shortcut', 'a layer');
    expectError(() => new Residual(dense(1), { shortcuts: dense(1) } as never), 'argument', "Did you mean 'shortcut'?");
  });
});

describe('errors', () => {
  it('name the wrong option', () => {
    const wrong: [() => Module, ...string[]][] = [
      [() => new Conv2d(0, 3), 'Conv2d filters', '>= 1', '0'],
      [() => new Conv2d(2, 0), 'Conv2d kernelSize', '>= 1', '0'],
      [() => new Conv2d(2, [3, 3, 3] as never), 'Conv2d kernelSize', 'or two of them'],
      [() => new Conv2d(2, 3, { stride: [1, 0] }), 'Conv2d stride'],
      [() => new Conv2d(2, 3, { dilation: 1.5 }), 'Conv2d dilation'],
      [() => new Conv2d(2, 3, { padding: 'full' as never }), 'Conv2d padding', "'same'", "'full'"],
      [() => new Conv2d(2, 3, { padding: -1 }), 'Conv2d padding', '-1'],
      [() => new Conv2d(2, 3, { groups: 0 }), 'Conv2d groups', '>= 1', '0'],
      [() => new Conv2d(2, 3, { groups: 'depth' as never }), 'Conv2d groups', "or 'depthwise'", "'depth'"],
      [() => new Conv2d(2, 3, { bias: 'no' as never }), 'Conv2d bias'],
      [() => new Conv2d(2, 3, { strides: 2 } as never), 'Conv2d', "Did you mean 'stride'?"],
      [() => new Conv2d(2, 3, { outputPadding: 1 } as never), 'Conv2d', "unknown option 'outputPadding'"],
      [() => new Conv1d(2, [3, 1] as never), 'Conv1d kernelSize'],
      [() => new Conv1d(2, 3, { stride: [1, 1] as never }), 'Conv1d stride'],
      [() => new Conv1d(2, 3, { padding: [1, 1] as never }), 'Conv1d padding', 'a number'],
      [() => new ConvTranspose2d(2, 3, { outputPadding: -1 }), 'ConvTranspose2d outputPadding'],
      [() => new ConvTranspose2d(2, 3, { stride: 2, padding: 'same', outputPadding: 1 }), 'no outputPadding'],
      [() => new MaxPool2d(0), 'MaxPool2d size'],
      [() => new MaxPool2d(2, { stride: 0 }), 'MaxPool2d stride'],
      [() => new MaxPool2d(2, { dilation: 2 } as never), 'MaxPool2d', "unknown option 'dilation'"],
      [() => new AveragePool2d(2, { padding: 'full' as never }), 'AveragePool2d padding'],
      [() => new UpSample(0.5), 'UpSample factor'],
      [() => new MaxPool1d([1, 2] as never), 'MaxPool1d: expected numbers', 'an array of 2'],
      [() => new AveragePool1d(2, { padding: [0, 1] as never }), 'AveragePool1d: expected numbers'],
      [() => new AdaptiveAveragePool2d(0), 'AdaptiveAveragePool2d size', '>= 1'],
      [() => new SeparableConv2d(2, 3, { depthMultiplier: 0 }), 'SeparableConv2d depthMultiplier', '0'],
      [() => new SeparableConv2d(2, 3, { groups: 2 } as never), "SeparableConv2d: unknown option 'groups'"],
      [() => new SeparableConv2d(2, 3, { stride: 0 }), 'stride', '>= 1'],
      [() => new Permute(1 as never), 'Permute', '[2, 1]'],
      [() => new ZeroPadding(-1), 'ZeroPadding', '>= 0', '-1'],
      [() => new ZeroPadding([1, 2, 3] as never), 'ZeroPadding', 'an array of 3'],
      [() => new ZeroPadding({} as never), 'ZeroPadding', 'an object'],
      [() => new ZeroPadding([[1], [2]] as never), 'ZeroPadding', 'an array of 2'],
      [() => new BatchNorm({ momentum: 1.1 }), 'BatchNorm momentum', '[0, 1]', '1.1'],
      [() => new BatchNorm({ momentum: Number.NaN }), 'BatchNorm momentum'],
      [() => new BatchNorm({ epsilon: 0 }), 'BatchNorm epsilon', '> 0'],
      [() => new BatchNorm({ eps: 1 } as never), 'BatchNorm', "unknown option 'eps'"],
    ];
    for (const [make, ...parts] of wrong) expectError(make, 'argument', ...parts);
  });

  it('name the wrong shape', () => {
    const wrong: [Module, Shape, ...string[]][] = [
      [
        new Conv2d(2, 3),
        [28, 28],
        '[height, width, channels]',
        '[28, 28]; add the channels, as in inputShape: [28, 28, 1]',
      ],
      [new Conv2d(2, 3), [784], 'Conv2d', '[784]; put it before Flatten', 'images with flatten: false.'],
      [new Conv2d(2, 3), [28, 0, 1], 'Conv2d', 'at least 1', '[28, 0, 1]'],
      [new Conv2d(2, 3), [2, 5, 1], 'Conv2d: a window of 3 x 3 must overlap the image', '2 x 5'],
      [new Conv2d(2, 3, { padding: 3 }), [9, 9, 1], 'Conv2d: a window of 3 x 3 must overlap', 'padding 3 x 3.'],
      [new Conv2d(2, 2, { padding: [1, 3], dilation: 2 }), [9, 9, 1], 'Conv2d: a window of 3 x 3', 'padding 1 x 3'],
      [new MaxPool2d(2, { padding: 2 }), [9, 9, 1], 'MaxPool2d: a window of 2 x 2', 'padding 2 x 2.'],
      [new AveragePool2d(2, { padding: [2, 0] }), [9, 9, 1], 'AveragePool2d: a window of 2 x 2', 'padding 2 x 0'],
      [new Conv2d(2, 3, { groups: 3 }), [5, 5, 6], 'Conv2d: 3 groups', '6 channels and 2 filters'],
      [new Conv2d(3, 3, { groups: 'depthwise' }), [5, 5, 2], '2 groups', '3 filters'],
      [new Conv1d(2, 3), [5, 5, 1], 'Conv1d', '[length, channels]', '[5, 5, 1]'],
      [new Conv1d(2, 3), [2, 1], 'Conv1d: a window of 1 x 3'],
      [new ConvTranspose2d(2, 3), [5], 'ConvTranspose2d', '[5]'],
      [new ConvTranspose2d(2, 2, { padding: 1 }), [1, 1, 1], 'ConvTranspose2d'],
      [new MaxPool2d(3), [2, 2, 1], 'MaxPool2d: a window of 3 x 3'],
      [new AveragePool2d(2), [4, 4], 'AveragePool2d', '[4, 4]'],
      [new GlobalAveragePool(), [4], 'GlobalAveragePool', '[..., channels]', '[4]'],
      [new GlobalMaxPool(), [4], 'GlobalMaxPool', '[..., channels]', '[4]'],
      [new MaxPool1d(2), [4, 4, 1], 'MaxPool1d', '[length, channels]', '[4, 4, 1]'],
      [new AveragePool1d(5), [4, 1], 'AveragePool1d: a window of 1 x 5'],
      [new AdaptiveAveragePool2d(2), [4, 4], 'AdaptiveAveragePool2d', '[4, 4]'],
      [new SeparableConv2d(2, 3), [5, 5], 'SeparableConv2d', '[5, 5]'],
      [new Reshape([4]), [2, 3], '[2, 3] has 6 elements', '[4]'],
      [new Reshape('4' as never), [4], 'expected a shape', "'4'"],
      [new Permute([2, 2]), [3, 4], 'each axis', '[0, 2, 2]'],
      [new Permute([0, 1]), [3, 4], 'each axis'],
      [
        new ZeroPadding([
          [1, 1],
          [0, 0],
        ]),
        [4, 2],
        'ZeroPadding',
        '[length, channels]',
        '[4, 2]',
      ],
      [new UpSample(2), [4, 4], 'UpSample', '[4, 4]'],
      [new BatchNorm(), [], 'BatchNorm', '[..., channels]', '[]'],
    ];
    for (const [layer, shape, ...parts] of wrong) expectError(() => layer.build(shape), 'shape', ...parts);
    expectError(() => new ConvTranspose2d(2, 2, { outputPadding: 1 }).build([2, 2, 1]), 'argument', 'outputPadding');
    expectError(() => new Conv2d(2, 3).build([5, 5, 1], [5, 5, 1]), 'shape', 'Conv2d: expected one input');
  });

  it('an open dimension stays open, or what is computed from it', () => {
    const open = Number.NaN;
    const cases: [Module, Shape, Shape][] = [
      [new MaxPool1d(2), [open, 3], [open, 3]],
      [new AveragePool2d(2), [open, 6, 3], [open, 3, 3]],
      [new GlobalMaxPool(), [open, 3], [3]],
      [new AdaptiveAveragePool2d(2), [open, open, 3], [2, 2, 3]],
      [new ZeroPadding(1), [open, 3], [open, 3]],
      [new Permute([2, 1]), [open, 3], [3, open]],
      [new Reshape([-1, 2]), [open, 4], [open, 2]],
    ];
    for (const [layer, from, to] of cases) expect(layer.build(from).outputShape, layer.config.type).toEqual(to);
  });

  it('BatchNorm declares parameters that do not train, and that it needs whole batches', () => {
    expect(new BatchNorm().build([4, 4, 2])).toEqual({
      outputShape: [4, 4, 2],
      wholeBatch: true,
      parameters: {
        scale: { shape: [2], initializer: 1 },
        offset: { shape: [2], initializer: 'zeros' },
        runningMean: { shape: [2], initializer: 'zeros', trainable: false },
        runningVariance: { shape: [2], initializer: 1, trainable: false },
      },
    });
  });
});
