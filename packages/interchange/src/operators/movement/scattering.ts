/** Operators that put elements at indices. */
import {
  add,
  fill,
  isFloat,
  maximum,
  minimum,
  multiply,
  type Shape,
  scatterAdd,
  sizeOf,
  slice,
  type Tensor,
  where,
} from '@nablajs/core';
import { type HostTensor, hostData } from '../../model/host-tensor.js';
import type { NodeInfo } from '../attributes.js';
import { asDType, byFloats, type Compute } from '../elementwise/align.js';
import type { Operator, OperatorTable } from '../operator.js';
import type { Run } from '../run.js';
import { device, isDevice, shapeOf } from '../values.js';
import { devicePositions, deviceRows, elementPositions, hostRows, tuplesOf, uploadInt32 } from './gathering.js';
import { axisOf } from './shapes.js';

type Reduction = 'none' | 'add' | 'mul' | 'max' | 'min';

const HOST: Readonly<Record<Reduction, (old: number, update: number) => number>> = {
  none: (_, update) => update,
  add: (old, update) => old + update,
  mul: (old, update) => old * update,
  max: Math.max,
  min: Math.min,
};

const DEVICE: Readonly<Record<'mul' | 'max' | 'min', (a: Tensor, b: Tensor) => Tensor>> = {
  mul: multiply,
  max: maximum,
  min: minimum,
};

/** Puts rows of updates [n, width] into x [rows, width]. */
function hostScatter(x: HostTensor, at: Int32Array, updates: HostTensor, reduction: Reduction): HostTensor {
  const data = hostData(x.type, x.data.length);
  data.set(x.data);
  const combine = HOST[reduction];
  const width = at.length === 0 ? 0 : updates.data.length / at.length;
  for (const [row, place] of at.entries()) {
    for (let i = 0; i < width; i++) {
      const to = place * width + i;
      data[to] = combine(data[to] as number, updates.data[row * width + i] as number);
    }
  }
  return { ...x, data };
}

/** Parts of indices in which each occurs once, the first ones first; others go behind the rows. */
function rounds(at: Int32Array, rows: number): Int32Array[] {
  const parts: Int32Array[] = [];
  const counts = new Map<number, number>();
  for (const [row, place] of at.entries()) {
    const round = counts.get(place) ?? 0;
    counts.set(place, round + 1);
    parts[round] ??= new Int32Array(at.length).fill(rows);
    (parts[round] as Int32Array)[row] = place;
  }
  return parts;
}

/** Of equal indices the last one counts; others go behind the rows. */
function lastOnly(at: Int32Array, rows: number): Int32Array {
  const seen = new Set<number>();
  const kept = at.slice();
  for (let row = at.length - 1; row >= 0; row--) {
    if (seen.has(at[row] as number)) kept[row] = rows;
    else seen.add(at[row] as number);
  }
  return kept;
}

/** Adds parts [n, width] up in zeros [rows, width]; what goes behind the rows is cut off. */
const put = (parts: Tensor, at: Tensor, rows: number): Tensor => slice(scatterAdd(parts, at, rows + 1), [[0, rows]]);

/** Puts rows of updates [n, width] into x [rows, width], both floats. */
function deviceScatter(run: Run, x: Tensor, given: Tensor | Int32Array, updates: Tensor, reduction: Reduction): Tensor {
  const rows = x.shape[0] as number;
  const ones = fill(x.backend, [updates.shape[0] as number, 1], 1, x.dtype);
  const onDevice = (at: Tensor | Int32Array): Tensor => (at instanceof Int32Array ? uploadInt32(run, at) : at);
  if (reduction === 'add') return add(x, put(updates, onDevice(given), rows));
  if (reduction === 'none') {
    const at = onDevice(given instanceof Int32Array ? lastOnly(given, rows) : given);
    return where(put(ones, at, rows), put(updates, at, rows), x);
  }
  // Indices of the device may repeat: `scattering` refuses them.
  const parts = rounds(given as Int32Array, rows).map(onDevice);
  return parts.reduce((y, at) => where(put(ones, at, rows), DEVICE[reduction](y, put(updates, at, rows)), y), x);
}

function reductionOf(node: NodeInfo): Reduction {
  const reduction = node.string('reduction', 'none');
  if (Object.hasOwn(HOST, reduction)) return reduction as Reduction;
  throw node.error(`expected a reduction: ${Object.keys(HOST).join(', ')}. Received '${reduction}'`);
}

interface Plan {
  /** Elements in a row. */
  readonly width: number;
  /** Indices of rows, on the host or on the device. */
  readonly host: (indices: HostTensor) => Int32Array;
  readonly device: (run: Run, indices: Tensor) => Tensor;
}

/** `plan` reads the shapes of x and of the indices. */
const scattering =
  (plan: (node: NodeInfo, x: Shape, indices: Shape) => Plan): Operator =>
  (node) => {
    const reduction = reductionOf(node);
    return {
      host: (x, indices, updates) =>
        hostScatter(x, plan(node, x.shape, indices.shape).host(indices), updates, reduction),
      device: (run, x, indices, updates) => {
        const shape = shapeOf(x);
        const { width, host, device: onDevice } = plan(node, shape, shapeOf(indices));
        if (isDevice(indices) && reduction !== 'none' && reduction !== 'add') {
          throw node.error(`its indices must be known before the graph computes for the reduction '${reduction}'`);
        }
        const at = isDevice(indices) ? onDevice(run, run.tensor(indices)).reshape([-1]) : host(indices);
        const dtype = isDevice(x) ? x.tensor.dtype : isDevice(updates) ? updates.tensor.dtype : run.dtypeOn(x.type);
        const operands = [x, updates].map((value) => asDType(run, run.toDevice(value), dtype as 'float32'));
        const matrices = operands.map((value) => run.tensor(value).reshape([-1, width]));
        const apply: Compute = (a, b) => deviceScatter(run, a as Tensor, at, b as Tensor, reduction);
        const made = isFloat(dtype) ? apply(...matrices) : byFloats(run, matrices, apply);
        return device(made.reshape(shape), x.type);
      },
    };
  };

const scatterElements = scattering((node, shape, indexShape) => {
  const axis = axisOf(node, node.int('axis', 0), shape.length);
  return {
    width: 1,
    host: (indices) => elementPositions(node, indices, shape, axis),
    device: (run, indices) => devicePositions(run, indices.reshape(indexShape), shape, axis),
  };
});

const scatterND = scattering((node, shape, indexShape) => {
  const tuples = tuplesOf(node, shape, indexShape);
  return {
    width: sizeOf(tuples.rest),
    host: (indices: HostTensor) => hostRows(node, indices, tuples),
    device: (run: Run, indices: Tensor) => deviceRows(run, indices, tuples),
  };
});

export const SCATTERING: OperatorTable = {
  Scatter: scatterElements,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
};
