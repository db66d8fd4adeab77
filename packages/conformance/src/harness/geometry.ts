/** Computes where windows lie on images. */
import type { Window } from '@nablajs/core';

export type Four = readonly [number, number, number, number];
type Pair = readonly [number, number];

/** A convolution of images x with filters w: [height, width, channels / groups, filters]. */
export interface ConvGeometry {
  readonly x: Four;
  readonly w: Four;
  readonly out: Four;
  readonly window: Window;
  readonly groups: number;
}

/** How windows move. `after` is the padding at the bottom and the right. */
export interface Moves {
  readonly stride?: Pair;
  readonly dilation?: Pair;
  readonly before?: Pair;
  readonly after?: Pair;
}

const [ONE, ZERO]: readonly [Pair, Pair] = [
  [1, 1],
  [0, 0],
];

const extentOf = (size: number, dilation: number): number => dilation * (size - 1) + 1;

/** Returns the window, and how many outputs it has along each direction of an image. */
export function placed(
  [, height, width]: Four,
  size: Pair,
  { stride = ONE, dilation = ONE, before = ZERO, after = ZERO }: Moves = {},
): { readonly window: Window; readonly places: Pair } {
  const count = (axis: 0 | 1, length: number): number =>
    Math.floor((length + before[axis] + after[axis] - extentOf(size[axis], dilation[axis])) / stride[axis]) + 1;
  return { window: { size, stride, dilation, padding: before }, places: [count(0, height), count(1, width)] };
}

export function convGeometry(x: Four, w: Four, moves: Moves = {}, groups = 1): ConvGeometry {
  const { window, places } = placed(x, [w[0], w[1]], moves);
  return { x, w, out: [x[0], ...places, w[3]], window, groups };
}

/** Formats a convolution for the name of a case. */
export function showGeometry({ x, w, out, window, groups }: ConvGeometry): string {
  const { stride, dilation, padding } = window;
  const unless = (name: string, pair: Pair, usual: number): string[] =>
    pair.every((value) => value === usual) ? [] : [`${name} ${pair.join('x')}`];
  return [
    `${x.join('x')} by ${w.join('x')} to ${out[1]}x${out[2]}`,
    ...unless('stride', stride, 1),
    ...unless('dilation', dilation, 1),
    ...unless('padding', padding, 0),
    ...(groups === 1 ? [] : [`groups ${groups}`]),
  ].join(' ');
}

/**
 * Calls `tap` for each product of a convolution, with the indices of the elements of the images, the filters and the
 * output. Leaves out the padding.
 */
export function forEachProduct(
  { x, w, out, window, groups }: ConvGeometry,
  tap: (image: number, filter: number, output: number) => void,
): void {
  const [, height, width, channels] = x;
  const [rows, columns, own, filters] = w;
  const each = filters / groups;
  forEachPixel([out[0], out[1], out[2]], window, [height, width], (image, place, i, j) => {
    const [pixel, weight] = [image * channels, (i * columns + j) * own * filters];
    for (let f = 0; f < filters; f++) {
      const first = Math.floor(f / each) * own;
      for (let c = 0; c < own; c++) tap(pixel + first + c, weight + c * filters + f, place * filters + f);
    }
  });
  if (rows !== window.size[0]) throw new Error('a window of another size than the filters');
}

/**
 * Calls `visit` for each pixel under each window, with the index of the pixel, the index of the window, and the row and
 * the column in the window. Leaves out the padding.
 */
export function forEachPixel(
  [n, outHeight, outWidth]: readonly [number, number, number],
  { size, stride, dilation, padding }: Window,
  [height, width]: Pair,
  visit: (pixel: number, place: number, i: number, j: number) => void,
): void {
  const places = outHeight * outWidth;
  for (let place = 0; place < n * places; place++) {
    const image = Math.floor(place / places);
    const top = (Math.floor(place / outWidth) % outHeight) * stride[0] - padding[0];
    const left = (place % outWidth) * stride[1] - padding[1];
    for (let i = 0; i < size[0]; i++) {
      const row = top + i * dilation[0];
      if (row < 0 || row >= height) continue;
      for (let j = 0; j < size[1]; j++) {
        const column = left + j * dilation[1];
        if (column >= 0 && column < width) visit((image * height + row) * width + column, place, i, j);
      }
    }
  }
}

/** Returns a function that picks from a list, the same in every run: Marsaglia's xorshift (2003), 13-17-5. */
function picker(seed: number): <T>(list: readonly T[]) => T {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return (list) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return list[(state >>> 0) % list.length] as (typeof list)[number];
  };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Returns different convolutions of small images, with every option, and with another padding on each side. */
export function randomGeometries(count: number, seed: number): readonly ConvGeometry[] {
  const pick = picker(seed);
  const pair = (list: readonly number[]): Pair => [pick(list), pick(list)];
  const found = new Map<string, ConvGeometry>();
  while (found.size < count) {
    const size = pair([1, 2, 3, 5]);
    const [stride, dilation] = [pair([1, 1, 2, 3]), pair([1, 1, 2])];
    const extents = [extentOf(size[0], dilation[0]), extentOf(size[1], dilation[1])] as const;
    const around = (): Pair => [pick(upTo(extents[0])), pick(upTo(extents[1]))];
    const [groups, own, each] = [pick([1, 1, 2, 3, 5]), pick([1, 1, 3, 5, 16]), pick([1, 2, 3, 5])];
    const x = [pick([1, 1, 2, 3]), pick([1, 3, 4, 6, 9]), pick([2, 3, 5, 8]), own * groups] as const;
    const moves = { stride, dilation, before: around(), after: around() };
    const geometry = convGeometry(x, [...size, own, each * groups], moves, groups);
    if (overlaps(geometry)) found.set(showGeometry(geometry), geometry);
  }
  return [...found.values()];
}

/** True if there are outputs, and every window covers a part of the image. */
function overlaps({ x, out, window }: ConvGeometry): boolean {
  const { stride, padding } = window;
  return ([0, 1] as const).every((axis) => {
    const last = ((out[axis + 1] as number) - 1) * stride[axis] - padding[axis];
    return last >= -padding[axis] && last < (x[axis + 1] as number);
  });
}
