/**
 * A worker thread: takes items of work until it is told to end. This file imports nothing at run time, so it can be
 * copied alone.
 */
import type { KernelExports, ThreadData } from './abi/protocol.js';

/** Nothing here is awaited: an error must be one of the thread, and bundlers make scripts of workers, which cannot await. */
function serve(data: ThreadData, ready: () => void): void {
  const instance = new WebAssembly.Instance(data.module, { env: { memory: data.memory } });
  const kernels = instance.exports as unknown as KernelExports;
  kernels.begin(data.control, data.scratch);
  ready();
  try {
    kernels.serve();
  } catch (error) {
    writeReport(data, String(error) || 'unknown error');
  }
}

/**
 * The calling thread may be blocked until this thread is done, and then sees no event: it reads the report in shared
 * memory.
 */
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
