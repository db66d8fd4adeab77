// What the tests of checkpoints and models in a browser ask of a page.
import {
  encodeCheckpoint,
  loadModelFiles,
  openCheckpointDatabase,
  packCheckpoint,
  readCheckpointDatabase,
} from '@nablajs/checkpoint/portable';
import { dense } from '@nablajs/core';

/** After an epoch; every one of the `size` weights is its number. */
function stateAt(epoch, size = 3) {
  return {
    run: { seed: 7, examples: 400, batchSize: 2, shuffle: true, parts: 1, schedule: null },
    position: {
      epoch,
      step: 200,
      steps: 200 * epoch,
      sums: { names: ['loss'], numbers: [Number.NaN, 400] },
      learningRate: 0.1,
      epochEnded: true,
      validatedAt: 0,
    },
    unreported: [],
    history: [{ loss: -0 }],
    parameters: new Map([['0.weight', dense(new Float32Array(size).fill(epoch), [size])]]),
    optimizer: { config: { type: 'SGD', learningRate: 0.1 }, steps: 200 * epoch, counts: {}, slots: new Map() },
    callbacks: {},
  };
}

const stores = new Map();
const told = (promise) => promise.catch(({ code, message }) => ({ code, message }));

globalThis.tasks = {
  open: (name, options) => told(openCheckpointDatabase(name, options).then((store) => void stores.set(name, store))),
  save: (name, epoch, options, size) => told(stores.get(name).save(stateAt(epoch, size), options)),
  close: (name) => stores.get(name).close(),
  names: async (name) => (await readCheckpointDatabase(name).list()).map((entry) => entry.name),
  /** Which epoch, whether each weight has its number, and whether the checkpoint is as it was saved, to the byte. */
  load: (name, which) =>
    told(
      readCheckpointDatabase(name)
        .load(which)
        .then(async ({ state, note, entry }) => {
          const { data } = state.parameters.get('0.weight');
          const files = await encodeCheckpoint(state);
          const expected = await encodeCheckpoint(stateAt(entry.epoch, data.length));
          const same = packCheckpoint(files).join() === packCheckpoint(expected).join();
          return { epoch: state.position.epoch, size: data.length, same, ...(note === undefined ? {} : { note }) };
        }),
    ),
  /** Saves until the page is gone; each is of a megabyte. `tasks.saved` counts them. */
  saved: 0,
  saveWithoutEnd: async (name) => {
    for (; ; tasks.saved++) await stores.get(name).save(stateAt(tasks.saved + 1, 2 ** 18));
  },
  /** The bytes of the weights come as numbers. */
  loadModel: (model, weights) =>
    told(
      loadModelFiles({ model, weights: Uint8Array.from(weights) }).then(({ dtype, parameters }) => ({
        dtype,
        parameters: Array.from(parameters, ([name, { shape, data }]) => [name, shape, [...data]]),
      })),
    ),
  databases: async () => (await indexedDB.databases()).map(({ name }) => name),
};
