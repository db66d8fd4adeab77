/** TensorFlow.js on WebAssembly. */
import { tfjsKinds } from './support/tfjs.mjs';

/** @returns {Promise<import('./support/protocol.mjs').Peer>} */
export async function open(require) {
  const tf = require('@tensorflow/tfjs');
  const { getThreadsCount } = require('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend('wasm'))) throw new Error('its wasm backend does not start');
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  // It starts threads only in browsers.
  const threads = (await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT')) ? getThreadsCount() : 1;
  const detail = `WebAssembly, SIMD ${simd ? 'on' : 'off'}, ${threads} thread${threads === 1 ? '' : 's'}`;
  return { version: tf.version.tfjs, detail, threads, kinds: tfjsKinds(tf) };
}
