import { describe, expect, it, vi } from 'vitest';
import {
  type Backend,
  BatchNorm,
  type Context,
  Dense,
  type DenseArray,
  Dropout,
  dense,
  Flatten,
  fill,
  MeanSquaredError,
  type Module,
  ReLU,
  Sequential,
  Softmax,
  SoftmaxCrossEntropy,
  scope,
  Tanh,
  type Tensor,
  tensor,
  upload,
} from '../../src/index.js';
import {
  csr,
  expectClose,
  expectError,
  expectTensor,
  labels,
  liveBuffers,
  newBackend,
  numbersOf,
  SAME,
  scatteredArray,
  t,
  valuesOf,
  weightsOf,
} from '../support/index.js';

const f64 = (values: readonly number[], shape: readonly number[]): DenseArray =>
  dense(Float64Array.from(values), shape);

const build = (backend: Backend, layers: readonly Module[], inputShape: readonly number[] = [2]): Sequential =>
  new Sequential(backend, { inputShape, layers, dtype: 'float64' });

describe('a network that cannot be built to its end', () => {
  it.each([1, 2, 3, 4])('releases what it uploaded when upload %i fails', async (failing) => {
    const backend = await newBackend();
    let uploads = 0;
    const full: Backend = {
      ...backend,
      upload: (...args) => {
        uploads += 1;
        if (uploads === failing) throw new RangeError('Array buffer allocation failed');
        return backend.upload(...args);
      },
    };
    expect(() => build(full, [new Dense(3), new Dense(2)])).toThrow(RangeError);
    expect(liveBuffers(backend)).toBe(0);
  });
});

describe('summary', () => {
  it('lists layers, output shapes and parameter counts', async () => {
    const backend = await newBackend();
    const layers = [new Flatten(), new Dense(532), new ReLU(), new Dropout(0.2), new Dense(10, { bias: false })];
    const model = new Sequential(backend, { inputShape: [28, 28], layers });
    expect(model.summary()).toBe(
      [
        'Input [n, 28, 28]',
        '#  Layer    Output    Parameters',
        '0  Flatten  [n, 784]           0',
        '1  Dense    [n, 532]     417,620',
        '2  ReLU     [n, 532]           0',
        '3  Dropout  [n, 532]           0',
        '4  Dense    [n, 10]        5,320',
        "Parameters: 422,940 (float32, backend 'naive')",
      ].join('\n'),
    );
    expect(model.parameterCount).toBe(422940);
    model.freeze('1.weight');
    expect(model.summary().split('\n').at(-1)).toBe("Parameters: 422,940 (float32, backend 'naive'), trained: 5,852");
    model.unfreeze('1.weight');
    expect(model.summary().split('\n').at(-1)).toBe("Parameters: 422,940 (float32, backend 'naive')");
  });
});

describe('parameters', () => {
  it('are named by position and role, in order', async () => {
    const backend = await newBackend();
    const model = build(backend, [new Dense(3), new ReLU(), new Dense(1, { bias: false })]);
    expect(model.parameters.list.map(({ name, value }) => [name, value.shape, value.dtype])).toEqual([
      ['0.weight', [2, 3], 'float64'],
      ['0.bias', [3], 'float64'],
      ['2.weight', [3, 1], 'float64'],
    ]);
    expect([model.inputShape, model.outputShape]).toEqual([[2], [1]]);
  });

  it('start from the generator, biases at zero, the same numbers in both dtypes', async () => {
    const backend = await newBackend();
    const make = (dtype: 'float32' | 'float64', seed: number): Promise<Record<string, ArrayLike<number>>> =>
      weightsOf(
        new Sequential(backend, {
          inputShape: [2],
          layers: [new Dense(3), new Dense(1)],
          dtype,
          seed,
        }),
      );
    const [double, single, again, another] = [
      await make('float64', 5),
      await make('float32', 5),
      await make('float64', 5),
      await make('float64', 6),
    ];
    expect(double).toEqual(again);
    expect(double['0.weight']).not.toEqual(another['0.weight']);
    expect(single['0.weight']).toEqual(Float32Array.from(double['0.weight'] as Float64Array));
    expect(double['0.bias']).toEqual(new Float64Array(3));
    // Of scripts/math/random_reference.py, to the rounding of 2 pi v; heNormal with fanIn 2 has standard deviation 1.
    const exact = [1.07822118955098, 0.32497394168098, -1.16398495339371, 1.1702032419492, -0.32402005222509];
    for (const [i, value] of exact.entries()) expect(double['0.weight']?.[i]).toBeCloseTo(value, 13);
  });

  it('take given values instead, in the network’s dtype', async () => {
    const backend = await newBackend();
    const parameters = new Map([
      ['0.weight', f64([1, 2, 3, 4], [2, 2])],
      ['0.bias', f64([0.1, -1], [2])],
    ]);
    const model = new Sequential(backend, {
      inputShape: [2],
      layers: [new Dense(2)],
      parameters,
      seed: 1,
      dtype: 'float32',
    });
    expect(await weightsOf(model)).toEqual({
      '0.weight': Float32Array.of(1, 2, 3, 4),
      '0.bias': Float32Array.of(0.1, -1),
    });
  });

  it.each<{ why: string; values: [string, DenseArray][]; code: 'shape' | 'argument'; parts: string[] }>([
    { why: 'a missing one', values: [], code: 'shape', parts: ["'0.bias' must be [2]", 'Received nothing'] },
    { why: 'a wrong shape', values: [['0.bias', f64([1, 2], [1, 2])]], code: 'shape', parts: ["'0.bias'", '[1, 2]'] },
    { why: 'too few elements', values: [['0.bias', f64([1], [2])]], code: 'shape', parts: ["'0.bias' must be [2]"] },
    {
      why: 'an unknown one',
      values: [
        ['0.bias', f64([1, 2], [2])],
        ['7.bias', f64([1], [1])],
      ],
      code: 'argument',
      parts: ["no parameter '7.bias'"],
    },
  ])('refuse values with $why, before allocating', async ({ values, code, parts }) => {
    const backend = await newBackend();
    const parameters = new Map<string, DenseArray>([['0.weight', f64([1, 2, 3, 4], [2, 2])], ...values]);
    const make = (): Sequential => new Sequential(backend, { inputShape: [2], layers: [new Dense(2)], parameters });
    expectError(make, code, ...parts);
    expect(liveBuffers(backend)).toBe(0);
  });

  it('outlive a scope and go with dispose', async () => {
    const backend = await newBackend();
    let model: Sequential | undefined;
    scope(() => {
      model = build(backend, [new Dense(3)]);
    });
    expect(liveBuffers(backend)).toBe(2);
    model?.dispose();
    model?.dispose();
    expect(liveBuffers(backend)).toBe(0);
  });
});

describe('construction refuses', () => {
  it('no layers, layers that do not fit, and a dtype that the backend lacks', async () => {
    const backend = await newBackend();
    expectError(() => build(backend, []), 'argument', 'expected an array of layers');
    for (const inputShape of [[-1], [2.5], [Number.NaN, 2]]) {
      expectError(
        () => build(backend, [new ReLU()], inputShape),
        'shape',
        'Sequential inputShape',
        'whole numbers >= 0',
      );
    }
    expectError(() => build(backend, [new Dense(3)], [2, 0]), 'shape', 'Dense', '[2, 0]');
    const single = { ...backend, name: 'single', dtypes: ['float32' as const] };
    expectError(() => build(single, [new Dense(1)]), 'dtype', 'Sequential', "'single' has no float64");
    expect(liveBuffers(backend)).toBe(0);
  });

  it('and takes the backend’s first float dtype otherwise', async () => {
    const backend = { ...(await newBackend()), dtypes: ['float64', 'float32'] as const };
    expect(new Sequential(backend, { inputShape: [2], layers: [new Dense(1)] }).dtype).toBe('float64');
  });
});

describe('forward', () => {
  it('runs the layers in order, without dropping', async () => {
    const backend = await newBackend();
    const model = new Sequential(backend, {
      inputShape: [2],
      dtype: 'float64',
      layers: [new Dense(2), new ReLU(), new Dropout(0.9), new Dense(1)],
      parameters: new Map([
        ['0.weight', f64([1, -1, 2, -2], [2, 2])],
        ['0.bias', f64([0.5, 0.5], [2])],
        ['3.weight', f64([10, 100], [2, 1])],
        ['3.bias', f64([1], [1])],
      ]),
    });
    await expectTensor(
      model.forward(
        t(backend, [
          [1, 1],
          [-1, -1],
        ]),
      ),
      [2, 1],
      [36, 351],
    );
    expect(liveBuffers(backend)).toBe(6);
  });

  it('returns a new tensor even if the network changes nothing', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1, 2]]);
    const y = build(backend, [new Dropout(0.5)]).forward(x);
    expect(y).not.toBe(x);
    y.dispose();
    await expectTensor(x, [1, 2], [1, 2]);
  });

  it('does not hand out its input where a layer of one’s own does', async () => {
    class Identity extends ReLU {
      override call(_context: Context, x: Tensor): Tensor {
        return x;
      }
    }
    const backend = await newBackend();
    const x = t(backend, [[-1, 2]]);
    const y = build(backend, [new Identity()]).forward(x);
    y.dispose();
    await expectTensor(x, [1, 2], [-1, 2]);
  });

  it.each<[what: string, given: (y: Tensor) => unknown, received: string]>([
    ['a number', () => 3, '3'],
    ['a promise', (y) => Promise.resolve(y), 'a promise'],
    ['an array with something else in it', (y) => [y, 3], 'an array of 2 elements'],
    ['an array of nothing', () => [], 'an array of 0 elements'],
  ])('refuses a layer whose call returns %s', async (_what, given, received) => {
    class Odd extends ReLU {
      override call(context: Context, x: Tensor): Tensor {
        return given(super.call(context, x)) as Tensor;
      }
    }
    const backend = await newBackend();
    const model = build(backend, [new Odd(), new Dense(1)]);
    const x = t(backend, [[1, 2]]);
    const before = liveBuffers(backend);
    const message = `ReLU: call must return a tensor, or an array of tensors. Received ${received}.`;
    expectError(() => model.forward(x), 'argument', message);
    expect(liveBuffers(backend)).toBe(before);
  });

  it('takes one row and none', async () => {
    const backend = await newBackend();
    const model = build(backend, [new Dense(3), new Softmax()]);
    expect(model.forward(t(backend, [[1, 2]])).shape).toEqual([1, 3]);
    expect(model.forward(upload(backend, f64([], [0, 2]))).shape).toEqual([0, 3]);
  });

  it('refuses inputs of another shape, layout, dtype or backend', async () => {
    const [backend, elsewhere] = [await newBackend(), await newBackend()];
    const model = build(backend, [new Dense(3)]);
    expectError(() => model.forward(t(backend, [[1, 2, 3]])), 'shape', 'inputs of shape [n, 2]', '[1, 3]');
    expectError(() => model.forward(t(backend, [1, 2])), 'shape', '[n, 2]', '[2]');
    expectError(() => model.forward(tensor(backend, [[1, 2]], 'float32')), 'dtype', 'float32', 'float64');
    expectError(() => model.forward(t(elsewhere, [[1, 2]])), 'backend', 'one backend');
    const sparse = upload(backend, {
      layout: 'csr',
      shape: [1, 2],
      rowOffsets: Int32Array.of(0, 1),
      columns: Int32Array.of(1),
      values: Float64Array.of(3),
    });
    expectError(() => build(backend, [new Tanh()]).forward(sparse), 'argument', 'takes no CSR input', "layout 'dense'");
    expect(model.forward(sparse).shape).toEqual([1, 3]);
  });
});

describe('pass', () => {
  it('returns the loss and a gradient for every parameter', async () => {
    const backend = await newBackend();
    const model = new Sequential(backend, {
      inputShape: [1],
      dtype: 'float64',
      layers: [new Dense(1)],
      parameters: new Map([
        ['0.weight', f64([3], [1, 1])],
        ['0.bias', f64([1], [1])],
      ]),
    });
    const x = t(backend, [[1], [2]]);
    const { loss, gradients } = model.pass(x, t(backend, [[3], [9]]), new MeanSquaredError(), { seed: 0, step: 1 });
    expect(await loss.item()).toBe((1 + 4) / 2); // outputs 4 and 7
    await expectTensor(gradients.get('0.weight') as Tensor, [1, 1], [1 - 4]);
    await expectTensor(gradients.get('0.bias') as Tensor, [1], [1 - 2]);
    expect([...gradients.keys()]).toEqual(['0.weight', '0.bias']);
    expect(liveBuffers(backend)).toBe(7);
  });

  it('returns the gradient of the input on request', async () => {
    const backend = await newBackend();
    const layers = [new Flatten(), new Dense(1), new ReLU()];
    const parameters = new Map([
      ['1.weight', f64([3, -2], [2, 1])],
      ['1.bias', f64([1], [1])],
    ]);
    const model = new Sequential(backend, { inputShape: [2, 1], dtype: 'float64', layers, parameters });
    const x = t(backend, [
      [[1], [1]], // 3 - 2 + 1 = 2
      [[0], [1]], // -2 + 1 < 0: the ReLU lets nothing through
    ]);
    const targets = t(backend, [[1], [5]]);
    const loss = new MeanSquaredError();
    const pass = model.pass(x, targets, loss, { seed: 0, step: 1, inputGradient: true });
    await expectTensor(pass.inputGradients[0] as Tensor, [2, 2, 1], [3, -2, 0, 0]); // 2 (2 - 1) / 2 = 1, times w
    await expectTensor(pass.gradients.get('1.weight') as Tensor, [2, 1], [1, 1]);
    expect(model.pass(x, targets, loss, { seed: 0, step: 1 }).inputGradients).toEqual([]);
  });

  it('returns the gradient of the input for layers without parameters', async () => {
    const backend = await newBackend();
    const model = new Sequential(backend, { inputShape: [1], dtype: 'float64', layers: [new ReLU()] });
    const x = t(backend, [[-1], [3]]);
    const pass = model.pass(x, t(backend, [[0], [1]]), new MeanSquaredError(), {
      seed: 0,
      step: 1,
      inputGradient: true,
    });
    await expectTensor(pass.inputGradients[0] as Tensor, [2, 1], [0, 2]);
    expect(pass.gradients.size).toBe(0);
  });

  it('has no gradient of a CSR input', async () => {
    const backend = await newBackend();
    const x = csr(backend);
    const model = new Sequential(backend, { inputShape: [x.shape[1] ?? 0], dtype: 'float64', layers: [new Dense(1)] });
    const targets = fill(backend, [x.shape[0] ?? 0, 1], 1, 'float64');
    const pass = () => model.pass(x, targets, new MeanSquaredError(), { seed: 0, step: 1, inputGradient: true });
    expectError(pass, 'argument', 'CSR', "layout 'dense'");
  });

  it('drops elements by the seed and the step', async () => {
    const backend = await newBackend();
    const model = build(backend, [new Dense(8), new Dropout(0.5), new Dense(1)]);
    const x = upload(backend, scatteredArray([3, 2]));
    const targets = t(backend, [[1], [2], [3]]);
    const lossWith = async (seed: number, step: number): Promise<number> =>
      model.pass(x, targets, new MeanSquaredError(), { seed, step }).loss.item();
    expect(await lossWith(1, 1)).toBe(await lossWith(1, 1));
    expect(await lossWith(1, 1)).not.toBe(await lossWith(2, 1));
    expect(await lossWith(1, 1)).not.toBe(await lossWith(1, 2));
  });

  it('leaves nothing behind when a loss refuses its targets', async () => {
    const backend = await newBackend();
    const model = build(backend, [new Dense(3), new ReLU(), new Dense(2)]);
    const x = t(backend, [[1, 2]]);
    const targets = t(backend, [[1, 2, 3]]);
    const before = liveBuffers(backend);
    expectError(
      () => model.pass(x, targets, new MeanSquaredError(), { seed: 0, step: 1 }),
      'shape',
      '[1, 2]',
      '[1, 3]',
    );
    expect(liveBuffers(backend)).toBe(before);
  });
});

describe('Dense with a ReLU behind it runs as one layer', () => {
  /** A subclass is never fused, for it may compute something else. */
  class Apart extends ReLU {}
  class DenseApart extends Dense {}

  it.each([true, false])('with the bits of the two apart (bias %s)', async (bias) => {
    const backend = await newBackend();
    const make = (Activation: typeof ReLU): Sequential => {
      const layers = [new Dense(6, { bias }), new Activation(), new Dense(4, { bias }), new Activation(), new Dense(3)];
      return build(backend, layers);
    };
    const [fused, apart] = [make(ReLU), make(Apart)];
    const x = upload(backend, scatteredArray([5, 2]));
    expectClose(await valuesOf(fused.forward(x)), await valuesOf(apart.forward(x)), SAME);
    const passes = [fused, apart].map((model) =>
      model.pass(x, labels(backend, [0, 1, 2, 1, 0]), new SoftmaxCrossEntropy(), { seed: 0, step: 1 }),
    );
    expect(await passes[0]?.loss.item()).toBe(await passes[1]?.loss.item());
    expect([...(passes[0]?.gradients.keys() ?? [])].sort()).toEqual(
      fused.parameters.list.map(({ name }) => name).sort(),
    );
    for (const [name, gradient] of passes[0]?.gradients ?? []) {
      expectClose(await valuesOf(gradient), await valuesOf(passes[1]?.gradients.get(name) as Tensor), SAME);
    }
  });

  it('and the ReLU does not run again', async () => {
    const naive = await newBackend();
    let calls = 0;
    const maximum: Backend['maximum'] = (...operands) => {
      calls += 1;
      return naive.maximum(...operands);
    };
    const model = build({ ...naive, maximum }, [new Dense(3), new ReLU(), new Dense(3), new ReLU(), new ReLU()]);
    model.forward(t(model.backend, [[1, 2]]));
    expect(calls).toBe(3);
  });

  it.each([
    [new Dense(3), new Apart(), 1],
    [new DenseApart(3), new ReLU(), 1],
    [new Dense(3), new Tanh(), 1],
    [new Dense(3), new ReLU(), 0],
    [new BatchNorm(), new ReLU(), 0],
    [new (class extends BatchNorm {})(), new ReLU(), 1],
  ])('unless one of them is a subclass (%#)', async (layer, next, calls) => {
    const call = vi.spyOn(next, 'call');
    const model = build(await newBackend(), [layer, next]);
    model.forward(t(model.backend, [[1, 2]]));
    expect(call).toHaveBeenCalledTimes(calls);
  });

  it('NaN goes through', async () => {
    const backend = await newBackend();
    const model = build(backend, [new Dense(3), new ReLU()]);
    expect(await numbersOf(model.forward(t(backend, [[Number.NaN, 1]])))).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});
