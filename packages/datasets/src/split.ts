/** Divides data sets: into ranges and random parts. */
import {
  checkOptionNames,
  type Dataset,
  type DenseArray,
  type HostTargets,
  NablaError,
  type Permuter,
} from '@nablajs/core';
import { blockOrder } from './block-order.js';
import { bucketOrder } from './bucket-order.js';
import { checkIndices, range } from './indices.js';

/**
 * Returns the examples from `start` up to, but not including, `end`, as a data set.
 *
 * @throws NablaError `argument` unless 0 <= start <= end <= length.
 *
 * @example
 * ```ts
 * const first = subset(dataset, 0, 1000);
 * ```
 */
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

/** A data set of sequences, of which `sequenceDataset` keeps similar lengths together. */
interface LengthDataset<Y extends HostTargets> extends Dataset<Y> {
  readonly lengths: Int32Array;
  readonly batchSize: number;
}

/** What a part of a data set of sequences needs to keep similar lengths together, too. */
function lengthsOf<Y extends HostTargets>(dataset: Dataset<Y>, rows: Int32Array): Partial<LengthDataset<Y>> {
  const { lengths: all, batchSize } = dataset as Partial<LengthDataset<Y>>;
  if (!(all instanceof Int32Array) || batchSize === undefined) return {};
  const lengths = rows.map((row) => all[row] as number);
  return { lengths, batchSize, order: (random) => bucketOrder(lengths, batchSize, random) };
}

/** Returns the examples `rows` of a data set, in that order. */
function select<Y extends HostTargets>(dataset: Dataset<Y>, rows: Int32Array): Dataset<Y> {
  return {
    ...lengthsOf(dataset, rows),
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

/** The two parts of a data set. */
export interface Split<Y extends HostTargets = DenseArray> {
  readonly train: Dataset<Y>;
  readonly test: Dataset<Y>;
  /** For each example of `test`, its index in the whole data set. */
  readonly testRows: Int32Array;
}

/** Options of `split`. */
export interface SplitOptions {
  /**
   * The class of each example. Both parts then get the same share of each class, as nearly as possible. Default: none.
   */
  readonly labels?: ArrayLike<number> | undefined;
}

/** A data set whose examples are read in blocks, such as a large file opened by `csvDataset`. */
interface BlockDataset<Y extends HostTargets> extends Dataset<Y> {
  /** The first example of each block. */
  readonly blocks: Int32Array;
}

/**
 * Splits a data set at random into two parts. Examples keep their order. A table read in blocks is split into whole
 * blocks, and `labels` is ignored. Parts of sequences keep similar lengths together, as the whole does.
 *
 * @param fraction The share of the examples that `test` gets, between 0 and 1. Their number is rounded.
 * @param random Draws the split.
 * @throws NablaError `argument` if one of the parts would be empty, or if the number of labels is wrong.
 *
 * @example
 * ```ts
 * const { train, test } = split(dataset, 0.2, new Random(1), { labels: dataset.labels });
 * ```
 */
export function split<Y extends HostTargets>(
  dataset: Dataset<Y>,
  fraction: number,
  random: Permuter,
  options: SplitOptions = {},
): Split<Y> {
  checkOptionNames('split', options, ['labels']);
  const { labels } = options;
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
  // The sort is stable: within a class, the examples stay in random order.
  if (labels !== undefined) order.sort((a, b) => (labels[a] as number) - (labels[b] as number));
  const isTest = new Uint8Array(length);
  // Evenly spaced picks, so each class contributes its share.
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
    `split: expected a fraction that gives both parts some ${what}. Received ${fraction} of ${length}.`,
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
    const order = (epoch: Permuter): Int32Array => blockOrder(starts, rows.length, epoch);
    return { data: { ...select(dataset, rows), blocks: starts, order }, rows };
  };
  const test = part(drawn.slice(0, count));
  return { train: part(drawn.slice(count)).data, test: test.data, testRows: test.rows };
}
