/** The definition of convolution and pooling: each element of a result is one sum. */
import type { FusedActivation, Operand, Shape, TypedArray, Window } from '../backend.js';
import { sizeOf } from '../tensors/shape.js';
import { argmaxOf, compensatedSum, elements, generate, reduce, type Storage } from './naive-arrays.js';

type Four = readonly [number, number, number, number];

const four = (shape: Shape): Four => shape as unknown as Four;

function indicesAt([, b, c, d]: Four, flat: number): Four {
  return [Math.floor(flat / (b * c * d)), Math.floor(flat / (c * d)) % b, Math.floor(flat / d) % c, flat % d];
}

/** Generates an array in x's dtype. `element` computes each element from its four indices. */
function generateAt(x: Operand<Storage>, shape: Shape, element: (...place: Four) => number): TypedArray {
  return generate(x.dtype, sizeOf(shape), (flat) => element(...indicesAt(four(shape), flat)));
}

/** Returns a function that reads an element of images; in the padding it is 0. */
function pixelOf(x: Operand<Storage>): (...place: Four) => number {
  const [, height, width, channels] = four(x.shape);
  return (n, y, i, c) =>
    y >= 0 && y < height && i >= 0 && i < width
      ? (elements(x)[((n * height + y) * width + i) * channels + c] as number)
      : 0;
}

/** Returns dY masked by the output y of a ReLU: NaN where y is NaN, 0 where y <= 0. */
function masked(dY: Operand<Storage>, y: Operand<Storage> | undefined): Operand<Storage> {
  if (y === undefined) return dY;
  const read = (i: number): number => {
    const output = elements(y)[i] as number;
    if (Number.isNaN(output)) return Number.NaN;
    return output > 0 ? (elements(dY)[i] as number) : 0;
  };
  return { ...dY, storage: generate(dY.dtype, sizeOf(dY.shape), read) };
}

/** Returns the image row under row i of the window at position `at`; with axis 1, the column. */
const coveredRow = ({ stride, padding, dilation }: Window, axis: 0 | 1, at: number, i: number): number =>
  at * stride[axis] - padding[axis] + i * dilation[axis];

/**
 * Lists the positions, out of `out`, whose window covers image row `at`, each with the window's row i there; with axis
 * 1, columns.
 */
function windowsCovering(
  window: Window,
  axis: 0 | 1,
  out: number,
  at: number,
): (readonly [position: number, i: number])[] {
  const found: (readonly [number, number])[] = [];
  for (let i = 0; i < window.size[axis]; i++) {
    const position = (at - coveredRow(window, axis, 0, i)) / window.stride[axis];
    if (Number.isInteger(position) && position >= 0 && position < out) found.push([position, i]);
  }
  return found;
}

/** Lists a window's pixels inside the image, row by row, as indices into all images. */
function pixelsInside(window: Window, [, height, width, channels]: Four, [n, y, x, c]: Four): number[] {
  const found: number[] = [];
  for (let i = 0; i < window.size[0]; i++) {
    const row = coveredRow(window, 0, y, i);
    for (let j = 0; j < window.size[1]; j++) {
      const column = coveredRow(window, 1, x, j);
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      found.push(((n * height + row) * width + column) * channels + c);
    }
  }
  return found;
}

export function forward(
  x: Operand<Storage>,
  w: Operand<Storage>,
  b: Operand<Storage> | undefined,
  activation: FusedActivation,
  window: Window,
  groups: number,
  shape: Shape,
): TypedArray {
  const [pixel, weight] = [pixelOf(x), pixelOf(w)];
  const [rows, columns, own, filters] = four(w.shape);
  const terms = new Float64Array(rows * columns * own);
  return generateAt(x, shape, (n, y, at, f) => {
    const first = Math.floor(f / (filters / groups)) * own;
    let k = 0;
    for (let i = 0; i < rows; i++) {
      const row = coveredRow(window, 0, y, i);
      for (let j = 0; j < columns; j++) {
        const column = coveredRow(window, 1, at, j);
        for (let c = 0; c < own; c++) terms[k++] = pixel(n, row, column, first + c) * weight(i, j, c, f);
      }
    }
    const sum = compensatedSum(terms);
    const z = b === undefined ? sum : sum + (elements(b)[f] as number);
    return activation === 'relu' ? Math.max(z, 0) : z;
  });
}

export function backwardInput(
  dY: Operand<Storage>,
  w: Operand<Storage>,
  y: Operand<Storage> | undefined,
  window: Window,
  groups: number,
  shape: Shape,
): TypedArray {
  const [dZ, weight] = [pixelOf(masked(dY, y)), pixelOf(w)];
  const [, outHeight, outWidth, filters] = four(dY.shape);
  const [, , own] = four(w.shape);
  const each = filters / groups;
  return generateAt(dY, shape, (n, row, column, channel) => {
    const first = Math.floor(channel / own) * each;
    const [down, across] = [windowsCovering(window, 0, outHeight, row), windowsCovering(window, 1, outWidth, column)];
    const terms = new Float64Array(down.length * across.length * each);
    let k = 0;
    for (const [oy, i] of down) {
      for (const [ox, j] of across) {
        for (let f = first; f < first + each; f++) terms[k++] = dZ(n, oy, ox, f) * weight(i, j, channel % own, f);
      }
    }
    return compensatedSum(terms);
  });
}

export function backwardFilter(
  x: Operand<Storage>,
  dY: Operand<Storage>,
  y: Operand<Storage> | undefined,
  window: Window,
  groups: number,
  shape: Shape,
): TypedArray {
  const [pixel, dZ] = [pixelOf(x), pixelOf(masked(dY, y))];
  const [images, outHeight, outWidth, filters] = four(dY.shape);
  const [, , own] = four(shape);
  const terms = new Float64Array(images * outHeight * outWidth);
  return generateAt(x, shape, (i, j, c, f) => {
    const channel = Math.floor(f / (filters / groups)) * own + c;
    let k = 0;
    for (let n = 0; n < images; n++) {
      for (let oy = 0; oy < outHeight; oy++) {
        const row = coveredRow(window, 0, oy, i);
        for (let ox = 0; ox < outWidth; ox++) {
          terms[k++] = pixel(n, row, coveredRow(window, 1, ox, j), channel) * dZ(n, oy, ox, f);
        }
      }
    }
    return compensatedSum(terms);
  });
}

export function biasGradient(dY: Operand<Storage>, y: Operand<Storage> | undefined): TypedArray {
  const [n, height, width, filters] = four(dY.shape);
  return reduce(masked(dY, y), [1, n * height * width, filters], dY.dtype, compensatedSum);
}

const pixelsAt = (x: Operand<Storage>, indices: readonly number[]): Float64Array =>
  new Float64Array(indices.map((at) => elements(x)[at] as number));

export function max(x: Operand<Storage>, window: Window, shape: Shape): TypedArray {
  return generateAt(x, shape, (...place) => {
    const pixels = pixelsAt(x, pixelsInside(window, four(x.shape), place));
    return pixels[argmaxOf(pixels)] as number;
  });
}

export function average(x: Operand<Storage>, window: Window, shape: Shape): TypedArray {
  return generateAt(x, shape, (...place) => {
    const pixels = pixelsAt(x, pixelsInside(window, four(x.shape), place));
    return compensatedSum(pixels) / pixels.length;
  });
}

/** Adds each element of dY to images of `shape`; `contributionsOf` lists where, and how much. */
function addTo(
  dY: Operand<Storage>,
  shape: Shape,
  contributionsOf: (dy: number, ...place: Four) => readonly (readonly [at: number, amount: number])[],
): TypedArray {
  const terms = Array.from({ length: sizeOf(shape) }, (): number[] => []);
  for (const [flat, dy] of elements(dY).entries()) {
    for (const [at, amount] of contributionsOf(dy, ...indicesAt(four(dY.shape), flat))) terms[at]?.push(amount);
  }
  return generate(dY.dtype, terms.length, (at) => compensatedSum(new Float64Array(terms[at] as number[])));
}

export function maxBackward(x: Operand<Storage>, dY: Operand<Storage>, window: Window): TypedArray {
  return addTo(dY, x.shape, (dy, ...place) => {
    const inside = pixelsInside(window, four(x.shape), place);
    const pixels = pixelsAt(x, inside);
    const largest = argmaxOf(pixels);
    if (Number.isNaN(pixels[largest])) return inside.map((at) => [at, Number.NaN]);
    return [[inside[largest] as number, dy]];
  });
}

export function averageBackward(dY: Operand<Storage>, window: Window, shape: Shape): TypedArray {
  return addTo(dY, shape, (dy, ...place) => {
    const inside = pixelsInside(window, four(shape), place);
    return inside.map((at) => [at, dy / inside.length]);
  });
}
