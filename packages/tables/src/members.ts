import {
  AdamW,
  type Backend,
  type DenseArray,
  dense,
  fit,
  MeanSquaredError,
  type Module,
  Predictor,
  parameterRandom,
  Sequential,
  type Shape,
  SoftmaxCrossEntropy,
} from '@nablajs/core';
import { EarlyStopping } from '@nablajs/core/callbacks';
import { CosineDecay, Warmup } from '@nablajs/core/schedules';
import type { TextInputs } from '@nablajs/datasets/portable';
import { type CategoryInput, Ensemble, type EnsembleOptions, type EnsembleTask } from './ensemble.js';
import { type EncodedTable, MemberRows } from './member-rows.js';
import { PiecewiseLinear, piecewiseLinearValues } from './piecewise-linear.js';
import { ridgeModels } from './ridge.js';
import { BAG_SIZE, type BagInput, WORD_DEVIATION } from './text/bags.js';
import { fillUnseen, forgetUnseen } from './text/unseen.js';

/** How a network for a table is made and trained. */
export interface Recipe {
  /** Whether inputs become bins (see `PiecewiseLinear`). */
  readonly binned: boolean;
  /** The units of the hidden layers. */
  readonly hidden: readonly number[];
  readonly dropout: number;
  readonly weightDecay: number;
  readonly learningRate: number;
  readonly epochs: number;
  readonly batchSize: number;
}

/** What the networks learn. */
export interface TableTask {
  readonly task: EnsembleTask;
  /** The number of classes, or 1. */
  readonly outputs: number;
  /** The inputs that are places in a list of categories, and the number of places of each. Default: none. */
  readonly categories?: ReadonlyMap<number, number>;
  /** The inputs that hold the words of texts. Default: none. */
  readonly texts?: readonly TextInputs[];
  /** The least and the most number that was seen. Answers stay between them, as those of trees do. */
  readonly range?: readonly [least: number, most: number];
  /** The edges of the bins of each input; empty for an input that stays as it is. */
  readonly edges: readonly Float32Array[];
}

/** The rows of one member. */
export interface Member {
  /** Determines its first weights, with the seed. */
  readonly draw: number;
  /** The rows that it learns from, at least one. */
  readonly seen: Int32Array;
  /** The rows that test it, at least one. */
  readonly held: Int32Array;
}

/** Members that were trained. All arrays are on the host and belong to the caller. */
export interface TrainedMembers {
  readonly members: readonly Member[];
  /** The parameters of the network, by name. Those of the ensemble have the members as their first axis. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
  /** The epoch, from 1, that the weights are of: the one with the least loss of the held-out rows. */
  readonly epoch: number;
  /** What each member says about its held-out rows: logits or numbers [held, outputs]. */
  readonly answers: readonly Float32Array[];
}

/** Options of `trainMembers`. */
export interface TrainMembersOptions {
  readonly seed: number;
  /** Stops the training after the current step; it then throws the signal's reason. Default: none. */
  readonly signal?: AbortSignal;
  /** Called after each epoch. Default: not called. */
  readonly onEpoch?: (epoch: number) => void;
}

/** The share of the steps in which the learning rate rises. */
const WARMUP = 0.05;
/** RealMLP's (Holzmüller et al. 2024): scales of inputs learn faster, and second moments forget faster. */
const SCALE_RATE = 6;
const BETA2 = 0.95;
/** The initial weights of the outputs are smaller by this factor than others of unit variance. */
const LAST_FACTOR = 0.3;
const EMBEDDING_DEVIATION = 0.3;

/** Trains members together: a product of matrices computes all of them. Each learns from its own rows only. */
export async function trainMembers(
  backend: Backend,
  table: EncodedTable,
  what: TableTask,
  recipe: Recipe,
  members: readonly Member[],
  { seed, signal, onEpoch }: TrainMembersOptions,
): Promise<TrainedMembers> {
  const inputs = table.x.shape[1] as number;
  const { layers, values } = networkOf(what, recipe, members.length);
  const parameters = new Map([...values, ...firstWeights(layers, inputs, members, seed)]);
  const isOfNumbers = !what.categories?.size && !what.texts?.length;
  const isLinear = layers.length === 1 && recipe.hidden.length === 0 && isOfNumbers;
  const models = isLinear && what.task === 'numbers' ? ridgeModels(table, members) : undefined;
  if (models !== undefined) {
    parameters.set('0.weight1', stacked(models.map(({ weights }) => weights)));
    parameters.set('0.bias1', stacked(models.map(({ bias }) => [bias])));
  }
  using network = new Sequential(backend, { inputShape: [members.length, inputs], layers, parameters });
  const { epochs, batchSize, learningRate, weightDecay } = recipe;
  const held = new MemberRows(
    table,
    members.map((member) => member.held),
  );
  const hasScale = parameters.has(`${layers.length - 1}.scale`);
  const stopping = new EarlyStopping({ patience: epochs });
  using optimizer = new AdamW({
    ...{ learningRate, weightDecay, beta2: BETA2 },
    groups: [
      // A table of only texts has no scale.
      ...(hasScale ? [{ names: ['*.scale'], weightDecay: 0, learningRateFactor: SCALE_RATE }] : []),
      { names: ['*.bias*'], weightDecay: 0 },
    ],
  });
  const learnedFrom = members.map((member) => member.seen);
  const seen = new MemberRows(table, learnedFrom);
  await fit(network, seen, {
    ...{ optimizer, epochs, batchSize, seed, validation: held },
    loss: what.task === 'classes' ? new SoftmaxCrossEntropy() : new MeanSquaredError(),
    schedule: new Warmup({ steps: WARMUP, schedule: new CosineDecay() }),
    callbacks: [stopping, { name: 'progress', onEpochEnd: (_, { epoch }) => onEpoch?.(epoch) }],
    ...(signal && { signal }),
  });
  signal?.throwIfAborted();
  const trained = await network.parameters.read();
  fillUnseen(trained, layers, table, what.categories ?? new Map(), learnedFrom);
  forgetUnseen(trained, layers, table, what.texts ?? [], learnedFrom);
  network.parameters.load(trained);
  const answers = await answersOf(network, held, members, what.range);
  return { members, parameters: trained, epoch: stopping.bestEpoch, answers };
}

/** Asks each member about its held-out rows: returns logits, or numbers in the range, [held, outputs] for each. */
export async function answersOf(
  network: Sequential,
  held: MemberRows,
  members: readonly Member[],
  [least, most]: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): Promise<Float32Array[]> {
  const all = Int32Array.from({ length: held.length }, (_, index) => index);
  const { data, shape } = await new Predictor(network).predict(held.batch(all).x as DenseArray);
  const outputs = shape[2] as number;
  return members.map(({ held: own }, member) => {
    const answers = new Float32Array(own.length * outputs);
    for (let row = 0; row < own.length; row++) {
      const from = (row * members.length + member) * outputs;
      answers.set(data.subarray(from, from + outputs), row * outputs);
    }
    return answers.map((answer) => Math.min(most, Math.max(least, answer)));
  });
}

export function weightsOf(what: TableTask, recipe: Recipe): number {
  const { layers } = networkOf(what, recipe, 1);
  const [first] = layers as readonly [Module];
  const { outputShape } = layers.length === 1 ? { outputShape: [what.edges.length] } : first.build([what.edges.length]);
  const { parameters = {} } = (layers.at(-1) as Ensemble).build(outputShape as Shape);
  return Object.values(parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** How many numbers stand for a category: more for more categories. */
const embeddingSize = (values: number): number => Math.min(16, Math.ceil(2 * Math.sqrt(Math.sqrt(values))));

function networkOf(
  { task, outputs, categories = new Map(), texts = [], edges }: TableTask,
  { binned, hidden, dropout }: Recipe,
  members: number,
): { readonly layers: readonly Module[]; readonly values: ReadonlyMap<string, DenseArray> } {
  const counts = edges.map(({ length }) => (binned ? Math.max(1, length - 1) : 1));
  // Where each input is after the bins.
  let at = 0;
  const places = counts.map((count) => {
    at += count;
    return at - count;
  });
  const inputs = Array.from(categories, ([input, values]): CategoryInput => {
    return { input: places[input] ?? input, values, size: embeddingSize(values) };
  });
  const bags = texts.map(({ input, length, values }): BagInput => {
    return { input: places[input] as number, length, values, size: BAG_SIZE };
  });
  const options: EnsembleOptions = { members, hidden, outputs, task, dropout, categories: inputs, texts: bags };
  if (!binned) return { layers: [new Ensemble(options)], values: new Map() };
  const values = Object.entries(piecewiseLinearValues(edges)).map(([name, value]) => [`0.${name}`, value] as const);
  return { layers: [new PiecewiseLinear({ bins: counts }), new Ensemble(options)], values: new Map(values) };
}

/**
 * He's initial weights (2015), and small ones for the outputs. Those of a member do not depend on how many there are.
 */
function firstWeights(
  layers: readonly Module[],
  inputs: number,
  members: readonly Member[],
  seed: number,
): Map<string, DenseArray> {
  const ensemble = layers.at(-1) as Ensemble;
  const [first] = layers as readonly [Module];
  const width = layers.length === 1 ? inputs : ((first.build([inputs]).outputShape as readonly number[])[0] as number);
  const { parameters = {} } = ensemble.build([width]);
  const last = `weight${ensemble.options.hidden.length + 1}`;
  const entries = Object.entries(parameters).map(([name, { shape }]) => {
    const values = new Float32Array(sizeOf(shape));
    const fanIn = shape[1] as number;
    const deviation = name.startsWith('words')
      ? WORD_DEVIATION
      : name.startsWith('embedding')
        ? EMBEDDING_DEVIATION
        : name === last
          ? LAST_FACTOR / Math.sqrt(fanIn)
          : Math.sqrt(2 / fanIn);
    if (name === 'scale') values.fill(1);
    else if (!name.startsWith('bias')) {
      const each = values.length / members.length;
      for (const [member, { draw }] of members.entries()) {
        const random = parameterRandom(seed, `${name}/${draw}`);
        for (let at = 0; at < each; at++) values[member * each + at] = deviation * random.normal();
      }
    }
    return [`${layers.length - 1}.${name}`, dense(values, shape)] as const;
  });
  return new Map(entries);
}

/** The numbers of members side by side: float32 [members, numbers, 1]. */
const stacked = (numbers: readonly ArrayLike<number>[]): DenseArray =>
  dense(Float32Array.from(numbers.flatMap((own) => Array.from(own))), [numbers.length, numbers[0]?.length ?? 0, 1]);

/**
 * Makes one network of members trained in several groups with one recipe. It takes [n, inputs], or [n, members, inputs]
 * and answers for each if `isEach`. The caller disposes it.
 */
export function assemble(
  backend: Backend,
  what: TableTask,
  recipe: Recipe,
  groups: readonly TrainedMembers[],
  { temperature = 1, isEach = false }: { readonly temperature?: number; readonly isEach?: boolean } = {},
): Sequential {
  const members = groups.reduce((sum, group) => sum + group.members.length, 0);
  const { layers, values } = networkOf(what, recipe, members);
  const ensemble = layers.at(-1) as Ensemble;
  const serving = [
    ...layers.slice(0, -1),
    new Ensemble({ ...ensemble.options, dropout: 0, temperature, range: what.range ?? null }),
  ];
  const names = [...(groups[0] as TrainedMembers).parameters.keys()];
  const parameters = names.map((name) => {
    const known = values.get(name);
    if (known !== undefined) return [name, known] as const;
    const parts = groups.map((group) => group.parameters.get(name) as DenseArray);
    const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
    let at = 0;
    for (const part of parts) {
      data.set(part.data, at);
      at += part.data.length;
    }
    return [name, dense(data, [members, ...(parts[0] as DenseArray).shape.slice(1)])] as const;
  });
  const inputShape = isEach ? [members, what.edges.length] : [what.edges.length];
  return new Sequential(backend, { inputShape, layers: serving, parameters: new Map(parameters) });
}
