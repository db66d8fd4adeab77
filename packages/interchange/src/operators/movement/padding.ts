/** Pad, of every mode. */
import { gather, pad, type Shape, type SliceRange, slice, type Tensor } from '@nablajs/core';
import { type HostTensor, hostData } from '../../model/host-tensor.js';
import type { NodeInfo } from '../attributes.js';
import { stridesOf } from '../exact/arrays.js';
import type { OperatorTable } from '../operator.js';
import { axisIn, device, numbersOf, shapeOf, type Value } from '../values.js';
import { axisOf, checkSize } from './shapes.js';

/** How many elements to add before and after each axis; negative ones take elements away. */
type Widths = readonly (readonly [before: number, after: number])[];

function widthsOf(node: NodeInfo, shape: Shape, given: Value | undefined, axes: Value | undefined): Widths {
  const list = numbersOf(given) ?? node.ints('pads');
  const along = numbersOf(axes) ?? shape.map((_, axis) => axis);
  const widths = shape.map((): readonly [number, number] => [0, 0]);
  for (const [at, axis] of along.entries()) {
    widths[axisOf(node, axis, shape.length)] = [list[at] ?? 0, list[at + along.length] ?? 0];
  }
  return widths;
}

/** Which element of an axis each one of the padded axis is; -1 for none. */
function sources(mode: string, length: number, [before, after]: readonly [number, number]): Int32Array {
  return Int32Array.from({ length: Math.max(0, before + length + after) }, (_, i) => source(mode, i - before, length));
}

function source(mode: string, at: number, length: number): number {
  if (at >= 0 && at < length) return at;
  if (mode === 'edge') return at < 0 ? 0 : length - 1;
  if (mode === 'wrap') return ((at % length) + length) % length;
  if (mode !== 'reflect') return -1;
  // The ends are not repeated: a period is there and back.
  const period = Math.max(1, 2 * (length - 1));
  const there = ((at % period) + period) % period;
  return Math.min(there, period - there);
}

function hostPad(x: HostTensor, mode: string, widths: Widths, shape: Shape, value: number): HostTensor {
  const strides = stridesOf(x.shape);
  let at = new Int32Array(1);
  for (const [axis, width] of widths.entries()) {
    const from = sources(mode, x.shape[axis] as number, width);
    const next = new Int32Array(at.length * from.length);
    for (let i = 0; i < next.length; i++) {
      const [outer, index] = [at[Math.floor(i / from.length)] as number, from[i % from.length] as number];
      next[i] = outer < 0 || index < 0 ? -1 : outer + index * (strides[axis] as number);
    }
    at = next;
  }
  const made = hostData(x.type, at.length);
  for (let i = 0; i < at.length; i++) made[i] = at[i] === -1 ? value : (x.data[at[i] as number] as number);
  return { type: x.type, shape, data: made };
}

/** `widths` are those of the tensor's own axes. */
function devicePad(x: Tensor, mode: string, widths: Widths, value: number): Tensor {
  if (mode === 'constant') {
    const isCut = widths.some(([a, b]) => a < 0 || b < 0);
    const kept = isCut
      ? slice(
          x,
          widths.map(([a, b], axis) => cut(x.shape[axis] as number, a, b)),
        )
      : x;
    return pad(
      kept,
      widths.map(([a, b]) => [Math.max(0, a), Math.max(0, b)] as const),
      value,
    );
  }
  return widths.reduce(
    (y, width, axis) =>
      width[0] === 0 && width[1] === 0 ? y : gather(y, sources(mode, x.shape[axis] as number, width), { axis }),
    x,
  );
}

const cut = (length: number, before: number, after: number): SliceRange => [
  Math.max(0, -before),
  length - Math.max(0, -after),
];

export const PADDING: OperatorTable = {
  Pad: (node) => {
    const mode = node.string('mode', 'constant');
    if (!['constant', 'edge', 'reflect', 'wrap'].includes(mode)) throw node.error(`has no mode '${mode}'`);
    const value = (given: Value | undefined) =>
      (given as HostTensor | undefined)?.data[0] ?? (node.opset < 11 ? node.float('value', 0) : 0);
    const result = (shape: Shape, widths: Widths) =>
      checkSize(
        node,
        shape.map((size, axis) => size + (widths[axis]?.[0] ?? 0) + (widths[axis]?.[1] ?? 0)),
      );
    return {
      hostInputs: [1, 2, 3],
      host: (x, pads?: HostTensor, constant?: HostTensor, axes?: HostTensor) => {
        const widths = widthsOf(node, x.shape, pads, axes);
        return hostPad(x, mode, widths, result(x.shape, widths), value(constant));
      },
      device: (run, x, pads?: Value, constant?: Value, axes?: Value) => {
        const own = run.toDevice(x);
        const shape = shapeOf(own);
        const widths = widthsOf(node, shape, pads, axes);
        result(shape, widths);
        const lying: (readonly [number, number])[] = [];
        for (const [axis, width] of widths.entries()) lying[axisIn(own, axis)] = width;
        return device(devicePad(own.tensor, mode, lying, value(constant)), own.type, own.layout);
      },
    };
  },
};
