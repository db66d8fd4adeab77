/** Parts of data sets: batches of indices, ranges, a random split. */
import { type Dataset, type HostTargets, NablaError } from '@nablajs/core';
import { checkIndices, range } from './indices.js';

/** What a split needs of a random generator; core's `Random` has it. */
export interface Permuter {
  /** The numbers 0 to n - 1 in random order. */
  permutation(n: number): Int32Array;
}

/**
 * Cuts `order` (default 0, 1, ... length - 1) into batches; the last one may be shorter. Batches share the memory of `order`.
 * Throws a NablaError of code `argument` for a batch size that is not a whole number >= 1, or an order of another length.
 */
export function* batches(
  length: number,
  batchSize: number,
  order?: Int32Array,
): Generator<Int32Array, void, undefined> {
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new NablaError('argument', `batches: batchSize: expected a whole number >= 1. Received ${batchSize}.`);
  }
  const indices = order ?? range(0, length);
  if (indices.length !== length) {
    throw new NablaError('argument', `batches: expected an order of ${length} indices. Received ${indices.length}.`);
  }
  for (let start = 0; start < length; start += batchSize) yield indices.subarray(start, start + batchSize);
}

/** Examples `start` to `end` (exclusive). Throws a NablaError of code `argument` unless 0 <= start <= end <= length. */
export function subset<Y extends HostTargets>(dataset: Dataset<Y>, start: number, end: number): Dataset<Y> {
  const whole = Number.isInteger(start) && Number.isInteger(end);
  if (!whole || start < 0 || end < start || end > dataset.length) {
    const expected = `0 <= start <= end <= ${dataset.length}`;
    const received = [start, end]
      .map((value) => (typeof value === 'object' ? 'an object' : String(value)))
      .join(' and ');
    throw new NablaError(
      'argument',
      `subset: expected ${expected}. Received ${received}; it takes numbers, subset(data, 0, 100).`,
    );
  }
  return select(dataset, range(start, end));
}

/** The examples `rows` of another data set, in that order. */
function select<Y extends HostTargets>(dataset: Dataset<Y>, rows: Int32Array): Dataset<Y> {
  return {
    length: rows.length,
    inputShape: dataset.inputShape,
    variesByEpoch: dataset.variesByEpoch,
    batch(indices, time) {
      checkIndices('batch', indices, rows.length);
      return dataset.batch(
        indices.map((index) => rows[index] as number),
        time,
      );
    },
  };
}

/**
 * Splits at random: `test` gets `fraction` of the examples, rounded to the nearest whole number, `train` the rest. Throws a
 * NablaError of code `argument` where one of the two would be empty.
 */
export function trainTestSplit<Y extends HostTargets>(
  dataset: Dataset<Y>,
  fraction: number,
  random: Permuter,
): { readonly train: Dataset<Y>; readonly test: Dataset<Y> } {
  const testLength = Math.floor(dataset.length * fraction + 0.5);
  if (!(testLength >= 1 && testLength < dataset.length)) {
    throw new NablaError(
      'argument',
      `trainTestSplit: expected a fraction that leaves both parts examples. Received ${fraction} of ${dataset.length}.`,
    );
  }
  const order = random.permutation(dataset.length);
  return { train: select(dataset, order.slice(testLength)), test: select(dataset, order.slice(0, testLength)) };
}
