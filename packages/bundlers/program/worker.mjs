/** Trains in the package's training worker, which the bundler finds by its name. */
import { createBackend } from '@nablajs/backend-wasm';
import { trainInWorker } from '@nablajs/core/worker';
import { examples, train } from './train.mjs';

const worker = new Worker(new URL('@nablajs/backend-wasm/worker', import.meta.url), { type: 'module' });

async function fitThere(model, _dataset, options) {
  for await (const _event of trainInWorker(worker, model, examples(), { ...options, backend: { threads: 2 } }));
  worker.terminate();
}

globalThis.answer = train(createBackend, fitThere);
