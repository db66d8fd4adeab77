/** Operators that know or change shapes, and move nothing. */
import { reshapedShape, type Shape, sizeOf } from '@nablajs/core';
import { type HostTensor, hostData } from '../../model/host-tensor.js';
import type { NodeInfo } from '../attributes.js';
import { elementTypeOf } from '../elementwise/selection.js';
import { checkGrowth, hostScalar, int64List } from '../exact/arrays.js';
import type { Operator, OperatorTable } from '../operator.js';
import type { Run } from '../run.js';
import { device, isDevice, numbersOf, shapeOf, type Value } from '../values.js';

/** Counts from the start. Throws for an axis that is not there. */
export function axisOf(node: NodeInfo, axis: number, rank: number): number {
  const counted = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(counted) && counted >= 0 && counted < rank) return counted;
  throw node.error(`expected an axis in [${-rank}, ${rank}). Received ${axis}`);
}

/** Files of opset 12 and before have an attribute; undefined if the node has neither. */
export function axesOf(node: NodeInfo, given: Value | undefined, name = 'axes'): readonly number[] | undefined {
  return numbersOf(given) ?? (node.has(name) ? node.ints(name) : undefined);
}

function reshaped(run: Run, value: Value, shape: Shape): Value {
  if (isDevice(value)) return device(run.tensor(value).reshape(shape), value.type);
  return { ...value, shape: reshapedShape(value.shape, shape) };
}

/** An operator whose result has the elements of its first input. `shapeFor` gets the old shape. */
const reshaping =
  (shapeFor: (node: NodeInfo, shape: Shape, other: Value | undefined) => Shape): Operator =>
  (node) => ({
    hostInputs: [1],
    host: (x, other?: HostTensor) => ({ ...x, shape: reshapedShape(x.shape, shapeFor(node, x.shape, other)) }),
    device: (run, x, other?: Value) => reshaped(run, x, shapeFor(node, shapeOf(x), other)),
  });

/** 0 keeps an axis, -1 is what is left. */
function wantedShape(node: NodeInfo, shape: Shape, other: Value | undefined): Shape {
  const wanted = numbersOf(other) ?? node.ints('shape');
  const filled = node.flag('allowzero') ? wanted : wanted.map((size, axis) => (size === 0 ? (shape[axis] ?? 0) : size));
  // Nothing is left to divide an empty array by.
  if (sizeOf(shape) > 0 || !filled.includes(-1)) return filled;
  return filled.map((size) => (size === -1 ? 0 : size));
}

function flattened(node: NodeInfo, shape: Shape): Shape {
  const axis = node.int('axis', 1);
  const at = axis < 0 ? axis + shape.length : axis;
  return [sizeOf(shape.slice(0, at)), sizeOf(shape.slice(at))];
}

function squeezed(node: NodeInfo, shape: Shape, other: Value | undefined): Shape {
  const axes = axesOf(node, other)?.map((axis) => axisOf(node, axis, shape.length));
  const long = axes?.find((axis) => shape[axis] !== 1);
  if (long !== undefined) throw node.error(`expected a length of 1 along axis ${long}. Received [${shape.join(', ')}]`);
  return shape.filter((size, axis) => (axes === undefined ? size !== 1 : !axes.includes(axis)));
}

function unsqueezed(node: NodeInfo, shape: Shape, other: Value | undefined): Shape {
  const axes = axesOf(node, other) ?? [];
  const rank = shape.length + axes.length;
  const added = new Set(axes.map((axis) => axisOf(node, axis, rank)));
  const old = shape.values();
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (old.next().value as number)));
}

/** A part of the shape, if the node asks for one (opset 15). */
function shapeList(node: NodeInfo, shape: Shape): HostTensor {
  return int64List(shape.slice(node.int('start', 0), node.has('end') ? node.int('end') : undefined));
}

const ofShape =
  (make: (node: NodeInfo, shape: Shape) => HostTensor): Operator =>
  (node) => ({
    host: (x) => make(node, x.shape),
    device: (_, x) => make(node, shapeOf(x)),
  });

/** Most elements that a file may ask for with a few numbers: 1 GiB of float64. */
const MOST_ELEMENTS = 134_217_728;

/** Throws for a shape that no network needs, before memory is taken for it. */
export function checkSize(node: NodeInfo, shape: Shape): Shape {
  const isShape = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (isShape && sizeOf(shape) <= MOST_ELEMENTS) return shape;
  throw node.error(`expected a shape of at most ${MOST_ELEMENTS} elements. Received [${shape.join(', ')}]`);
}

const constantOfShape: Operator = (node) => {
  const value = node.tensor('value', { type: 'float32', shape: [1], data: Float32Array.of(0) });
  return {
    host: (shape) => {
      const wanted = checkSize(node, Array.from(shape.data));
      const data = hostData(value.type, checkGrowth(wanted)).fill(value.data[0] as number);
      return { type: value.type, shape: wanted, data };
    },
  };
};

const range: Operator = (node) => ({
  host: (start, limit, delta) => {
    const [from, to, by] = [start.data[0], limit.data[0], delta.data[0]] as [number, number, number];
    const count = Math.max(0, Math.ceil((to - from) / by));
    const length = checkGrowth(checkSize(node, [count]));
    const data = hostData(start.type, length);
    for (let i = 0; i < length; i++) data[i] = from + i * by;
    return { type: start.type, shape: [length], data };
  },
});

/** The elements of a Constant, whichever attribute has them. */
function constantOf(node: NodeInfo): HostTensor {
  if (node.has('value_int')) return hostScalar('int64', node.int('value_int'));
  if (node.has('value_float')) return hostScalar('float32', node.float('value_float'));
  if (node.has('value_ints')) return int64List(node.ints('value_ints'));
  if (!node.has('value_floats')) return node.tensor('value');
  const data = Float32Array.from(node.floats('value_floats'));
  return { type: 'float32', shape: [data.length], data };
}

const eyeLike: Operator = (node) => {
  const type = node.has('dtype') ? elementTypeOf(node.int('dtype')) : undefined;
  const from = node.int('k', 0);
  const make = (shape: Shape, own: HostTensor['type']): HostTensor => {
    const [rows, columns] = shape as [number, number];
    const data = hostData(type ?? own, rows * columns);
    for (let row = Math.max(0, -from); row < rows && row + from < columns; row++) data[row * columns + row + from] = 1;
    return { type: type ?? own, shape, data };
  };
  return { host: (x) => make(x.shape, x.type), device: (_, x) => make(shapeOf(x), x.type) };
};

export const SHAPES: OperatorTable = {
  Constant: (node) => {
    const value = constantOf(node);
    return { host: () => value };
  },
  ConstantOfShape: constantOfShape,
  EyeLike: eyeLike,
  Flatten: reshaping(flattened),
  Identity: () => ({ host: (x) => x, device: (_, x) => x }),
  Range: range,
  Reshape: reshaping(wantedShape),
  Shape: ofShape(shapeList),
  Size: ofShape((_, shape) => hostScalar('int64', sizeOf(shape))),
  Squeeze: reshaping(squeezed),
  Unsqueeze: reshaping(unsqueezed),
};
