/** Where windows lie on images [n, height, width, channels]. */
import type { Shape, Window } from '@nablajs/core';

/** The positions of a window along the rows or the columns of an image. */
interface Axis {
  /** How many elements the image has. */
  readonly length: number;
  /** How many positions the window takes: the length of the output. */
  readonly outputs: number;
  /** How many elements a window has. */
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** For each output, where the window starts. It is negative in the padding. */
  readonly starts: Int32Array;
  /** For each output, which elements of the window lie inside the image: `firsts[output]` to `ends[output] − 1`. */
  readonly firsts: Int32Array;
  readonly ends: Int32Array;
}

function axisOf(window: Window, axis: 0 | 1, length: number, outputs: number): Axis {
  const [size, stride, dilation] = [window.size[axis], window.stride[axis], window.dilation[axis]];
  const [starts, firsts, ends] = [new Int32Array(outputs), new Int32Array(outputs), new Int32Array(outputs)];
  for (let place = 0, start = -window.padding[axis]; place < outputs; place++, start += stride) {
    const first = Math.min(size, Math.max(0, Math.ceil(-start / dilation)));
    starts[place] = start;
    firsts[place] = first;
    ends[place] = Math.max(first, Math.min(size, Math.ceil((length - start) / dilation)));
  }
  return { length, outputs, size, stride, dilation, starts, firsts, ends };
}

/** Images, the windows on them, and the outputs of the windows. */
export interface Geometry {
  readonly images: number;
  readonly y: Axis;
  readonly x: Axis;
  /** Numbers in a pixel of the images. */
  readonly channels: number;
  /** Numbers in a pixel of the result. */
  readonly filters: number;
}

/** Places a window on images of shape `image` for results of shape `out`. */
export function geometryOf(window: Window, image: Shape, out: Shape): Geometry {
  const [images, height, width, channels] = image as [number, number, number, number];
  const [, outHeight, outWidth, filters] = out as [number, number, number, number];
  return { images, y: axisOf(window, 0, height, outHeight), x: axisOf(window, 1, width, outWidth), channels, filters };
}

/** How many windows there are on all images. */
export const placesOf = ({ images, y, x }: Geometry): number => images * y.outputs * x.outputs;

/** How many numbers one image has, with `channels` numbers in a pixel. */
export const imageSize = ({ y, x }: Geometry, channels: number): number => y.length * x.length * channels;

/** True if each window is one pixel, and each pixel has its window. */
export const isPointwise = ({ y, x }: Geometry): boolean =>
  [y, x].every(({ size, stride, outputs, length, starts }) => {
    return size === 1 && stride === 1 && outputs === length && (starts[0] ?? 0) === 0;
  });

/** If each window is one pixel, returns the same windows as one row of a single image. */
export function flattened(geometry: Geometry): Geometry {
  if (!isPointwise(geometry)) return geometry;
  const pixels = placesOf(geometry);
  const point = { size: [1, 1], stride: [1, 1], dilation: [1, 1], padding: [0, 0] } as const;
  return geometryOf(point, [1, 1, pixels, geometry.channels], [1, 1, pixels, geometry.filters]);
}

/** The elements of one window. Those inside the image come first, then those in the padding. */
export interface Taps {
  /** Where each pixel begins among the numbers of its image, row by row. */
  readonly pixels: Int32Array;
  /** Which element of the window each one is: row times columns plus column. */
  readonly elements: Int32Array;
  /** How many elements lie inside the image. */
  inside: number;
}

/** Calls `visit` for each window on one image, row by row. All calls share one `taps`, which changes between them. */
export function forEachWindow(geometry: Geometry, visit: (taps: Taps, place: number) => void): void {
  const { y, x } = geometry;
  const size = y.size * x.size;
  const taps: Taps = { pixels: new Int32Array(size), elements: new Int32Array(size), inside: 0 };
  for (let row = 0, place = 0; row < y.outputs; row++) {
    for (let column = 0; column < x.outputs; column++, place++) {
      findTaps(taps, geometry, row, column);
      visit(taps, place);
    }
  }
}

function findTaps(taps: Taps, { y, x, channels }: Geometry, row: number, column: number): void {
  const [firstRow, endRow] = [y.firsts[row]!, y.ends[row]!];
  const [firstColumn, endColumn] = [x.firsts[column]!, x.ends[column]!];
  const { pixels, elements } = taps;
  let inside = 0;
  let outside = elements.length;
  for (let i = 0, element = 0; i < y.size; i++) {
    const start = ((y.starts[row]! + i * y.dilation) * x.length + x.starts[column]!) * channels;
    for (let j = 0; j < x.size; j++, element++) {
      if (i >= firstRow && i < endRow && j >= firstColumn && j < endColumn) {
        pixels[inside] = start + j * x.dilation * channels;
        elements[inside++] = element;
      } else elements[--outside] = element;
    }
  }
  taps.inside = inside;
}
