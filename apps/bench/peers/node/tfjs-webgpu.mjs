/** TensorFlow.js on a graphics card, by Dawn. */
import { openDawn } from './dawn.mjs';
import { tfjsKinds } from './support/tfjs.mjs';

/** @returns {Promise<import('./support/protocol.mjs').Peer>} */
export async function open(require) {
  const card = await openDawn(require);
  const tf = require('@tensorflow/tfjs');
  require('@tensorflow/tfjs-backend-webgpu');
  if (!(await tf.setBackend('webgpu'))) throw new Error('its webgpu backend does not start');
  const kinds = tfjsKinds(tf, (tensor) => tensor.data());
  return { version: tf.version.tfjs, detail: `WebGPU on ${card}`, threads: 1, kinds: mapped(kinds) };
}

/**
 * Executions return before the card has computed, so a sample must wait for what it reads. The shaders of the GPT and
 * the LSTM fail WebGPU's validation in Dawn.
 */
function mapped({ gpt: _, lstm: __, generate: ___, ...kinds }) {
  const waiting = (computation) => ({ ...computation, execute: async () => computation.execute() });
  const entries = Object.entries(kinds).map(([name, make]) => [name, (...args) => waiting(make(...args))]);
  return Object.fromEntries(entries);
}
