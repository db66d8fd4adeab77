/** What the tests ask of a page or of its worker, as `tasks`; the modules are the built ones. */
import { createBackend } from '@nablajs/backend-wasm';
import { runConformance, STRICT_ULPS } from '@nablajs/conformance';
import { pixelArray, repeatRun, splitPixels, trainShortRun } from '@nablajs/golden/portable';

globalThis.tasks = { describe, digests, recordedRun, conformance, cycles, inWorker };

async function withBackend(options, body) {
  const backend = await createBackend(options);
  try {
    return await body(backend);
  } finally {
    await backend.dispose();
  }
}

function describe(options) {
  return withBackend(options, ({ description, notice }) => ({ description, notice }));
}

async function mnistPixels() {
  const { body } = await fetch('/packages/golden/fixtures/mnist-2024.bin.gz');
  return splitPixels(
    new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()),
  );
}

/** Of the short run, as fixtures/digests.json has them. */
async function digests(options) {
  const { train } = await mnistPixels();
  const digests = {};
  for (const dtype of ['float32', 'float64']) {
    const { initial, shuffle, trained } = await withBackend(options, (backend) => trainShortRun(backend, dtype, train));
    digests[dtype] = {
      initial: await digestBytes(initial),
      shuffle: await digestBytes(shuffle),
      trained: await digestBytes(trained),
    };
  }
  return digests;
}

/** The digest of the weights after a recorded run on sparse images. */
async function recordedRun(options, dtype, { sizes, lr, epochs }) {
  const { train, test } = await mnistPixels();
  const { final } = await withBackend(options, (backend) =>
    repeatRun(backend, {
      sizes,
      learningRate: lr,
      epochs,
      dtype,
      x: pixelArray(train.images, dtype, 'csr'),
      labels: train.labels,
      testX: pixelArray(test.images, dtype, 'csr'),
    }),
  );
  return digestBytes(final.map((values) => Float64Array.from(values)));
}

async function digestBytes(arrays) {
  const bytes = await new Blob(arrays).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** How many cases passed, and what the others say. */
async function conformance(options, dtype) {
  const chosen = { dtypes: [dtype], ulps: STRICT_ULPS };
  const { passed, cases } = await withBackend(options, (backend) => runConformance(backend, chosen));
  const others = cases.filter(({ status }) => status !== 'passed').map(({ message, reason }) => message ?? reason);
  return { passed, others };
}

/** Backends that are made, train and are disposed of. */
async function cycles(count, options) {
  const { train } = await mnistPixels();
  for (let i = 0; i < count; i++) {
    await withBackend(options, (backend) => trainShortRun(backend, 'float32', train));
  }
}

/** The answer to a task from a worker of the page, which stays: Chromium hangs on some that are ended just after one of their own. */
function inWorker(task, ...args) {
  const worker = new Worker('/resolved/packages/backend-wasm/test/browser/worker.mjs', { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ task, args });
  });
}
