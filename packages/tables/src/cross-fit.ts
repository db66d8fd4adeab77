/** Trains the members of an ensemble, each on other folds, and asks each about the fold that it has not seen. */
import {
  AdamW,
  type Backend,
  type DenseArray,
  dense,
  fit,
  MeanSquaredError,
  Predictor,
  parameterRandom,
  Sequential,
  SoftmaxCrossEntropy,
} from '@nablajs/core';
import { EarlyStopping } from '@nablajs/core/callbacks';
import { CosineDecay, Warmup } from '@nablajs/core/schedules';
import { Ensemble, type EnsembleTask } from './ensemble.js';
import { foldsOf } from './folds.js';
import { type EncodedTable, MemberRows } from './member-rows.js';

/** How to train an ensemble. */
export interface Recipe {
  readonly hidden: readonly number[];
  readonly dropout: number;
  readonly weightDecay: number;
  readonly learningRate: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Into how many folds the rows are cut, and how often, each time with another cut. */
  readonly folds: number;
  readonly repeats: number;
  readonly seed: number;
}

/** A trained ensemble. Dispose its network. */
export interface CrossFit {
  /** Its layer is an `Ensemble`; it takes [n, members, inputs]. */
  readonly network: Sequential;
  readonly recipe: Recipe;
  /** The epoch with the least loss of the held-out folds, whose weights the network has. */
  readonly epoch: number;
  /** The rows that each member has not seen. */
  readonly held: readonly Int32Array[];
}

/**
 * Trains an ensemble with a member for each fold and repeat. `cuts` are the folds of the rows for each repeat; by
 * default they are drawn.
 */
export async function crossFit(
  backend: Backend,
  table: EncodedTable,
  task: EnsembleTask,
  outputs: number,
  recipe: Recipe,
  cuts: readonly Int32Array[] = cutsOf(table, recipe),
): Promise<CrossFit> {
  const { folds, hidden, dropout, seed, epochs, batchSize, learningRate, weightDecay } = recipe;
  const members = cuts.flatMap((cut) => Array.from({ length: folds }, (_, fold) => ({ cut, fold })));
  const [seen, held] = [false, true].map((isHeld) =>
    members.map(({ cut, fold }) => rowsWhere(cut, (own) => (own === fold) === isHeld)),
  ) as [Int32Array[], Int32Array[]];
  const inputs = table.x.shape[1] as number;
  const module = new Ensemble({ members: members.length, hidden, outputs, task, dropout });
  const parameters = firstValues(module, inputs, seed);
  const network = new Sequential(backend, { inputShape: [members.length, inputs], layers: [module], parameters });
  try {
    const stopping = new EarlyStopping({ patience: epochs });
    using optimizer = new AdamW({
      ...{ learningRate, weightDecay, beta2: 0.95 },
      groups: [
        { names: ['*.scale'], weightDecay: 0, learningRateFactor: 6 },
        { names: ['*.bias*'], weightDecay: 0 },
      ],
    });
    await fit(network, new MemberRows(table, seen), {
      ...{ optimizer, epochs, batchSize, seed },
      loss: task === 'classes' ? new SoftmaxCrossEntropy() : new MeanSquaredError(),
      schedule: new Warmup({ steps: 0.05, schedule: new CosineDecay() }),
      validation: new MemberRows(table, held),
      callbacks: [stopping],
    });
    return { network, recipe, epoch: stopping.bestEpoch, held };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

const cutsOf = ({ y }: EncodedTable, { folds, repeats, seed }: Recipe): Int32Array[] =>
  Array.from({ length: repeats }, (_, cut) => foldsOf(y.data, folds, seed + cut));

const rowsWhere = (folds: Int32Array, isWanted: (fold: number) => boolean): Int32Array =>
  Int32Array.from(folds.keys()).filter((row) => isWanted(folds[row] as number));

/**
 * He's initial values (2015), and small ones for the outputs. Those of a member do not depend on how many there are, as
 * they would if the module drew them: the initializer counts the inputs of all members.
 */
function firstValues(module: Ensemble, inputs: number, seed: number): Map<string, DenseArray> {
  const { members, hidden } = module.options;
  const { parameters = {} } = module.build([inputs]);
  const entries = Object.entries(parameters).map(([name, { shape }]) => {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    if (name === 'scale') values.fill(1);
    if (name.startsWith('weight')) {
      const each = values.length / members;
      const isLast = name === `weight${hidden.length + 1}`;
      const deviation = isLast ? 0.3 / Math.sqrt(shape[1] as number) : Math.sqrt(2 / (shape[1] as number));
      for (let member = 0; member < members; member++) {
        const random = parameterRandom(seed, `${name}/${member}`);
        for (let at = 0; at < each; at++) values[member * each + at] = deviation * random.normal();
      }
    }
    return [`0.${name}`, dense(values, shape)] as const;
  });
  return new Map(entries);
}

/**
 * Asks about each row of the table the members that have not seen it, and returns their mean answer: probabilities
 * [rows, classes], or numbers [rows].
 */
export async function heldOutAnswers({ network, held }: CrossFit, table: EncodedTable): Promise<Float64Array> {
  const rows = table.x.shape[0] as number;
  const examples = new MemberRows(table, held);
  const batch = examples.batch(Int32Array.from({ length: examples.length }, (_, index) => index));
  const isClasses = (network.layers[0] as Ensemble).options.task === 'classes';
  const predictor = new Predictor(network, isClasses ? { activation: 'softmax' } : {});
  const { data, shape } = await predictor.predict(batch.x as DenseArray);
  const outputs = shape[2] as number;
  const sums = new Float64Array(rows * outputs);
  const counts = new Int32Array(rows);
  for (const [member, own] of held.entries()) {
    for (const [index, row] of own.entries()) {
      counts[row] = (counts[row] as number) + 1;
      const from = (index * held.length + member) * outputs;
      for (let output = 0; output < outputs; output++) {
        sums[row * outputs + output] = (sums[row * outputs + output] as number) + (data[from + output] as number);
      }
    }
  }
  return sums.map((sum, at) => sum / (counts[Math.floor(at / outputs)] as number));
}
