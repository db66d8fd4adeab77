/** `Predictor`: batches, probabilities, sparse uploads. */
import { describe, expect, it } from 'vitest';
import {
  type Backend,
  type DenseArray,
  dense,
  Network,
  Predictor,
  predict,
  ReLU,
  Sequential,
  upload,
} from '../../src/index.js';
import {
  expectClose,
  expectError,
  expectRejection,
  liveBuffers,
  newBackend,
  SAME,
  scatteredArray,
} from '../support/index.js';
import { f64, productOf, Split } from '../support/modules.js';
import { classifier } from '../support/training.js';

/** A backend that notes what is uploaded and downloaded: the elements of each. */
async function counting(): Promise<{ backend: Backend; up: number[]; down: number[] }> {
  const inner = await newBackend();
  const up: number[] = [];
  const down: number[] = [];
  const backend: Backend = {
    ...inner,
    upload: (data, ...rest) => {
      up.push(data.length);
      return inner.upload(data, ...rest);
    },
    download: (x) => {
      down.push(x.shape.reduce((product, size) => product * size, 1));
      return inner.download(x);
    },
  };
  return { backend, up, down };
}

/** The outputs are the inputs, if none is negative. */
const passing = (backend: Backend, width: number): Sequential =>
  new Sequential(backend, { inputShape: [width], dtype: 'float64', layers: [new ReLU()] });

const split = (backend: Backend): Network<Split> =>
  new Network(backend, new Split(), { inputShape: [2], dtype: 'float64' });

describe('batches', () => {
  it('have one upload and one download each, and give the same bits on both sides of a boundary', async () => {
    const { backend, up, down } = await counting();
    const model = classifier(backend);
    const x = scatteredArray([8, 4]);
    const rows = async (from: number, to: number) => {
      const one = dense(x.data.subarray(4 * from, 4 * to), [to - from, 4]);
      return new Predictor(model, { activation: 'softmax', batchSize: 4 }).predict(one);
    };
    const whole = await predict(model, x, { activation: 'softmax', batchSize: 8 });
    const before = liveBuffers(backend);
    for (const [length, batches] of [
      [3, 1],
      [4, 1],
      [5, 2],
      [8, 2],
    ] as const) {
      for (const list of [up, down]) list.length = 0;
      expectClose(await rows(0, length), dense(whole.data.subarray(0, 3 * length), [length, 3]), SAME);
      expect([up.length, down.length]).toEqual([batches, batches]);
      expect(liveBuffers(backend)).toBe(before);
    }
  });

  it('are of 2,048 rows, and smaller where a layer is wide', async () => {
    const { backend, down } = await counting();
    const width = 2 ** 18;
    for (const [rows, size, expected] of [
      [2050, 2, [2 * 2048, 2 * 2]],
      [5, width, [4 * width, width]],
    ] as const) {
      const model = passing(backend, size);
      await predict(model, dense(new Float64Array(rows * size), [rows, size]));
      expect(down.splice(0)).toEqual(expected);
    }
  });

  it('of no rows upload nothing', async () => {
    const { backend, up } = await counting();
    const predictor = new Predictor(split(backend), { activation: 'sigmoid' });
    expect(await predictor.predictAll(f64([], [0, 2]))).toEqual([f64([], [0, 2]), f64([], [0, 2])]);
    expect(up).toEqual([]);
  });

  it('leave nothing behind when one fails', async () => {
    const model = passing(await newBackend(), 3);
    await expectRejection(new Predictor(model, { batchSize: 1 }).predict(f64([1, 2], [1, 2])), 'shape', '[n, 3]');
    expect(liveBuffers(model.backend)).toBe(0);
  });
});

describe('probabilities', () => {
  const logits = [0, 1, 3, 0, 0, 0];
  const powers = logits.map(Math.exp);

  it('are the softmax of each row', async () => {
    const model = passing(await newBackend(), 3);
    const sums = [1 + Math.E + Math.exp(3), 3];
    const expected = powers.map((power, at) => power / (sums[at < 3 ? 0 : 1] as number));
    const predictor = new Predictor(model, { activation: 'softmax' });
    expectClose(await predictor.predict(f64(logits, [2, 3])), f64(expected, [2, 3]));
    const tokens = new Sequential(model.backend, { inputShape: ['time', 3], dtype: 'float64', layers: [new ReLU()] });
    const options = { activation: 'softmax', batchSize: 1 } as const;
    const twice = f64([...logits, ...logits], [2, 2, 3]);
    expectClose(await predict(tokens, twice, options), f64([...expected, ...expected], [2, 2, 3]));
    expect(liveBuffers(model.backend)).toBe(0);
  });

  it('are the sigmoid of each element', async () => {
    const model = passing(await newBackend(), 3);
    const expected = powers.map((power) => power / (1 + power));
    expectClose(await predict(model, f64(logits, [2, 3]), { activation: 'sigmoid' }), f64(expected, [2, 3]));
  });

  it('are asked for output by output', async () => {
    const model = split(await newBackend());
    const options = { activation: ['softmax', undefined], batchSize: 1 } as const;
    // 2 x and 3 x.
    const [first, second] = await new Predictor(model, options).predictAll(f64([1, 2, 3, 5], [2, 2]));
    const share = (logit: number): number => 1 / (1 + Math.exp(-logit));
    expectClose(first as DenseArray, f64([share(-2), share(2), share(-4), share(4)], [2, 2]));
    expectClose(second as DenseArray, f64([3, 6, 9, 15], [2, 2]), SAME);
  });

  it('may be of several inputs', async () => {
    using model = productOf(await newBackend());
    const inputs = [f64([1, 2, 1, 2], [2, 2]), f64([2, 2], [2, 1])];
    const expected = 1 / (1 + Math.exp(-9)); // (3 - 2) (8 + 1)
    const options = { activation: 'sigmoid', batchSize: 1 } as const;
    expectClose(await predict(model, inputs, options), f64([expected, expected], [2, 1]));
  });

  it('are refused by other names, and of outputs without an axis', async () => {
    const backend = await newBackend();
    const make = (activation: unknown, model: Network = passing(backend, 3)) =>
      new Predictor(model, { activation: activation as 'softmax' });
    expectError(() => make('tanh'), 'argument', "predict activation: expected 'softmax' (of an axis) or 'sigmoid'");
    expectError(() => make(['softmax', 'softmax']), 'argument', 'one for each output');
    const scalars = new Sequential(backend, { inputShape: [], dtype: 'float64', layers: [new ReLU()] });
    expectError(() => make('softmax', scalars), 'argument', 'predict activation');
    expectError(
      () => new Predictor(scalars, { layout: 'dense' as 'csr' }),
      'argument',
      "predict layout: expected 'csr'",
    );
  });
});

describe('sparse uploads', () => {
  it('give the outputs of dense ones, from memory that is used again', async () => {
    const model = classifier(await newBackend());
    const x = scatteredArray([7, 4]);
    for (const [at, value] of x.data.entries()) if (value < 0) x.data[at] = 0;
    const expected = await predict(model, x);
    const predictor = new Predictor(model, { layout: 'csr', batchSize: 3 });
    for (let i = 0; i < 2; i++) expectClose(await predictor.predict(x), expected);
    const zeros = f64([0, 0, 0, 0], [1, 4]);
    expectClose(await predictor.predict(zeros), await predict(model, zeros));
    expect(liveBuffers(model.backend)).toBe(4);
  });

  it('keep what is not a number, and need a layer that takes them', async () => {
    const model = classifier(await newBackend());
    const { data } = await predict(model, f64([0, Number.NaN, 0, 0], [1, 4]), { layout: 'csr' });
    expect([...data]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    const other = passing(model.backend, 4);
    const refused = predict(other, f64([0, 1, 0, 2], [1, 4]), { layout: 'csr' });
    await expectRejection(refused, 'argument', "its first layer takes no CSR input. Use layout 'dense'.");
    expect(liveBuffers(model.backend)).toBe(4);
  });
});

it('owns nothing: the network is as before', async () => {
  const model = classifier(await newBackend());
  const x = scatteredArray([2, 4]);
  await new Predictor(model, { activation: 'softmax' }).predict(x);
  using input = upload(model.backend, x);
  using y = model.forward(input);
  expectClose(await predict(model, x), { shape: y.shape, data: await y.data() }, SAME);
});
