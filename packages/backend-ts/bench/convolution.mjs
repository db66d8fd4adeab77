/**
 * Times the convolution kernels on the two layers of Keras' MNIST convnet. It compares each with this backend's matrix
 * product of as many operations. The two run in turns, in one process.
 * Usage: node bench/convolution.mjs [images]
 */
import { createBackend } from '@nablajs/backend-ts';
import { conv2d, multiply, sum, upload, valueAndGrad } from '@nablajs/core';
import { assertClose, formatTiming, interleaved, printMachine, randomFloats } from './support.mjs';

const IMAGES = Number(process.argv[2] ?? 128);
const LAYERS = [
  { image: [28, 28, 1], filters: [3, 3, 1, 32] },
  { image: [13, 13, 32], filters: [3, 3, 32, 64] },
];
const backend = await createBackend();
const composing = { ...backend, conv: undefined };

const sizeOf = (shape) => shape.reduce((product, dimension) => product * dimension, 1);
const operand = (shape, seed) => {
  const data = randomFloats(sizeOf(shape), seed);
  return { storage: backend.upload(data, shape, 'float32'), shape, dtype: 'float32' };
};

/** Throws unless the kernels give the same as core's composition. */
async function verify(xShape, wShape, yShape) {
  const [ours, theirs] = [backend, composing].map((on) => {
    const tensor = (shape, seed) => upload(on, { layout: 'dense', shape, data: randomFloats(sizeOf(shape), seed) });
    const [x, w, b, dY] = [xShape, wShape, wShape.slice(3), yShape].map((shape, seed) => tensor(shape, seed + 1));
    const loss = (p) => sum(multiply(conv2d(p.x, p.w, p.b, { activation: 'relu' }), dY));
    return { ...valueAndGrad(loss, { x, w, b }).gradients, y: conv2d(x, w, b, { activation: 'relu' }) };
  });
  for (const name of Object.keys(ours)) {
    const tolerance = { relative: 1e-4, absolute: 1e-3 };
    assertClose(name, await ours[name].data(), await theirs[name].data(), tolerance);
  }
}

/** Returns a function that multiplies random matrices, [m, k] by [k, n]. */
function product(m, k, n, transposeA, transposeB) {
  const a = operand(transposeA ? [k, m] : [m, k], 1);
  const b = operand(transposeB ? [n, k] : [k, n], 2);
  return () => backend.release(backend.matmul(a, b, transposeA, transposeB, [m, n]));
}

async function report(name, kernel, matmul) {
  const timings = await interleaved({ kernel, matmul }, { rounds: 7, time: 150 });
  const ratio = timings.kernel.median / timings.matmul.median;
  console.log(`${name}\n  kernel ${formatTiming(timings.kernel)}\n  matmul ${formatTiming(timings.matmul)}`);
  console.log(`  the kernel takes ${ratio.toFixed(2)} times as long`);
}

printMachine();
const window = { size: [3, 3], stride: [1, 1], dilation: [1, 1], padding: [0, 0] };
for (const { image, filters } of LAYERS) {
  const [height, width, channels] = image;
  const out = [height - 2, width - 2, filters[3]];
  const [xShape, yShape] = [
    [IMAGES, ...image],
    [IMAGES, ...out],
  ];
  await verify(xShape, filters, yShape);
  const [x, w, b, y, dY] = [xShape, filters, [filters[3]], yShape, yShape].map((shape, i) => operand(shape, i + 1));
  const [places, inner, columns] = [IMAGES * out[0] * out[1], 9 * channels, filters[3]];
  const layer = `${xShape.join('x')}, filters ${filters.join('x')}`;
  await report(
    `forward with bias and relu, ${layer}`,
    () => backend.release(backend.conv.forward(x, w, b, 'relu', window, 1, yShape)),
    product(places, inner, columns, false, false),
  );
  await report(
    `backwardInput behind a relu, ${layer}`,
    () => backend.release(backend.conv.backwardInput(dY, w, y, window, 1, xShape)),
    product(places, columns, inner, false, true),
  );
  await report(
    `backwardFilter behind a relu with bias, ${layer}`,
    () => {
      const { dW, db } = backend.conv.backwardFilter(x, dY, y, true, window, 1, filters);
      backend.release(dW);
      backend.release(db);
    },
    product(inner, places, columns, true, false),
  );
}
await backend.dispose();
