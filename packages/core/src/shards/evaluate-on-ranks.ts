/** Evaluates a data set on all ranks, with the bits of an evaluation on one. */
import { breather } from '../data/event-loop.js';
import {
  type BatchNumbers,
  DEFAULT_BATCH_SIZE,
  type EvaluateOptions,
  evaluateBatch,
  type evaluateFeed,
  startTotals,
} from '../evaluation/evaluate.js';
import type { Feed } from '../evaluation/feed.js';
import type { Output } from '../modules/module.js';
import { type Layout, layoutOf, lengthOf, pack, unpack } from './batch-numbers.js';
import type { Communicator } from './communicator.js';

/**
 * Returns a function that evaluates as `evaluate` does. Every rank calls it with the same network and data; rank r of R
 * computes the batches r, r + R, r + 2R, …, and all ranks return the same result.
 */
export function evaluateOnRanks(communicator: Communicator): typeof evaluateFeed {
  return async (feed, options) => {
    const totals = startTotals(feed, options);
    for await (const batch of batchesOf(communicator, feed, options)) totals.add(batch);
    return totals.result();
  };
}

/** Yields all batches in order, on every rank. */
async function* batchesOf(
  communicator: Communicator,
  feed: Feed,
  options: EvaluateOptions<Output>,
): AsyncGenerator<BatchNumbers> {
  const { rank, size } = communicator;
  const rows = feed.dataset.length;
  const rowsOf = (batch: number): number => Math.min(DEFAULT_BATCH_SIZE, rows - batch * DEFAULT_BATCH_SIZE);
  const breathe = breather();
  let layout: Layout | undefined;
  for (let first = 0; rowsOf(first) > 0; first += size) {
    const start = (first + rank) * DEFAULT_BATCH_SIZE;
    const own = rowsOf(first + rank);
    const computed = own > 0 ? await evaluateBatch(feed, start, start + own, options) : undefined;
    layout ??= await shareLayout(communicator, computed, own);
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

/** Rank 0 always has a batch, and the others may have none. */
async function shareLayout(
  communicator: Communicator,
  computed: BatchNumbers | undefined,
  rows: number,
): Promise<Layout> {
  const text = computed === undefined ? '' : JSON.stringify(layoutOf(computed, rows));
  return JSON.parse(new TextDecoder().decode(await communicator.broadcast(new TextEncoder().encode(text)))) as Layout;
}
