/** What data sets may hand over, and networks that are unusual. */
import { describe, expect, it } from 'vitest';
import {
  type CsrArray,
  type Dataset,
  Dense,
  dense,
  evaluate,
  Flatten,
  fit,
  MeanSquaredError,
  type Sequential,
  SoftmaxCrossEntropy,
  sequentialFromConfig,
} from '../../src/index.js';
import { datasetOf, liveBuffers, newBackend, pickRows, scatteredArray, weightsOf } from '../support/index.js';
import { adamOptions, sgdOptions } from '../support/training.js';

describe('data in other forms', () => {
  const x = scatteredArray([11, 6]);
  for (let i = 0; i < x.data.length; i++) if (i % 3 !== 0) x.data[i] = 0;
  const y = dense(
    Int32Array.from({ length: 11 }, (_, i) => i % 3),
    [11],
  );
  const denseData = datasetOf(x, y);
  const csrData: Dataset = {
    ...denseData,
    batch: (indices) => ({ x: csrOf(pickRows(x, indices).data, 6), y: pickRows(y, indices) }),
  };

  function csrOf(data: ArrayLike<number>, width: number): CsrArray {
    const [columns, values, rowOffsets]: number[][] = [[], [], [0]];
    for (let i = 0; i < data.length; i++) {
      if (data[i] !== 0) {
        columns?.push(i % width);
        values?.push(data[i] as number);
      }
      if (i % width === width - 1) rowOffsets?.push(values?.length ?? 0);
    }
    return {
      layout: 'csr',
      shape: [data.length / width, width],
      rowOffsets: Int32Array.from(rowOffsets ?? []),
      columns: Int32Array.from(columns ?? []),
      values: Float64Array.from(values ?? []),
    };
  }

  const network = async (first: readonly { type: string }[]): Promise<Sequential> =>
    sequentialFromConfig(
      await newBackend(),
      { inputShape: [6], layers: [...first, new Dense(5).config, { type: 'ReLU' }, new Dense(3).config] },
      { dtype: 'float64', seed: 8 },
    );

  it.each([
    { name: 'Dense first', first: [] },
    { name: 'Flatten first', first: [new Flatten().config] },
  ])('CSR batches train as dense ones do, $name', async ({ first }) => {
    for (const batchSize of ['full', 4] as const) {
      const [a, b] = [await network(first), await network(first)];
      const options = () => adamOptions({ batchSize, epochs: 3, parts: 2 });
      const [fromDense, fromCsr] = [await fit(a, denseData, options()), await fit(b, csrData, options())];
      expect(fromCsr.loss).toEqual(fromDense.loss);
      expect(await weightsOf(b)).toEqual(await weightsOf(a));
      const loss = new SoftmaxCrossEntropy();
      expect(await evaluate(b, csrData, { loss })).toEqual(await evaluate(a, denseData, { loss }));
    }
  });

  it('one-hot rows train as labels do', async () => {
    const oneHot = dense(new Float64Array(33), [11, 3]);
    for (let row = 0; row < 11; row++) oneHot.data[row * 3 + (y.data[row] as number)] = 1;
    const [a, b] = [await network([]), await network([])];
    const options = () => sgdOptions({ batchSize: 4, epochs: 3 });
    const [byLabel, byRow] = [await fit(a, denseData, options()), await fit(b, datasetOf(x, oneHot), options())];
    expect(byRow.loss).toEqual(byLabel.loss);
    expect(await weightsOf(b)).toEqual(await weightsOf(a));
  });

  it('a data set may answer later, and reuse its buffers', async () => {
    const buffers = { x: dense(new Float64Array(24), [4, 6]), y: dense(new Int32Array(4), [4]) };
    const reusing: Dataset = {
      ...denseData,
      async batch(indices) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        const [rows, n] = [pickRows(x, indices), indices.length];
        buffers.x.data.set(rows.data);
        buffers.y.data.set(pickRows(y, indices).data);
        return {
          x: dense(buffers.x.data.subarray(0, n * 6), [n, 6]),
          y: dense(buffers.y.data.subarray(0, n), [n]),
        };
      },
    };
    const [a, b] = [await network([]), await network([])];
    const options = () => sgdOptions({ batchSize: 4, epochs: 2 });
    expect((await fit(b, reusing, options())).loss).toEqual((await fit(a, denseData, options())).loss);
  });

  it('one example trains', async () => {
    const one = datasetOf(pickRows(x, Int32Array.of(0)), pickRows(y, Int32Array.of(0)));
    for (const batchSize of ['full', 1] as const) {
      const { loss, done } = await fit(await network([]), one, sgdOptions({ batchSize, epochs: 4 }));
      expect(done.steps).toBe(4);
      expect(loss[3]).toBeLessThan(loss[0] as number);
    }
  });

  it('a network without parameters runs and has a loss', async () => {
    const model = sequentialFromConfig(
      await newBackend(),
      { inputShape: [6], layers: [{ type: 'Tanh' }] },
      { dtype: 'float64' },
    );
    const target = datasetOf(x, x);
    const { loss } = await fit(model, target, { ...sgdOptions(), loss: new MeanSquaredError() });
    expect(loss[1]).toBe(loss[0]);
    expect(loss[0]).toBeGreaterThan(0);
    expect(liveBuffers(model.backend)).toBe(0);
  });
});
