/** Weights of examples and penalties, from the data set and the options through a training. */
import { expect, it } from 'vitest';
import { type Dataset, type DenseArray, dense, fit, SGD, WeightPenalty, withClassWeights } from '../../src/index.js';
import { datasetOf, expectRejection, liveBuffers, newBackend, separableDataset, weightsOf } from '../support/index.js';
import { classifier, sgdOptions } from '../support/training.js';

/** The data set, with these weights. */
const weighted = (data: Dataset, weightOf: (index: number) => number): Dataset => ({
  ...data,
  batch: async (indices) => ({ ...(await data.batch(indices)), weights: [...indices].map(weightOf) }),
});

async function trained(data: Dataset, options: Parameters<typeof sgdOptions>[0] = {}) {
  const model = classifier(await newBackend());
  const { loss } = await fit(model, data, sgdOptions({ batchSize: 4, ...options }));
  expect(liveBuffers(model.backend)).toBe(4);
  return { weights: await weightsOf(model), loss };
}

/** Every number, to the digits that another order of sums leaves. */
function expectNear(a: Awaited<ReturnType<typeof trained>>, b: Awaited<ReturnType<typeof trained>>): void {
  for (const [name, data] of Object.entries(a.weights)) {
    for (const [i, value] of data.entries()) expect(value).toBeCloseTo(b.weights[name]?.[i] as number, 12);
  }
  for (const [epoch, loss] of a.loss.entries()) expect(loss).toBeCloseTo(b.loss[epoch] as number, 12);
}

it.each([1, 2])('weights of %s change nothing, in parts too', async (weight) => {
  const data = weighted(separableDataset(10), () => weight);
  const plain = await trained(separableDataset(10));
  expectNear(await trained(data), plain);
  expectNear(await trained(data, { parts: 4 }), plain);
});

it('an example of weight 2 counts as two', async () => {
  const data = separableDataset(8);
  const { x, y } = await data.batch(Int32Array.from({ length: 8 }, (_, at) => at));
  // The ninth example is the first one again.
  const inputs = Float64Array.from({ length: 36 }, (_, at) => (x as DenseArray).data[at % 32] as number);
  const labels = Int32Array.from({ length: 9 }, (_, at) => y.data[at % 8] as number);
  const twice = datasetOf(dense(inputs, [9, 4]), dense(labels, [9]));
  const double = weighted(data, (index) => (index === 0 ? 2 : 1));
  for (const parts of [1, 4]) {
    expectNear(await trained(double, { batchSize: 'full', parts }), await trained(twice, { batchSize: 'full' }));
  }
});

it('parts of other weights are added, and a part may have none', async () => {
  const data = weighted(separableDataset(8), (index) => (index < 4 ? 0 : index));
  const options = { batchSize: 'full', shuffle: false } as const;
  expectNear(await trained(data, { ...options, parts: 4 }), await trained(data, options));
});

it('a batch without any weight is an error', async () => {
  const run = trained(
    weighted(separableDataset(8), () => 0),
    { batchSize: 'full' },
  );
  await expectRejection(run, 'data', 'the weights of step 1 are all 0');
});

it('an example of weight 0 teaches nothing', async () => {
  const data = separableDataset(8);
  const poisoned = (broken: number): Dataset => ({
    ...weighted(data, (index) => (index === 3 ? 0 : 1)),
    batch: async (indices) => {
      const { x, y } = await data.batch(indices);
      const labels = Int32Array.from(y.data, (label, row) => (indices[row] === 3 ? broken : label));
      return { x, y: { ...y, data: labels }, weights: [...indices].map((index) => (index === 3 ? 0 : 1)) };
    },
  });
  expect(await trained(poisoned(0))).toEqual(await trained(poisoned(2)));
});

it('class weights come with a data set', async () => {
  const data = separableDataset(9);
  const batch = await data.batch(Int32Array.from({ length: 9 }, (_, i) => i));
  const byHand = weighted(data, (index) => [1, 2, 0.5][batch.y.data[index] as number] as number);
  expect(await trained(await withClassWeights(data, [1, 2, 0.5]))).toEqual(await trained(byHand));
});

it('wrong weights end the training', async () => {
  const run = trained(weighted(separableDataset(8), (index) => (index === 5 ? -1 : 1)));
  await expectRejection(run, 'data', 'numbers >= 0. Received -1 for example 5');
});

it('a penalty is in the loss and in the gradients, once for a batch in parts', async () => {
  const data = separableDataset(8);
  const options = { batchSize: 'full', epochs: 3 } as const;
  const [plain, penalised] = [
    await trained(data, options),
    await trained(data, { ...options, penalty: new WeightPenalty({ l2: 0.05 }) }),
  ];
  expect(penalised.loss[0]).toBeGreaterThan(plain.loss[0] as number);
  expectNear(await trained(data, { ...options, parts: 4, penalty: new WeightPenalty({ l2: 0.05 }) }), penalised);
  const decayed = await trained(data, { ...options, optimizer: new SGD({ learningRate: 0.1, weightDecay: 0.1 }) });
  expectNear({ ...penalised, loss: [] }, { ...decayed, loss: [] });
});
