/**
 * Times full-batch epochs of the seed network, 784-532-10 with ReLU, softmax cross-entropy and SGD, on 60,000 sparse
 * images. The images are uploaded before, in chunks whose gradients are added in order.
 * Usage: node bench/epoch.mjs [epochs]
 */
import { createBackend } from '@nablajs/backend-ts';
import { add, denseBackward, denseForward, labelCrossEntropy, scope, sgdStep, upload } from '@nablajs/core';
import { csrRows, loadMnist } from './mnist.mjs';
import { printMachine, randomFloats } from './support.mjs';

const [INPUTS, HIDDEN, CLASSES] = [784, 532, 10];
const CHUNK_SIZES = [256, 512, 1024];
const LEARNING_RATE = 0.03;
const epochs = Number(process.argv[2] ?? 3);
const SGD = { learningRate: LEARNING_RATE, weightDecay: 0, momentum: 0, dampening: 0, nesterov: false, first: false };

const { source, pixels, labels } = loadMnist();
const rows = labels.length;

function makeParameters(backend) {
  const weight = (inputs, outputs, seed) => {
    const scale = Math.sqrt(24 / inputs);
    const data = randomFloats(inputs * outputs, seed).map((x) => x * scale);
    return upload(backend, { layout: 'dense', shape: [inputs, outputs], data });
  };
  const bias = (outputs) => upload(backend, { layout: 'dense', shape: [outputs], data: new Float32Array(outputs) });
  return [weight(INPUTS, HIDDEN, 1), bias(HIDDEN), weight(HIDDEN, CLASSES, 2), bias(CLASSES)];
}

function uploadChunks(backend, size) {
  const chunks = [];
  for (let first = 0; first < rows; first += size) {
    const end = Math.min(rows, first + size);
    const y = Int32Array.from(labels.subarray(first, end));
    chunks.push({
      x: upload(backend, csrRows(pixels, first, end)),
      y: upload(backend, { layout: 'dense', shape: [end - first], data: y }),
    });
  }
  return chunks;
}

/** Returns [loss, dW1, db1, dW2, db2] of one chunk. */
function gradientsOf([w1, b1, w2, b2], { x, y }) {
  return scope(() => {
    const hidden = denseForward(x, w1, b1, 'relu');
    const logits = denseForward(hidden, w2, b2, 'none');
    const { loss, gradient } = labelCrossEntropy(logits, y, 0, 1 / rows);
    const output = denseBackward(hidden, w2, logits, gradient, 'none', { dX: true, db: true });
    const first = denseBackward(x, w1, hidden, output.dX, 'relu', { dX: false, db: true });
    return [loss, first.dW, first.db, output.dW, output.db];
  });
}

/** Makes one step and returns the loss before it as a tensor. */
function epoch(parameters, chunks) {
  return scope(() => {
    let sums = gradientsOf(parameters, chunks[0]);
    for (const chunk of chunks.slice(1)) {
      const previous = sums;
      sums = scope(() => gradientsOf(parameters, chunk).map((gradient, i) => add(previous[i], gradient)));
      for (const tensor of previous) tensor.dispose();
    }
    parameters.forEach((parameter, i) => {
      sgdStep(parameter, sums[i + 1], undefined, SGD);
    });
    return sums[0];
  });
}

async function timeChunkSize(size) {
  const backend = await createBackend();
  const parameters = makeParameters(backend);
  const chunks = uploadChunks(backend, size);
  const seconds = [];
  const cpuSeconds = [];
  const losses = [];
  for (let i = 0; i <= epochs; i++) {
    const start = performance.now();
    const cpuStart = process.cpuUsage();
    const loss = epoch(parameters, chunks);
    losses.push(await loss.item());
    seconds.push((performance.now() - start) / 1000);
    cpuSeconds.push(process.cpuUsage(cpuStart).user / 1e6);
    loss.dispose();
  }
  if (!losses.every((loss, i) => i === 0 || loss < losses[i - 1])) throw new Error(`The loss must fall: ${losses}`);
  const [wall, cpu] = [seconds, cpuSeconds].map((times) => times.slice(1).sort((a, b) => a - b));
  const median = wall[Math.floor(wall.length / 2)];
  const spread = `${wall[0].toFixed(2)} to ${wall.at(-1).toFixed(2)}; processor time from ${cpu[0].toFixed(2)} s`;
  const trace = `${losses[0].toFixed(4)} to ${losses.at(-1).toFixed(4)}`;
  console.log(`chunks of ${String(size).padEnd(5)}${median.toFixed(2)} s an epoch (${spread}), loss ${trace}`);
  await backend.dispose();
}

printMachine();
console.log(`${source}, ${epochs} epochs after one of warm-up`);
for (const size of CHUNK_SIZES) await timeChunkSize(size);
console.log(`peak resident memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
