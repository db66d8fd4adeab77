/** ONNX Runtime on WebAssembly. */
import { availableParallelism } from 'node:os';
import { onnxKinds, start } from './support/onnxruntime.mjs';
import { packageVersion } from './support/package-version.mjs';

/** @returns {Promise<import('./support/protocol.mjs').Peer>} */
export async function open(require) {
  const ort = require('onnxruntime-web');
  const threads = availableParallelism();
  ort.env.wasm.numThreads = threads;
  const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'all' };
  await start(ort, options);
  return {
    version: packageVersion(require, 'onnxruntime-web'),
    detail: `WebAssembly, SIMD, ${threads} threads`,
    threads,
    kinds: onnxKinds(ort, options),
  };
}
