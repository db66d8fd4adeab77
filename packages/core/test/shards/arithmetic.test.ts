/** The gradients of a step in shards, compared with passes over the shards and additions of this test's own. */
import { expect, it } from 'vitest';
import {
  allocate,
  BatchNorm,
  type DenseArray,
  dense,
  type GradientTransform,
  type Module,
  type Network,
  type PassOptions,
  type Penalty,
  ReLU,
  SGD,
  SoftmaxCrossEntropy,
  type TypedArray,
  upload,
  WeightPenalty,
} from '../../src/index.js';
import { FlatSum } from '../../src/shards/flat-sum.js';
import { ranksInMemory } from '../../src/shards/index.js';
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
  /** The rows of each shard, which are neighbours. */
  readonly shards: readonly number[];
  readonly layers?: () => Module[];
  readonly chunkRows?: number;
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

/** A pass over the rows from `from` to `to` of a batch. */
async function passOf(model: Network, batch: ReturnType<typeof dataOf>, from: number, to: number, more: object) {
  const indices = Int32Array.from({ length: to - from }, (_, at) => from + at);
  const rows = batch.y.shape[0] as number;
  const options: PassOptions = { seed: 0, step: 1, firstRow: from, rows, ...more };
  const [x, y] = [batch.x, batch.y].map((array: DenseArray) => upload(model.backend, pickRows(array, indices)));
  return model.pass([x as never], y as never, loss as never, options);
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

/** The step by its definition: shards in chunks that are added in order, then shards in pairs. */
async function expectedStep({ rows, shards, layers, chunkRows = 512, penalty }: Case): Promise<Step> {
  const model = await networkOf(layers);
  const batch = dataOf(rows);
  let first = 0;
  let steps: (Step | undefined)[] = [];
  for (const size of shards) {
    let sum: Step | undefined;
    let updates: ReadonlyMap<string, never> | undefined;
    for (let start = first; start < first + size; start += chunkRows) {
      const end = Math.min(start + chunkRows, first + size);
      const pass = await passOf(model, batch, start, end, { penalty, updates });
      updates = pass.updates as never;
      const part = { loss: await pass.loss.item(), gradients: await read(pass.gradients), updates: new Map() };
      sum = sum === undefined ? part : addSteps(sum, part);
    }
    const share = allocate('float32', 1).fill(size / rows);
    const weigh = (all: Numbers): Numbers =>
      new Map([...all].map(([name, own]) => [name, elementwise(own, own, (x) => x * (share[0] as number))]));
    steps.push(sum && { ...sum, updates: weigh(await read(updates ?? new Map())) });
    first += size;
  }
  while (steps.length > 1) {
    const pairs = Array.from({ length: steps.length / 2 }, (_, at) => [steps[2 * at], steps[2 * at + 1]] as const);
    steps = pairs.map(([a, b]) => (a === undefined || b === undefined ? a : addSteps(a, b)));
  }
  return steps[0] as Step;
}

/** What a training has in its first step, on every rank. */
async function trainedSteps(size: number, { rows, shards, layers, chunkRows = 512, penalty }: Case): Promise<Step[]> {
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
          ...{ epochs: 1, batchSize: 'full', chunkRows, transforms: [spy] },
          ...{ loss, optimizer: new SGD({ learningRate: 0.1 }) },
          ...(penalty && { penalty }),
        },
      };
    },
    { count: shards.length },
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
  'shards of equal size': { rows: 16, shards: [4, 4, 4, 4] },
  'the first ones a row larger': { rows: 13, shards: [2, 2, 2, 2, 2, 1, 1, 1] },
  'empty shards': { rows: 3, shards: [1, 1, 1, 0, 0, 0, 0, 0] },
  'shards in chunks': { rows: 31, shards: [8, 8, 8, 7], chunkRows: 3 },
  'a penalty, which belongs to shard 0': { rows: 9, shards: [3, 2, 2, 2], penalty: new WeightPenalty({ l2: 0.3 }) },
  'batch normalisation by the statistics of each shard': {
    ...{ rows: 22, shards: [6, 6, 5, 5], chunkRows: 2 },
    layers: () => [new BatchNorm(), new ReLU()],
  },
  'a module that updates a parameter in chunks': {
    rows: 10,
    shards: [5, 5],
    chunkRows: 2,
    layers: () => [new Centre()],
  },
};

it.each(Object.entries(cases))('adds in pairs: %s', async (_name, one) => {
  // Batch normalisation sees its shard as a whole.
  const chunkRows = one.layers?.()[0] instanceof BatchNorm ? one.rows : (one.chunkRows ?? 512);
  const expected = await expectedStep({ ...one, chunkRows });
  const updated = [...expected.updates.keys()];
  expect(expected.gradients.size).toBeGreaterThan(3);
  for (const size of [1, 2, 4, 8].filter((ranks) => ranks <= one.shards.length)) {
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

it('a rank without shards changes no bit of the others, the sign of a zero included', async () => {
  const own = dense(Float32Array.of(-0, 0, -1), [3]);
  const sums = await Promise.all(
    ranksInMemory(2).map(async (communicator) => {
      const backend = await newBackend();
      const tensors = communicator.rank === 0 ? [upload(backend, own)] : undefined;
      const { tensors: sum } = await new FlatSum().over(communicator, backend, 'float32', tensors, [[3]], [false]);
      return [...((await sum[0]?.data()) ?? [])];
    }),
  );
  for (const sum of sums) expect(sum).toEqual([-0, 0, -1]);
});
