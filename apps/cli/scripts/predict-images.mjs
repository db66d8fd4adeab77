// Trains the preset quick on MNIST, and predicts 500 test images with `nabla predict`, written as PNG in three ways:
// white on black, black on white, and padded to 100 x 80. Compares the accuracy with that of `nabla evaluate` on the
// same images as IDX files. Exits with 1 if they are more than a point apart. Needs the built package (npm run build).
//
//   node apps/cli/scripts/predict-images.mjs
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadMnistFiles } from '@nablajs/datasets';
import { encode } from 'fast-png';
import { mnistFolder } from '../dist/data/image-splits.js';

const COUNT = 500;
const SIDE = 28;
const NABLA = fileURLToPath(new URL('../bin/nabla.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nabla-predict-'));
const nabla = (...args) =>
  execFileSync(process.execPath, [NABLA, ...args, '--json', '--quiet'], { cwd: folder, encoding: 'utf8' })
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const { test } = await loadMnistFiles(mnistFolder());
const imageAt = (index) => test.images.subarray(index * SIDE * SIDE, (index + 1) * SIDE * SIDE);
const png = (width, height, data) => encode({ width, height, data, channels: 1, depth: 8 });

function padded(pixels) {
  const data = new Uint8Array(100 * 80);
  for (let row = 0; row < SIDE; row++) data.set(pixels.subarray(row * SIDE, (row + 1) * SIDE), (26 + row) * 100 + 36);
  return png(100, 80, data);
}

const WAYS = {
  'white on black': (pixels) => png(SIDE, SIDE, pixels),
  'black on white': (pixels) =>
    png(
      SIDE,
      SIDE,
      pixels.map((value) => 255 - value),
    ),
  'padded to 100 x 80': padded,
};

/** Encodes an IDX file: two zeros, the code of unsigned bytes, the rank, the sizes, the bytes. */
function idx(shape, data) {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  for (const [at, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * at);
  return Buffer.concat([header, data]);
}

function writeIdx() {
  mkdirSync(join(folder, 'idx'));
  const images = idx([COUNT, SIDE, SIDE], test.images.subarray(0, COUNT * SIDE * SIDE));
  const labels = idx([COUNT], test.labels.subarray(0, COUNT));
  for (const part of ['train', 't10k']) {
    writeFileSync(join(folder, 'idx', `${part}-images-idx3-ubyte`), images);
    writeFileSync(join(folder, 'idx', `${part}-labels-idx1-ubyte`), labels);
  }
}

try {
  nabla('train', '--preset', 'quick', '--no-run', '--out', 'model');
  writeIdx();
  const [{ accuracy }] = nabla('evaluate', 'model', '--data', 'idx');
  console.log(`${COUNT} images as IDX: ${(accuracy * 100).toFixed(1)} %`);
  for (const [way, write] of Object.entries(WAYS)) {
    const files = Array.from({ length: COUNT }, (_, index) => `${index}.png`);
    for (const [index, file] of files.entries()) writeFileSync(join(folder, file), write(imageAt(index)));
    const right = nabla('predict', 'model', ...files).filter(
      ({ prediction }, index) => prediction === `${test.labels[index]}`,
    );
    const share = right.length / COUNT;
    console.log(`${COUNT} images as PNG, ${way}: ${(share * 100).toFixed(1)} %`);
    if (Math.abs(share - accuracy) > 0.01) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
