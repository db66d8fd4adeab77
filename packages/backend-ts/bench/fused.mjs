/** Times each fused kernel against core's composition of required kernels, at the sizes of the seed network. */
import { createBackend } from '@nablajs/backend-ts';
import { adamStep, denseBackward, denseForward, labelCrossEntropy, normalCdf, sgdStep, upload } from '@nablajs/core';
import { csrRows, loadMnist } from './mnist.mjs';
import { assertClose, formatTiming, interleaved, printMachine, randomFloats } from './support.mjs';

const [INPUTS, HIDDEN, CLASSES] = [784, 532, 10];
const ROWS = Number(process.argv[2] ?? 512);
const SGD = { learningRate: 1e-3, weightDecay: 0, momentum: 0, dampening: 0, nesterov: false, first: false };
const MOMENTUM = { ...SGD, momentum: 0.9 };
const ADAM = {
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  decoupled: false,
  correction1: 0.1,
  correction2: 0.001,
};
const { pixels, labels } = loadMnist();

/** Creates operands on a backend, with the same numbers on every backend. */
function operandsOn(backend) {
  const dense = (shape, seed) => {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    return upload(backend, { layout: 'dense', shape, data: randomFloats(size, seed) });
  };
  const y = Int32Array.from(labels.subarray(0, ROWS));
  return {
    sparse: upload(backend, csrRows(pixels, 0, ROWS)),
    labels: upload(backend, { layout: 'dense', shape: [ROWS], data: y }),
    hidden: dense([ROWS, HIDDEN], 1),
    dHidden: dense([ROWS, HIDDEN], 2),
    logits: dense([ROWS, CLASSES], 3),
    dLogits: dense([ROWS, CLASSES], 4),
    w1: dense([INPUTS, HIDDEN], 5),
    b1: dense([HIDDEN], 6),
    w2: dense([HIDDEN, CLASSES], 7),
    b2: dense([CLASSES], 8),
    gradient: dense([INPUTS, HIDDEN], 9),
    m: dense([INPUTS, HIDDEN], 10),
    v: upload(backend, {
      layout: 'dense',
      shape: [INPUTS, HIDDEN],
      data: randomFloats(INPUTS * HIDDEN, 11).map(Math.abs),
    }),
  };
}

/** Each case returns the tensors it creates. Optimizer steps change their operands and create none. */
const CASES = {
  'dense, sparse 784-532 relu': (on) => [denseForward(on.sparse, on.w1, on.b1, 'relu')],
  'dense, 532-10': (on) => [denseForward(on.hidden, on.w2, on.b2, 'none')],
  'denseBackward, sparse 784-532 relu': (on) =>
    Object.values(denseBackward(on.sparse, on.w1, on.hidden, on.dHidden, 'relu', { dX: false, db: true })),
  'denseBackward, 532-10': (on) =>
    Object.values(denseBackward(on.hidden, on.w2, on.logits, on.dLogits, 'none', { dX: true, db: true })),
  'normalCdf, 512x532': (on) => [normalCdf(on.hidden)],
  'softmaxCrossEntropy, 10 classes': (on) => Object.values(labelCrossEntropy(on.logits, on.labels, 0, 1 / ROWS)),
};
const STEPS = {
  'sgd, 784x532': (on) => sgdStep(on.w1, on.gradient, undefined, SGD),
  'sgd with momentum, 784x532': (on) => sgdStep(on.w1, on.gradient, on.m, MOMENTUM),
  'adam, 784x532': (on) => adamStep(on.w1, on.gradient, on.m, on.v, ADAM),
};

async function verify(name, ours, theirs) {
  for (const [i, tensor] of ours.entries()) {
    if (tensor === undefined) continue;
    assertClose(name, await tensor.data(), await theirs[i].data(), { relative: 1e-4, absolute: 1e-5 });
  }
}

function dispose(tensors) {
  for (const tensor of tensors) tensor?.dispose();
}

printMachine();
console.log(`${ROWS} rows; composed / fused`);

/** Creates operands on a backend with fused kernels, and on one without. */
async function fresh() {
  const composing = { ...(await createBackend()), fused: {} };
  return [operandsOn(await createBackend()), operandsOn(composing)];
}

async function report(name, onFused, onComposed) {
  const timings = await interleaved({ fused: onFused, composed: onComposed }, { rounds: 7, time: 60 });
  const ratio = (timings.composed.median / timings.fused.median).toFixed(2);
  console.log(
    `${name}\n  fused    ${formatTiming(timings.fused)}\n  composed ${formatTiming(timings.composed)}, ratio ${ratio}`,
  );
}

const [fused, composed] = await fresh();
for (const [name, run] of Object.entries(CASES)) {
  const [ours, theirs] = [run(fused), run(composed)];
  await verify(name, ours, theirs);
  dispose([...ours, ...theirs]);
  await report(
    name,
    () => dispose(run(fused)),
    () => dispose(run(composed)),
  );
}
for (const [name, step] of Object.entries(STEPS)) {
  // Steps change the parameters, so each case starts from new ones.
  const [ours, theirs] = await fresh();
  step(ours);
  step(theirs);
  await verify(name, [ours.w1, ours.m, ours.v], [theirs.w1, theirs.m, theirs.v]);
  await report(
    name,
    () => step(ours),
    () => step(theirs),
  );
}
