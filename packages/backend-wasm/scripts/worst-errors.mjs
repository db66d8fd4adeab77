/**
 * Prints the largest error of each elementary function of float32, over all float32 numbers: its kernel against the one
 * of float64, whose own error is below 1e-8 of these units. Give names to check only some: worst-errors.mjs exp tanh
 */
import { createBackend } from '../dist/index.js';

const FUNCTIONS = ['exp', 'expm1', 'log', 'log1p', 'tanh', 'sigmoid', 'erf', 'normalCdf'];
const COUNT = 2 ** 20;
const shape = [COUNT];

const backend = await createBackend();
const kernels = { ...backend, ...backend.fused };
const bits = new Int32Array(COUNT);
const numbers = new Float32Array(bits.buffer);
const ends = new Float32Array(1);
const endBits = new Int32Array(ends.buffer);

/** The distance between the float32 numbers around `value`, below the largest. */
function spacing(value) {
  ends[0] = Math.min(Math.abs(value), 3.4e38);
  const low = ends[0];
  endBits[0] += 1;
  return ends[0] - low;
}

async function compute(name, dtype) {
  const data = dtype === 'float32' ? numbers : Float64Array.from(numbers);
  const x = { storage: backend.upload(data, shape, dtype), shape, dtype };
  const y = { storage: kernels[name](x), shape, dtype };
  const result = await backend.download(y);
  for (const { storage } of [x, y]) backend.release(storage);
  return result;
}

async function worstOf(name) {
  const worst = { error: 0, at: 0 };
  for (let first = -(2 ** 31); first < 2 ** 31; first += COUNT) {
    for (let i = 0; i < COUNT; i++) bits[i] = first + i;
    const [received, expected] = [await compute(name, 'float32'), await compute(name, 'float64')];
    for (let i = 0; i < COUNT; i++) {
      const [y, exact] = [received[i], expected[i]];
      // Most are equal after rounding: at most half a unit.
      if (Object.is(y, Math.fround(exact))) continue;
      const error = Number.isFinite(y) || Math.abs(exact) > 3.4e38 ? Math.abs(y - exact) / spacing(exact) : Infinity;
      if (error > worst.error) Object.assign(worst, { error, at: numbers[i] });
    }
  }
  return worst;
}

const names = process.argv.slice(2);
for (const name of names.length > 0 ? names : FUNCTIONS) {
  const { error, at } = await worstOf(name);
  console.log(`${name.padEnd(8)} ${error < 0.5 ? 'at most 0.5' : error.toFixed(4)} ULP, at ${at}`);
}
await backend.dispose();
