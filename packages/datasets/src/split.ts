/** Parts of data sets: batches of indices, ranges, a random split. */
import { type Dataset, type DenseArray, type HostTargets, NablaError, type Permuter } from '@nablajs/core';
import { checkIndices, range } from './indices.js';
import { orderOfBlocks } from './order-of-blocks.js';

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

/** Two parts of a data set. */
export interface Split<Y extends HostTargets = DenseArray> {
  readonly train: Dataset<Y>;
  readonly test: Dataset<Y>;
  /** The index in the whole data set of each example of `test`. */
  readonly testRows: Int32Array;
}

/** How `split` draws. */
export interface SplitOptions {
  /** The class of each example: both parts then have the same share of each class, as far as whole examples go. */
  readonly labels?: ArrayLike<number> | undefined;
}

/** A data set whose examples are read in blocks, as `csvDataset` gives for a large file. */
interface BlockDataset<Y extends HostTargets> extends Dataset<Y> {
  /** The first example of each block. */
  readonly blocks: Int32Array;
}

/**
 * Splits at random: `test` gets `fraction` of the examples, rounded to the nearest whole number, `train` the rest, both in
 * the order that they have in the data set. Of a data set that is read in blocks whole blocks are drawn, so that either part
 * can be read alone. Throws a NablaError of code `argument` where one of the two would be empty.
 */
export function split<Y extends HostTargets>(
  dataset: Dataset<Y>,
  fraction: number,
  random: Permuter,
  { labels }: SplitOptions = {},
): Split<Y> {
  const { length } = dataset;
  if (hasBlocks(dataset)) return splitBlocks(dataset, fraction, random);
  const count = testCount(length, fraction, 'examples');
  if (labels !== undefined && labels.length !== length) {
    throw new NablaError(
      'argument',
      `split: expected a label for each of ${length} examples. Received ${labels.length}.`,
    );
  }
  const order = random.permutation(length);
  // A stable sort: within a class the examples stay in random order.
  if (labels !== undefined) order.sort((a, b) => (labels[a] as number) - (labels[b] as number));
  const isTest = new Uint8Array(length);
  // Evenly spaced, so that each class gives its share.
  for (let place = 0; place < count; place++) isTest[order[Math.floor(((place + 0.5) * length) / count)] as number] = 1;
  const rows = range(0, length);
  const testRows = rows.filter((row) => isTest[row] === 1);
  const trainRows = rows.filter((row) => isTest[row] === 0);
  return { train: select(dataset, trainRows), test: select(dataset, testRows), testRows };
}

function testCount(length: number, fraction: number, what: string): number {
  const count = Math.floor(length * fraction + 0.5);
  if (count >= 1 && count < length) return count;
  throw new NablaError(
    'argument',
    `split: expected a fraction that leaves both parts ${what}. Received ${fraction} of ${length}.`,
  );
}

function hasBlocks<Y extends HostTargets>(dataset: Dataset<Y>): dataset is BlockDataset<Y> {
  return (dataset as Partial<BlockDataset<Y>>).blocks instanceof Int32Array;
}

function splitBlocks<Y extends HostTargets>(dataset: BlockDataset<Y>, fraction: number, random: Permuter): Split<Y> {
  const { blocks, length } = dataset;
  const count = testCount(blocks.length, fraction, 'blocks');
  const drawn = random.permutation(blocks.length);
  const part = (chosen: Int32Array): { readonly data: BlockDataset<Y>; readonly rows: Int32Array } => {
    const sizes = chosen.sort().map((block) => (blocks[block + 1] ?? length) - (blocks[block] as number));
    const rows = new Int32Array(sizes.reduce((sum, size) => sum + size, 0));
    const starts = new Int32Array(chosen.length);
    let at = 0;
    for (const [index, block] of chosen.entries()) {
      starts[index] = at;
      for (let row = 0; row < (sizes[index] as number); row++) rows[at++] = (blocks[block] as number) + row;
    }
    const order = (epoch: Permuter): Int32Array => orderOfBlocks(starts, rows.length, epoch);
    return { data: { ...select(dataset, rows), blocks: starts, order }, rows };
  };
  const test = part(drawn.slice(0, count));
  return { train: part(drawn.slice(count)).data, test: test.data, testRows: test.rows };
}
