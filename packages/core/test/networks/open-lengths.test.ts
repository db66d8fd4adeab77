/** Networks whose inputs have dimensions of any length. */
import { describe, expect, it } from 'vitest';
import { input, layer, network } from '../../src/functional/index.js';
import {
  Add,
  add,
  type Blueprint,
  type Context,
  type Dataset,
  Dense,
  dense,
  evaluate,
  Flatten,
  fit,
  GELU,
  LayerNorm,
  type Module,
  matmul,
  Network,
  networkFromConfig,
  predict,
  ReLU,
  Sequential,
  SGD,
  type Shape,
  SoftmaxCrossEntropy,
  softmax,
  type Tensor,
  upload,
} from '../../src/index.js';
import {
  expectClose,
  expectError,
  expectTensor,
  labels,
  liveBuffers,
  newBackend,
  SAME,
  scatteredArray,
  t,
  valuesOf,
} from '../support/index.js';

/** What every row takes of all others: softmax(x x^T) x. */
class Mix implements Module {
  readonly config = { type: 'Mix' };
  build(shape: Shape): Blueprint {
    return { outputShape: shape };
  }
  call(_context: Context, x: Tensor): Tensor {
    return matmul(softmax(matmul(x, x, { transposeB: true })), x);
  }
}

const layers = () => [new Dense(4), new LayerNorm(), new GELU(), new Mix(), new Dense(3)];

const tagger = async () =>
  new Sequential(await newBackend(), { inputShape: ['time', 2], dtype: 'float64', layers: layers(), seed: 2 });

/** Sentences of four lengths: a batch has one of them. */
const sentences: Dataset = {
  length: 12,
  inputShape: [2],
  batch: (indices) => {
    const time = 1 + ((indices[0] as number) % 4);
    const x = scatteredArray([indices.length, time, 2], 'float64', (indices[0] as number) + 1);
    const data = Int32Array.from({ length: indices.length * time }, (_, at) =>
      (x.data[2 * at] as number) > 0 ? 1 : 2,
    );
    return { x, y: dense(data, [indices.length, time]) };
  },
};

describe('an open dimension', () => {
  it('is in the shapes of the layers and of the outputs, with its name where it was given', async () => {
    using model = await tagger();
    expect(model.inputShapes).toEqual([[Number.NaN, 2]]);
    expect(model.outputShape).toEqual([Number.NaN, 3]);
    expect(model.summary().split('\n')[0]).toBe('Input [n, time, 2]');
    expect(model.summary()).toContain('[n, ?, 3]');
  });

  it('takes batches of any length; each example is computed as alone', async () => {
    using model = await tagger();
    const { backend } = model;
    for (const time of [1, 5]) {
      const array = scatteredArray([3, time, 2]);
      const whole = await valuesOf(model.forward(upload(backend, array)));
      expect(whole.shape).toEqual([3, time, 3]);
      for (let row = 0; row < 3; row++) {
        const own = dense(array.data.subarray(row * time * 2, (row + 1) * time * 2), [1, time, 2]);
        const alone = await valuesOf(model.forward(upload(backend, own)));
        const same = dense(whole.data.subarray(row * time * 3, (row + 1) * time * 3) as Float64Array, [1, time, 3]);
        expectClose(alone, same, SAME);
      }
    }
    expectError(() => model.forward(t(backend, [[[1, 2, 3]]])), 'shape', 'expected inputs of shape [n, time, 2]');
  });

  it('trains on batches of different lengths, is evaluated and predicts', async () => {
    using model = await tagger();
    const loss = new SoftmaxCrossEntropy();
    using optimizer = new SGD({ learningRate: 0.3 });
    const before = liveBuffers(model.backend);
    const { loss: losses } = await fit(model, sentences, { loss, optimizer, epochs: 30, batchSize: 3, shuffle: false });
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 2);
    const { classification, rows } = await evaluate(model, sentences, { loss, batchSize: 3 });
    // Batches begin at 0, 3, 6 and 9: sentences of 1, 4, 3 and 2 tokens.
    expect([rows, classification?.predictions.length]).toEqual([12, 3 * (1 + 4 + 3 + 2)]);
    expect(classification?.accuracy).toBeGreaterThan(0.8);
    const x = scatteredArray([5, 3, 2]);
    const predicted = await predict(model, x, { batchSize: 2 });
    expect(predicted.shape).toEqual([5, 3, 3]);
    expectClose(predicted, await valuesOf(model.forward(upload(model.backend, x))), SAME);
    expect((await predict(model, scatteredArray([0, 3, 2]))).shape).toEqual([0, 0, 3]);
    expect(liveBuffers(model.backend)).toBe(before + 2); // x, and what forward made of it
  });

  it('does not keep a full batch or validation data from staying on the backend', async () => {
    using model = await tagger();
    let calls = 0;
    const batch: Dataset['batch'] = (indices) => {
      calls += 1;
      return sentences.batch(indices);
    };
    const counted: Dataset = { ...sentences, batch };
    const options = { loss: new SoftmaxCrossEntropy(), optimizer: new SGD(), batchSize: 'full', epochs: 3 } as const;
    await fit(model, counted, { ...options, validation: counted });
    expect(calls).toBe(2);
  });

  it('survives JSON', async () => {
    using model = await tagger();
    expect(model.config.inputShape).toEqual(['time', 2]);
    const config = JSON.parse(JSON.stringify(model.config));
    const table = { Mix: () => new Mix() };
    const parameters = await model.parameters.read();
    using again = networkFromConfig(model.backend, config, { dtype: 'float64', layers: table, parameters });
    const x = upload(model.backend, scatteredArray([2, 3, 2]));
    expectClose(await valuesOf(again.forward(x) as Tensor), await valuesOf(model.forward(x)), SAME);
  });

  it('of one name has one length in all inputs', async () => {
    const backend = await newBackend();
    const [a, b] = [input(['time', 2]), input(['time', 2])];
    using model = network(backend, { inputs: [a, b], outputs: layer(new Add())(a, b), dtype: 'float64' });
    expect(model.config.inputShape).toEqual([
      ['time', 2],
      ['time', 2],
    ]);
    const [two, three] = [2, 3].map((time) => upload(backend, scatteredArray([1, time, 2]))) as [Tensor, Tensor];
    await expectTensor(model.forward(two, two), [1, 2, 2], await valuesOf(add(two, two)).then(({ data }) => [...data]));
    expectError(() => model.forward(two, three), 'shape', "'time' must have one length", '2 and 3');
  });

  it('can not be where a parameter needs a number', async () => {
    const backend = await newBackend();
    const build = (given: readonly Module[]) => new Sequential(backend, { inputShape: ['time', 2], layers: given });
    expectError(() => build([new Flatten(), new Dense(3)]), 'shape', 'Dense', 'with fixed channels', 'Received [?].');
    expectError(() => new Network(backend, new ReLU(), { inputShape: ['', 2] }), 'shape', 'inputShape');
    expect(liveBuffers(backend)).toBe(0);
  });

  it('of labels: one for each token, and no others', async () => {
    using model = await tagger();
    const x = upload(model.backend, scatteredArray([2, 3, 2]));
    const pass = (y: Tensor) => model.pass(x, y, new SoftmaxCrossEntropy(), { seed: 0, step: 1 });
    expect(pass(labels(model.backend, [0, 1, 2, 0, 1, 2]).reshape([2, 3])).weight).toBe(6);
    expectError(
      () => pass(labels(model.backend, [0, 1])),
      'shape',
      'one label for each row of the logits [2, 3, 3]',
      'Flatten',
    );
  });
});
