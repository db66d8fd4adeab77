/** `npm test` trains the network of the page in Node. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { createBackend } from '@nablajs/backend-wasm';
import { trainInWorker } from '@nablajs/core/worker';
import { createNetwork, EPOCHS, options, spirals } from './spirals.js';

test('the network learns the spirals in a Worker', async () => {
  const backend = await createBackend({ threads: 1 });
  const network = createNetwork(backend, 1);
  const worker = new Worker(new URL(import.meta.resolve('@nablajs/backend-wasm/worker')));
  let [epochs, accuracy] = [0, 0];
  for await (const event of trainInWorker(worker, network, spirals(1), {
    ...options(1),
    validation: spirals(1001),
  })) {
    if (event.type === 'epoch-end') accuracy = event.log['val_binaryAccuracy'] ?? 0;
    if (event.type === 'done') epochs = event.epochs;
  }
  await worker.terminate();
  network.dispose();
  await backend.dispose();
  assert.equal(epochs, EPOCHS);
  assert(accuracy > 0.95, `expected over 95 % of new points to be right. Received ${accuracy}`);
});
