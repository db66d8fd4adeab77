/** The gradients of a step in parts, compared with passes over the parts and additions of this test's own. */
import { expect, it } from 'vitest';
import {
  allocate,
  BatchNorm,
  Dense,
  type DenseArray,
  dense,
  type GradientTransform,
  type Module,
  Network,
  type Penalty,
  ReLU,
  SGD,
  SoftmaxCrossEntropy,
  type Tensor,
  type TypedArray,
  upload,
  valueAndGrad,
  WeightPenalty,
} from '../../src/index.js';
import { lossOf } from '../../src/losses/objective.js';
import { ranksInMemory } from '../../src/shards/index.js';
import { RankSum } from '../../src/shards/rank-sum.js';
import { datasetOf, newBackend, pickRows, scatteredArray } from '../support/index.js';
import { Centre } from '../support/modules.js';
import { onRanks } from '../support/ranks.js';
import { classifier } from '../support/training.js';

type Numbers = ReadonlyMap<string, TypedArray>;

/** The loss, the gradients and the updates of some rows. */
interface Step {
  readonly loss: number;
  readonly gradients: Numbers;
  readonly updates: Numbers;
}

interface Case {
  readonly rows: number;
  /** The rows of each part, which are neighbours. */
  readonly parts: readonly number[];
  readonly layers?: () => Module[];
  readonly penalty?: Penalty;
}

const loss = new SoftmaxCrossEntropy();

const dataOf = (rows: number) => ({
  x: scatteredArray([rows, 4], 'float32'),
  y: dense(
    Int32Array.from({ length: rows }, (_, row) => (row * 2) % 3),
    [rows],
  ),
});

const networkOf = async (layers?: () => Module[]): Promise<Network> =>
  classifier(await newBackend(), 'float32', layers?.());

async function read(tensors: ReadonlyMap<string, { data(): Promise<TypedArray> }>): Promise<Numbers> {
  const entries = [...tensors].map(async ([name, tensor]) => [name, await tensor.data()] as const);
  return new Map(await Promise.all(entries));
}

/** The sums over the rows from `from` to `to` of a batch. */
function sumsOf(model: Network, batch: ReturnType<typeof dataOf>, from: number, to: number) {
  const indices = Int32Array.from({ length: to - from }, (_, at) => from + at);
  const [x, y] = [batch.x, batch.y].map((array: DenseArray) => upload(model.backend, pickRows(array, indices)));
  const draw = { seed: 0, step: 1, firstRow: from };
  return model.differentiate((context) => lossOf(loss as never, model.call(context, [x] as never), y as never), {
    ...{ draw, isSum: true },
  });
}

const elementwise = (a: TypedArray, b: TypedArray, of: (a: number, b: number) => number): TypedArray => {
  const made = allocate('float32', a.length);
  for (let i = 0; i < a.length; i++) made[i] = of(a[i] as number, b[i] as number);
  return made;
};

const addMaps = (a: Numbers, b: Numbers): Numbers =>
  new Map([...a].map(([name, own]) => [name, elementwise(own, b.get(name) as TypedArray, (x, y) => x + y)]));

const addSteps = (a: Step, b: Step): Step => ({
  loss: Math.fround(a.loss + b.loss),
  gradients: addMaps(a.gradients, b.gradients),
  updates: addMaps(a.updates, b.updates),
});

/** The step by its definition: the sums of the parts in pairs, divided once. */
async function expectedStep({ rows, parts, layers, penalty }: Case): Promise<Step> {
  const model = await networkOf(layers);
  const batch = dataOf(rows);
  let first = 0;
  let steps: (Step | undefined)[] = [];
  for (const size of parts) {
    const share = Math.fround(size / rows);
    const pass = size === 0 ? undefined : sumsOf(model, batch, first, first + size);
    const updates = [...(await read(pass?.updates ?? new Map()))].map(
      ([name, own]) => [name, elementwise(own, own, (x) => x * share)] as const,
    );
    steps.push(
      pass && {
        loss: await pass.loss.item(),
        gradients: await read(pass.gradients),
        updates: new Map(updates),
      },
    );
    first += size;
  }
  while (steps.length > 1) {
    const pairs = Array.from({ length: steps.length / 2 }, (_, at) => [steps[2 * at], steps[2 * at + 1]] as const);
    steps = pairs.map(([a, b]) => (a === undefined || b === undefined ? a : addSteps(a, b)));
  }
  const { loss: sum, gradients: sums, updates } = steps[0] as Step;
  const factor = Math.fround(1 / rows);
  const mean = new Map([...sums].map(([name, own]) => [name, elementwise(own, own, (x) => x * factor)]));
  if (penalty === undefined) return { loss: Math.fround(sum / rows), gradients: mean, updates };
  const own = valueAndGrad(
    (values: readonly Tensor[]) =>
      penalty.compute(model.parameters.list.map(({ name }, at) => ({ name, value: values[at] as Tensor }))) as Tensor,
    model.parameters.list.map(({ value }) => value),
  );
  const penalties = new Map(model.parameters.list.map(({ name }, at) => [name, own.gradients[at] as Tensor]));
  return {
    loss: Math.fround(Math.fround(sum / rows) + (await own.value.item())),
    gradients: addMaps(mean, await read(penalties)),
    updates,
  };
}

/** What a training has in its first step, on every rank. */
async function trainedSteps(size: number, { rows, parts, layers, penalty }: Case): Promise<Step[]> {
  const { x, y } = dataOf(rows);
  const seen: Numbers[] = [];
  const results = await onRanks(
    size,
    async (rank) => {
      const spy: GradientTransform = {
        config: { type: 'spy' },
        async apply(gradients) {
          seen[rank] = await read(gradients);
          return gradients;
        },
      };
      return {
        model: await networkOf(layers),
        dataset: datasetOf(x, y),
        options: {
          ...{ epochs: 1, batchSize: 'full', transforms: [spy] },
          ...{ loss, optimizer: new SGD({ learningRate: 0.1 }) },
          ...(penalty && { penalty }),
        },
      };
    },
    { count: parts.length },
  );
  return results.map(({ events, end }, rank) => ({
    loss: (events.find(({ type }) => type === 'batch') as { loss: number }).loss,
    gradients: seen[rank] as Numbers,
    updates: new Map([...end.parameters].map(([name, { data }]) => [name, data])),
  }));
}

/** The bits, in which 0 and -0 differ. */
const bitsOf = (numbers: Numbers) =>
  Object.fromEntries([...numbers].map(([name, { buffer }]) => [name, [...new Uint32Array(buffer)]]));

const cases: Record<string, Case> = {
  'parts of equal size': { rows: 16, parts: [4, 4, 4, 4] },
  'the first ones a row larger': { rows: 13, parts: [2, 2, 2, 2, 2, 1, 1, 1] },
  'empty parts': { rows: 3, parts: [1, 1, 1, 0, 0, 0, 0, 0] },
  'a penalty, which belongs to the step': { rows: 9, parts: [3, 2, 2, 2], penalty: new WeightPenalty({ l2: 0.3 }) },
  'batch normalisation by the statistics of each part': {
    ...{ rows: 22, parts: [6, 6, 5, 5] },
    layers: () => [new BatchNorm(), new ReLU()],
  },
  'a module that updates a parameter': { rows: 10, parts: [5, 5], layers: () => [new Centre()] },
};

it.each(Object.entries(cases))('adds in pairs: %s', async (_name, one) => {
  const expected = await expectedStep(one);
  const updated = [...expected.updates.keys()];
  expect(expected.gradients.size).toBeGreaterThan(3);
  for (const size of [1, 2, 4, 8].filter((ranks) => ranks <= one.parts.length)) {
    const steps = await trainedSteps(size, one);
    expect(steps).toHaveLength(size);
    for (const step of steps) {
      expect(step.loss).toBe(expected.loss);
      expect(bitsOf(step.gradients)).toEqual(bitsOf(expected.gradients));
      const updates = new Map([...step.updates].filter(([name]) => updated.includes(name)));
      expect(bitsOf(updates)).toEqual(bitsOf(expected.updates));
    }
  }
});

it('a rank without parts changes no bit of the others, the sign of a zero included', async () => {
  const sums = await Promise.all(
    ranksInMemory(2).map(async (communicator) => {
      const backend = await newBackend();
      const model = new Network(backend, new Dense(1, { bias: false }), { inputShape: [3], dtype: 'float32' });
      const ranks = new RankSum(model, { communicator, log: undefined }, undefined);
      const gradient = dense(Float32Array.of(-0, 0, -1), [3, 1]);
      const loss = dense(Float32Array.of(-0), []);
      const own = { weight: 1, updates: new Map(), logs: undefined, loss: upload(backend, loss) };
      const sum = await ranks.add(
        communicator.rank === 0 ? { ...own, gradients: new Map([['weight', upload(backend, gradient)]]) } : undefined,
      );
      return [await sum.loss.item(), ...((await sum.gradients.get('weight')?.data()) ?? [])];
    }),
  );
  for (const sum of sums) expect(sum).toEqual([-0, -0, 0, -1]);
});
