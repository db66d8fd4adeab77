/** What the tests ask of a page or of its worker, as `tasks`; the modules are the built ones. */
import { createBackend } from '@nablajs/backend-wasm';
import { fetchPixels, PageTasks } from '@nablajs/golden/page';
import { trainShortRun } from '@nablajs/golden/portable';

globalThis.tasks = Object.assign(new PageTasks(createBackend), { cycles, inWorker });

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
