/** Examples of a text for a network that predicts the next token. */
import {
  type Batch,
  type BatchTime,
  checkOptionNames,
  type Dataset,
  type DenseArray,
  dense,
  NablaError,
  Random,
  RandomKey,
  seePage,
} from '@nablajs/core';
import { checkIndices } from '../indices.js';
import { isContext, MAX_CONTEXT, type TextForm } from './text-form.js';
import { readTokens, type TokenArray } from './token-array.js';
import type { Tokenizer } from './tokenizers/tokenizer.js';

/** A data set of tokens, which are in memory. */
export interface TokenDataset extends Dataset {
  /** Returns examples: x is int32 tokens [n, time]. */
  batch(indices: Int32Array, time?: BatchTime): Batch<DenseArray>;
}

/** A text as two data sets. x is int32 tokens [n, context], and y the token after each, int32 [n, context]. */
export interface TextDataset {
  /** How text becomes tokens. Save it with the model. */
  readonly form: TextForm;
  /**
   * The first part of the text. In training, examples start at random places, which depend only on the seed, the epoch
   * and the index; in evaluation they lie side by side.
   */
  readonly train: TokenDataset;
  /**
   * The last part of the text, each token of which is a target once. Undefined if `validation` is 0.
   *
   * The examples are one after the other. If they do not fit exactly, the last one starts earlier; targets that it
   * repeats weigh 0.
   */
  readonly validation: TokenDataset | undefined;
  /** How many tokens the two parts have. */
  readonly trainTokens: number;
  readonly validationTokens: number;
}

/** Options of `textDataset`. */
export interface TextDatasetOptions {
  /** How many tokens an example has, from 1 to 65,536. Default: 128. */
  readonly context?: number;
  /** The share of the tokens to hold out, at the end of the text: a number in [0, 1). Default: 0.1. */
  readonly validation?: number;
  /** Determines where examples start in training: a whole number in [0, 2^53), for example the run's. Default: 0. */
  readonly seed?: number;
  /** How many examples an epoch has. Default: as many as fit side by side into the training part. */
  readonly examples?: number;
  /** Names the text in errors. Default: `the text`. */
  readonly name?: string;
}

/**
 * Makes data sets for a network that predicts the next token of a text. The text is read in blocks and kept as tokens
 * of 1, 2 or 4 bytes. There may be 2^31 tokens.
 *
 * @param text The text, a `Blob`, or a `File`, in UTF-8. In Node.js, `openAsBlob` of `node:fs` opens a file.
 * @param tokenizer From `createTokenizer`.
 * @throws NablaError `data` for a text that is too short, too long, or in UTF-16; `argument` for a wrong option;
 * `memory` if the tokens do not fit into memory.
 *
 * @example
 * ```ts
 * const book = await openAsBlob('book.txt');
 * const tokenizer = await createTokenizer(await learnCharacters(book));
 * const { train, validation, form } = await textDataset(book, tokenizer, { context: 64, seed: 1 });
 * ```
 */
export async function textDataset(
  text: Blob | string,
  tokenizer: Tokenizer,
  options: TextDatasetOptions = {},
): Promise<TextDataset> {
  const { context, validation, seed, name } = checkTextOptions(options);
  const tokens = await readTokens(text, tokenizer, name);
  const held = validation === 0 ? 0 : Math.max(1, Math.floor(tokens.length * validation));
  const trainTokens = tokens.length - held;
  if (trainTokens <= context) {
    const expected = `more than ${context} tokens to train on, for a context of ${context}`;
    const guide = seePage('guides/train-on-text');
    const received = `${trainTokens}; pass a smaller context.${guide}`;
    throw new NablaError('data', `${name}: expected ${expected}. Received ${received}`);
  }
  const { examples = Math.floor((trainTokens - 1) / context) } = options;
  return {
    form: { type: 'text', tokenizer: tokenizer.form, context },
    train: trainingSet(tokens, { context, trainTokens, examples, seed }),
    validation: held === 0 ? undefined : validationSet(tokens, context, held),
    ...{ trainTokens, validationTokens: held },
  };
}

function checkTextOptions(options: TextDatasetOptions): Required<Omit<TextDatasetOptions, 'examples'>> {
  checkOptionNames('textDataset', options, ['context', 'validation', 'seed', 'examples', 'name']);
  const { context = 128, validation = 0.1, seed = 0, examples = 1, name = 'the text' } = options;
  const wrong = (expected: string, received: unknown): NablaError =>
    new NablaError('argument', `textDataset: expected ${expected}. Received ${String(received)}.`);
  if (!isContext(context)) throw wrong(`context as a whole number from 1 to ${MAX_CONTEXT}`, context);
  if (!(validation >= 0 && validation < 1)) throw wrong('validation as a number in [0, 1)', validation);
  if (!Number.isInteger(examples) || examples < 1 || examples > 2 ** 31 - 1) {
    throw wrong('examples as a whole number from 1 to 2^31 - 1', examples);
  }
  return { context, validation, seed, name };
}

/** Returns the examples of the given length that start at these places. */
function examplesAt(tokens: TokenArray, starts: readonly number[], context: number): Batch<DenseArray> {
  const x = new Int32Array(starts.length * context);
  const y = new Int32Array(starts.length * context);
  for (const [row, start] of starts.entries()) {
    tokens.copy(start, context, x, row * context);
    tokens.copy(start + 1, context, y, row * context);
  }
  const shape = [starts.length, context];
  return { x: dense(x, shape), y: dense(y, shape) };
}

interface Training {
  readonly context: number;
  readonly trainTokens: number;
  readonly examples: number;
  readonly seed: number;
}

function trainingSet(tokens: TokenArray, { context, trainTokens, examples, seed }: Training): TokenDataset {
  const key = new RandomKey(seed, 'text');
  const places = trainTokens - context;
  const inOrder = Math.floor((trainTokens - 1) / context);
  const startOf = (index: number, time: BatchTime | undefined): number =>
    time === undefined
      ? (index % inOrder) * context
      : new Random(key, { step: time.epoch, row: index }).integer(places);
  return {
    length: examples,
    inputShape: [context],
    variesByEpoch: true,
    batch(indices, time) {
      checkIndices('batch', indices, examples);
      return examplesAt(
        tokens,
        Array.from(indices, (index) => startOf(index, time)),
        context,
      );
    },
  };
}

function validationSet(tokens: TokenArray, context: number, held: number): TokenDataset {
  // The first target is the first token held out, so the first input is the token before it.
  const first = tokens.length - held - 1;
  const length = Math.ceil(held / context);
  const latest = tokens.length - 1 - context;
  return {
    length,
    inputShape: [context],
    batch(indices) {
      checkIndices('batch', indices, length);
      const starts = Array.from(indices, (index) => Math.min(first + index * context, latest));
      const batch = examplesAt(tokens, starts, context);
      const repeated = first + (length - 1) * context - latest;
      if (repeated === 0 || !indices.includes(length - 1)) return batch;
      const weights = new Float64Array(indices.length * context).fill(1);
      for (const [row, index] of indices.entries()) {
        if (index === length - 1) weights.fill(0, row * context, row * context + repeated);
      }
      return { ...batch, weights: dense(weights, [indices.length, context]) };
    },
  };
}
