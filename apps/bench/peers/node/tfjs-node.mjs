/** TensorFlow's C library through tfjs-node, with the kernels that it chooses (oneDNN's if available). */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { tfjsKinds } from './support/tfjs.mjs';

/** @returns {Promise<import('./support/protocol.mjs').Peer>} */
export async function open(require) {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // nabla sets this variable for reference numbers; here speed counts.
  delete process.env.TF_ENABLE_ONEDNN_OPTS;
  // tfjs-node calls this function, which Node 23 removed. Uses `require`, because exports of an ES module are
  // read-only.
  const util = createRequire(import.meta.url)('node:util');
  util.isNullOrUndefined = (value) => value === null || value === undefined;
  const tf = require('@tensorflow/tfjs-node');
  const threads = availableParallelism();
  const detail = `TensorFlow ${tf.backend().binding.TF_Version}, oneDNN as it chooses, ${threads} threads`;
  return { version: tf.version['tfjs-node'] ?? tf.version.tfjs, detail, threads, kinds: tfjsKinds(tf) };
}
