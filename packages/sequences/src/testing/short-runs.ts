/** Short trainings of tiny networks, whose bits must be the same in every process and on every engine. */
import {
  Adam,
  type Backend,
  Chain,
  Dense,
  dense,
  type FloatDType,
  fit,
  LayerNorm,
  type Module,
  Network,
  Random,
  SoftmaxCrossEntropy,
  type TypedArray,
} from '@nablajs/core';
import { graph, input, layer } from '@nablajs/core/functional';
import { GPT } from '../attention/gpt.js';
import { TransformerEncoderLayer } from '../attention/transformer-encoder-layer.js';
import { Embedding } from '../embedding.js';
import { generate } from '../generate.js';
import { PaddingMask } from '../masks.js';
import { Bidirectional } from '../recurrence/bidirectional.js';
import { GRU } from '../recurrence/gru.js';
import { LSTM } from '../recurrence/lstm.js';

const [SEED, ROWS, BATCH, TIME, VOCABULARY, PADDING] = [2026, 12, 6, 40, 29, 0];

/** What came out: weights of networks, and tokens. */
export type ShortRuns = Readonly<Record<'gpt' | 'recurrent' | 'written', readonly TypedArray[]>>;

/**
 * Trains a GPT with dropout, and a network of an LSTM, a GRU that reads both ways and a transformer's block over padded
 * sequences, two steps each. Returns the weights and what the GPT wrote.
 *
 * @example
 * ```ts
 * const { gpt } = await sequenceRuns(backend, 'float32');
 * ```
 */
export async function sequenceRuns(backend: Backend, dtype: FloatDType): Promise<ShortRuns> {
  const options = { vocabulary: VOCABULARY, context: TIME, blocks: 2, width: 48, heads: 3, dropout: 0.2 };
  using gpt = networkOf(backend, new GPT(options), dtype);
  await trainEpoch(gpt);
  const written: number[] = [];
  const drawing = { length: TIME + 5, temperature: 0.9, topK: 20, topP: 0.95, seed: SEED, context: TIME };
  for await (const token of generate(gpt, [3, 1, 4], drawing)) written.push(token);
  using recurrent = networkOf(backend, recurrentModule(), dtype);
  await trainEpoch(recurrent);
  return {
    gpt: await weightsOf(gpt),
    recurrent: await weightsOf(recurrent),
    written: [Int32Array.from(written)],
  };
}

function recurrentModule(): Module {
  const tokens = input(['time']);
  const mask = layer(new PaddingMask({ paddingIndex: PADDING }))(tokens);
  const vectors = layer(new Embedding(VOCABULARY, 32, { paddingIndex: PADDING }))(tokens);
  const read = layer(new LSTM(40, { returnSequences: true }))(vectors, mask);
  const both = layer(new Bidirectional(new GRU(20, { returnSequences: true })))(read, mask);
  const block = new TransformerEncoderLayer({ heads: 4, keyHeads: 2, feedForward: 64, activation: 'swiglu' });
  const y = layer(block)(both, mask);
  return new Chain([graph(tokens, y), new LayerNorm(), new Dense(VOCABULARY)]);
}

const networkOf = <M extends Module>(backend: Backend, module: M, dtype: FloatDType): Network<M> =>
  new Network(backend, module, { inputShape: ['time'], dtype, seed: SEED });

/** Trains on random tokens of different lengths, each followed by the next; padding does not count. */
async function trainEpoch(model: Network): Promise<void> {
  const random = new Random(SEED);
  const tokens = new Int32Array(ROWS * (TIME + 1));
  for (let row = 0; row < ROWS; row++) {
    const length = 2 + random.integer(TIME);
    for (let at = 0; at < length; at++) tokens[row * (TIME + 1) + at] = 1 + random.integer(VOCABULARY - 1);
  }
  const part = (indices: Int32Array, from: number) => {
    const rows = [...indices].map((row) => tokens.subarray(row * (TIME + 1) + from, row * (TIME + 1) + from + TIME));
    return dense(Int32Array.from(rows.flatMap((row) => [...row])), [indices.length, TIME]);
  };
  using optimizer = new Adam({ learningRate: 0.01 });
  const data = {
    length: ROWS,
    inputShape: [TIME],
    batch: (indices: Int32Array) => ({ x: part(indices, 0), y: part(indices, 1) }),
  };
  const loss = new SoftmaxCrossEntropy({ ignoreIndex: PADDING });
  await fit(model, data, { loss, optimizer, epochs: 1, batchSize: BATCH, seed: SEED });
}

async function weightsOf({ parameters }: Network): Promise<TypedArray[]> {
  const weights: TypedArray[] = [];
  for (const { value } of parameters) weights.push(await value.data());
  return weights;
}
