/** The definition of convolution and pooling: one sum for each element of a result. */
import type { FusedActivation, Operand, Shape, Window } from '../backend.js';
import type { TypedArray } from '../tensors/dtype.js';
import { sizeOf } from '../tensors/shape.js';
import { argmaxOf, compensatedSum, elements, generate, type Storage } from './naive-arrays.js';

type Four = readonly [number, number, number, number];
type Read = (index: number) => number;

const four = (shape: Shape): Four => shape as unknown as Four;

/** Returns the four indices of the element at `flat` of `shape`. */
function placeOf([, b, c, d]: Four, flat: number): Four {
  return [Math.floor(flat / (b * c * d)), Math.floor(flat / (c * d)) % b, Math.floor(flat / d) % c, flat % d];
}

/** Generates elements of x's dtype and of `shape`, each by its four indices. */
function generateAt(x: Operand<Storage>, shape: Shape, element: (...place: Four) => number): TypedArray {
  return generate(x.dtype, sizeOf(shape), (flat) => element(...placeOf(four(shape), flat)));
}

/** Reads an element of images; 0 outside, in the padding. */
function pixelOf(x: Operand<Storage>): (...place: Four) => number {
  const [, height, width, channels] = four(x.shape);
  return (n, y, i, c) =>
    y >= 0 && y < height && i >= 0 && i < width
      ? (elements(x)[((n * height + y) * width + i) * channels + c] as number)
      : 0;
}

/** Reads dY, 0 where the relu's output y is not above 0. */
function masked(dY: Operand<Storage>, y: Operand<Storage> | undefined): Operand<Storage> {
  if (y === undefined) return dY;
  const read: Read = (i) => ((elements(y)[i] as number) > 0 ? (elements(dY)[i] as number) : 0);
  return { ...dY, storage: generate(dY.dtype, sizeOf(dY.shape), read) };
}

/** Returns the row that window position `at` covers with its i-th row; with axis 1 the column. */
const covered = ({ stride, padding, dilation }: Window, axis: 0 | 1, at: number, i: number): number =>
  at * stride[axis] - padding[axis] + i * dilation[axis];

/** Lists the window positions, of `out`, that cover row `at`, each with its row i; with axis 1 columns. */
function covering(window: Window, axis: 0 | 1, out: number, at: number): (readonly [position: number, i: number])[] {
  const found: (readonly [number, number])[] = [];
  for (let i = 0; i < window.size[axis]; i++) {
    const position = (at - covered(window, axis, 0, i)) / window.stride[axis];
    if (Number.isInteger(position) && position >= 0 && position < out) found.push([position, i]);
  }
  return found;
}

/** Lists the positions, among all elements of images, of the pixels in a window that lie inside the image, by rows. */
function insideOf(window: Window, [, height, width, channels]: Four, [n, y, x, c]: Four): number[] {
  const found: number[] = [];
  for (let i = 0; i < window.size[0]; i++) {
    const row = covered(window, 0, y, i);
    for (let j = 0; j < window.size[1]; j++) {
      const column = covered(window, 1, x, j);
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
  return generateAt(x, shape, (n, y, at, f) => {
    const first = Math.floor(f / (filters / groups)) * own;
    const sum = compensatedSum(rows * columns * own, (k) => {
      const [, i, j, c] = placeOf([1, rows, columns, own], k);
      return pixel(n, covered(window, 0, y, i), covered(window, 1, at, j), first + c) * weight(i, j, c, f);
    });
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
    const [down, across] = [covering(window, 0, outHeight, row), covering(window, 1, outWidth, column)];
    const taps = down.flatMap(([oy, i]) => across.map(([ox, j]) => [oy, i, ox, j] as const));
    return compensatedSum(taps.length * each, (k) => {
      const [oy, i, ox, j] = taps[Math.floor(k / each)] as Four;
      const f = first + (k % each);
      return dZ(n, oy, ox, f) * weight(i, j, channel % own, f);
    });
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
  return generateAt(x, shape, (i, j, c, f) => {
    const channel = Math.floor(f / (filters / groups)) * own + c;
    return compensatedSum(images * outHeight * outWidth, (k) => {
      const [n, oy, ox] = placeOf([images, outHeight, outWidth, 1], k);
      return pixel(n, covered(window, 0, oy, i), covered(window, 1, ox, j), channel) * dZ(n, oy, ox, f);
    });
  });
}

/** Sums dY over images and places, for each filter. */
export function biasGradient(dY: Operand<Storage>, y: Operand<Storage> | undefined): TypedArray {
  const [n, height, width, filters] = four(dY.shape);
  const dZ = elements(masked(dY, y));
  return generate(dY.dtype, filters, (f) => compensatedSum(n * height * width, (k) => dZ[k * filters + f] as number));
}

export function max(x: Operand<Storage>, window: Window, shape: Shape): TypedArray {
  return generateAt(x, shape, (...place) => {
    const inside = insideOf(window, four(x.shape), place);
    const read: Read = (k) => elements(x)[inside[k] as number] as number;
    return read(argmaxOf(inside.length, read));
  });
}

export function average(x: Operand<Storage>, window: Window, shape: Shape): TypedArray {
  return generateAt(x, shape, (...place) => {
    const inside = insideOf(window, four(x.shape), place);
    return compensatedSum(inside.length, (k) => elements(x)[inside[k] as number] as number) / inside.length;
  });
}

/** Adds each element of dY to elements of images of `shape`: `spread` lists them and says how much each gets. */
function addTo(
  dY: Operand<Storage>,
  shape: Shape,
  spread: (dy: number, ...place: Four) => readonly (readonly [at: number, amount: number])[],
): TypedArray {
  const terms = Array.from({ length: sizeOf(shape) }, (): number[] => []);
  for (const [flat, dy] of elements(dY).entries()) {
    for (const [at, amount] of spread(dy, ...placeOf(four(dY.shape), flat))) terms[at]?.push(amount);
  }
  return generate(dY.dtype, terms.length, (at) => {
    const own = terms[at] as number[];
    return compensatedSum(own.length, (k) => own[k] as number);
  });
}

export function maxBackward(x: Operand<Storage>, dY: Operand<Storage>, window: Window): TypedArray {
  return addTo(dY, x.shape, (dy, ...place) => {
    const inside = insideOf(window, four(x.shape), place);
    const largest = argmaxOf(inside.length, (k) => elements(x)[inside[k] as number] as number);
    return [[inside[largest] as number, dy]];
  });
}

export function averageBackward(dY: Operand<Storage>, window: Window, shape: Shape): TypedArray {
  return addTo(dY, shape, (dy, ...place) => {
    const inside = insideOf(window, four(shape), place);
    return inside.map((at) => [at, dy / inside.length]);
  });
}
