/** The head that learns the validation data as well, in the end. */
import { Chain, type Dataset, type DenseArray, dense, Flatten, predict, Random } from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';
import { expect, test } from 'vitest';
import {
  type FineTuneData,
  type FineTuneEvent,
  type FineTuneOptions,
  type FineTuneState,
  fineTune,
} from '../src/index.js';
import { convnetForTests, images, type Tuned, tuned } from './networks.js';

const convnet = convnetForTests();

const data = { train: images(24, 1), validation: images(12, 2) };
const short = { outputs: 3, epochs: 4, batchSize: 10, seed: 5, unfreeze: false, refit: true } as const;

const run = async (
  options: Partial<FineTuneOptions> = {},
  given: FineTuneData = data,
  onEvent?: (event: FineTuneEvent) => void,
): Promise<Tuned> => {
  const made = await tuned(convnet.backend, convnet.features, given, { ...short, ...options }, onEvent);
  made.last.network.dispose();
  return made;
};

/** The training and the validation images in one set. */
async function all(): Promise<Dataset> {
  const parts = [data.train, data.validation].map((part) =>
    part.batch(Int32Array.from({ length: part.length }, (_, at) => at)),
  );
  const [first, second] = (await Promise.all(parts)) as { x: DenseArray; y: DenseArray }[];
  const x = Float32Array.of(...(first?.x.data ?? []), ...(second?.x.data ?? []));
  const y = Int32Array.of(...(first?.y.data ?? []), ...(second?.y.data ?? []));
  const width = x.length / y.length;
  return {
    length: y.length,
    inputShape: data.train.inputShape,
    batch: (indices) => ({
      x: dense(
        Float32Array.from({ length: indices.length * width }, (_, at) => {
          return x[(indices[Math.floor(at / width)] as number) * width + (at % width)] as number;
        }),
        [indices.length, ...data.train.inputShape],
      ),
      y: dense(
        Int32Array.from(indices, (at) => y[at] as number),
        [indices.length],
      ),
    }),
  };
}

test('the head learns all data anew', async () => {
  const { last, weights, events } = await run({ learningRate: 0.01 });
  const refit = last.stages[1];
  const epochs = refit?.epochs as number;
  expect(refit).toMatchObject({ stage: 1, name: 'refit', freed: 0, epochs, bestEpoch: epochs, kept: true });
  expect(events.filter((event) => event.type === 'batch' && event.stage === 1)).toHaveLength(4 * epochs);
  // The same as a training on all images for so many epochs.
  const plain = await run({ learningRate: 0.01, epochs, refit: false }, { train: await all() });
  expect(weights).toEqual(plain.weights);
});

/** Points near a corner for each of three classes; `shift` adds to the labels. */
function points(length: number, shift: (at: number) => number): Dataset {
  const random = new Random(3);
  const x = Float32Array.from({ length: length * 3 }, (_, at) => {
    return random.uniform() + (at % 3 === Math.floor(at / 3) % 3 ? 1 : 0);
  });
  const y = Int32Array.from({ length }, (_, at) => (at + shift(at)) % 3);
  return arrayDataset(dense(x, [length, 3]), dense(y, [length]));
}

const asTheyAre = { module: new Chain([new Flatten()]), parameters: new Map(), inputShape: [3], width: 3, blocks: [] };
const onPoints = async (given: FineTuneData, options: Partial<FineTuneOptions> = {}): Promise<Tuned> => {
  const made = await tuned(convnet.backend, asTheyAre, given, { ...short, learningRate: 0.07, epochs: 14, ...options });
  made.last.network.dispose();
  return made;
};

test('it learns for as long as is best for folds of all data, or for the held-out data if they vary', async () => {
  const epochsOf = async (train: Dataset, validation: Dataset): Promise<(number | undefined)[]> =>
    (await onPoints({ train, validation })).last.stages.map(({ bestEpoch }) => bestEpoch);
  const train = points(30, () => 0);
  // Few held-out points with wrong labels say that the first epoch is best.
  const wrong = points(3, () => 1);
  expect(await epochsOf(train, wrong)).toEqual([1, 10]);
  expect(await epochsOf({ ...train, variesByEpoch: true }, wrong)).toEqual([1, 1]);
  // Few right ones say that a later one is best, and labels of the others have nothing to do with the points.
  expect(
    await epochsOf(
      points(30, (at) => Math.floor(at / 3)),
      points(3, () => 0),
    ),
  ).toEqual([12, 10]);
});

test('a run resumes in each of several epochs with the same bits', async () => {
  const states: FineTuneState[] = [];
  const given = { train: points(18, () => 0), validation: points(6, () => 0) };
  const whole = await onPoints(given, { epochs: 5, save: (state) => void states.push(state) });
  const inRefit = states.filter(({ stage }) => stage === 1);
  expect(inRefit.length).toBeGreaterThan(4);
  for (const resume of inRefit) expect((await onPoints(given, { epochs: 5, resume })).weights).toEqual(whole.weights);
});

test('the network before that is there to be measured, and has not learned the validation data', async () => {
  const { x } = await data.validation.batch(Int32Array.of(0, 5));
  const answers: DenseArray[] = [];
  for await (const event of fineTune(convnet.backend, convnet.features, data, short)) {
    if (event.type === 'chosen' || event.type === 'fine-tuned') answers.push(await predict(event.network, x));
    if (event.type === 'fine-tuned') event.network.dispose();
  }
  const expected: DenseArray[] = [];
  for await (const event of fineTune(convnet.backend, convnet.features, data, { ...short, refit: false })) {
    if (event.type === 'fine-tuned') expected.push(await predict(event.network, x));
  }
  expect(answers).toHaveLength(2);
  expect(answers[0]).toEqual(expected[0]);
  expect(answers[1]).not.toEqual(expected[0]);
});

test.each([
  ['false', { unfreeze: false, epochs: 2 }],
  ['auto, with a block that does not help', { unfreeze: 'auto', epochs: 2, learningRate: 1e-6 }],
  ['auto, with adapters that do not help', { unfreeze: 'auto', epochs: 2, lora: { rank: 2 }, learningRate: 1e-6 }],
] as const)('a run resumes from any state with the same bits: unfreeze %s', async (_what, options) => {
  const states: FineTuneState[] = [];
  const whole = await run({ ...options, saveEverySteps: 2, save: (state) => void states.push(state) });
  const at = whole.last.stages.length - 1;
  expect(whole.last.stages[at]?.name).toBe('refit');
  // No state comes after the last epoch's: it has the head of before as well.
  const epochs = whole.last.stages[at]?.epochs;
  expect([states.at(-1)?.stage, states.at(-1)?.training?.position.epoch]).toEqual([at, epochs]);
  for (const state of states) {
    const heads: unknown[] = [];
    const again = await run({ ...options, resume: state }, data, (event) => void heads.push(event.type));
    expect(again.weights).toEqual(whole.weights);
    expect(again.last.stages).toEqual(whole.last.stages);
    expect(heads.filter((type) => type === 'chosen')).toHaveLength(1);
  }
});

test('stored features give the bits of training without them', async () => {
  const stored = await run();
  const plain = await run({ cache: false });
  expect(plain.weights).toEqual(stored.weights);
  const done = stored.events.flatMap((event) => (event.type === 'features' ? [[event.stage, event.done]] : []));
  expect(done).toEqual([
    [0, 16],
    [0, 24],
    [0, 12],
  ]);
});

test('weights of examples count in both parts', async () => {
  const weighted = ({ batch, ...rest }: Dataset, weight: number): Dataset => ({
    ...rest,
    batch: async (indices) => ({ ...(await batch(indices)), weights: new Float64Array(indices.length).fill(weight) }),
  });
  const { train, validation } = data;
  const both = await run({}, { train: weighted(train, 1), validation: weighted(validation, 1) });
  // Examples without weights count as 1.
  expect((await run({}, { train: weighted(train, 1), validation })).weights).toEqual(both.weights);
  const twice = await run({}, { train: weighted(train, 1), validation: weighted(validation, 2) });
  expect(twice.weights).not.toEqual(both.weights);
});

test('a signal stops it: the network has the head of before, and the run goes on', async () => {
  const whole = await run();
  const stopping = new AbortController();
  const states: FineTuneState[] = [];
  const options = { signal: stopping.signal, save: (state: FineTuneState) => void states.push(state) };
  const stopped = await run(options, data, (event) => {
    if (event.type === 'batch' && event.stage === 1 && event.step === 2) stopping.abort();
  });
  expect([stopped.last.aborted, stopped.last.stages.length]).toEqual([true, 1]);
  expect(stopped.weights).toEqual((await run({ refit: false })).weights);
  expect((await run({ resume: states.at(-1) })).weights).toEqual(whole.weights);
});

test('is left out where a block is kept, and refused without validation data', async () => {
  const { last } = await run({ unfreeze: 1 });
  expect(last.stages.map(({ name }) => name)).toEqual(['head', 'blocks']);
  await expect(run({}, { train: data.train })).rejects.toThrow(/refit learns the validation data as well/);
  await expect(run({ refit: 'yes' as never })).rejects.toThrow(/fineTune refit: expected true or false/);
});
