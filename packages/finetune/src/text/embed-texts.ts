/** The vectors of texts, and other outputs for sequences of different lengths. */
import {
  allocate,
  checkOptionNames,
  type DenseArray,
  dense,
  type Network,
  Predictor,
  sizeOf,
  unexpected,
} from '@nablajs/core';
import type { SentenceEncoder } from '@nablajs/datasets';

/** Options of `embedTexts`. */
export interface EmbedTextsOptions {
  /** How many texts to compute at once, >= 1. Texts of similar length are together. Default: 32. */
  readonly batchSize?: number;
  /** Called after each batch with how many texts are done, of how many. Default: not called. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Computes the vector of each text, [n, width], in the order of the texts.
 *
 * @param network A network of `SentenceModel.embedding`.
 * @param encoder The encoder of `SentenceModel.form`.
 * @throws NablaError `data` if the tokenizer has no token for some of a text.
 *
 * @example
 * ```ts
 * const vectors = await embedTexts(network, encoder, ['The delivery was late.', 'It came on time.']);
 * console.log(vectors.shape); // [ 2, 384 ]
 * ```
 */
export async function embedTexts(
  network: Network,
  encoder: SentenceEncoder,
  texts: readonly string[],
  options: EmbedTextsOptions = {},
): Promise<DenseArray> {
  checkOptionNames('embedTexts', options, OPTIONS);
  const tokens = texts.map((text) => encoder.encode(text));
  return await predictSequences(network, tokens, { ...options, padding: encoder.form.padding });
}

const OPTIONS: readonly (keyof EmbedTextsOptions)[] = ['batchSize', 'onProgress'];

/** Options of `predictSequences`. */
export interface PredictSequencesOptions extends EmbedTextsOptions {
  /** The token that fills the end of shorter sequences. */
  readonly padding: number;
  /** `softmax` returns probabilities. Default: the outputs as they are. */
  readonly activation?: 'softmax';
}

/**
 * Computes the output of a network for sequences of tokens, [n, ...], in their order. Each batch has sequences of
 * similar length.
 *
 * @param network A network that takes int32 tokens [n, time].
 *
 * @example
 * ```ts
 * const { data } = await predictSequences(model, [[101, 7592, 102]], { padding: 0, activation: 'softmax' });
 * ```
 */
export async function predictSequences(
  network: Network,
  sequences: readonly ArrayLike<number>[],
  options: PredictSequencesOptions,
): Promise<DenseArray> {
  checkOptionNames('predictSequences', options, [...OPTIONS, 'padding', 'activation']);
  const { batchSize = 32, onProgress, padding, activation } = options;
  if (!(Number.isSafeInteger(batchSize) && batchSize >= 1)) {
    throw unexpected('predictSequences batchSize', 'a whole number >= 1', batchSize);
  }
  const predictor = new Predictor(network, activation === undefined ? {} : { activation });
  const lengths = sequences.map(({ length }) => length);
  const order = Array.from(lengths.keys()).sort((a, b) => (lengths[a] as number) - (lengths[b] as number) || a - b);
  const { dtype, outputShape } = network;
  const width = sizeOf(outputShape);
  const all = allocate(dtype, order.length * width);
  for (let start = 0; start < order.length; start += batchSize) {
    const rows = order.slice(start, start + batchSize);
    const time = Math.max(1, lengths[rows.at(-1) as number] as number);
    const x = new Int32Array(rows.length * time).fill(padding);
    for (const [at, row] of rows.entries()) x.set(sequences[row] as ArrayLike<number>, at * time);
    const { data } = await predictor.predict(dense(x, [rows.length, time]));
    for (const [at, row] of rows.entries()) all.set(data.subarray(at * width, (at + 1) * width), row * width);
    onProgress?.(start + rows.length, order.length);
  }
  return dense(all, [order.length, ...outputShape]);
}
