/** Evaluates on all ranks, with the bits of an evaluation on one. */
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
import { exchange } from './batch-numbers.js';
import type { Communicator } from './communicator.js';

/**
 * Returns a function that evaluates as `evaluate` does. Every rank calls it with the same network and data; rank r of R
 * computes the batches r, r + R, …, and all return the same result.
 */
export function evaluateOnRanks(communicator: Communicator): typeof evaluateFeed {
  return async (feed, options) => {
    const totals = startTotals(feed, options);
    for await (const batch of batchesOf(communicator, feed, options)) totals.add(batch);
    return totals.result();
  };
}

/** Yields all batches in order. */
async function* batchesOf(
  communicator: Communicator,
  feed: Feed,
  options: EvaluateOptions<Output>,
): AsyncGenerator<BatchNumbers> {
  const { rank, size } = communicator;
  const rows = feed.dataset.length;
  const breathe = breather();
  for (let first = 0; first < rows; first += size * DEFAULT_BATCH_SIZE) {
    const start = first + rank * DEFAULT_BATCH_SIZE;
    const end = Math.min(start + DEFAULT_BATCH_SIZE, rows);
    yield* await exchange(communicator, start < end ? await evaluateBatch(feed, start, end, options) : undefined);
    await breathe();
  }
}
