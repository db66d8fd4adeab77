/** What the operators of networks share: their arguments, and the order of axes in which they work. */
import type { Shape, Tensor } from '@nablajs/core';
import type { NodeInfo } from '../attributes.js';
import { inPlace } from '../elementwise/align.js';
import type { Operator } from '../operator.js';
import type { Run } from '../run.js';
import { channelsLast, type DeviceValue, device, type Value } from '../values.js';
import type { WindowAttributes } from './kernels/windows.js';

/** The tensor of an optional input, in the file's order of axes. */
export const optional = (run: Run, value: Value | undefined): Tensor | undefined => value && run.tensor(value);

/** A value whose channels are last, as a value with the rank that the file says. */
export const image = (tensor: Tensor, type: DeviceValue['type']): DeviceValue =>
  tensor.shape.length < 3 ? device(tensor, type) : channelsLast(tensor, type);

/** Counts from the start. Throws for an axis outside of the rank. */
export function axisOf(node: NodeInfo, axis: number, rank: number): number {
  const counted = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(counted) && counted >= 0 && counted < rank) return counted;
  throw node.error(`expected an axis in [${-rank}, ${rank}). Received ${axis}`);
}

/** Works in whatever order the elements lie. */
export const elementwise =
  (make: (node: NodeInfo) => (x: Tensor) => Tensor): Operator =>
  (node) => {
    const compute = make(node);
    return { device: (run, x) => inPlace(run, x, compute) };
  };

/** What tells a node from the others of its graph, for random numbers and states of its own. */
export const pathOf = ({ node }: NodeInfo): string => (node.name === '' ? (node.outputs[0] ?? '') : node.name);

/** The attributes of a convolution or a pool. */
export const windowAttributes = (node: NodeInfo): WindowAttributes => ({
  strides: node.ints('strides', []),
  dilations: node.ints('dilations', []),
  pads: node.ints('pads', []),
  autoPad: node.string('auto_pad', 'NOTSET'),
  ceilMode: node.flag('ceil_mode'),
});

/** The lengths of the axes of space of an image [n, ...space, channels], at least one. */
export function spaceOf(node: NodeInfo, { shape }: Tensor): Shape {
  if (shape.length > 2) return shape.slice(1, -1);
  throw node.error(`expected an input of at least three axes. Received ${shape.length}`);
}
