/** A helping thread: takes items of work until it is told to end. */
import type { KernelExports, ThreadData } from './engine.js';

async function serve({ module, memory, control, scratch }: ThreadData, ready: () => void): Promise<void> {
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const { begin, serve } = instance.exports as unknown as KernelExports;
  begin(control, scratch);
  ready();
  serve();
}

const node = globalThis.process?.getBuiltinModule?.('node:worker_threads');
if (node === undefined) {
  globalThis.onmessage = ({ data }: MessageEvent<ThreadData>) => serve(data, () => globalThis.postMessage('ready'));
} else {
  await serve(node.workerData as ThreadData, () => node.parentPort?.postMessage('ready'));
}
