/** Operators that move whole arrays or take ranges of them. */
import {
  broadcastShapes,
  broadcastTo,
  concat,
  fill,
  isFloat,
  multiply,
  permute,
  type Shape,
  type SliceRange,
  sizeOf,
  slice,
  slicedAxes,
  split,
  type Tensor,
} from '@nablajs/core';
import { type HostTensor, hostData } from '../../model/host-tensor.js';
import type { NodeInfo } from '../attributes.js';
import { hostBroadcast, hostPermute, strided, stridesOf } from '../exact/arrays.js';
import type { Operator, OperatorTable } from '../operator.js';
import type { Run } from '../run.js';
import {
  axisIn,
  channelsLast,
  type DeviceValue,
  device,
  isDevice,
  numbersOf,
  reorder,
  shapeOf,
  toLogicalAxes,
  type Value,
} from '../values.js';
import { axesOf, axisOf, checkSize } from './shapes.js';

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((x, at) => x === b[at]);

/** Where the result is the same tensor with its channels last, nothing moves. */
function transposed(value: DeviceValue, axes: readonly number[]): DeviceValue {
  const { tensor, type, layout } = value;
  const lying = layout === 'channelsLast' ? axes.map((axis) => axisIn(value, axis)) : axes;
  if (lying.length > 3 && isSame(lying, toLogicalAxes(lying.length))) return channelsLast(tensor, type);
  return device(reorder(tensor, lying), type);
}

const transpose: Operator = (node) => {
  const orderOf = ({ length }: Shape): readonly number[] =>
    node.has('perm') ? node.ints('perm') : Array.from({ length }, (_, axis) => length - 1 - axis);
  return {
    host: (x) => hostPermute(x, orderOf(x.shape)),
    device: (run, x) => transposed(run.toDevice(x), orderOf(shapeOf(x))),
  };
};

/** Joins arrays of the host. */
function hostConcat(parts: readonly HostTensor[], axis: number): HostTensor {
  const [first] = parts as [HostTensor];
  const shape = first.shape.with(
    axis,
    parts.reduce((sum, part) => sum + (part.shape[axis] as number), 0),
  );
  const data = hostData(first.type, sizeOf(shape));
  const outer = sizeOf(shape.slice(0, axis));
  let at = 0;
  for (let row = 0; row < outer; row++) {
    for (const part of parts) {
      const width = part.data.length / outer;
      data.set(part.data.subarray(row * width, (row + 1) * width), at);
      at += width;
    }
  }
  return { type: first.type, shape, data };
}

const concatenation: Operator = (node) => ({
  host: (...parts) => hostConcat(parts, axisOf(node, node.int('axis'), (parts[0] as HostTensor).shape.length)),
  device: (run, ...parts) => {
    const axis = axisOf(node, node.int('axis'), shapeOf(parts[0] as Value).length);
    const images = parts.filter((part) => isDevice(part) && part.layout === 'channelsLast');
    const { type } = parts[0] as Value;
    if (images.length === 0)
      return device(
        concat(
          parts.map((part) => run.tensor(part)),
          { axis },
        ),
        type,
      );
    const along = axisIn(images[0] as DeviceValue, axis);
    return channelsLast(
      concat(
        parts.map((part) => run.asChannelsLast(part)),
        { axis: along },
      ),
      type,
    );
  },
});

/** The lengths of the parts of a Split. */
function partsOf(node: NodeInfo, length: number, given: Value | undefined): readonly number[] {
  const listed = axesOf(node, given, 'split');
  if (listed !== undefined) return listed;
  const count = node.has('num_outputs') ? node.int('num_outputs') : node.node.outputs.length;
  const each = Math.ceil(length / count);
  return Array.from({ length: count }, (_, at) => Math.max(0, Math.min(each, length - at * each)));
}

const splitting: Operator = (node) => ({
  hostInputs: [1],
  host: (x, lengths?: HostTensor) => {
    const axis = axisOf(node, node.int('axis', 0), x.shape.length);
    const strides = stridesOf(x.shape);
    let start = 0;
    return partsOf(node, x.shape[axis] as number, lengths).map((length) => {
      const part = strided(x, x.shape.with(axis, length), strides, start * (strides[axis] as number));
      start += length;
      return part;
    });
  },
  device: (run, x, lengths?: Value) => {
    const value = run.toDevice(x);
    const shape = shapeOf(value);
    const axis = axisOf(node, node.int('axis', 0), shape.length);
    const parts = split(value.tensor, partsOf(node, shape[axis] as number, lengths), { axis: axisIn(value, axis) });
    return parts.map((part) => device(part, value.type, value.layout));
  },
});

/** The ranges of a Slice for each axis. */
function rangesOf(node: NodeInfo, shape: Shape, lists: readonly (Value | undefined)[]): readonly SliceRange[] {
  const [starts, ends, axes, steps] = lists.map(numbersOf);
  const from = starts ?? node.ints('starts');
  const to = ends ?? node.ints('ends');
  const along = axes ?? (node.has('axes') ? node.ints('axes') : from.map((_, axis) => axis));
  const ranges: SliceRange[] = shape.map(() => []);
  for (const [at, axis] of along.entries()) {
    const own = axisOf(node, axis, shape.length);
    ranges[own] = rangeOf(shape[own] as number, [from[at] ?? 0, to[at] ?? 0, steps?.[at] ?? 1]);
  }
  return ranges;
}

/** Ends beyond the axis mean its end; a step backwards that ends before the start has no number for that. */
function rangeOf(length: number, [start, end, step]: readonly [number, number, number]): SliceRange {
  const limit = (x: number): number => Math.max(-length - 1, Math.min(length, x));
  const isToStart = step < 0 && limit(end) < -length;
  return [limit(start), isToStart ? undefined : limit(end), step];
}

const slicing: Operator = (node) => ({
  hostInputs: [1, 2, 3, 4],
  host: (x, ...lists) => {
    const axes = slicedAxes(x.shape, rangesOf(node, x.shape, lists));
    const strides = stridesOf(x.shape);
    const start = axes.reduce((sum, { start: at }, axis) => sum + at * (strides[axis] as number), 0);
    const steps = axes.map(({ step }, axis) => step * (strides[axis] as number));
    return strided(
      x,
      axes.map(({ count }) => count),
      steps,
      start,
    );
  },
  device: (run, x, ...lists) => {
    const value = run.toDevice(x);
    const ranges = rangesOf(node, shapeOf(value), lists);
    const lying: SliceRange[] = [];
    for (const [axis, range] of ranges.entries()) lying[axisIn(value, axis)] = range;
    return device(slice(value.tensor, lying), value.type, value.layout);
  },
});

/** Repeats a tensor of any dtype. */
export function expanded(x: Tensor, shape: Shape): Tensor {
  if (isFloat(x.dtype) || x.backend.integers === undefined) return broadcastTo(x, shape);
  return multiply(x, fill(x.backend, shape, 1, x.dtype));
}

const expansion: Operator = (node) => {
  const wanted = (shape: Shape, other: Value): Shape =>
    checkSize(node, broadcastShapes(node.label, shape, numbersOf(other) ?? []));
  return {
    hostInputs: [1],
    host: (x, shape) => hostBroadcast(x, wanted(x.shape, shape)),
    device: (run, x, shape) => device(expanded(run.tensor(x), wanted(shapeOf(x), shape)), x.type),
  };
};

/** Repeats along each axis: [1, 2] times 2 is [1, 2, 1, 2], by axes of the repetitions in front of each one. */
const tiling: Operator = (node) => {
  const plan = (shape: Shape, other: Value) => {
    const repeats = numbersOf(other) ?? [];
    const result = checkSize(
      node,
      shape.map((size, axis) => size * (repeats[axis] ?? 1)),
    );
    const [ones, pairs]: [number[], number[]] = [[], []];
    for (const [axis, size] of shape.entries()) {
      ones.push(1, size);
      pairs.push(repeats[axis] ?? 1, size);
    }
    return { result, ones, pairs };
  };
  return {
    hostInputs: [1],
    host: (x, repeats) => {
      const { result, ones, pairs } = plan(x.shape, repeats);
      return { ...hostBroadcast({ ...x, shape: ones }, pairs), shape: result };
    },
    device: (run, x, repeats) => {
      const { result, ones, pairs } = plan(shapeOf(x), repeats);
      return device(expanded(run.tensor(x).reshape(ones), pairs).reshape(result), x.type);
    },
  };
};

/** Blocks of channels as squares of pixels, or the other way round: a reshape, a permutation and a reshape. */
const blocks =
  (plan: (node: NodeInfo, shape: Shape, size: number) => readonly [Shape, readonly number[], Shape]): Operator =>
  (node) => {
    const size = node.int('blocksize');
    return {
      host: (x) => {
        const [split, axes, shape] = plan(node, x.shape, size);
        return { ...hostPermute({ ...x, shape: split }, axes), shape };
      },
      device: (run: Run, x) => {
        const [split, axes, shape] = plan(node, shapeOf(x), size);
        return device(permute(run.tensor(x).reshape(split), axes).reshape(shape), x.type);
      },
    };
  };

type Sizes = readonly [number, number, number, number];

export const MOVING: OperatorTable = {
  Concat: concatenation,
  DepthToSpace: blocks((node, shape, size) => {
    const [n, channels, height, width] = shape as Sizes;
    const depth = channels / (size * size);
    const result = [n, depth, height * size, width * size];
    return node.string('mode', 'DCR') === 'DCR'
      ? [[n, size, size, depth, height, width], [0, 3, 4, 1, 5, 2], result]
      : [[n, depth, size, size, height, width], [0, 1, 4, 2, 5, 3], result];
  }),
  Expand: expansion,
  Slice: slicing,
  SpaceToDepth: blocks((node, shape, size) => {
    const [n, depth, height, width] = shape as Sizes;
    const [rows, columns] = [height / size, width / size];
    const axes = node.string('mode', 'DCR') === 'DCR' ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4];
    return [[n, depth, rows, size, columns, size], axes, [n, depth * size * size, rows, columns]];
  }),
  Split: splitting,
  Tile: tiling,
  Transpose: transpose,
};
