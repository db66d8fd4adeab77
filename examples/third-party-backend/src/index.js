/** A nabla backend that tallies what it computes. */
import { REQUIRED_KERNELS } from '@nablajs/core';
import { kernels } from './kernels.js';
import { Tally } from './tally.js';

/** @import { Backend, RequiredKernel, TypedArray } from '@nablajs/core' */

/**
 * @param {{ report?: boolean }} [options] `report` writes the tally to stderr when the backend is disposed.
 * @returns {Promise<Backend<TypedArray> & { readonly tally: Tally }>}
 */
export async function createBackend({ report = false } = {}) {
  const tally = new Tally();
  const held = { buffers: 0, bytes: 0 };
  /** @type {(storage: TypedArray) => TypedArray} */
  const hold = (storage) => {
    held.buffers += 1;
    held.bytes += storage.byteLength;
    return storage;
  };
  /** @type {(name: RequiredKernel) => (...args: never[]) => TypedArray} */
  const tallied = (name) => {
    const run = tally.around(name, /** @type {(...args: never[]) => TypedArray} */ (kernels[name]));
    return (...args) => hold(run(...args));
  };

  return {
    name: 'tally',
    dtypes: ['float32', 'float64'],
    description: 'plain JavaScript that tallies what it computes, 1 thread',

    upload: (data) => hold(data.slice()),
    download: async ({ storage }) => storage.slice(),
    release(storage) {
      held.buffers -= 1;
      held.bytes -= storage.byteLength;
    },
    memory: () => ({ ...held }),
    dispose() {
      if (report) console.error(`${tally}`);
    },

    .../** @type {typeof kernels} */ (Object.fromEntries(REQUIRED_KERNELS.map((name) => [name, tallied(name)]))),
    tally,
  };
}
