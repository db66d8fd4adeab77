/** Operators that take elements at indices. */
import {
  add,
  gather,
  less,
  multiply,
  type Shape,
  type SliceRange,
  scope,
  sizeOf,
  slice,
  type Tensor,
  upload,
  where,
} from '@nablajs/core';
import { type HostTensor, hostData } from '../../model/host-tensor.js';
import type { NodeInfo } from '../attributes.js';
import { checkGrowth, elementsAt, stridesOf } from '../exact/arrays.js';
import type { Operator, OperatorTable } from '../operator.js';
import type { Run } from '../run.js';
import { type DeviceValue, device, isDevice, shapeOf, type Value } from '../values.js';
import { axisOf } from './shapes.js';

/** Indices on the host as int32, those from the end counted from the start. Throws for one that is not there. */
function hostIndices(node: NodeInfo, { data }: HostTensor, length: number): Int32Array {
  const at = new Int32Array(data.length);
  for (let i = 0; i < at.length; i++) {
    const index = data[i] as number;
    const counted = index < 0 ? index + length : index;
    if (!(counted >= 0 && counted < length)) throw node.error(`expected indices in [0, ${length}). Received ${index}`);
    at[i] = counted;
  }
  return at;
}

/** The same on the device, where an index that is not there gives NaN. */
export const deviceIndices = (x: Tensor, length: number): Tensor =>
  x.backend.integers === undefined ? x : scope(() => where(less(x, 0), add(x, length), x));

/** Uploads int32. */
export const uploadInt32 = (run: Run, data: Int32Array, shape: Shape = [data.length]): Tensor =>
  upload(run.backend, { layout: 'dense', shape, data });

export function hostGather(x: HostTensor, at: Int32Array, indexShape: Shape, axis: number): HostTensor {
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const [outer, width, length] = [sizeOf(before), sizeOf(after), x.shape[axis] as number];
  const shape = [...before, ...indexShape, ...after];
  const data = hostData(x.type, checkGrowth(shape, x));
  for (let row = 0; row < outer; row++) {
    for (let i = 0; i < at.length; i++) {
      const from = (row * length + (at[i] as number)) * width;
      data.set(x.data.subarray(from, from + width), (row * at.length + i) * width);
    }
  }
  return { type: x.type, shape, data };
}

/** One index that is known takes a slice. */
function deviceGather(run: Run, node: NodeInfo, value: DeviceValue, given: Value, axis: number): Tensor {
  const x = value.layout === 'channelsLast' ? run.tensor(value) : value.tensor;
  const length = x.shape[axis] as number;
  if (isDevice(given)) return gather(x, deviceIndices(run.tensor(given), length), { axis });
  const at = hostIndices(node, given, length);
  if (given.shape.length === 0) {
    const ranges: SliceRange[] = x.shape.slice(0, axis).map(() => []);
    return slice(x, [...ranges, at[0] as number]);
  }
  const shape = [...x.shape.slice(0, axis), ...given.shape, ...x.shape.slice(axis + 1)];
  return gather(x, at, { axis }).reshape(shape);
}

const gathering: Operator = (node) => {
  const axis = (shape: Shape) => axisOf(node, node.int('axis', 0), shape.length);
  return {
    host: (x, indices) => {
      const at = axis(x.shape);
      return hostGather(x, hostIndices(node, indices, x.shape[at] as number), indices.shape, at);
    },
    device: (run, x, indices) => device(deviceGather(run, node, run.toDevice(x), indices, axis(shapeOf(x))), x.type),
  };
};

/** The position of an element of `shape` in an array of `from`, but for its step along `axis`. */
function bases(shape: Shape, from: Shape, axis: number): Int32Array {
  const strides = stridesOf(from).with(axis, 0);
  const at = new Int32Array(sizeOf(shape));
  const own = stridesOf(shape);
  for (let i = 0; i < at.length; i++) {
    let position = 0;
    for (let d = 0; d < shape.length; d++) {
      position += (Math.floor(i / (own[d] as number)) % (shape[d] as number)) * (strides[d] as number);
    }
    at[i] = position;
  }
  return at;
}

/** Positions of elements that GatherElements and ScatterElements name, on the host. */
export function elementPositions(node: NodeInfo, indices: HostTensor, from: Shape, axis: number): Int32Array {
  const at = hostIndices(node, indices, from[axis] as number);
  const start = bases(indices.shape, from, axis);
  const stride = stridesOf(from)[axis] as number;
  return at.map((index, i) => index * stride + (start[i] as number));
}

/** The same on the device. */
export function devicePositions(run: Run, indices: Tensor, from: Shape, axis: number): Tensor {
  const start = uploadInt32(run, bases(indices.shape, from, axis), indices.shape);
  const at = deviceIndices(indices, from[axis] as number);
  return add(multiply(at, stridesOf(from)[axis] as number), start);
}

export const flat = (run: Run, value: Value): Tensor => run.tensor(value).reshape([-1]);

const gatherElements: Operator = (node) => {
  const axis = (shape: Shape) => axisOf(node, node.int('axis', 0), shape.length);
  return {
    host: (x, indices) => elementsAt(x, indices.shape, elementPositions(node, indices, x.shape, axis(x.shape))),
    device: (run, x, indices) => {
      const shape = shapeOf(x);
      if (isDevice(indices)) {
        return device(gather(flat(run, x), devicePositions(run, run.tensor(indices), shape, axis(shape))), x.type);
      }
      const at = elementPositions(node, indices, shape, axis(shape));
      return device(gather(flat(run, x), at).reshape(indices.shape), x.type);
    },
  };
};

/** Rows that tuples of indices name: where each starts in units of rows, and the shape of a row. */
export interface Tuples {
  /** Shape of the indices without the last axis, and how many indices a tuple has. */
  readonly rows: Shape;
  readonly width: number;
  /** The axes of x that tuples count along, each with its stride in rows. */
  readonly lengths: Shape;
  readonly strides: readonly number[];
  /** Of what a tuple takes. */
  readonly rest: Shape;
  /** Rows of x in a batch, and tuples of a batch. */
  readonly perBatch: number;
  readonly tuplesPerBatch: number;
}

/** Reads the shapes of GatherND and ScatterND. */
export function tuplesOf(node: NodeInfo, from: Shape, indices: Shape, batchDims = 0): Tuples {
  const width = indices.at(-1) ?? 0;
  const lengths = from.slice(batchDims, batchDims + width);
  if (lengths.length < width) throw node.error(`expected tuples of at most ${from.length - batchDims} indices`);
  const rows = indices.slice(0, -1);
  return {
    ...{ rows, width, lengths, strides: stridesOf(lengths), rest: from.slice(batchDims + width) },
    ...{ perBatch: sizeOf(lengths), tuplesPerBatch: Math.max(1, sizeOf(rows.slice(batchDims))) },
  };
}

export function hostRows(node: NodeInfo, indices: HostTensor, tuples: Tuples): Int32Array {
  const { width, lengths, strides, perBatch, tuplesPerBatch } = tuples;
  const rows = new Int32Array(sizeOf(tuples.rows));
  for (let row = 0; row < rows.length; row++) {
    let at = Math.floor(row / tuplesPerBatch) * perBatch;
    for (let i = 0; i < width; i++) {
      const index = indices.data[row * width + i] as number;
      const length = lengths[i] as number;
      const counted = index < 0 ? index + length : index;
      if (!(counted >= 0 && counted < length)) throw node.error(`expected an index below ${length}. Received ${index}`);
      at += counted * (strides[i] as number);
    }
    rows[row] = at;
  }
  return rows;
}

/** The same on the device. */
export function deviceRows(run: Run, indices: Tensor, { rows, width, lengths, strides, ...rest }: Tuples): Tensor {
  const { length } = rows;
  const batches = Int32Array.from({ length: sizeOf(rows) }, (_, row) => Math.floor(row / rest.tuplesPerBatch));
  const start = uploadInt32(
    run,
    batches.map((batch) => batch * rest.perBatch),
    rows,
  );
  return Array.from({ length: width }, (_, at): Tensor => {
    const one = slice(indices, [...new Array<SliceRange>(length).fill([]), at]);
    return multiply(deviceIndices(one, lengths[at] as number), strides[at] as number);
  }).reduce(add, start);
}

const gatherND: Operator = (node) => {
  const plan = (x: Value, indices: Value) => tuplesOf(node, shapeOf(x), shapeOf(indices), node.int('batch_dims', 0));
  return {
    host: (x, indices) => {
      const tuples = plan(x, indices);
      const rows = hostRows(node, indices, tuples);
      const width = sizeOf(tuples.rest);
      const matrix = { ...x, shape: [width === 0 ? 0 : x.data.length / width, width] };
      return { ...hostGather(matrix, rows, [rows.length], 0), shape: [...tuples.rows, ...tuples.rest] };
    },
    device: (run, x, indices) => {
      const tuples = plan(x, indices);
      const rows = isDevice(indices) ? deviceRows(run, run.tensor(indices), tuples) : hostRows(node, indices, tuples);
      const matrix = run.tensor(x).reshape([-1, sizeOf(tuples.rest)]);
      return device(gather(matrix, rows).reshape([...tuples.rows, ...tuples.rest]), x.type);
    },
  };
};

export const GATHERING: OperatorTable = {
  Gather: gathering,
  GatherElements: gatherElements,
  GatherND: gatherND,
};
