/** How axes are reduced, on the host and on the device. */
import { type Shape, sizeOf, type Tensor } from '@nablajs/core';
import { type HostTensor, hostData } from '../../model/host-tensor.js';
import type { NodeInfo } from '../attributes.js';
import { byFloats } from '../elementwise/align.js';
import { hostPermute, storedAs } from '../exact/arrays.js';
import { axesOf, axisOf } from '../movement/shapes.js';
import type { Operator } from '../operator.js';
import { axisIn, channelsLast, type DeviceValue, device, reorder, shapeOf, type Value } from '../values.js';

/** Which axes a node reduces, in ascending order. */
function reducedAxes(node: NodeInfo, rank: number, given: Value | undefined): readonly number[] {
  const axes = axesOf(node, given);
  if (axes !== undefined && axes.length > 0) return axes.map((axis) => axisOf(node, axis, rank)).sort((a, b) => a - b);
  return node.flag('noop_with_empty_axes') ? [] : Array.from({ length: rank }, (_, axis) => axis);
}

/** The shape with reduced axes as 1, or without them. */
function reducedShape(node: NodeInfo, shape: Shape, axes: readonly number[]): Shape {
  if (node.flag('keepdims', true)) return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** What a reduction does with the elements of one result. */
export interface Reduction {
  /** On the host, of all elements of one result. */
  readonly host: (values: Float64Array) => number;
  /** On the device, over axes of the tensor, which keep a length of 1. */
  readonly device: (x: Tensor, axes: readonly number[]) => Tensor;
}

function hostReduce(x: HostTensor, axes: readonly number[], shape: Shape, compute: Reduction['host']): HostTensor {
  const others = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const n = sizeOf(axes.map((axis) => x.shape[axis] as number));
  const { data } = hostPermute(x, [...others, ...axes]);
  const made = hostData(x.type, sizeOf(shape));
  const store = x.type === 'bool' ? (value: number) => Number(value > 0) : storedAs(x.type);
  const values = new Float64Array(n);
  for (let i = 0; i < made.length; i++) {
    for (let j = 0; j < n; j++) values[j] = data[i * n + j] as number;
    made[i] = store(compute(values));
  }
  return { type: x.type, shape, data: made };
}

/** The tensor keeps its layout while all axes stay, or loses its channels' place with them. */
function deviceReduce(
  value: DeviceValue,
  node: NodeInfo,
  axes: readonly number[],
  compute: (x: Tensor, axes: readonly number[]) => Tensor,
): DeviceValue {
  const { tensor, type, layout } = value;
  const kept = compute(
    tensor,
    axes.map((axis) => axisIn(value, axis)),
  );
  if (layout === 'logical') return device(kept.reshape(reducedShape(node, tensor.shape, axes)), type);
  const result = channelsLast(kept, type);
  const shape = reducedShape(node, shapeOf(result), axes);
  if (shape.length === tensor.shape.length) return result;
  // Without the channels, or without what lay before them, the order is the file's.
  const left = shapeOf(value).filter((_, axis) => axis > 1 && !axes.includes(axis)).length;
  if (axes.includes(1) || left === 0) return device(kept.reshape(shape), type);
  const logical = [0, kept.shape.length - 1, ...kept.shape.slice(2).map((_, at) => at + 1)];
  return device(reorder(kept, logical).reshape(shape), type);
}

/** An operator that reduces the axes that its node names. */
export const reducing =
  ({ host, device: onDevice }: Reduction): Operator =>
  (node) => ({
    hostInputs: [1],
    host: (x, given?: HostTensor) => {
      const axes = reducedAxes(node, x.shape.length, given);
      return hostReduce(x, axes, reducedShape(node, x.shape, axes), host);
    },
    device: (run, x, given?: Value) => {
      const value = run.toDevice(x);
      const axes = reducedAxes(node, value.tensor.shape.length, given);
      const compute = (tensor: Tensor, own: readonly number[]): Tensor =>
        byFloats(run, [tensor], (y) => onDevice(y as Tensor, own));
      return deviceReduce(value, node, axes, compute);
    },
  });
