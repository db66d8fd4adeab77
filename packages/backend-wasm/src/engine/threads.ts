/** Threads of Node and of browsers behind one face. */
import type { MessagePort } from 'node:worker_threads';
import type { ThreadData } from '../abi/protocol.js';
import { type KernelFiles, WHERE_FILES_ARE } from './files.js';

export interface ThreadHandle {
  /** Whether the thread has certainly ended. It can be asked while this thread is blocked and receives no events. */
  isGone(): boolean;
  /** Resolves when the thread, which was told to end, has. */
  ended(): Promise<void>;
  /** Ends the thread whatever it is doing. */
  terminate(): Promise<void>;
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

/**
 * Resolves when the thread waits for work. It never keeps the process alive. `onEnd` is called when the thread ends
 * after that, with what is known about why.
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
  // No flags of the process: a loader or a debugger has no business in a thread that runs kernels alone.
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
      // Until it has ended the process stays; one whose only pending work this is would end before.
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
 * Tells whether the thread at the other end of a channel has ended. Node closes the ports of a thread that ends however
 * it ends, and closes the port at this end when that news is read from its queue; to post to a closed port returns
 * nothing, to an open one true. Where an open port does not return true (Bun, Deno), the answer is always false.
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
      reject(new Error('the kernels could not be sent to it'));
    };
    worker.onerror = ({ message }) => {
      worker.terminate();
      // That of a script that does not load is missing.
      reject(new Error(message || `its script did not load. ${SAME_HEADERS} ${WHERE_FILES_ARE}`));
    };
    worker.onmessage = () => {
      worker.onerror = ({ message }) => {
        worker.terminate();
        onEnd(message);
      };
      // Nobody but this page can end a browser's worker, and only `terminate` does.
      resolve({ isGone: () => false, ended: terminate, terminate });
    };
    worker.postMessage(data);
  });
}
