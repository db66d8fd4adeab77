/** One interface for Node's worker threads and web workers. */
import type { MessagePort } from 'node:worker_threads';
import type { ThreadData } from '../abi/protocol.js';
import { type KernelFiles, WHERE_FILES_ARE } from './files.js';

export interface ThreadHandle {
  /** Whether the thread is known to have ended. Works even if this thread is blocked and receives no events. */
  isGone(): boolean;
  /** Resolves when the thread has ended after it was told to. */
  ended(): Promise<void>;
  /** Ends the thread whatever it is doing. */
  terminate(): Promise<void>;
}

/** The most threads of `'auto'`: more have not been measured. */
const MOST = 8;

const SAME_HEADERS =
  'If the page is cross-origin isolated, dist/worker.js needs the header Cross-Origin-Embedder-Policy too.';

const nodeThreads = () => globalThis.process?.getBuiltinModule?.('node:worker_threads');

export function threadsAvailable(): number {
  // A service worker cannot start workers.
  if (nodeThreads() === undefined && typeof Worker === 'undefined') return 1;
  const os = globalThis.process?.getBuiltinModule?.('node:os');
  return Math.min(MOST, os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1);
}

/**
 * Starts a thread and resolves when it is ready for work. The thread never keeps the process alive. If it ends after
 * that, `onEnd` is called with the reason, as far as it is known.
 */
export async function startWorker(
  files: KernelFiles,
  data: ThreadData,
  onEnd: (why: string) => void,
): Promise<ThreadHandle> {
  return nodeThreads() === undefined
    ? startWebWorker(files.webWorker(), data, onEnd)
    : startNodeWorker(files.nodeWorker(), data, onEnd);
}

function startNodeWorker(script: URL, data: ThreadData, onEnd: (why: string) => void): Promise<ThreadHandle> {
  const { MessageChannel, Worker } = nodeThreads() as typeof import('node:worker_threads');
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  // Drops the flags of the process: loaders and debuggers are of no use in a thread that only runs kernels.
  const worker = new Worker(script, {
    workerData: { ...data, lifeline: port2 },
    transferList: [port2],
    execArgv: [],
  });
  let why = 'its thread was ended';
  worker.on('error', (error) => {
    why = 'code' in error && error.code === 'MODULE_NOT_FOUND' ? `${error.message}. ${WHERE_FILES_ARE}` : String(error);
  });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    worker.once('exit', () => reject(new Error(why)));
    worker.once('message', () => {
      worker.once('exit', () => onEnd(why));
      worker.unref();
      // Keeps the process alive until the thread has ended; otherwise it could exit in the middle of `dispose`.
      const untilEnded = (): Promise<void> => {
        worker.ref();
        return exited;
      };
      resolve({
        isGone: lifelineCheck(port1),
        ended: untilEnded,
        async terminate() {
          const ended = untilEnded();
          await worker.terminate();
          await ended;
        },
      });
    });
  });
}

/**
 * Returns a function that tells whether the thread at the other end of a channel has ended. In Node, `postMessage`
 * returns true on an open port and undefined on a closed one. In Bun and Deno, the answer is always false.
 */
function lifelineCheck(port: MessagePort): () => boolean {
  const { receiveMessageOnPort } = nodeThreads() as typeof import('node:worker_threads');
  const isOpen = (): boolean => {
    receiveMessageOnPort(port);
    return (port.postMessage(0) as unknown) === true;
  };
  return isOpen() ? () => !isOpen() : () => false;
}

function startWebWorker(worker: Worker, data: ThreadData, onEnd: (why: string) => void): Promise<ThreadHandle> {
  const terminate = async (): Promise<void> => worker.terminate();
  return new Promise((resolve, reject) => {
    worker.onmessageerror = () => {
      worker.terminate();
      reject(new Error('the kernels could not be sent to the worker'));
    };
    worker.onerror = ({ message }) => {
      worker.terminate();
      // The event has no message if the script did not load.
      reject(new Error(message || `its script did not load. ${SAME_HEADERS} ${WHERE_FILES_ARE}`));
    };
    worker.onmessage = () => {
      worker.onerror = ({ message }) => {
        worker.terminate();
        onEnd(message);
      };
      // Only `terminate` ends a web worker, so it cannot be gone unnoticed.
      resolve({ isGone: () => false, ended: terminate, terminate });
    };
    worker.postMessage(data);
  });
}
