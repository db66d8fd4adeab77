import { describe, expect, it, vi } from 'vitest';
import {
  type Backend,
  type CsrArray,
  Dense,
  type DenseArray,
  Dropout,
  dense,
  evaluate,
  Flatten,
  MeanSquaredError,
  predict,
  ReLU,
  Sequential,
  Softmax,
  SoftmaxCrossEntropy,
  sliceRows,
} from '../../src/index.js';
import {
  datasetOf,
  expectClose,
  expectError,
  expectRejection,
  FLOATS,
  liveBuffers,
  newBackend,
  SAME,
  scatteredArray,
  separableDataset,
  t,
  valuesOf,
} from '../support/index.js';
import { classifier, TokenSums } from '../support/training.js';

const f64 = (values: readonly number[], shape: readonly number[]): DenseArray =>
  dense(Float64Array.from(values), shape);

/** Logits are the inputs: what the metrics see can be read off the data. */
async function identity(backend?: Backend): Promise<Sequential> {
  return new Sequential(backend ?? (await newBackend()), {
    inputShape: [3],
    dtype: 'float64',
    layers: [new Dense(3, { bias: false })],
    parameters: new Map([['0.weight', f64([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3])]]),
  });
}

describe('predict', () => {
  it('returns outputs row by row for any batch size', async () => {
    for (const dtype of FLOATS) {
      const model = classifier(await newBackend(), dtype);
      const x = scatteredArray([7, 4], dtype);
      const whole = await predict(model, x);
      expect([whole.layout, whole.shape]).toEqual(['dense', [7, 3]]);
      for (const batchSize of [1, 3, 7, 100]) expectClose(await predict(model, x, { batchSize }), whole, SAME);
    }
  });

  it('is the network’s forward pass', async () => {
    const model = await identity();
    const x = f64([1, 2, 3, -1, -2, -3], [2, 3]);
    expectClose(await predict(model, x), x, SAME);
    expectClose(await valuesOf(model.forward(t(model.backend, [[1, 2, 3]]))), f64([1, 2, 3], [1, 3]), SAME);
  });

  it('of no rows is [0, C], and of one row [1, C]', async () => {
    const model = classifier(await newBackend(), 'float32');
    const none = await predict(model, dense(new Float32Array(0), [0, 4]));
    expect(none).toEqual({ layout: 'dense', shape: [0, 3], data: new Float32Array(0) });
    expect((await predict(model, dense(new Float32Array(4), [1, 4]))).shape).toEqual([1, 3]);
  });

  it.each([5, 3])('%i elements are not one row of 4', async (length) => {
    const model = classifier(await newBackend(), 'float32');
    const input = dense(new Float32Array(length), [1, 4]);
    await expect(predict(model, input)).rejects.toThrow(`predict: [1, 4] has 4 elements. Received ${length}.`);
  });

  it('keeps output shapes of other ranks, and drops nothing', async () => {
    const backend = await newBackend();
    const model = new Sequential(backend, {
      inputShape: [2, 2],
      dtype: 'float64',
      layers: [new Dropout(0.9), new ReLU()],
    });
    const y = await predict(model, f64([1, -2, 3, -4, 5, 6, 7, 8], [2, 2, 2]), { batchSize: 1 });
    expect(y).toEqual({ layout: 'dense', shape: [2, 2, 2], data: Float64Array.of(1, 0, 3, 0, 5, 6, 7, 8) });
    const flat = new Sequential(backend, { inputShape: [2, 2], dtype: 'float64', layers: [new Flatten()] });
    expect((await predict(flat, f64([1, 2, 3, 4], [1, 2, 2]))).shape).toEqual([1, 4]);
    expect(liveBuffers(backend)).toBe(0);
  });

  it('takes CSR rows', async () => {
    const model = await identity();
    const x: CsrArray = {
      layout: 'csr',
      shape: [3, 3],
      rowOffsets: Int32Array.of(0, 2, 2, 3),
      columns: Int32Array.of(0, 2, 1),
      values: Float64Array.of(5, 6, 7),
    };
    for (const batchSize of [1, 2, 3]) {
      expectClose(await predict(model, x, { batchSize }), f64([5, 0, 6, 0, 0, 0, 0, 7, 0], [3, 3]), SAME);
    }
  });

  it('refuses invalid arguments and leaves nothing on the backend', async () => {
    const model = await identity();
    await expectRejection(predict(model, f64([1, 2], [1, 2])), 'shape', '[n, 3]', '[1, 2]');
    await expectRejection(predict(model, dense(new Float32Array(3), [1, 3])), 'dtype', 'float32');
    await expectRejection(predict(model, f64([1, 2, 3], [1, 3]), { batchSize: 0 }), 'argument', 'predict batchSize');
    expect(liveBuffers(model.backend)).toBe(1);
  });
});

describe('evaluate', () => {
  const x = f64([9, 0, 0, 0, 5, 4, 1, 0, 3, 2, 2, 0], [4, 3]);
  const labels = dense(Int32Array.of(0, 2, 2, 1), [4]);

  it('returns loss, accuracy, predictions and truths; ties go to the first class', async () => {
    const result = await evaluate(await identity(), datasetOf(x, labels), { loss: new SoftmaxCrossEntropy() });
    expect(result.rows).toBe(4);
    expect(result.classification).toEqual({
      accuracy: 0.5,
      predictions: Int32Array.of(0, 1, 2, 0),
      truths: Int32Array.of(0, 2, 2, 1),
      weights: Float64Array.of(1, 1, 1, 1),
    });
    const rowLosses = [
      Math.log(Math.exp(9) + 2) - 9,
      Math.log(1 + Math.exp(5) + Math.exp(4)) - 4,
      Math.log(Math.exp(1) + 1 + Math.exp(3)) - 3,
      Math.log(2 * Math.exp(2) + 1) - 2,
    ];
    expect(result.loss).toBeCloseTo(rowLosses.reduce((a, b) => a + b) / 4, 13);
  });

  it('is the same in batches, but for the last digits of the loss', async () => {
    const model = await identity();
    const loss = new SoftmaxCrossEntropy();
    const whole = await evaluate(model, datasetOf(x, labels), { loss });
    for (const batchSize of [1, 3]) {
      const parts = await evaluate(model, datasetOf(x, labels), { loss, batchSize });
      expect(parts.classification).toEqual(whole.classification);
      expect(parts.loss).toBeCloseTo(whole.loss, 14);
    }
  });

  it('takes one-hot targets for the classes they mark', async () => {
    const oneHot = f64([1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0], [4, 3]);
    const model = await identity();
    const loss = new SoftmaxCrossEntropy();
    const byLabel = await evaluate(model, datasetOf(x, labels), { loss });
    const before = liveBuffers(model.backend);
    const byRow = await evaluate(model, datasetOf(x, oneHot), { loss, batchSize: 3 });
    expect(liveBuffers(model.backend)).toBe(before);
    expect(byRow.classification).toEqual(byLabel.classification);
    expect(byRow.loss).toBeCloseTo(byLabel.loss, 14);
  });

  it('of a regression has a loss only', async () => {
    const targets = f64([9, 0, 0, 0, 5, 4, 1, 0, 3, 2, 2, 6], [4, 3]);
    const result = await evaluate(await identity(), datasetOf(x, targets), { loss: new MeanSquaredError() });
    expect(result).toEqual({ rows: 4, loss: 3, classification: undefined, metrics: {} });
  });

  it('counts each token, for outputs [n, tokens, classes]', async () => {
    const model = new Sequential(await newBackend(), { inputShape: [2, 3], dtype: 'float64', layers: [new ReLU()] });
    const tokens = f64([9, 0, 0, 0, 5, 4, 1, 0, 3, 2, 2, 0], [2, 2, 3]);
    const oneHot = f64([1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0], [2, 2, 3]);
    const before = liveBuffers(model.backend);
    for (const truth of [dense(Int32Array.of(0, 2, 2, 1), [2, 2]), oneHot]) {
      for (const batchSize of [1, 2, 3]) {
        const result = await evaluate(model, datasetOf(tokens, truth), { loss: new TokenSums(), batchSize });
        expect(result.loss).toBe(13); // the sum of all, by two rows
        expect(result.classification?.predictions).toEqual(Int32Array.of(0, 1, 2, 0));
        expect(result.classification?.accuracy).toBe(0.5);
      }
    }
    expect(liveBuffers(model.backend)).toBe(before);
  });

  it('uploads targets once, for the loss, and downloads the loss and the outputs', async () => {
    const inner = await newBackend();
    const calls: string[] = [];
    const backend: Backend = {
      ...inner,
      upload: (data, shape, dtype) => {
        calls.push(`up ${dtype} ${shape}`);
        return inner.upload(data, shape, dtype);
      },
      download: (x) => {
        calls.push(`down ${x.dtype} ${x.shape}`);
        return inner.download(x);
      },
    };
    const model = await identity(backend);
    calls.length = 0;
    await evaluate(model, datasetOf(x, labels), { loss: new SoftmaxCrossEntropy(), batchSize: 3 });
    expect(calls).toEqual([
      ...['up float64 3,3', 'up int32 3', 'down float64 ', 'down float64 3,3'],
      ...['up float64 1,3', 'up int32 1', 'down float64 ', 'down float64 1,3'],
    ]);
  });

  it('is NaN for an empty data set', async () => {
    const nothing = datasetOf(f64([], [0, 3]), dense(new Int32Array(0), [0]));
    const result = await evaluate(await identity(), nothing, { loss: new SoftmaxCrossEntropy() });
    expect(result.rows).toBe(0);
    expect(result.loss).toBeNaN();
    expect(result.classification?.accuracy).toBeNaN();
    expect(result.classification?.predictions).toHaveLength(0);
  });

  it('reports a loss that is not finite', async () => {
    const data = datasetOf(f64([Number.NaN, 0, 0], [1, 3]), dense(Int32Array.of(1), [1]));
    const result = await evaluate(await identity(), data, { loss: new SoftmaxCrossEntropy() });
    expect(result.loss).toBeNaN();
    expect(result.classification?.predictions).toEqual(Int32Array.of(0));
  });

  it('refuses bad data and leaves nothing behind', async () => {
    const model = await identity();
    const loss = new SoftmaxCrossEntropy();
    const far = datasetOf(x, dense(Int32Array.of(0, 1, 7, 0), [4]));
    await expectRejection(evaluate(model, far, { loss }), 'data', 'label 7 of example 2');
    await expectRejection(evaluate(model, separableDataset(3), { loss }), 'shape', '[n, 3]', '[3, 4]');
    await expectRejection(
      evaluate(model, datasetOf(x, labels), { loss: new MeanSquaredError() }),
      'shape',
      '[4, 3]',
      '[4]',
    );
    const single = datasetOf(dense(Float32Array.from(x.data), [4, 3]), labels);
    await expectRejection(evaluate(model, single, { loss }), 'dtype', 'float64', 'float32');
    await expectRejection(
      evaluate(model, datasetOf(x, labels), { loss, batchSize: -1 }),
      'argument',
      'evaluate batchSize',
    );
    expect(liveBuffers(model.backend)).toBe(1);
  });
});

describe('sliceRows', () => {
  it('shares the memory of dense rows', () => {
    const x = f64([1, 2, 3, 4, 5, 6], [3, 2]);
    const slice = sliceRows(x, 1, 3) as DenseArray;
    expect(slice).toEqual({ layout: 'dense', shape: [2, 2], data: Float64Array.of(3, 4, 5, 6) });
    expect(slice.data.buffer).toBe(x.data.buffer);
    expect(sliceRows(x, 2, 2)).toEqual({ layout: 'dense', shape: [0, 2], data: new Float64Array(0) });
  });

  it('counts the offsets of CSR rows from 0', () => {
    const matrix: CsrArray = {
      layout: 'csr',
      shape: [3, 4],
      rowOffsets: Int32Array.of(0, 1, 3, 4),
      columns: Int32Array.of(2, 0, 3, 1),
      values: Float32Array.of(1, 2, 3, 4),
    };
    expect(sliceRows(matrix, 1, 3)).toEqual({
      layout: 'csr',
      shape: [2, 4],
      rowOffsets: Int32Array.of(0, 2, 3),
      columns: Int32Array.of(0, 3, 1),
      values: Float32Array.of(2, 3, 4),
    });
    expect(sliceRows(matrix, 3, 3)).toMatchObject({ shape: [0, 4], rowOffsets: Int32Array.of(0) });
  });
});

describe('probabilities', () => {
  it('of a network that ends in Softmax sum to 1', async () => {
    const backend = await newBackend();
    const withSoftmax = new Sequential(backend, {
      inputShape: [4],
      dtype: 'float64',
      layers: [new Dense(3), new Softmax()],
    });
    const { data } = await predict(withSoftmax, scatteredArray([5, 4]));
    for (let row = 0; row < 5; row++) {
      const probabilities = [...data.subarray(row * 3, row * 3 + 3)];
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 14);
    }
    expectError(() => withSoftmax.forward(t(backend, [[1]])), 'shape', '[n, 4]');
  });
});

describe('the event loop gets its turn', () => {
  it('in a long prediction and in a long evaluation', async () => {
    const model = classifier(await newBackend(), 'float32');
    const loss = new SoftmaxCrossEntropy();
    // Every batch takes a second.
    let now = 0;
    using _clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
    for (const run of [
      () => predict(model, scatteredArray([5, 4], 'float32'), { batchSize: 1 }),
      () => evaluate(model, separableDataset(5, 'float32'), { loss, batchSize: 1 }),
    ]) {
      let hadItsTurn = false;
      setImmediate(() => {
        hadItsTurn = true;
      });
      await run();
      expect(hadItsTurn).toBe(true);
    }
  });
});
