// A worker of the page, with datasets that misbehave on demand.
import { createBackend } from '@nablajs/backend-ts';
import { dense } from '@nablajs/core';
import { serveTraining } from '@nablajs/core/worker';

/** A dataset whose batches from number 3 on come from `give`. */
function later(give) {
  let batches = 0;
  const batch = ({ length }) => {
    batches += 1;
    const all = {
      x: dense(new Float32Array(2 * length), [length, 2]),
      y: dense(new Float32Array(length), [length, 1]),
    };
    return batches > 2 ? give(all) : all;
  };
  return { length: 4, inputShape: [2], batch };
}

const never = () => new Promise(() => undefined);

serveTraining({
  createBackend,
  datasets: {
    endless: () => later((all) => all),
    hangs: () => later(never),
    spins: () =>
      later(() => {
        for (;;);
      }),
    closes: () =>
      later(() => {
        globalThis.close();
        return never();
      }),
    throws: () =>
      later(() => {
        setTimeout(() => {
          throw new RangeError('off');
        });
        return never();
      }),
    /** Blocks the thread until the page changes `flag`. */
    blocks: ({ flag }) =>
      later((all) => {
        Atomics.store(flag, 1, 1);
        Atomics.wait(flag, 0, 0);
        return all;
      }),
  },
});
