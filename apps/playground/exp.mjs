import { openAsBlob } from 'node:fs';
import { createBackend } from '@nablajs/backend-wasm';
import { AdamW, train, Sequential, SoftmaxCrossEntropy, clipByNorm } from '@nablajs/core';
import { Warmup, CosineDecay } from '@nablajs/core/schedules';
import { createTokenizer, learnCharacters, textDataset, subset } from '@nablajs/datasets';
import { GPT } from '@nablajs/sequences';
const [context, blocks, width, heads, batch, rate, epochs, warm, beta2, wd] = process.argv.slice(2).map(Number);
const backend = await createBackend({threads: 1});
const book = await openAsBlob('/tmp/play/pride.txt');
const tokenizer = await createTokenizer(await learnCharacters(book));
const { train: tr, validation } = await textDataset(book, tokenizer, { context, examples: batch*100, seed: 1 });
const gpt = new GPT({ vocabulary: tokenizer.size, context, blocks, width, heads, dropout: 0 });
const model = new Sequential(backend, { inputShape: ['time'], layers: [gpt], dtype:'float32', seed: 1 });
const out=[];
for await (const e of train(model, tr, { loss: new SoftmaxCrossEntropy(), optimizer: new AdamW({ learningRate: rate, weightDecay: wd, beta2 }),
  schedule: new Warmup({steps: warm, schedule: new CosineDecay()}), transforms: [clipByNorm(1)], seed:1,
  validation: subset(validation,0,Math.min(validation.length, Math.floor(8192/context))), epochs, batchSize: batch })) {
 if (e.type==='epoch-end') out.push(e.log.val_loss.toFixed(3));
}
console.log(process.argv.slice(2).join(' '), out.join(' '));
await backend.dispose();
