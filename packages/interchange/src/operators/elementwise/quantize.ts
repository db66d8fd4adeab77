/** Quantisation: whole numbers that stand for multiples of a scale. */
import {
  add,
  cast,
  clip,
  divide,
  max,
  maximum,
  min,
  minimum,
  multiply,
  type SliceRange,
  slice,
  subtract,
  type Tensor,
} from '@nablajs/core';
import { type ElementType, type HostTensor, hostData } from '../../model/host-tensor.js';
import type { NodeInfo } from '../attributes.js';
import { broadcastPositions, hostScalar, mapHost } from '../exact/arrays.js';
import { roundHalfEven } from '../exact/rounding.js';
import { expanded } from '../movement/moving.js';
import { axisOf } from '../movement/shapes.js';
import type { Operator, OperatorTable } from '../operator.js';
import type { Run } from '../run.js';
import { device, isDevice, isFloatType, shapeOf, type Value } from '../values.js';
import { aligned, asDType } from './align.js';
import { round } from './rounding.js';
import { elementTypeOf } from './selection.js';

const ZERO = hostScalar('float32', 0);

const LIMITS: Partial<Record<ElementType, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-2147483648, 2147483647],
};

function limitsOf(node: NodeInfo, type: ElementType): readonly [number, number] {
  const limits = LIMITS[type];
  if (limits === undefined) throw node.error(`expected integers of at most 32 bits. Received ${type}`);
  return limits;
}

/** A scale or a zero point so that it broadcasts to x: one, one for each index of an axis, or one for each block. */
function spreadOn(run: Run, node: NodeInfo, scale: Value | undefined, shape: readonly number[]): Value {
  if (scale === undefined) return ZERO;
  if (!isDevice(scale)) return spread(node, scale, shape);
  const tensor = run.tensor(scale);
  if (tensor.size === 1) return device(tensor.reshape([]), scale.type);
  const axis = axisOf(node, node.int('axis', 1), shape.length);
  if (tensor.shape.length > 1) return device(repeated(tensor, axis, node.int('block_size'), shape), scale.type);
  return device(tensor.reshape(shape.map((_, at) => (at === axis ? tensor.size : 1))), scale.type);
}

/** Repeats each element for its block along the axis; the last block may be shorter. */
function repeated(x: Tensor, axis: number, block: number, shape: readonly number[]): Tensor {
  const pairs = x.shape.toSpliced(axis + 1, 0, 1);
  const whole = x.shape.with(axis, (x.shape[axis] as number) * block);
  const wide = expanded(x.reshape(pairs), pairs.with(axis + 1, block)).reshape(whole);
  return slice(wide, [...new Array<SliceRange>(axis).fill([]), [0, shape[axis] as number]]);
}

/** The same on the host. */
function spread(node: NodeInfo, scale: HostTensor, shape: readonly number[]): HostTensor {
  if (scale.data.length === 1) return { ...scale, shape: [] };
  const axis = axisOf(node, node.int('axis', 1), shape.length);
  if (scale.shape.length === 1) return { ...scale, shape: shape.map((_, at) => (at === axis ? scale.data.length : 1)) };
  const block = node.int('block_size', 0);
  if (block <= 0 || scale.shape.length !== shape.length) throw node.error('expected a block_size for these scales');
  // Each one stands for a block along the axis; the last block may be shorter.
  const blocks = scale.shape[axis] as number;
  const wide = [...shape.slice(0, axis), blocks, block, ...shape.slice(axis + 1)];
  const lying = scale.shape.toSpliced(axis + 1, 0, 1);
  const at = broadcastPositions(lying, wide);
  const inner = shape.slice(axis + 1).reduce((all, size) => all * size, 1);
  const length = shape[axis] as number;
  const data = hostData(
    scale.type,
    shape.reduce((all, size) => all * size, 1),
  );
  for (let i = 0; i < data.length; i++) {
    const [outer, row, rest] = [Math.floor(i / (inner * length)), Math.floor(i / inner) % length, i % inner];
    data[i] = scale.data[at[(outer * blocks * block + row) * inner + rest] as number] as number;
  }
  return { type: scale.type, shape, data };
}

const quantize: Operator = (node) => {
  const wanted = node.has('output_dtype') ? elementTypeOf(node.int('output_dtype')) : undefined;
  const typeOf = (zero: Value | undefined): ElementType => zero?.type ?? wanted ?? 'uint8';
  return {
    host: (x, scale, zero?: HostTensor) => {
      const type = typeOf(zero);
      const [low, high] = limitsOf(node, type);
      const offsets = zero === undefined ? ZERO : spread(node, zero, x.shape);
      // The quotient is one of float32, as everywhere.
      const divided = mapHost(x.type, [x, spread(node, scale, x.shape)], (value, by) => value / by);
      return mapHost(type, [divided, offsets], (value, from) =>
        Math.min(high, Math.max(low, roundHalfEven(value) + from)),
      );
    },
    device: (run, x, scale, zero?: Value) => {
      const type = typeOf(zero);
      const [low, high] = limitsOf(node, type);
      const shape = shapeOf(x);
      const scales = spreadOn(run, node, scale, shape);
      const offsets = spreadOn(run, node, zero, shape);
      const dtype = run.toDevice(x).tensor.dtype as 'float32';
      const value = asDType(run, x, dtype);
      const { operands, layout } = aligned(run, [value, asDType(run, scales, dtype), asDType(run, offsets, dtype)]);
      const [given, by, from] = operands as [Tensor, Tensor, Tensor];
      return device(cast(clip(add(round(divide(given, by)), from), low, high), 'int32'), type, layout);
    },
  };
};

const dequantize: Operator = (node) => ({
  host: (x, scale, zero?: HostTensor) => {
    const scales = spread(node, scale, x.shape);
    const offsets = zero === undefined ? ZERO : spread(node, zero, x.shape);
    return mapHost(scale.type, [x, offsets, scales], (value, from, by) => (value - from) * by);
  },
  device: (run, x, scale, zero?: Value) => {
    const scales = spreadOn(run, node, scale, shapeOf(x));
    const offsets = spreadOn(run, node, zero, shapeOf(x));
    const type = isFloatType(scale.type) ? scale.type : 'float32';
    const [dtype, value] = [run.dtypeOf(type), run.toDevice(x)];
    const floats = [value, offsets, scales].map((each) => asDType(run, each, dtype));
    const { operands, layout } = aligned(run, floats);
    const [given, from, by] = operands as [Tensor, Tensor, Tensor];
    return device(multiply(subtract(given, from), by), type, layout);
  },
});

/** The scale and zero point that map the range of x, which always has 0 in it, to [0, 255]. */
const dynamic: Operator = () => ({
  device: (run, x) => {
    const { tensor, layout } = run.toDevice(x);
    const [low, high] = [minimum(min(tensor), 0), maximum(max(tensor), 0)];
    const scale = divide(subtract(high, low), 255);
    const zero = clip(round(divide(multiply(low, -1), scale)), 0, 255);
    const y = clip(add(round(divide(tensor, scale)), zero), 0, 255);
    return [device(cast(y, 'int32'), 'uint8', layout), device(scale, 'float32'), device(cast(zero, 'int32'), 'uint8')];
  },
});

export const QUANTIZE: OperatorTable = {
  DequantizeLinear: dequantize,
  DynamicQuantizeLinear: dynamic,
  QuantizeLinear: quantize,
};
