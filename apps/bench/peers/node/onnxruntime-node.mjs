/** ONNX Runtime's native library on the CPU. */
import { availableParallelism } from 'node:os';
import { onnxKinds, start } from './support/onnxruntime.mjs';
import { packageVersion } from './support/package-version.mjs';

/** @returns {Promise<import('./support/protocol.mjs').Peer>} */
export async function open(require) {
  const ort = require('onnxruntime-node');
  const threads = availableParallelism();
  const options = { executionProviders: ['cpu'], intraOpNumThreads: threads, graphOptimizationLevel: 'all' };
  await start(ort, options);
  return {
    version: packageVersion(require, 'onnxruntime-node'),
    detail: `native, CPU, ${threads} threads`,
    threads,
    kinds: onnxKinds(ort, options),
  };
}
