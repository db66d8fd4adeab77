/** Arithmetic on arrays of the host, which is exact for whole numbers. */
import { broadcastShapes, NablaError, padShape, type Shape, sameShape, sizeOf } from '@nablajs/core';
import { type ElementType, type HostTensor, hostData } from '../../model/host-tensor.js';

/** Most elements that a few numbers of a file may ask for on the host. Weights may have more. */
const MOST_ELEMENTS = 16_777_216;

/** Throws before memory is taken for a result that is large, and larger than all that it is made of. */
export function checkGrowth(shape: Shape, ...from: readonly HostTensor[]): number {
  const size = sizeOf(shape);
  const given = from.reduce((sum, { data }) => sum + data.length, 0);
  if (size <= Math.max(MOST_ELEMENTS, given)) return size;
  throw new NablaError('data', `expected at most ${MOST_ELEMENTS} elements. Received [${shape.join(', ')}].`);
}

/** Returns the distance of neighbours along each axis. */
export function stridesOf(shape: Shape): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] as number) * (shape[axis + 1] as number);
  }
  return strides;
}

/** For each element of a result of `shape`, in order: where it is, if a step along axis i moves by `strides[i]`. */
function positions(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  const at = new Int32Array(sizeOf(shape));
  if (at.length === 0) return at;
  at[0] = start;
  let filled = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const step = strides[axis] as number;
    const block = filled;
    for (let i = 1; i < (shape[axis] as number); i++) {
      for (let j = 0; j < block; j++) at[filled++] = (at[j] as number) + i * step;
    }
  }
  return at;
}

/** The positions in an array of `from` of the elements of `shape`, which it broadcasts to. */
export function broadcastPositions(from: Shape, shape: Shape): Int32Array {
  const padded = padShape(from, shape.length);
  const strides = stridesOf(padded);
  return positions(
    shape,
    strides.map((stride, axis) => (padded[axis] === 1 ? 0 : stride)),
  );
}

/** Returns the elements at `positions`. */
export function elementsAt(x: HostTensor, shape: Shape, at: Int32Array): HostTensor {
  const data = hostData(x.type, at.length);
  for (let i = 0; i < at.length; i++) data[i] = x.data[at[i] as number] as number;
  return { type: x.type, shape, data };
}

/** `strides` and `start` count elements of x. */
export function strided(x: HostTensor, shape: Shape, strides: readonly number[], start = 0): HostTensor {
  checkGrowth(shape, x);
  return elementsAt(x, shape, positions(shape, strides, start));
}

/** Repeats x to a shape. */
export function hostBroadcast(x: HostTensor, shape: Shape): HostTensor {
  if (sameShape(x.shape, shape)) return x;
  checkGrowth(shape, x);
  return elementsAt(x, shape, broadcastPositions(x.shape, shape));
}

/** Reorders the axes of x. */
export function hostPermute(x: HostTensor, axes: readonly number[]): HostTensor {
  const strides = stridesOf(x.shape);
  const pick = (of: readonly number[]) => axes.map((axis) => of[axis] as number);
  return strided(x, pick(x.shape), pick(strides));
}

const LIMITS: Partial<Record<ElementType, number>> = { uint32: 4294967296, uint64: 4294967296 * 4294967296 };

/** Wraps or rounds a number as an array of the type stores it. Typed arrays do the rest. */
export function storedAs(type: ElementType): (value: number) => number {
  const limit = LIMITS[type];
  // Adding the limit to a number that is not negative would round it.
  if (limit !== undefined) return (value) => (value % limit) + (value % limit < 0 ? limit : 0);
  return type === 'bool' ? (value) => (value === 0 ? 0 : 1) : (value) => value;
}

/** Broadcasts its inputs. */
export function mapHost(
  type: ElementType,
  inputs: readonly HostTensor[],
  compute: (...values: number[]) => number,
): HostTensor {
  const shape = inputs.length === 1 ? (inputs[0] as HostTensor).shape : broadcastShapes('host', ...shapesOf(inputs));
  const data = hostData(type, checkGrowth(shape, ...inputs));
  const store = storedAs(type);
  const [a, b, c] = inputs.map((x) => elementOf(x, shape));
  for (let i = 0; i < data.length; i++) {
    data[i] = store(compute(a?.(i) as number, b?.(i) as number, c?.(i) as number));
  }
  return { type, shape, data };
}

function elementOf({ shape: own, data }: HostTensor, shape: Shape): (i: number) => number {
  if (data.length === 1) return () => data[0] as number;
  if (sameShape(own, shape)) return (i) => data[i] as number;
  const at = broadcastPositions(own, shape);
  return (i) => data[at[i] as number] as number;
}

const shapesOf = (inputs: readonly HostTensor[]): Shape[] => inputs.map(({ shape }) => shape);

/** A list of whole numbers as int64. */
export const int64List = (values: readonly number[]): HostTensor => ({
  type: 'int64',
  shape: [values.length],
  data: Float64Array.from(values),
});

/** One number. */
export function hostScalar(type: ElementType, value: number): HostTensor {
  const data = hostData(type, 1);
  data[0] = value;
  return { type, shape: [], data };
}
