/** Times a 1,024 x 1,024 float32 product: this backend against TensorFlow.js in pure JavaScript. */
import { createBackend } from '@nablajs/backend-ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { assertClose, formatTiming, interleaved, printMachine, randomFloats } from './support.mjs';

const SIZE = 1024;
const shape = [SIZE, SIZE];
const left = randomFloats(SIZE * SIZE, 1);
const right = randomFloats(SIZE * SIZE, 2);

const backend = await createBackend();
const operand = (data) => ({ storage: backend.upload(data, shape, 'float32'), shape, dtype: 'float32' });
const [a, b] = [operand(left), operand(right)];

if (!(await tf.setBackend('cpu'))) throw new Error('TensorFlow.js did not take its cpu backend.');
const [x, y] = [tf.tensor2d(left, shape), tf.tensor2d(right, shape)];

async function verify() {
  const storage = backend.matmul(a, b, false, false, shape);
  const ours = await backend.download({ storage, shape, dtype: 'float32' });
  backend.release(storage);
  const theirs = tf.tidy(() => tf.matMul(x, y).dataSync());
  assertClose('matmul', ours, theirs, { relative: 1e-4, absolute: 1e-4 });
}

printMachine();
await verify();
const timings = await interleaved(
  {
    'backend-ts': () => backend.release(backend.matmul(a, b, false, false, shape)),
    'tfjs-backend-cpu': () => tf.matMul(x, y).dispose(),
  },
  { rounds: 5, time: 100, iterations: 2 },
);
for (const [name, timing] of Object.entries(timings)) {
  const speed = (2 * SIZE ** 3) / timing.median / 1e6;
  console.log(`${name.padEnd(18)}${formatTiming(timing)}, ${speed.toFixed(2)} GFLOP/s`);
}
const ratio = timings['tfjs-backend-cpu'].median / timings['backend-ts'].median;
console.log(`backend-ts is ${ratio.toFixed(1)} times as fast.`);
