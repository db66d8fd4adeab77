/** How long to train a head on all examples, from folds of them. */
import {
  type Dataset,
  type DenseArray,
  type HostTargets,
  listOf,
  type Network,
  type Optimizer,
  Random,
  RandomKey,
  type TrainEvent,
  type TrainOptions,
  train,
} from '@nablajs/core';
import { storedRows } from './cache-features.js';

/** The most folds, and the fewest examples in one. */
const MOST_FOLDS = 5;
const FEWEST_IN_FOLD = 2;

/** How the heads of the folds are trained. */
export interface FoldTraining {
  /** Makes a head that has learned nothing. */
  readonly head: () => Network;
  readonly optimizer: () => Optimizer;
  readonly options: Omit<TrainOptions, 'optimizer'> & { readonly epochs: number };
  readonly patience: number;
  /** A loss falls if it is lower by this much. */
  readonly leastFall: number;
}

/**
 * Trains a head for each fold, side by side. Returns the epoch with the lowest mean held-out loss; 0 if there is none,
 * as when a signal stops it.
 */
export async function bestEpochs(
  given: Dataset<HostTargets>,
  { head, optimizer, options, patience, leastFall }: FoldTraining,
): Promise<number> {
  const data = await storedRows(given);
  const folds = await foldsOf(data, options.seed ?? 0);
  const own: Disposable[] = [];
  const runs = folds.map((held, at) => {
    const learned = Int32Array.from(folds.flatMap((fold, other) => (other === at ? [] : Array.from(fold))));
    const [network, step] = [head(), optimizer()];
    own.push(network, step);
    const how = { ...options, optimizer: step, validation: rowsOf(data, held) };
    return train(network, rowsOf(data, learned.sort()) as Dataset, how as TrainOptions);
  });
  let [best, bestEpoch] = [Number.POSITIVE_INFINITY, 0];
  try {
    for (let epoch = 1; epoch <= options.epochs && epoch - bestEpoch <= patience; epoch++) {
      let sum = 0;
      for (const [at, run] of runs.entries()) sum += (await nextLoss(run)) * (folds[at]?.length ?? 0);
      const loss = sum / data.length;
      if (Number.isNaN(loss)) break;
      if (loss < best - leastFall) [best, bestEpoch] = [loss, epoch];
    }
  } finally {
    for (const run of runs) await run.return();
    for (const one of own) one[Symbol.dispose]();
  }
  return bestEpoch;
}

/** Trains to the end of an epoch, and returns the held-out loss: NaN at the end of the training. */
async function nextLoss(run: AsyncGenerator<TrainEvent, unknown, undefined>): Promise<number> {
  for (;;) {
    const { done, value } = await run.next();
    if (done === true) return Number.NaN;
    const event = value as TrainEvent;
    if (event.type === 'epoch-end') return event.validation?.loss ?? Number.NaN;
  }
}

/** Cuts examples into folds in which targets are alike: each has its share of every class. */
async function foldsOf(data: Dataset<HostTargets>, seed: number): Promise<Int32Array[]> {
  const { length } = data;
  const { y } = await data.batch(Int32Array.from({ length }, (_, at) => at));
  const [{ data: targets }] = listOf<DenseArray>(y) as readonly [DenseArray];
  const width = targets.length / length;
  const target = (row: number): number => targets[row * width] as number;
  const drawn = new Random(new RandomKey(seed, 'folds')).permutation(length);
  // The sort is stable, and neighbours go to different folds.
  const order = Array.from(drawn).sort((a, b) => target(a) - target(b));
  const count = Math.max(2, Math.min(MOST_FOLDS, Math.floor(length / FEWEST_IN_FOLD)));
  return Array.from({ length: count }, (_, fold) => Int32Array.from(order.filter((_row, at) => at % count === fold)));
}

const rowsOf = ({ batch, inputShape }: Dataset<HostTargets>, rows: Int32Array): Dataset<HostTargets> => ({
  ...{ length: rows.length, inputShape },
  batch: (indices) => batch(indices.map((at) => rows[at] as number)),
});
