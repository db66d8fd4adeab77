/** TensorFlow.js in plain JavaScript. */
import { tfjsKinds } from './support/tfjs.mjs';

/** @returns {Promise<import('./support/protocol.mjs').Peer>} */
export async function open(require) {
  const tf = require('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  return { version: tf.version.tfjs, detail: 'plain JavaScript', threads: 1, kinds: tfjsKinds(tf) };
}
