/** jax-js on a graphics card, by Dawn. */

import { openDawn } from './dawn.mjs';
import { openJax } from './jax-js.mjs';
import { Unsupported } from './support/protocol.mjs';

/** @returns {Promise<import('./support/protocol.mjs').Peer>} */
export async function open(require) {
  const card = await openDawn(require);
  const peer = await openJax(require, { device: 'webgpu', detail: `WebGPU on ${card}, jit` });
  return { ...peer, kinds: Object.fromEntries(Object.entries(peer.kinds).map(inFloat32)) };
}

const inFloat32 = ([name, make]) => [
  name,
  (workload, inputs) => {
    if (workload.dtype !== 'float32') throw new Unsupported('WebGPU has no float64');
    return make(workload, inputs);
  },
];
