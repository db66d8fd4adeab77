/** Layers that normalise each example, and Dropout2d. layers.test.ts compares all of them with PyTorch. */
import { describe, expect, it } from 'vitest';
import {
  type Backend,
  BatchNorm,
  type Context,
  concat,
  type Draw,
  Dropout2d,
  fill,
  fromConfig,
  GroupNorm,
  groupNorm,
  LAYERS,
  LayerNorm,
  type LayerRandom,
  layerNorm,
  type Module,
  multiply,
  Network,
  RMSNorm,
  rmsNorm,
  type Shape,
  type Tensor,
  upload,
} from '../../src/index.js';
import { contextOf, type Named, pullback } from '../support/gradients.js';
import {
  expectClose,
  expectError,
  expectTensor,
  FLOATS,
  newBackend,
  numbersOf,
  SAME,
  scatteredArray,
  t,
  valuesOf,
} from '../support/index.js';
import { type LayerCase, nameOf, readNormalization, unpack, uploadPacked } from '../support/reference.js';

const { NaN: nan } = Number;
const inference = contextOf({});

/** The layer's parameters before training. */
function firstParameters(backend: Backend, layer: Module, inputShape: Shape, dtype: 'float32' | 'float64'): Named {
  const specs = Object.entries(layer.build(inputShape).parameters ?? {});
  return Object.fromEntries(
    specs.map(([name, { shape, initializer }]) => [name, fill(backend, shape, Number(initializer) || 0, dtype)]),
  );
}

const apply = (backend: Backend, layer: Module, x: Tensor): Tensor =>
  layer.call(contextOf(firstParameters(backend, layer, x.shape.slice(1), x.dtype as 'float64')), x) as Tensor;

describe('normalisation of data with mean 1e4 and deviation 1', () => {
  const cases = readNormalization().large.map((one) => ({ name: nameOf(one.config), one }));

  it.each(cases)('$name stays precise in float32', async ({ one }) => {
    const backend = await newBackend();
    const layer = fromConfig('layer', LAYERS, one.config);
    const [x, dY] = [one.x, one.dY].map((packed) => uploadPacked(backend, packed, 'float32')) as [Tensor, Tensor];
    const parameters = firstParameters(backend, layer, x.shape.slice(1), 'float32');
    const { y, dX, gradients } = pullback(layer, parameters, x, dY);
    // The usual gate is 1e-3. A mean rounded to float32 would be off by up to 5e-4.
    const tolerance = { relative: 1e-5, absolute: 2e-6 };
    expectClose(await valuesOf(y), unpack(one.y, 'float32'), tolerance);
    expectClose(await valuesOf(dX), unpack(one.dX, 'float32'), tolerance);
    for (const [name, gradient] of Object.entries(one.gradients)) {
      expectClose(await valuesOf(gradients[name] as Tensor), unpack(gradient, 'float32'), tolerance);
    }
  });
});

describe.each(FLOATS)('in %s', (dtype) => {
  it('equal elements become the offset', async () => {
    const backend = await newBackend();
    const x = fill(backend, [2, 3, 6], 1e4 / 3, dtype);
    const parameters = { scale: fill(backend, [6], 2, dtype), offset: fill(backend, [6], 0.5, dtype) };
    for (const layer of [new LayerNorm(), new GroupNorm(2)]) {
      const y = layer.call(contextOf(parameters), x);
      expect(await numbersOf(y)).toEqual(new Array(36).fill(0.5));
    }
  });
});

describe('LayerNorm, RMSNorm and GroupNorm', () => {
  it('a NaN or an infinity affects only its row, or only its group of its example', async () => {
    const backend = await newBackend();
    const rows = t(backend, [
      [nan, 1, 2],
      [Number.POSITIVE_INFINITY, 1, 2],
      [-1, 0, 1],
    ]);
    const step = Math.sqrt(1.5);
    const own = await numbersOf(apply(backend, new LayerNorm({ epsilon: 1e-14 }), rows));
    await expectTensor(t(backend, own), [9], [nan, nan, nan, nan, nan, nan, -step, 0, step]);
    const roots = apply(backend, new RMSNorm({ epsilon: 1e-14 }), rows);
    await expectTensor(roots, [3, 3], [nan, nan, nan, nan, 0, 0, -step, 0, step]);
    const groups = apply(backend, new GroupNorm(2, { epsilon: 1e-14 }), t(backend, [[nan, 1, 3, 5]]));
    await expectTensor(groups, [1, 4], [nan, nan, -1, 1]);
  });

  it('compute the same in training and outside, and for an example alone and in a batch', async () => {
    const backend = await newBackend();
    const x = upload(backend, scatteredArray([3, 2, 2, 4]));
    const parameters = { scale: t(backend, [1, 2, 3, 4]), offset: t(backend, [4, 3, 2, 1]) };
    for (const layer of [new LayerNorm(), new RMSNorm(), new GroupNorm(2)]) {
      const all = await numbersOf(layer.call(contextOf(parameters), x) as Tensor);
      const training = contextOf(parameters, { seed: 1, step: 1 });
      expect(await numbersOf(layer.call(training, x) as Tensor)).toEqual(all);
      const first = upload(backend, { layout: 'dense', shape: [1, 2, 2, 4], data: (await x.data()).slice(0, 16) });
      expect(await numbersOf(layer.call(contextOf(parameters), first) as Tensor)).toEqual(all.slice(0, 16));
    }
  });

  it('name their parameters, and keep the shape', () => {
    const scale = { shape: [6], initializer: 1 };
    const offset = { shape: [6], initializer: 'zeros' };
    const outputShape = [2, 6];
    expect(new LayerNorm().build([2, 6])).toEqual({ outputShape, parameters: { scale, offset } });
    expect(new GroupNorm(3).build([2, 6])).toEqual({ outputShape, parameters: { scale, offset } });
    expect(new RMSNorm().build([2, 6])).toEqual({ outputShape, parameters: { scale } });
    expect([new LayerNorm().epsilon, new GroupNorm(1).epsilon, new RMSNorm().epsilon]).toEqual([1e-5, 1e-5, 1e-6]);
  });

  it('normalise over several axes, and over open ones without parameters', async () => {
    const backend = await newBackend();
    expect(new LayerNorm({ axes: 2 }).build([5, 2, 6]).parameters?.['offset']?.shape).toEqual([2, 6]);
    const plain = { affine: false, axes: 2 };
    using model = new Network(backend, new LayerNorm(plain), { inputShape: ['time', 2], dtype: 'float64' });
    expect(model.outputShape).toEqual([nan, 2]);
    for (const time of [1, 2]) {
      const x = fill(backend, [1, time, 2], 3, 'float64');
      const sides = concat([x, multiply(x, -1)], { axis: 1 });
      await expectTensor(model.forward(sides), sides.shape, [...(await numbersOf(sides))].map(Math.sign), {
        relative: 1e-6,
        absolute: 0,
      });
    }
    for (const layer of [new RMSNorm({ axes: 2 }), new LayerNorm({ axes: 3, affine: false })]) {
      const { type, axes } = layer.config;
      expectError(() => layer.build([nan, 0]), 'shape', `${type}`, `[..., ${axes} dimensions]. Received [?, 0]`);
    }
    expectError(() => new LayerNorm().build([nan]), 'shape', '[..., channels]', 'Received [?]');
    expectError(() => new BatchNorm({ affine: false }).build([nan]), 'shape', '[..., channels]', 'Received [?]');
    expectError(() => new GroupNorm(2, { affine: false }).build([nan]), 'shape', 'Received 2 and NaN');
  });

  it('refuse wrong arguments', () => {
    for (const epsilon of [0, -1, nan, '1' as never]) {
      expectError(() => new LayerNorm({ epsilon }), 'argument', 'LayerNorm epsilon: expected a number > 0');
      expectError(() => new RMSNorm({ epsilon }), 'argument', 'RMSNorm epsilon: expected a number > 0');
      expectError(() => new GroupNorm(1, { epsilon }), 'argument', 'GroupNorm epsilon: expected a number > 0');
    }
    expectError(
      () => new LayerNorm({ axes: [-1] as never }),
      'argument',
      'LayerNorm axes: expected a whole number >= 1',
    );
    expectError(() => new RMSNorm({ axes: 0 }), 'argument', 'RMSNorm axes: expected a whole number >= 1');
    expectError(() => new GroupNorm(1, { axes: 1 } as never), 'argument', 'GroupNorm', "'axes'");
    expectError(() => new RMSNorm({ affine: 'no' as never }), 'argument', 'RMSNorm affine: expected true or false');
    expectError(() => new LayerNorm({ eps: 1 } as never), 'argument', 'LayerNorm', "'eps'");
    expectError(() => new RMSNorm(1e-6 as never), 'argument', 'RMSNorm: expected options');
    expectError(() => new GroupNorm(2, { eps: 1 } as never), 'argument', 'GroupNorm', "'eps'");
    for (const groups of [0, 1.5, nan, undefined as never]) {
      expectError(() => new GroupNorm(groups), 'argument', 'GroupNorm groups: expected a whole number >= 1');
    }
  });

  it('refuse wrong shapes', async () => {
    for (const layer of [new LayerNorm(), new RMSNorm(), new GroupNorm(1), new Dropout2d(0.1)]) {
      expectError(() => layer.build([]), 'shape', layer.config.type, 'inputs of shape [..., channels]', 'Received []');
      expectError(() => layer.build([2, 0]), 'shape', layer.config.type, 'Received [2, 0]');
      expectError(() => layer.build([2], [2]), 'shape', layer.config.type, 'expected one input');
    }
    const dividing = 'the groups must divide the channels. Received 4 and 6.';
    expectError(() => new GroupNorm(4).build([2, 6]), 'shape', `GroupNorm: ${dividing}`);
    const backend = await newBackend();
    const [x, six, two] = [[1, 6], [6], [2]].map((shape) => fill(backend, shape, 1, 'float64')) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    expectError(() => groupNorm(x, 4, six, six, 1e-5), 'shape', `groupNorm: ${dividing}`);
    expectError(() => layerNorm(x, two, six, 1e-5), 'shape', 'layerNorm', '[2] and [6]');
    expectError(() => layerNorm(x, six, two, 1e-5), 'shape', 'layerNorm', '[2] and [6]');
    expectError(() => rmsNorm(six, six, 1e-5), 'shape', 'rmsNorm: expected [n, ..., channels]. Received [6].');
    expectError(() => rmsNorm(x, six, 0), 'argument', 'rmsNorm epsilon');
    expectError(() => rmsNorm(x, six, 1, 0), 'argument', 'rmsNorm axes');
    expectError(
      () => layerNorm(x, six, six, 1, 2),
      'shape',
      'layerNorm: expected [n, ...] with 2 axes after n',
      '[1, 6]',
    );
  });
});

describe('Dropout2d', () => {
  const rate = 0.4;
  const draw = (firstRow = 0): Draw => ({ seed: 11, step: 1, firstRow });

  it('scales the kept channels as PyTorch does, and drops the others, their gradients too', async () => {
    const expected = readNormalization().layers.find(({ config }) => config.type === 'Dropout2d') as LayerCase;
    const backend = await newBackend();
    const [x, dY] = [expected.x, expected.dY].map((packed) => uploadPacked(backend, packed, 'float64'));
    const { y, dX } = pullback(new Dropout2d(rate), {}, x as Tensor, dY as Tensor, draw());
    const [ours, gradient] = [await numbersOf(y), await numbersOf(dX)];
    const [examples = 0, rows = 0, columns = 0, channels = 0] = expected.x.shape;
    let [dropped, compared] = [0, 0];
    for (let example = 0; example < examples; example++) {
      for (let channel = 0; channel < channels; channel++) {
        const places = Array.from({ length: rows * columns }, (_, p) => (example * 6 + p) * channels + channel);
        const isKept = ours[places[0] as number] !== 0;
        expect(places.every((at) => (ours[at] !== 0) === isKept && (gradient[at] !== 0) === isKept)).toBe(true);
        dropped += isKept ? 0 : 1;
        for (const at of places) {
          if (!isKept || expected.y.data[at] === 0) continue;
          expect(ours[at]).toBeCloseTo(expected.y.data[at] ?? nan, 13);
          expect(gradient[at]).toBeCloseTo(expected.dX.data[at] ?? nan, 13);
          compared += 1;
        }
      }
    }
    expect(dropped).toBeGreaterThan(10);
    expect(dropped).toBeLessThan(30);
    expect(compared).toBeGreaterThan(60);
  });

  it('takes word c of the row for channel c, as Dropout does for a row of as many elements', async () => {
    const backend = await newBackend();
    // Rows 4 and 5 of a batch, at rate 0.25; the masks are from scripts/math/random_reference.py.
    const kept = Array.from('1111111011101111011111100011111001110101', (digit) => Number(digit) * (4 / 3));
    const context = contextOf({}, draw(4));
    const y = new Dropout2d(0.25).call(context, fill(backend, [2, 2, 1, 20], 1, 'float64'));
    const [first, second] = [kept.slice(0, 20), kept.slice(20)];
    await expectTensor(y, [2, 2, 1, 20], [...first, ...first, ...second, ...second]);
  });

  it('keeps a channel whose word equals the threshold', async () => {
    const backend = await newBackend();
    const words = [0.25 * 2 ** 32, 0.25 * 2 ** 32 - 1];
    const random = { row: () => ({ uint32: () => words.shift() }) } as unknown as LayerRandom;
    const x = t(backend, [
      [
        [3, 3],
        [6, 6],
      ],
    ]);
    const y = new Dropout2d(0.25).call({ training: true, random } as Context, x);
    await expectTensor(y, [1, 2, 2], [4, 0, 8, 0]);
  });

  it('draws the same for a batch in chunks', async () => {
    const backend = await newBackend();
    const { data } = scatteredArray([7, 3, 2, 4]);
    const rowsFrom = async (from: number, to: number) => {
      const part = { layout: 'dense', shape: [to - from, 3, 2, 4], data: data.slice(from * 24, to * 24) } as const;
      return numbersOf(new Dropout2d(rate).call(contextOf({}, draw(from)), upload(backend, part)));
    };
    const whole = await rowsFrom(0, 7);
    expect([...(await rowsFrom(0, 3)), ...(await rowsFrom(3, 4)), ...(await rowsFrom(4, 7))]).toEqual(whole);
    expect(whole).toContain(0);
  });

  it('returns its input outside training, and at rate 0, where it draws nothing', async () => {
    const backend = await newBackend();
    const x = upload(backend, scatteredArray([2, 3, 4]));
    expect(new Dropout2d(rate).call(inference, x)).toBe(x);
    const random = { row: () => expect.unreachable() } as unknown as LayerRandom;
    const y = new Dropout2d(0).call({ training: true, random } as Context, x);
    expectClose(await valuesOf(y), await valuesOf(x), SAME);
  });

  it.each([-0.1, 1, nan])('refuses rate %d', (value) => {
    expectError(() => new Dropout2d(value), 'argument', 'Dropout2d rate', '[0, 1)', String(value));
  });
});
