/**
 * Measures the memory of backend-wasm in the workloads of the suite convnet: the most bytes of live tensors in a step,
 * and the size of the WebAssembly memory after the second step and after the last.
 *
 *     convnet-memory.mjs [--filter TEXT] [--steps N] [--backend NAME] [--json]
 *
 * Compares both with what every step needs: the outputs of all layers for the batch (a ReLU and Flatten have none of
 * their own), the parameters, their gradients and Adam's two moments. Exits with 1 if live tensors take more than 1.5
 * times that, if the memory takes more than 2.5 times that, or if it grows after the second step. Needs a build.
 */
import { parseArgs } from 'node:util';
import { locateBackend } from '@nablajs/command-line';
import { prepareTask } from '../dist/tasks/index.js';
import { convolutional } from '../dist/workloads/convnets.js';
import { loadDigits } from '../dist/workloads/digits.js';
import { sizesOf } from '../dist/workloads/layers.js';

const MOST_LIVE = 1.5;
const MOST_MEMORY = 2.5;

const { values: flags } = parseArgs({
  options: {
    filter: { type: 'string', default: '128' },
    steps: { type: 'string', default: '8' },
    backend: { type: 'string', default: 'wasm' },
    json: { type: 'boolean', default: false },
  },
});
const steps = Number(flags.steps);

/** The memories that the backend has created. */
const memories = [];
WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(descriptor) {
    super(descriptor);
    memories.push(this);
  }
};
const memoryBytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

const request = { backend: flags.backend, backendOptions: {}, projectFolder: process.cwd() };
const { createBackend } = await import(locateBackend(request));

/** Wraps all kernels, so that each calls `afterKernel`. */
function withHook(kernels, afterKernel) {
  const wrapped = Object.entries(kernels).map(([name, member]) => {
    if (Array.isArray(member)) return [name, member];
    if (typeof member === 'object' && member !== null) return [name, withHook(member, afterKernel)];
    if (typeof member !== 'function' || ['memory', 'release', 'dispose', 'download'].includes(name)) {
      return [name, member];
    }
    return [
      name,
      (...operands) => {
        const result = member(...operands);
        afterKernel();
        return result;
      },
    ];
  });
  return Object.fromEntries(wrapped);
}

function sumOf({ layers, batchSize, dtype }, inputShape) {
  const { parameters, activations } = sizesOf(layers, inputShape);
  const elements = (list) => list.reduce((sum, { shape }) => sum + shape.reduce((size, n) => size * n, 1), 0);
  const trained = elements(parameters.filter(({ name }) => !name.includes('.running')));
  return (dtype === 'float64' ? 8 : 4) * (activations * batchSize + elements(parameters) + 3 * trained);
}

async function measure({ workload, inputs }) {
  memories.length = 0;
  const arrays = await inputs();
  const backend = await createBackend();
  let live = 0;
  const afterKernel = () => {
    live = Math.max(live, backend.memory().bytes);
  };
  try {
    // The result's steps come before the first of these, without dropout; their tensors are released.
    const task = await prepareTask(
      withHook(backend, afterKernel),
      { ...workload, resultSteps: 1 },
      new Map(Object.entries(arrays)),
    );
    live = 0;
    let second = 0;
    for (let step = 1; step <= steps; step++) {
      await task.execute();
      if (step === 2) second = memoryBytes();
    }
    await task.dispose();
    const sum = sumOf(workload, arrays.x.shape.slice(1));
    const last = memoryBytes();
    const ok = live <= MOST_LIVE * sum && last <= MOST_MEMORY * sum && last === second;
    return { name: workload.name, dtype: workload.dtype, sum, live, second, last, ok };
  } finally {
    await backend.dispose();
  }
}

const digits = await loadDigits();
const chosen = convolutional(digits, false).filter(({ workload }) => workload.name.includes(flags.filter));
for (const planned of chosen) {
  const found = await measure(planned);
  if (!found.ok) process.exitCode = 1;
  if (flags.json) {
    console.log(JSON.stringify(found));
    continue;
  }
  const { name, dtype, sum, live, second, last, ok } = found;
  const times = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB (${(bytes / sum).toFixed(2)} times)`;
  console.log(`${name}, ${dtype}: activations, parameters, gradients and moments ${(sum / 2 ** 20).toFixed(1)} MiB`);
  console.log(
    `  most live tensors ${times(live)}; memory after step 2 ${times(second)}, after step ${steps} ${times(last)}`,
  );
  if (!ok) console.log(`  more than ${MOST_LIVE} and ${MOST_MEMORY} times, or grown after step 2`);
}
