/** Operators that look for elements by size, and running sums. */
import {
  argmax,
  cast,
  cumsum,
  gather,
  isFloat,
  negate,
  type Shape,
  sizeOf,
  subtract,
  type Tensor,
  topK,
} from '@nablajs/core';
import { type HostTensor, hostData } from '../../model/host-tensor.js';
import type { NodeInfo } from '../attributes.js';
import { widest } from '../elementwise/align.js';
import { hostPermute } from '../exact/arrays.js';
import { axisOf } from '../movement/shapes.js';
import type { Operator, OperatorTable } from '../operator.js';
import { axisIn, device, shapeOf, type Value } from '../values.js';

/** Applies `change` to each line of x along an axis; it may have another length. */
function alongAxis(
  x: HostTensor,
  axis: number,
  length: number,
  type: HostTensor['type'],
  change: (line: Float64Array) => ArrayLike<number>,
): HostTensor {
  const last = x.shape.length - 1;
  const order = [...x.shape.keys()].toSpliced(axis, 1).concat(axis);
  const { data, shape } = hostPermute(x, order);
  const n = shape[last] as number;
  const lines = sizeOf(shape.slice(0, last));
  const made = hostData(type, lines * length);
  for (let line = 0; line < lines; line++) {
    made.set(change(Float64Array.from(data.subarray(line * n, (line + 1) * n))), line * length);
  }
  const back = [...x.shape.keys()].toSpliced(last, 1).toSpliced(axis, 0, last);
  return hostPermute({ type, shape: [...shape.slice(0, last), length], data: made }, back);
}

/** The place of the first or the last largest element. */
function largestAt(line: Float64Array, isLast: boolean, sign: number): number {
  let best = 0;
  for (let i = 1; i < line.length; i++) {
    const [value, most] = [sign * (line[i] as number), sign * (line[best] as number)];
    if (value > most || (isLast && value === most)) best = i;
  }
  return best;
}

const reduced = (shape: Shape, axis: number, isKept: boolean): Shape =>
  isKept ? shape.with(axis, 1) : shape.toSpliced(axis, 1);

/** `sign` is 1 for the largest, -1 for the smallest. */
const arg =
  (sign: 1 | -1): Operator =>
  (node) => {
    const [isLast, isKept] = [node.flag('select_last_index'), node.flag('keepdims', true)];
    const along = (shape: Shape): number => axisOf(node, node.int('axis', 0), shape.length);
    return {
      host: (x) => {
        const axis = along(x.shape);
        const found = alongAxis(x, axis, 1, 'int64', (line) => [largestAt(line, isLast, sign)]);
        return { ...found, shape: reduced(x.shape, axis, isKept) };
      },
      device: (run, x) => {
        const tensor = run.tensor(x);
        const axis = along(tensor.shape);
        const floats = isFloat(tensor.dtype) ? tensor : cast(tensor, widest(run));
        const signed = sign === 1 ? floats : negate(floats);
        const found = isLast ? lastLargest(signed, axis) : argmax(signed, { axis });
        return device(found.reshape(reduced(tensor.shape, axis, isKept)), 'int64');
      },
    };
  };

/** The last one is the first one of the axis backwards. */
function lastLargest(x: Tensor, axis: number): Tensor {
  const n = x.shape[axis] as number;
  const backwards = gather(
    x,
    Int32Array.from({ length: n }, (_, i) => n - 1 - i),
    { axis },
  );
  const found = cast(argmax(backwards, { axis }), x.dtype);
  return cast(subtract(n - 1, found), 'int32');
}

/** Which k elements are the largest, the first ones first among equals; NaN counts as the largest. */
function order(line: Float64Array, k: number, sign: number): number[] {
  const rank = (i: number): number => sign * (line[i] as number);
  const compare = (a: number, b: number): number => {
    const [x, y] = [rank(a), rank(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(y)) - Number(Number.isNaN(x)) || a - b;
    return y === x ? a - b : y > x ? 1 : -1;
  };
  return Array.from(line.keys()).sort(compare).slice(0, k);
}

function countOf(node: NodeInfo, given: Value | undefined, n: number): number {
  const k = given === undefined ? node.int('k') : ((given as HostTensor).data[0] as number);
  if (Number.isInteger(k) && k >= 0 && k <= n) return k;
  throw node.error(`expected a number of elements in [0, ${n}]. Received ${k}`);
}

const top: Operator = (node) => {
  const sign = node.flag('largest', true) ? 1 : -1;
  const along = (shape: Shape): number => axisOf(node, node.int('axis', -1), shape.length);
  return {
    hostInputs: [1],
    host: (x, given?: HostTensor) => {
      const axis = along(x.shape);
      const k = countOf(node, given, x.shape[axis] as number);
      const places = alongAxis(x, axis, k, 'int64', (line) => order(line, k, sign));
      const values = alongAxis(x, axis, k, x.type, (line) => order(line, k, sign).map((i) => line[i] as number));
      return [values, places];
    },
    device: (run, x, given?: Value) => {
      const value = run.toDevice(x);
      const shape = shapeOf(value);
      const axis = along(shape);
      const k = countOf(node, given, shape[axis] as number);
      const own = { axis: axisIn(value, axis) };
      const found = topK(sign === 1 ? value.tensor : negate(value.tensor), k, own);
      const values = sign === 1 ? found.values : negate(found.values);
      return [device(values, value.type, value.layout), device(found.indices, 'int64', value.layout)];
    },
  };
};

const cumulative: Operator = (node) => {
  const options = { exclusive: node.flag('exclusive'), reverse: node.flag('reverse') };
  const along = (shape: Shape, axis: Value): number =>
    axisOf(node, (axis as HostTensor).data[0] as number, shape.length);
  const runningSums = (line: Float64Array): Float64Array => {
    const ordered = options.reverse ? line.toReversed() : line;
    let total = 0;
    const sums = ordered.map((value) => {
      const before = total;
      total += value;
      return options.exclusive ? before : total;
    });
    return options.reverse ? sums.toReversed() : sums;
  };
  return {
    hostInputs: [1],
    host: (x, given) => {
      const axis = along(x.shape, given);
      return alongAxis(x, axis, x.shape[axis] as number, x.type, runningSums);
    },
    device: (run, x, given) => {
      const value = run.toDevice(x);
      const axis = axisIn(value, along(shapeOf(value), given));
      return device(cumsum(value.tensor, { axis, ...options }), value.type, value.layout);
    },
  };
};

export const ORDER: OperatorTable = { ArgMax: arg(1), ArgMin: arg(-1), CumSum: cumulative, TopK: top };
