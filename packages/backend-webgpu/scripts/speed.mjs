/**
 * Measures the backend on this machine's graphics card, with wasm beside it. Prints what it does to stderr, and one
 * JSON object to stdout. Needs a build, and `npm install webgpu`.
 *
 *     node scripts/speed.mjs [--peak GFLOPS] [--size 2048] [--steps 30] [--rows 32]
 *
 * It first says which adapter there is, and exits with 1 if there is none. `--peak` is the card's peak in float32, as
 * its maker states it: then the JSON has the share of it. SwiftShader counts only if VK_ICD_FILENAMES names it.
 */
import { parseArgs } from 'node:util';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { createBackend } from '@nablajs/backend-webgpu';
import { dense, matmul, Random, sum, upload } from '@nablajs/core';
import { findAdapter } from './adapter.mjs';
import { trainGpt } from './gpt.mjs';

/** The preset `gpt` of the command nabla, whose batches have 32 rows. */
const PRESET = { context: 128, blocks: 4, width: 128, heads: 4, dropout: 0.1 };
/** Steps that are not timed: shaders are compiled in the first. */
const FIRST = 5;

const { values } = parseArgs({
  options: {
    peak: { type: 'string' },
    size: { type: 'string', default: '2048' },
    steps: { type: 'string', default: '30' },
    rows: { type: 'string', default: '32' },
  },
});
const [size, steps, rows] = [values.size, values.steps, values.rows].map(Number);
const say = (text) => console.error(text);

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

function normals(seed) {
  const random = new Random(seed);
  return dense(
    Float32Array.from({ length: size * size }, () => random.normal()),
    [size, size],
  );
}

/** Throws if some elements are not those of the definition. */
function verify(product, a, b) {
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
async function timeMatmul(backend, { repeats, rounds }) {
  const [hostA, hostB] = [normals(1), normals(2)];
  const [a, b] = [hostA, hostB].map((one) => upload(backend, one));
  const product = matmul(a, b);
  verify(await product.data(), hostA.data, hostB.data);
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

async function measure(backend, effort) {
  say(`${backend.name}: ${backend.description}`);
  const ms = await timeMatmul(backend, effort);
  const gflops = (2 * size ** 3) / ms / 1e6;
  say(`  ${size} x ${size} x ${size}: ${ms.toFixed(2)} ms, ${gflops.toFixed(0)} GFLOP/s`);
  const { losses, times } = await trainGpt(backend, { ...PRESET, rows, steps: FIRST + effort.steps });
  const stepMs = (times.at(-1) - times[FIRST - 1]) / effort.steps;
  say(`  GPT step: ${stepMs.toFixed(2)} ms, last loss ${losses.at(-1).toFixed(4)}`);
  await backend.dispose();
  return { description: backend.description, matmul: { size, ms, gflops }, gpt: { rows, stepMs, loss: losses.at(-1) } };
}

let adapter;
try {
  adapter = await findAdapter();
} catch ({ message }) {
  say(`no adapter: ${message}`);
  process.exit(1);
}
say(`adapter: ${adapter.description} (${adapter.vendor} ${adapter.architecture})`);
const webgpu = await measure(await createBackend(), { repeats: 10, rounds: 5, steps });
const wasm = await measure(await createWasm(), { repeats: 1, rounds: 3, steps: Math.ceil(steps / 10) });
const peak = values.peak === undefined ? undefined : { gflops: Number(values.peak) };
if (peak !== undefined) peak.share = webgpu.matmul.gflops / peak.gflops;
console.log(JSON.stringify({ adapter, webgpu, wasm, ...(peak === undefined ? {} : { peak }) }));
process.exit(0);
