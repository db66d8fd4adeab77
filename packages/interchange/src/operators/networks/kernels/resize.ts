/** ONNX's Resize: each axis on its own, by the nearest element or by the two around. */
import { add, broadcastTo, gather, multiply, NablaError, scope, sizeOf, type Tensor, where } from '@nablajs/core';
import { uploadNumbers } from './numbers.js';

/** How an axis is resized. */
export interface ResizedAxis {
  readonly axis: number;
  readonly out: number;
  readonly scale: number;
  /** The part of the axis that `tf_crop_and_resize` keeps, as shares of its length less 1. */
  readonly start: number;
  readonly end: number;
}

/** How elements are found. Names are those of ONNX's attributes. */
export interface Resizing {
  readonly mode: 'nearest' | 'linear';
  readonly coordinates: string;
  readonly rounding: string;
  readonly extrapolationValue: number;
}

type Coordinate = (at: number, length: number, axis: ResizedAxis) => number;

const halfPixel: Coordinate = (at, _length, { scale }) => (at + 0.5) / scale - 0.5;

/** Where an element of the output is on the axis of the input. */
const COORDINATES: Readonly<Record<string, Coordinate>> = {
  half_pixel: halfPixel,
  half_pixel_symmetric: (at, length, axis) => {
    const wanted = length * axis.scale;
    return (length / 2) * (1 - axis.out / wanted) + halfPixel(at, length, axis);
  },
  pytorch_half_pixel: (at, length, axis) => (axis.out > 1 ? halfPixel(at, length, axis) : 0),
  align_corners: (at, length, { scale }) => (length * scale === 1 ? 0 : (at * (length - 1)) / (length * scale - 1)),
  asymmetric: (at, _length, { scale }) => at / scale,
  tf_half_pixel_for_nn: (at, _length, { scale }) => (at + 0.5) / scale,
  tf_crop_and_resize: (at, length, { out, start, end }) =>
    out > 1
      ? start * (length - 1) + (at * (end - start) * (length - 1)) / (out - 1)
      : 0.5 * (start + end) * (length - 1),
};

const ROUNDINGS: Readonly<Record<string, (place: number) => number>> = {
  round_prefer_floor: (place) => Math.ceil(place - 0.5),
  round_prefer_ceil: (place) => Math.floor(place + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

function known<T>(what: string, table: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found !== undefined) return found;
  const expected = Object.keys(table).join(', ');
  throw new NablaError('argument', `Resize: expected one of these as ${what}: ${expected}. Received ${name}.`);
}

/** A damaged file may ask for any length, and memory with it. */
const MOST_LENGTH = 1_048_576;

/** Resizes some axes of x. */
export const resized = (x: Tensor, axes: readonly ResizedAxis[], how: Resizing): Tensor =>
  scope(() => axes.reduce((y, axis) => resizedAlong(y, axis, how), x));

function resizedAlong(x: Tensor, axis: ResizedAxis, how: Resizing): Tensor {
  const length = x.shape[axis.axis] as number;
  if (!(axis.out >= 0 && axis.out <= MOST_LENGTH)) {
    throw new NablaError(
      'shape',
      `Resize: expected at most ${MOST_LENGTH} elements along an axis. Received ${axis.out}.`,
    );
  }
  const coordinate = known('coordinate_transformation_mode', COORDINATES, how.coordinates);
  const places = Array.from({ length: axis.out }, (_, at) => coordinate(at, length, axis));
  const limited = (place: number): number => Math.min(Math.max(place, 0), length - 1);
  const y = how.mode === 'nearest' ? nearest(x, axis, places, how) : linear(x, axis.axis, places.map(limited));
  const isOutside = places.map((place) => Number(place < 0 || place > length - 1));
  if (how.coordinates !== 'tf_crop_and_resize' || !isOutside.includes(1)) return y;
  return where(alongAxis(x, axis.axis, isOutside), how.extrapolationValue, y);
}

function nearest(x: Tensor, { axis, out }: ResizedAxis, places: readonly number[], { rounding }: Resizing): Tensor {
  const length = x.shape[axis] as number;
  const round = known('nearest_mode', ROUNDINGS, rounding);
  const indices = places.map((place) => Math.min(Math.max(round(place), 0), length - 1));
  const factor = out / length;
  if (Number.isInteger(factor) && indices.every((index, at) => index === Math.floor(at / factor))) {
    const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
    const repeated = broadcastTo(x.reshape([...before, length, 1, ...after]), [...before, length, factor, ...after]);
    return repeated.reshape([...before, out, ...after]);
  }
  return taken(x, axis, indices);
}

/** Blends the two elements around each place. */
function linear(x: Tensor, axis: number, places: readonly number[]): Tensor {
  const last = (x.shape[axis] as number) - 1;
  const lows = places.map(Math.floor);
  const shares = places.map((place, at) => place - (lows[at] as number));
  const low = taken(x, axis, lows);
  if (shares.every((share) => share === 0)) return low;
  const high = taken(
    x,
    axis,
    lows.map((place) => Math.min(place + 1, last)),
  );
  const rest = shares.map((share) => 1 - share);
  return add(multiply(low, alongAxis(x, axis, rest)), multiply(high, alongAxis(x, axis, shares)));
}

/** Takes elements along an axis, as rows of a matrix. */
function taken(x: Tensor, axis: number, indices: readonly number[]): Tensor {
  const length = x.shape[axis] as number;
  if (indices.length === length && indices.every((index, at) => index === at)) return x;
  const outer = sizeOf(x.shape.slice(0, axis));
  const rows = new Int32Array(outer * indices.length);
  for (let block = 0, at = 0; block < outer; block++) {
    for (const index of indices) rows[at++] = block * length + index;
  }
  const matrix = x.reshape([outer * length, sizeOf(x.shape.slice(axis + 1))]);
  return gather(matrix, rows).reshape(x.shape.with(axis, indices.length));
}

/** Returns one number for each place of an axis of x, to be broadcast. */
const alongAxis = (x: Tensor, axis: number, values: readonly number[]): Tensor =>
  uploadNumbers(x, [values.length, ...x.shape.slice(axis + 1).map(() => 1)], values);
