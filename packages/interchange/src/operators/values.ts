/** Values while a graph runs: exact arrays on the host, or tensors on the device. */
import { NablaError, permute, type Shape, type Tensor } from '@nablajs/core';
import type { ElementType, HostTensor } from '../model/host-tensor.js';

/**
 * How the elements of a tensor lie. `logical`: as the file says. `channelsLast`: axis 1 of the file is last, so [n,
 * channels, height, width] lies as [n, height, width, channels]. Any other name is that of a `WeightForm`.
 */
export type Layout = 'logical' | 'channelsLast' | (string & {});

/** A value on the device. */
export interface DeviceValue {
  /** A float, or int32 for all integers. A bool is 0 or 1, a float or an int32. */
  readonly tensor: Tensor;
  /** What the file calls it. float64 may lie as float32, and the other way round: a network has one dtype. */
  readonly type: ElementType;
  readonly layout: Layout;
  /** The name of the parameter that it is, if it is one. */
  readonly parameter?: string;
}

/** A value of a graph. */
export type Value = HostTensor | DeviceValue;

/** Whether a value is on the device. */
export const isDevice = (value: Value | undefined): value is DeviceValue => value !== undefined && 'tensor' in value;

/** Wraps a tensor. Default: a float of its dtype, in the file's order of axes. */
export const device = (tensor: Tensor, type?: ElementType, layout: Layout = 'logical'): DeviceValue => ({
  tensor,
  type: type ?? (tensor.dtype as ElementType),
  layout,
});

/** An image, or another tensor whose channels are its last axis, but axis 1 in the file. */
export const channelsLast = (tensor: Tensor, type?: ElementType): DeviceValue => device(tensor, type, 'channelsLast');

/** The axes of the tensor that `channelsLast` takes, of one in logical order: [0, 2, 3, 1]. */
export const toLastAxes = (rank: number): number[] => [0, ...Array.from({ length: rank - 2 }, (_, at) => at + 2), 1];

/** The axes of the logical tensor, of one that is `channelsLast`: [0, 3, 1, 2]. */
export const toLogicalAxes = (rank: number): number[] => [
  0,
  rank - 1,
  ...Array.from({ length: rank - 2 }, (_, at) => at + 1),
];

/** The shape that the file means, whatever the order in memory. */
export function shapeOf(value: Value): Shape {
  if (!isDevice(value)) return value.shape;
  const { tensor, layout } = value;
  const { shape } = tensor;
  if (layout === 'logical') return shape;
  if (layout === 'channelsLast') return toLogicalAxes(shape.length).map((axis) => shape[axis] as number);
  throw new NablaError('shape', `A weight in the form '${layout}' has no shape of its own.`);
}

/** The axis of a value's tensor that is `axis` (>= 0) of the file's shape. */
export function axisIn(value: DeviceValue, axis: number): number {
  if (value.layout !== 'channelsLast' || axis === 0) return axis;
  return axis === 1 ? value.tensor.shape.length - 1 : axis - 1;
}

/** Reorders axes; without moving elements where at most axes of length 1 pass others. */
export function reorder(x: Tensor, axes: readonly number[]): Tensor {
  const { shape } = x;
  const long = axes.filter((axis) => shape[axis] !== 1);
  const isOrdered = long.every((axis, at) => at === 0 || (long[at - 1] as number) < axis);
  return isOrdered ? x.reshape(axes.map((axis) => shape[axis] as number)) : permute(x, axes);
}

/** The only element of a value on the host, or undefined. */
export const numberOf = (value: Value | undefined): number | undefined =>
  value !== undefined && !isDevice(value) && value.data.length === 1 ? value.data[0] : undefined;

/** The elements of a value on the host as an array of numbers, such as axes; undefined for an omitted input. */
export function numbersOf(value: Value | undefined): readonly number[] | undefined {
  if (value === undefined) return undefined;
  if (isDevice(value)) throw new NablaError('data', 'This value must be known before the graph computes.');
  return Array.from(value.data);
}

/** Whether the elements are whole numbers or bool. */
export const isFloatType = (type: ElementType): type is 'float32' | 'float64' =>
  type === 'float32' || type === 'float64';
