/**
 * A small GPT learns to write from a novel, character by character: the first chapters of Pride and Prejudice, or your
 * own text. Its last tenth is held out. After each epoch you see how surprised the network is by it, and a sample.
 *
 *     node sequences/gpt.js [FILE]
 */
import { openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-wasm';
import { AdamW, clipByNorm, Network, SoftmaxCrossEntropy, train } from '@nablajs/core';
import { CosineDecay, Warmup } from '@nablajs/core/schedules';
import { createTokenizer, learnCharacters, textDataset } from '@nablajs/datasets';
import { GPT, generate, Perplexity } from '@nablajs/sequences';
import '../support/pipe.js';

const [file = fileURLToPath(new URL('../data/pride-and-prejudice.txt', import.meta.url))] = process.argv.slice(2);
const text = await openAsBlob(file);
const seed = 1;
/** How many characters the network reads at once, and how many such examples a step has. */
const [context, batchSize] = [64, 16];

// Each character is a token. An epoch is 50 steps, with examples from anywhere in the text.
const tokenizer = await createTokenizer(await learnCharacters(text));
const examples = 50 * batchSize;
const data = await textDataset(text, tokenizer, { context, examples, seed });
console.log(`${data.trainTokens} characters to learn from, ${data.validationTokens} held out\n`);

const backend = await createBackend();
const gpt = new GPT({ vocabulary: tokenizer.size, context, blocks: 2, width: 64, heads: 4, dropout: 0 });
const model = new Network(backend, gpt, { inputShape: ['time'], seed });

/** Returns the prompt and what the network writes after it. @param {string} prompt @param {number} length */
async function write(prompt, length) {
  const decoder = tokenizer.decoder();
  // Token 0 stands for all characters that the text does not have.
  const options = { length, temperature: 0.7, seed, context, exclude: [0] };
  let written = prompt;
  for await (const token of generate(model, tokenizer.encode(prompt), options)) written += decoder.push(token);
  return written;
}

const events = train(model, data.train, {
  loss: new SoftmaxCrossEntropy(),
  optimizer: new AdamW({ learningRate: 0.01, weightDecay: 0.1 }),
  schedule: new Warmup({ schedule: new CosineDecay() }),
  transforms: [clipByNorm(1)],
  metrics: [new Perplexity()],
  ...(data.validation !== undefined && { validation: data.validation }),
  epochs: 20,
  batchSize,
  seed,
});
/** @type {number[]} */
const losses = [];
for await (const event of events) {
  if (event.type !== 'epoch-end') continue;
  const { val_loss: loss = 0, val_perplexity: perplexity = 0 } = event.log;
  losses.push(loss);
  console.log(`epoch ${event.epoch}: held-out loss ${loss.toFixed(3)}, perplexity ${perplexity.toFixed(1)}`);
  console.log(`  ${JSON.stringify(await write('She ', 60))}`);
}

const written = await write('It is a truth', 400);
console.log(`\n${written}`);
model.dispose();
await backend.dispose();

export { losses, written };
