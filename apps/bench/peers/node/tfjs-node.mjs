/** TensorFlow's C library through tfjs-node, with the kernels that it chooses itself (oneDNN's, where it has them). */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { tfjsKinds } from './support/tfjs.mjs';

/** @returns {Promise<import('./support/protocol.mjs').Peer>} */
export async function open(require) {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // Set where TensorFlow is a reference for numbers; here its speed counts.
  delete process.env.TF_ENABLE_ONEDNN_OPTS;
  // tfjs-node calls it; Node 23 has it no more. An ES module's view of node:util cannot be changed.
  const util = createRequire(import.meta.url)('node:util');
  util.isNullOrUndefined = (value) => value === null || value === undefined;
  const tf = require('@tensorflow/tfjs-node');
  const threads = availableParallelism();
  const detail = `TensorFlow ${tf.backend().binding.TF_Version}, oneDNN as it chooses, ${threads} threads`;
  return { version: tf.version['tfjs-node'] ?? tf.version.tfjs, detail, threads, kinds: tfjsKinds(tf) };
}
