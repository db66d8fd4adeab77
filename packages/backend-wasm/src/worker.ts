/** The script of a worker thread, which takes items of work until it is told to end. You can copy this one file. */
import type { KernelExports, ThreadData } from './abi/protocol.js';

/**
 * Synchronous on purpose: an error must reach the thread's `error` event, and classic scripts have no top-level await.
 */
function serve(data: ThreadData, ready: () => void): void {
  const instance = new WebAssembly.Instance(data.module, {
    env: { memory: data.memory, now: () => performance.now() },
  });
  const kernels = instance.exports as unknown as KernelExports;
  kernels.begin(data.control, data.scratch);
  ready();
  try {
    kernels.serve();
  } catch (error) {
    writeReport(data, String(error) || 'unknown error');
  }
}

/** Writes the error to shared memory, because the calling thread may be blocked and receive no events. */
function writeReport({ memory, report, reportBytes }: ThreadData, why: string): void {
  const text = new TextEncoder().encode(why).subarray(0, reportBytes - 4);
  new Uint8Array(memory.buffer, report + 4, text.length).set(text);
  Atomics.store(new Int32Array(memory.buffer, report, 1), 0, text.length);
}

const node = globalThis.process?.getBuiltinModule?.('node:worker_threads');
if (node === undefined) {
  globalThis.onmessage = ({ data }: MessageEvent<ThreadData>) => {
    serve(data, () => globalThis.postMessage('ready'));
    globalThis.close();
  };
} else {
  serve(node.workerData as ThreadData, () => node.parentPort?.postMessage('ready'));
}
