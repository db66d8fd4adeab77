import { createBackend } from '@nablajs/backend-ts';
import { Dense, MeanSquaredError, Sequential, SGD, train } from '@nablajs/core';
import { trainInWorker } from '@nablajs/core/worker';
import { PageTasks } from '@nablajs/golden/page';

const OWN = '/resolved/packages/golden/test/browser/worker.mjs';
const READY = '/resolved/packages/backend-ts/dist/worker.js';

const newWorker = (script) => new Worker(script, { type: 'module' });

const newModel = async () =>
  new Sequential(await createBackend(), { inputShape: [2], layers: [new Dense(1)], dtype: 'float32' });

const endless = () => ({ loss: new MeanSquaredError(), optimizer: new SGD(), epochs: 1_000_000_000, batchSize: 2 });

/** Returns the types of the last events and the outcome, after `onBatch` was called at the second batch. */
async function follow(events, onBatch = () => undefined) {
  let batches = 0;
  let last;
  try {
    for await (const event of events) {
      last = event;
      if (event.type !== 'batch') continue;
      batches += 1;
      if (batches === 2) onBatch();
    }
    return { last: last.type, aborted: last.aborted };
  } catch ({ code, message }) {
    return { code, message };
  }
}

globalThis.tasks = Object.assign(new PageTasks(createBackend), {
  async digestsOfWorker() {
    const worker = newWorker(READY);
    const digests = await globalThis.tasks.digests({}, worker);
    worker.terminate();
    return digests;
  },

  /** Starts an endless training in a worker of this page. */
  async fate(type, { script = OWN, terminate = false, abortAfter } = {}) {
    const worker = newWorker(script);
    const signal = abortAfter === undefined ? undefined : AbortSignal.timeout(abortAfter);
    const options = { ...endless(), ...(signal && { signal }) };
    const events = trainInWorker(worker, await newModel(), { type }, options);
    const fate = await follow(events, () => terminate && worker.terminate());
    worker.terminate();
    return fate;
  },

  /** Trains on the page itself until a timer stops it. */
  async onPage(abortAfter) {
    const batch = ({ length }) => ({
      x: { layout: 'dense', shape: [length, 2], data: new Float32Array(2 * length) },
      y: { layout: 'dense', shape: [length, 1], data: new Float32Array(length) },
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), abortAfter);
    const data = { length: 4, inputShape: [2], batch };
    return follow(train(await newModel(), data, { ...endless(), signal: stop.signal }));
  },

  /** Waits for the page while the worker is blocked. It would never end if the page were blocked too. */
  async free() {
    const flag = new Int32Array(new SharedArrayBuffer(8));
    const stop = new AbortController();
    const worker = newWorker(OWN);
    const options = { ...endless(), signal: stop.signal };
    const fate = follow(trainInWorker(worker, await newModel(), { type: 'blocks', flag }, options));
    while (Atomics.load(flag, 1) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise(requestAnimationFrame);
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
    stop.abort();
    return fate;
  },

  async leave() {
    const worker = newWorker(OWN);
    for await (const event of trainInWorker(worker, await newModel(), { type: 'endless' }, endless())) {
      if (event.type === 'batch') break;
    }
    const { aborted } = await follow(
      trainInWorker(worker, await newModel(), { type: 'endless' }, { ...endless(), epochs: 2 }),
    );
    return aborted;
  },
});
