/** A helping thread: takes items of work until it is told to end. */
import type { KernelExports, ThreadData } from './protocol.js';

/** Nothing here is awaited: an error must be one of the thread, and bundlers make scripts of workers, which cannot await. */
function serve({ module, memory, control, scratch }: ThreadData, ready: () => void): void {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const { begin, serve } = instance.exports as unknown as KernelExports;
  begin(control, scratch);
  ready();
  serve();
}

const node = globalThis.process?.getBuiltinModule?.('node:worker_threads');
if (node === undefined) {
  globalThis.onmessage = ({ data }: MessageEvent<ThreadData>) => serve(data, () => globalThis.postMessage('ready'));
} else {
  serve(node.workerData as ThreadData, () => node.parentPort?.postMessage('ready'));
}
