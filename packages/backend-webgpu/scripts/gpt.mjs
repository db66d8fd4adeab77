/** A GPT that learns sequences with a rule and some noise. */
import { AdamW, dense, Network, Random, SoftmaxCrossEntropy, train } from '@nablajs/core';
import { GPT } from '@nablajs/sequences';

const VOCABULARY = 65;

/** Two blocks of width 32. */
export const SMALL = { context: 32, blocks: 2, width: 32, heads: 4, dropout: 0.1, rows: 8, steps: 20 };

/** Sequences in which each token is three times the one before, plus 0 or 1. */
function sequences(count, context) {
  const random = new Random(5);
  const rows = Array.from({ length: count }, () => {
    const tokens = [random.integer(VOCABULARY)];
    while (tokens.length <= context) tokens.push((3 * tokens.at(-1) + random.integer(2)) % VOCABULARY);
    return tokens;
  });
  const part = (indices, from) => {
    const tokens = Array.from(indices, (row) => rows[row].slice(from, from + context));
    return dense(Int32Array.from(tokens.flat()), [indices.length, context]);
  };
  return { length: count, inputShape: [context], batch: (indices) => ({ x: part(indices, 0), y: part(indices, 1) }) };
}

/** Trains it, and returns the loss of each step, the time until the host knew the last one in ms, and the weights. */
export async function trainGpt(backend, { rows, steps, ...size } = SMALL) {
  const module = new GPT({ vocabulary: VOCABULARY, ...size });
  const model = new Network(backend, module, { inputShape: ['time'], dtype: 'float32', seed: 1 });
  const optimizer = new AdamW({ learningRate: 0.003, weightDecay: 0.1 });
  const [losses, data] = [[], sequences(rows * steps, size.context)];
  const options = { loss: new SoftmaxCrossEntropy(), optimizer, epochs: 1, batchSize: rows, seed: 1 };
  const start = performance.now();
  for await (const event of train(model, data, options)) {
    if (event.type === 'batch' && event.loss !== undefined) losses.push(event.loss);
  }
  const ms = performance.now() - start;
  const weights = await Promise.all([...model.parameters].map(({ value }) => value.data()));
  for (const one of [optimizer, model]) one.dispose();
  return { losses, ms, weights };
}
