/** The tasks that tests run in a page or in its worker, with the built modules. */
import { createBackend } from '@nablajs/backend-wasm';
import { fetchPixels, PageTasks } from '@nablajs/golden/page';
import { trainShortRun } from '@nablajs/golden/portable';

globalThis.tasks = Object.assign(new PageTasks(createBackend), { cycles, inTrainingWorker, inWorker, trap });

/** Creates, trains and disposes backends. */
async function cycles(count, options) {
  const { train } = await fetchPixels();
  for (let i = 0; i < count; i++) {
    await globalThis.tasks.withBackend(options, (backend) => trainShortRun(backend, 'float32', train));
  }
}

/**
 * Runs a task in a worker of the page. The worker stays: Chromium sometimes hangs if a worker ends just after a worker
 * it started.
 */
function inWorker(task, ...args) {
  const worker = new Worker('/resolved/packages/backend-wasm/test/browser/worker.mjs', { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ task, args });
  });
}

/** The digests of the short runs, trained by the package's training worker on its own threads. */
async function inTrainingWorker(options) {
  const worker = new Worker('/resolved/packages/backend-wasm/dist/training-worker.js', { type: 'module' });
  const digests = await globalThis.tasks.digests(options, worker);
  worker.terminate();
  return digests;
}

/** The error messages of a backend after one of its threads trapped in a gather whose last row lies outside memory. */
async function trap(options) {
  const backend = await createBackend(options);
  const indices = new Int32Array(32);
  indices[31] = 60_000;
  const x = { storage: backend.fill([1, 16384], 1, 'float32'), shape: [60_001, 16384], dtype: 'float32' };
  backend.gather(x, { storage: backend.upload(indices, [32], 'int32'), shape: [32], dtype: 'int32' });
  // The helping thread traps first, while the calling one receives no events.
  for (const until = performance.now() + 200; performance.now() < until; );
  const said = [];
  for (const call of [() => backend.fill([2], 1, 'float32'), () => backend.memory()]) {
    try {
      said.push(call());
    } catch ({ code, message }) {
      said.push({ code, message });
    }
  }
  await backend.dispose();
  return said;
}
