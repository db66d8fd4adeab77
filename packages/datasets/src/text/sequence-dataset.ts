/** Sequences of different lengths. */
import { checkOptionNames, type DenseArray, dense, NablaError } from '@nablajs/core';
import { arrayDataset } from '../array-dataset.js';
import { bucketOrder } from '../bucket-order.js';
import { checkIndices } from '../indices.js';
import type { TokenDataset } from './text-dataset.js';

/** Options of `sequenceDataset`. */
export interface SequenceDatasetOptions {
  /** Fills the end of shorter sequences: an int32 that no sequence contains. Default: 0. */
  readonly padding?: number;
  /** How many sequences of similar length to keep together in training; pass the batch size. Default: 32. */
  readonly batchSize?: number;
  /** How many tokens of a sequence to keep, from its start. Default: all. */
  readonly maxLength?: number;
  /** How much the sequences count, as in `arrayDataset`: one number >= 0 for each. Default: 1 each. */
  readonly weights?: ArrayLike<number>;
}

/** Sequences as a data set: x is int32 tokens [n, time], where time is the longest length in the batch. */
export interface SequenceDataset extends TokenDataset {
  /** What fills the end of shorter sequences. */
  readonly padding: number;
  /** The length of each sequence, without padding. */
  readonly lengths: Int32Array;
  /** How many sequences of similar length training keeps together. `split` and `subset` keep to it. */
  readonly batchSize: number;
}

/**
 * Makes a data set from sequences of tokens of different lengths. Each batch is padded to its longest one. Training
 * keeps similar lengths together: in most batches, they differ by at most a quarter. The order depends on the run's
 * seed and the epoch. Give the network an open dimension: `inputShape: ['time']`.
 *
 * Tokenizers use token 0. With padding 0, add 1 to their tokens; or pass `padding: tokenizer.size`. Both need an
 * embedding of `tokenizer.size + 1`.
 *
 * @param sequences Whole numbers; no sequence may contain the padding.
 * @param labels The targets: int32 labels [n], or floats [n, ...].
 * @throws NablaError `argument` for a wrong option, or a token that is the padding or no int32; `shape` if there are
 * not as many labels as sequences, or no sequences.
 *
 * @example
 * ```ts
 * const reviews = sequenceDataset([[5, 2, 9], [4], [7, 7]], array([1, 0, 1], 'int32'));
 * const { x } = reviews.batch(Int32Array.of(0, 1)); // [[5, 2, 9], [4, 0, 0]]
 * ```
 */
export function sequenceDataset(
  sequences: readonly ArrayLike<number>[],
  labels: DenseArray,
  options: SequenceDatasetOptions = {},
): SequenceDataset {
  const { padding, batchSize, maxLength } = checkSequenceOptions(options);
  const count = sequences.length;
  if (count === 0) throw new NablaError('shape', 'sequenceDataset: expected sequences. Received none.');
  const lengths = Int32Array.from(sequences, ({ length }) => Math.min(length, maxLength));
  const tokens = sequences.map((sequence, at) => copyTokens(sequence, lengths[at] as number, padding, at));
  // Its rows are picked, and weights and targets checked, as those of other data sets.
  const { weights } = options;
  const rows = arrayDataset(dense(new Int32Array(count), [count]), labels, { ...(weights && { weights }) });
  return {
    length: count,
    inputShape: [longest(lengths)],
    ...{ padding, lengths, batchSize },
    order: (random) => bucketOrder(lengths, batchSize, random),
    batch(indices) {
      checkIndices('batch', indices, count);
      const picked = rows.batch(indices) as Awaited<ReturnType<typeof rows.batch>>;
      const time = longest(indices.map((index) => lengths[index] as number));
      const x = new Int32Array(indices.length * time).fill(padding);
      for (const [row, index] of indices.entries()) x.set(tokens[index] as Int32Array, row * time);
      return { ...picked, x: dense(x, [indices.length, time]) };
    },
  };
}

type Checked = Required<Omit<SequenceDatasetOptions, 'weights'>>;

function checkSequenceOptions(options: SequenceDatasetOptions): Checked {
  checkOptionNames('sequenceDataset', options, ['padding', 'batchSize', 'maxLength', 'weights']);
  const { padding = 0, batchSize = 32, maxLength = 2 ** 31 - 1 } = options;
  const wrong = (expected: string, received: unknown): NablaError =>
    new NablaError('argument', `sequenceDataset: expected ${expected}. Received ${String(received)}.`);
  if ((padding | 0) !== padding) throw wrong('padding as an int32', padding);
  for (const [name, value] of Object.entries({ batchSize, maxLength })) {
    if (!Number.isInteger(value) || value < 1) throw wrong(`${name} as a whole number >= 1`, value);
  }
  return { padding, batchSize, maxLength };
}

function copyTokens(sequence: ArrayLike<number>, length: number, padding: number, at: number): Int32Array {
  const tokens = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const token = sequence[i];
    if (token === padding || token === undefined || (token | 0) !== token) {
      const expected = `int32 tokens other than the padding ${padding}`;
      const place = `at position ${i} of sequence ${at}; pass another padding, such as tokenizer.size`;
      throw new NablaError('argument', `sequenceDataset: expected ${expected}. Received ${String(token)} ${place}.`);
    }
    tokens[i] = token;
  }
  return tokens;
}

/** The largest length, at least 1: a network may not take an empty axis. */
const longest = (lengths: Int32Array): number => lengths.reduce((most, length) => Math.max(most, length), 1);
