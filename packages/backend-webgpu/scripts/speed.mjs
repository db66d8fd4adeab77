/**
 * Measures the backend on this machine's graphics card, with wasm beside it. Prints what it does to stderr, and one
 * JSON object to stdout. Needs a build, and `npm install webgpu`.
 *
 *     node scripts/speed.mjs [--peak GFLOPS] [--size 2048] [--steps 30] [--rows 32]
 *
 * It first says which adapter there is, and exits with 1 if there is none. `--peak` is the card's peak in float32, as
 * its maker states it: then the JSON has the share of it. An adapter that computes on the processor, such as
 * SwiftShader, which counts only if VK_ICD_FILENAMES names it, has small sizes by default: it shows that the script
 * works, and the JSON says `"sizes": "small"`.
 */
import { parseArgs } from 'node:util';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { createBackend } from '@nablajs/backend-webgpu';
import {
  Adam,
  Chain,
  Dense,
  dense,
  matmul,
  Network,
  Random,
  ReLU,
  SoftmaxCrossEntropy,
  sum,
  train,
  upload,
} from '@nablajs/core';
import { findAdapter } from './adapter.mjs';
import { SMALL, trainGpt } from './gpt.mjs';

const CARD = {
  sizes: 'full',
  size: 2048,
  /** The preset `gpt` of the command nabla, whose batches have 32 rows. */
  gpt: { context: 128, blocks: 4, width: 128, heads: 4, dropout: 0.1, rows: 32, steps: 30 },
  /** Steps that are not timed: shaders are compiled in the first. */
  first: 5,
  /** How many products a time is for, and how many times there are. */
  repeats: 10,
  rounds: 5,
  /** Steps of the preset `quick` in a time. */
  quickSteps: 200,
};
const PROCESSOR = {
  sizes: 'small',
  size: 128,
  gpt: { ...SMALL, steps: 2 },
  first: 1,
  repeats: 1,
  rounds: 2,
  quickSteps: 4,
};

const { values } = parseArgs({
  options: {
    peak: { type: 'string' },
    size: { type: 'string' },
    steps: { type: 'string' },
    rows: { type: 'string' },
  },
});
const say = (text) => console.error(text);

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** What is measured on an adapter. */
function planFor({ isFallbackAdapter }) {
  const plan = isFallbackAdapter ? PROCESSOR : CARD;
  const own = (name) => (values[name] === undefined ? {} : { [name]: Number(values[name]) });
  return { ...plan, ...own('size'), gpt: { ...plan.gpt, ...own('rows'), ...own('steps') } };
}

function normals(seed, size) {
  const random = new Random(seed);
  return dense(
    Float32Array.from({ length: size * size }, () => random.normal()),
    [size, size],
  );
}

/** Throws if some elements are not those of the definition. */
function verify(product, a, b, size) {
  for (let row = 0; row < size; row += 1 + (size >> 2)) {
    for (let column = 1; column < size; column += 1 + (size >> 3)) {
      let expected = 0;
      for (let k = 0; k < size; k++) expected += a[row * size + k] * b[k * size + column];
      const error = Math.abs(product[row * size + column] - expected);
      if (!(error < 1e-5 * size)) throw new Error(`wrong product at [${row}, ${column}]: off by ${error}`);
    }
  }
}

/** The median time of a product in ms: several are started, and one number of the last is waited for. */
async function timeMatmul(backend, { size, repeats, rounds }) {
  const [hostA, hostB] = [normals(1, size), normals(2, size)];
  const [a, b] = [hostA, hostB].map((one) => upload(backend, one));
  const product = matmul(a, b);
  verify(await product.data(), hostA.data, hostB.data, size);
  product.dispose();
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    let last;
    for (let repeat = 0; repeat < repeats; repeat++) {
      last?.dispose();
      last = matmul(a, b);
    }
    const token = sum(last);
    await token.data();
    times.push((performance.now() - start) / repeats);
    for (const tensor of [token, last]) tensor.dispose();
  }
  for (const tensor of [a, b]) tensor.dispose();
  return median(times);
}

/** The time of a step of the preset `quick` in ms, on batches of 128 images of noise. */
async function timeQuick(backend, steps) {
  const module = new Chain([new Dense(256), new ReLU(), new Dense(10)]);
  const model = new Network(backend, module, { inputShape: [784], dtype: 'float32', seed: 1 });
  const optimizer = new Adam({ learningRate: 0.001 });
  const random = new Random(1);
  const x = Float32Array.from({ length: 128 * 784 }, () => random.uniform());
  const y = Int32Array.from({ length: 128 }, () => random.integer(10));
  const data = {
    length: 128 * steps,
    inputShape: [784],
    batch: () => ({ x: dense(x, [128, 784]), y: dense(y, [128]) }),
  };
  const options = { loss: new SoftmaxCrossEntropy(), optimizer, epochs: 1, batchSize: 128, seed: 1 };
  const start = performance.now();
  for await (const _ of train(model, data, options));
  const ms = performance.now() - start;
  for (const one of [optimizer, model]) one.dispose();
  return ms / steps;
}

/** Whether it pays to read the losses of steps late: the median times of a step without and with it, in turns. */
async function timeStepsAhead(backend, { quickSteps, rounds }) {
  const choices = [0, backend.stepsAhead];
  const times = choices.map(() => []);
  // Shaders are compiled.
  await timeQuick(backend, 1);
  for (let round = 0; round < rounds; round++) {
    for (const [at, stepsAhead] of choices.entries()) {
      times[at].push(await timeQuick(Object.create(backend, { stepsAhead: { value: stepsAhead } }), quickSteps));
    }
  }
  return choices.map((stepsAhead, at) => ({ stepsAhead, stepMs: median(times[at]) }));
}

async function measure(backend, plan) {
  const { size, gpt, first } = plan;
  say(`${backend.name}: ${backend.description}`);
  const ms = await timeMatmul(backend, plan);
  const gflops = (2 * size ** 3) / ms / 1e6;
  say(`  ${size} x ${size} x ${size}: ${ms.toFixed(2)} ms, ${gflops.toFixed(1)} GFLOP/s`);
  await trainGpt(backend, { ...gpt, steps: first });
  const { losses, ms: gptMs } = await trainGpt(backend, gpt);
  const stepMs = gptMs / gpt.steps;
  say(`  GPT step: ${stepMs.toFixed(2)} ms, last loss ${losses.at(-1).toFixed(4)}`);
  await backend.dispose();
  const { description } = backend;
  return { description, matmul: { size, ms, gflops }, gpt: { ...gpt, stepMs, loss: losses.at(-1) } };
}

let adapter;
try {
  adapter = await findAdapter();
} catch ({ message }) {
  say(`no adapter: ${message}`);
  process.exit(1);
}
say(`adapter: ${adapter.description} (${adapter.vendor} ${adapter.architecture})`);
const plan = planFor(adapter);
const ahead = await createBackend();
const quick = await timeStepsAhead(ahead, plan);
await ahead.dispose();
for (const { stepsAhead, stepMs } of quick) say(`quick, losses read ${stepsAhead} steps late: ${stepMs.toFixed(2)} ms`);
const webgpu = await measure(await createBackend(), plan);
const fewer = { ...plan, gpt: { ...plan.gpt, steps: Math.ceil(plan.gpt.steps / 10) }, repeats: 1, rounds: 3 };
const wasm = await measure(await createWasm(), fewer);
const peak = values.peak === undefined ? undefined : { gflops: Number(values.peak) };
if (peak !== undefined) peak.share = webgpu.matmul.gflops / peak.gflops;
console.log(
  JSON.stringify({ adapter, sizes: plan.sizes, quick, webgpu, wasm, ...(peak === undefined ? {} : { peak }) }),
);
process.exit(0);
