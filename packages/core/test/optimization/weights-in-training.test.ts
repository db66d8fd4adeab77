/** Weights of examples and penalties, from the data set and the options through a training. */
import { expect, it } from 'vitest';
import {
  type Dataset,
  Dense,
  type DenseArray,
  dense,
  evaluate,
  fit,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  WeightPenalty,
  withClassWeights,
} from '../../src/index.js';
import { Accuracy, confusionMatrix, F1 } from '../../src/metrics/index.js';
import {
  datasetOf,
  expectRejection,
  liveBuffers,
  newBackend,
  pickRows,
  scatteredArray,
  separableDataset,
  weightsOf,
} from '../support/index.js';
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

/** Six sentences of up to three tokens; one has none. */
const COUNTS = [3, 1, 2, 0, 3, 1];
const MASK = COUNTS.flatMap((count) => [0, 1, 2].map((at) => (at < count ? 1 : 0)));
const TOKENS = scatteredArray([18, 2], 'float64');
const LABELS = MASK.map((_, at) => ((TOKENS.data[2 * at] as number) > 0 ? 1 : at % 3));
const counted = MASK.flatMap((weight, at) => (weight === 0 ? [] : [at]));

/** The sentences, whose padding is told from tokens by its label or by its weight. */
const padded = (by: 'label' | 'weight'): Dataset => {
  const labels = dense(
    Int32Array.from(LABELS, (label, at) => (by === 'label' && MASK[at] === 0 ? -7 : label)),
    [6, 3],
  );
  const data = datasetOf(dense(TOKENS.data, [6, 3, 2]), labels);
  const mask = dense(Float32Array.from(MASK), [6, 3]);
  if (by === 'label') return data;
  return { ...data, batch: async (at) => ({ ...(await data.batch(at)), weights: pickRows(mask, at) }) };
};
/** The tokens alone. */
const alone = datasetOf(
  pickRows(TOKENS, Int32Array.from(counted)),
  dense(
    Int32Array.from(counted, (at) => LABELS[at] as number),
    [counted.length],
  ),
);
const tokenLoss = new SoftmaxCrossEntropy({ ignoreIndex: -7 });
const tagger = async (inputShape: readonly (number | string)[]) =>
  new Sequential(await newBackend(), { inputShape, dtype: 'float64', layers: [new Dense(3)], seed: 1 });

it.each(['label', 'weight'] as const)('padding that is told by its %s is as if it were not there', async (by) => {
  const run = async (data: Dataset, inputShape: readonly (number | string)[], parts: number) => {
    using model = await tagger(inputShape);
    const options = sgdOptions({
      loss: tokenLoss,
      batchSize: 'full',
      parts,
      metrics: [new Accuracy(), new F1({ average: 'macro' })],
    });
    const { loss, validation } = await fit(model, data, { ...options, validation: data });
    const { loss: own, metrics, classification } = validation.at(-1) ?? {};
    return { trained: { weights: await weightsOf(model), loss: [...loss, own as number] }, metrics, classification };
  };
  const expected = await run(alone, [2], 1);
  // In four parts, two have two sentences; one part has no token.
  for (const parts of [1, 2, 4, 8]) {
    const found = await run(padded(by), ['time', 2], parts);
    expectNear(found.trained, expected.trained);
    expect(found.metrics).toEqual(expected.metrics);
    const { predictions = [], truths = [], weights, accuracy } = found.classification ?? {};
    expect(weights).toEqual(Float64Array.from(MASK));
    expect(accuracy).toBe(expected.metrics?.['accuracy']);
    const { truths: own = [], predictions: all = [] } = expected.classification ?? {};
    expect(confusionMatrix(truths, predictions, 3, weights)).toEqual(confusionMatrix(own, all, 3));
  }
});

it('weights of a shape that does not fit the tokens are an error of training and evaluation', async () => {
  using model = await tagger(['time', 2]);
  const data = padded('weight');
  const wide: Dataset = {
    ...data,
    batch: async (at) => ({
      ...(await data.batch(at)),
      weights: dense(new Float32Array(2 * at.length), [at.length, 2]),
    }),
  };
  const message = ['weights: expected a tensor of shape [6, 3]', 'float64 tensor [6, 2]'];
  await expectRejection(evaluate(model, wide, { loss: tokenLoss }), 'shape', ...message);
  await expectRejection(fit(model, wide, sgdOptions({ batchSize: 'full' })), 'shape', ...message);
});
