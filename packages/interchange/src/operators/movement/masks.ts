import { add, fill, gather, multiply, oneHot, permute, type Shape, where } from '@nablajs/core';
import { type HostTensor, hostData } from '../../model/host-tensor.js';
import { asDType } from '../elementwise/align.js';
import { broadcastPositions, checkGrowth, hostPermute, int64List, stridesOf } from '../exact/arrays.js';
import type { Operator, OperatorTable } from '../operator.js';
import { device, shapeOf, type Value } from '../values.js';
import { deviceIndices, flat, hostGather } from './gathering.js';
import { axisOf } from './shapes.js';

/** Takes the parts of x at which a condition of the host is not 0. */
const compress: Operator = (node) => {
  const chosen = (condition: HostTensor): Int32Array =>
    Int32Array.from(condition.data.keys()).filter((i) => condition.data[i] !== 0);
  const axis = ({ length }: Shape) => axisOf(node, node.int('axis'), length);
  const flatten = (x: HostTensor): HostTensor => ({ ...x, shape: [x.data.length] });
  return {
    hostInputs: [1],
    host: (x, condition) => {
      const at = chosen(condition);
      return node.has('axis')
        ? hostGather(x, at, [at.length], axis(x.shape))
        : hostGather(flatten(x), at, [at.length], 0);
    },
    device: (run, x, condition) => {
      const at = chosen(condition as HostTensor);
      const tensor = node.has('axis') ? run.tensor(x) : flat(run, x);
      return device(gather(tensor, at, { axis: node.has('axis') ? axis(shapeOf(x)) : 0 }), x.type);
    },
  };
};

/** The coordinates of elements that are not 0. */
const nonZero: Operator = () => ({
  host: (x) => {
    const found = Array.from(x.data.keys()).filter((i) => x.data[i] !== 0);
    const strides = stridesOf(x.shape);
    const coordinates = x.shape.flatMap((size, axis) =>
      found.map((i) => Math.floor(i / (strides[axis] as number)) % size),
    );
    return { ...int64List(coordinates), shape: [x.shape.length, found.length] };
  },
});

const oneHotOperator: Operator = (node) => {
  const axis = ({ length }: Shape) => axisOf(node, node.int('axis', -1), length + 1);
  /** Indices outside of [-depth, depth) give a row of "off". */
  const hostOneHot = (indices: HostTensor, depth: HostTensor, values: HostTensor): HostTensor => {
    const classes = depth.data[0] as number;
    const [off, on] = values.data as ArrayLike<number> as [number, number];
    const data = hostData(values.type, checkGrowth([indices.data.length, classes])).fill(off);
    for (let row = 0; row < indices.data.length; row++) {
      const index = Math.trunc(indices.data[row] as number);
      const at = index < 0 ? index + classes : index;
      if (at >= 0 && at < classes) data[row * classes + at] = on;
    }
    return hostPermute({ type: values.type, shape: [...indices.shape, classes], data }, back(indices.shape));
  };
  /** Moves the last axis to its place. */
  const back = (shape: Shape): number[] => shape.map((_, at) => at).toSpliced(axis(shape), 0, shape.length);
  return {
    hostInputs: [1, 2],
    host: hostOneHot,
    device: (run, indices, depth, values) => {
      const { data, type } = values as HostTensor;
      const [off, on] = data as ArrayLike<number> as [number, number];
      const classes = (depth as HostTensor).data[0] as number;
      const labels = run.tensor(asDType(run, indices, 'int32'));
      const dtype = run.dtypeOn(type);
      const hot = oneHot(deviceIndices(labels.reshape([-1]), classes), classes, dtype);
      const scaled = off === 0 && on === 1 ? hot : add(multiply(hot, on - off), off);
      return device(permute(scaled.reshape([...labels.shape, classes]), back(labels.shape)), type);
    },
  };
};

/** A triangle of matrices: 1 where elements stay. */
function triangle(shape: Shape, offset: number, isUpper: boolean): Uint8Array {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const mask = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      mask[row * columns + column] = Number(isUpper ? column - row >= offset : column - row <= offset);
    }
  }
  return mask;
}

const trilu: Operator = (node) => {
  const maskOf = (shape: Shape, k: Value | undefined): HostTensor => {
    const offset = (k as HostTensor | undefined)?.data[0] ?? 0;
    return { type: 'bool', shape: shape.slice(-2), data: triangle(shape, offset, node.flag('upper', true)) };
  };
  return {
    hostInputs: [1],
    host: (x, k?: HostTensor) => {
      const mask = maskOf(x.shape, k);
      const at = broadcastPositions(mask.shape, x.shape);
      const data = hostData(x.type, x.data.length);
      for (let i = 0; i < data.length; i++) if (mask.data[at[i] as number] !== 0) data[i] = x.data[i] as number;
      return { ...x, data };
    },
    device: (run, x, k?: Value) => {
      const tensor = run.tensor(x);
      const mask = asDType(run, maskOf(tensor.shape, k), tensor.dtype as 'float32').tensor;
      return device(where(mask, tensor, fill(run.backend, [], 0, tensor.dtype)), x.type);
    },
  };
};

export const MASKS: OperatorTable = {
  Compress: compress,
  NonZero: nonZero,
  OneHot: oneHotOperator,
  Trilu: trilu,
};
