/** Threads of Node and of browsers behind one face. */
import type { ThreadData } from './protocol.js';

export interface ThreadHandle {
  /** Resolves when the thread, which was told to end, has. */
  ended(): Promise<void>;
}

/** More have not been measured. */
const MOST = 8;

const SAME_HEADERS =
  'A page that is cross-origin isolated needs Cross-Origin-Embedder-Policy on the script dist/worker.js too.';

const nodeThreads = () => globalThis.process?.getBuiltinModule?.('node:worker_threads');

export function threadsAvailable(): number {
  // A service worker has none of its own.
  if (nodeThreads() === undefined && typeof Worker === 'undefined') return 1;
  const os = globalThis.process?.getBuiltinModule?.('node:os');
  return Math.min(MOST, os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1);
}

/** Resolves when the thread waits for work. It never keeps the process alive. */
export async function startWorker(data: ThreadData): Promise<ThreadHandle> {
  return nodeThreads() === undefined ? startWebWorker(data) : startNodeWorker(data);
}

function startNodeWorker(data: ThreadData): Promise<ThreadHandle> {
  const { Worker } = nodeThreads() as typeof import('node:worker_threads');
  // No flags of the process: a loader or a debugger has no business in a thread that runs kernels alone.
  const worker = new Worker(new URL('../dist/worker.js', import.meta.url), { workerData: data, execArgv: [] });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      worker.unref();
      // Until it has ended; a process whose only pending work this is would end before.
      resolve({
        ended: () => {
          worker.ref();
          return exited;
        },
      });
    });
  });
}

function startWebWorker(data: ThreadData): Promise<ThreadHandle> {
  const worker = new Worker(new URL('../dist/worker.js', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => {
      worker.terminate();
      // That of a script that does not load is missing.
      reject(new Error(message || `its script did not load. ${SAME_HEADERS}`));
    };
    worker.onmessage = () => resolve({ ended: async () => worker.terminate() });
    worker.postMessage(data);
  });
}
