/** What the tests ask of a page or of its worker, as `tasks`; the modules are the built ones. */
import { createBackend } from '@nablajs/backend-wasm';
import { fetchPixels, PageTasks } from '@nablajs/golden/page';
import { trainShortRun } from '@nablajs/golden/portable';

globalThis.tasks = Object.assign(new PageTasks(createBackend), { cycles, inTrainingWorker, inWorker, trap });

/** Backends that are made, train and are disposed of. */
async function cycles(count, options) {
  const { train } = await fetchPixels();
  for (let i = 0; i < count; i++) {
    await globalThis.tasks.withBackend(options, (backend) => trainShortRun(backend, 'float32', train));
  }
}

/** The answer to a task from a worker of the page, which stays: Chromium hangs on some that are ended just after one of their own. */
function inWorker(task, ...args) {
  const worker = new Worker('/resolved/packages/backend-wasm/test/browser/worker.mjs', { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ task, args });
  });
}

/** Of the short run, its steps taken by the ready worker, which goes on threads of its own. */
async function inTrainingWorker(options) {
  const worker = new Worker('/resolved/packages/backend-wasm/dist/training-worker.js', { type: 'module' });
  const digests = await globalThis.tasks.digests(options, worker);
  worker.terminate();
  return digests;
}

/**
 * What a backend says at each call after a thread of its own has trapped: a gather whose last row lies outside of the
 * memory.
 */
async function trap(options) {
  const backend = await createBackend(options);
  const indices = new Int32Array(32);
  indices[31] = 60_000;
  const x = { storage: backend.fill([1, 16384], 1, 'float32'), shape: [60_001, 16384], dtype: 'float32' };
  backend.gather(x, { storage: backend.upload(indices, [32], 'int32'), shape: [32], dtype: 'int32' });
  // The thread that helps comes first, and the calling one receives no event meanwhile.
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
