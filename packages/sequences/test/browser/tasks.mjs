/** The task that a test runs in a page, with the built modules. */
import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { sequenceRuns } from '@nablajs/sequences/testing';

async function digestOf(arrays) {
  const bytes = await new Blob(arrays).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Returns the digests of the short runs, as scripts/digests.mjs prints them. */
async function digests(threads) {
  const all = {};
  for (const [name, create] of Object.entries({ ts: () => createTs(), wasm: () => createWasm({ threads }) })) {
    all[name] = {};
    for (const dtype of ['float32', 'float64']) {
      const backend = await create();
      const own = {};
      for (const [run, arrays] of Object.entries(await sequenceRuns(backend, dtype))) own[run] = await digestOf(arrays);
      all[name][dtype] = own;
      await backend.dispose();
    }
  }
  return all;
}

globalThis.tasks = { digests };
