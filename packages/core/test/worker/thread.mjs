// A worker of Node on the built files, with data sets that misbehave on demand.
import { workerData } from 'node:worker_threads';
import { dense } from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { serveTraining } from '@nablajs/core/worker';

/** Batch number `from` and those after it come from `give`. */
function from(number, give) {
  let batches = 0;
  const batch = ({ length }) => {
    batches += 1;
    const all = { x: dense(new Float64Array(4 * length), [length, 4]), y: dense(new Int32Array(length), [length]) };
    return batches >= number ? give(all) : all;
  };
  return { length: 4, inputShape: [4], batch };
}

const never = () => new Promise(() => undefined);

const datasets = {
  exits: () => from(3, () => process.exit(7)),
  // Not within the training: an error that nothing catches.
  throws: () =>
    from(3, () => {
      setImmediate(() => {
        throw new RangeError('off');
      });
      return never();
    }),
  hangs: () => from(3, never),
  /** Blocks the thread until the other side has changed `flag`. */
  blocks: ({ flag }) =>
    from(1, (batch) => {
      Atomics.store(flag, 1, 1);
      Atomics.wait(flag, 0, 0);
      return batch;
    }),
};

if (workerData !== 'deaf') serveTraining({ createBackend, datasets });
