/** Evaluates a data set on all ranks, with the bits of an evaluation on one. */
import type { Dataset, HostTargets } from '../data/dataset.js';
import { breather } from '../data/event-loop.js';
import { range } from '../math/range.js';
import { startMetrics } from '../metrics/metric-sums.js';
import type { Output } from '../modules/module.js';
import type { Network } from '../networks/network.js';
import { listOf } from '../tensors/host-array.js';
import { disposeAll } from '../tensors/scope.js';
import type { Tensor } from '../tensors/tensor.js';
import {
  classify,
  DEFAULT_BATCH_SIZE,
  type EvaluateOptions,
  type evaluate,
  numberOf,
  onHost,
  score,
} from '../training/evaluate.js';
import { Feed } from '../training/feed.js';
import { type BatchNumbers, type Layout, layoutOf, lengthOf, pack, unpack } from './batch-numbers.js';
import type { Communicator } from './communicator.js';

/**
 * Returns a function that evaluates as `evaluate` does. Every rank calls it with the same network and data; rank r of R
 * computes the batches r, r + R, r + 2R, …, and all ranks return the same result.
 */
export function evaluateOnRanks(communicator: Communicator): typeof evaluate {
  return async (model, dataset, options) => {
    const { loss, metrics: wanted = [] } = options;
    const metrics = startMetrics('evaluate', wanted);
    const rows = dataset.length;
    const [predictions, truths] = [new Int32Array(rows), new Int32Array(rows)];
    let [total, weight] = [0, 0];
    let classifies = loss.classification && model.outputShapes.length === 1;
    let at = 0;
    for await (const batch of batchesOf(communicator, model, dataset, options)) {
      const [predicted, truth] = batch.classes;
      const [outputs, targets] = batch.forMetrics;
      total += batch.loss;
      weight += batch.weight;
      if (predicted === undefined || truth === undefined) classifies = false;
      predictions.set(predicted ?? [], at);
      truths.set(truth ?? [], at);
      if (outputs !== undefined && targets !== undefined) metrics.add(outputs, targets);
      at += DEFAULT_BATCH_SIZE;
    }
    const classes = model.outputShape.at(-1) ?? 0;
    return {
      rows,
      loss: total / weight,
      classification: classifies ? classify(truths, predictions, classes) : undefined,
      metrics: metrics.results(),
    };
  };
}

/** Yields all batches in order, on every rank. */
async function* batchesOf(
  communicator: Communicator,
  model: Network,
  dataset: Dataset<HostTargets>,
  options: EvaluateOptions<Output>,
): AsyncGenerator<BatchNumbers> {
  const { rank, size } = communicator;
  const rows = dataset.length;
  const rowsOf = (batch: number): number => Math.min(DEFAULT_BATCH_SIZE, rows - batch * DEFAULT_BATCH_SIZE);
  const feed = new Feed(model, dataset, false, options.loss.ignoreIndex);
  const breathe = breather();
  let layout: Layout | undefined;
  for (let first = 0; rowsOf(first) > 0; first += size) {
    const own = first + rank;
    const computed = rowsOf(own) > 0 ? await compute(model, feed, own, rowsOf(own), options) : undefined;
    layout ??= await shareLayout(communicator, computed);
    const length = lengthOf(layout, rowsOf(first));
    // Adding -0 changes no bit of the other number. Adding +0 would turn -0 into +0.
    const numbers = new Float64Array(size * length).fill(-0);
    if (computed !== undefined) pack(computed, numbers.subarray(rank * length));
    await communicator.sum(numbers);
    for (let other = 0; other < size && rowsOf(first + other) > 0; other++) {
      yield unpack(numbers.subarray(other * length), layout, rowsOf(first + other));
    }
    await breathe();
  }
}

async function compute(
  model: Network,
  feed: Feed,
  batch: number,
  rowsHere: number,
  { loss, metrics = [] }: EvaluateOptions<Output>,
): Promise<BatchNumbers> {
  const start = batch * DEFAULT_BATCH_SIZE;
  const part = await feed.load(range(start, start + rowsHere));
  try {
    const made = score(model, part, loss);
    try {
      return {
        loss: await made.loss.item(),
        weight: await numberOf(made.weight),
        classes: await Promise.all(made.classes.map((tensor) => tensor.data())),
        forMetrics: metrics.length === 0 ? [] : [await onHost(made.outputs), part.y as HostTargets],
      };
    } finally {
      disposeAll([made.loss, ...made.classes, ...listOf<Tensor>(made.outputs)]);
    }
  } finally {
    feed.release(part);
  }
}

/** Rank 0 always has a batch, and the others may have none. */
async function shareLayout(communicator: Communicator, computed: BatchNumbers | undefined): Promise<Layout> {
  const text = computed === undefined ? '' : JSON.stringify(layoutOf(computed));
  return JSON.parse(new TextDecoder().decode(await communicator.broadcast(new TextEncoder().encode(text)))) as Layout;
}
