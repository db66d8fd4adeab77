/** Brings operands of element-wise operators to one order of axes. */
import { cast, type FloatDType, isFloat, padShape, scope, type Tensor, upload } from '@nablajs/core';
import type { ElementType } from '../../model/host-tensor.js';
import type { Run } from '../run.js';
import { type DeviceValue, device, isDevice, type Layout, reorder, toLastAxes, type Value } from '../values.js';

/** Operands of core's element-wise operations, and how their result lies. */
export interface Aligned {
  readonly operands: readonly (Tensor | number)[];
  readonly layout: Layout;
}

/** The operands for values that broadcast. At least one is a tensor. */
export function aligned(run: Run, values: readonly Value[]): Aligned {
  const rank = values.reduce((most, value) => Math.max(most, rankOf(value)), 0);
  const isLast = values.some((value) => isDevice(value) && value.layout === 'channelsLast' && rankOf(value) === rank);
  const tensors = values.some(isDevice) ? values : values.map((value) => run.toDevice(value));
  const deviceRank = tensors.reduce((most, value) => (isDevice(value) ? Math.max(most, rankOf(value)) : most), 0);
  const layout = isLast ? 'channelsLast' : 'logical';
  const operands = tensors.map((value): Tensor | number => {
    if (!isDevice(value) && value.data.length === 1 && value.shape.length <= deviceRank) return value.data[0] as number;
    return isLast ? asLast(run, value, rank) : run.tensor(value);
  });
  return { operands: values[0]?.type === 'bool' ? inOneDType(operands) : operands, layout };
}

/** A bool is a float where floats were compared, and else an int32: beside floats, all of them are. */
function inOneDType(operands: readonly (Tensor | number)[]): readonly (Tensor | number)[] {
  const dtype = operands.map((x) => (typeof x === 'number' ? 'int32' : x.dtype)).find(isFloat);
  if (dtype === undefined) return operands;
  return operands.map((x) => (typeof x === 'number' || x.dtype === dtype ? x : cast(x, dtype)));
}

const rankOf = (value: Value): number => (isDevice(value) ? value.tensor : value).shape.length;

/** The tensor of a value with ones in front, up to `rank`, and its channels last. */
function asLast(run: Run, value: Value, rank: number): Tensor {
  if (isDevice(value) && value.layout === 'channelsLast' && rankOf(value) === rank) return value.tensor;
  const tensor = run.tensor(value);
  const padded = tensor.shape.length === rank ? tensor : tensor.reshape(padShape(tensor.shape, rank));
  return reorder(padded, toLastAxes(rank));
}

/** Applies `compute` to the tensor of one value, wherever its channels are. */
export const inPlace = (run: Run, value: Value, compute: (x: Tensor) => Tensor, type?: ElementType): DeviceValue => {
  const { tensor, layout, type: own } = run.toDevice(value);
  return device(compute(tensor), type ?? own, layout);
};

/** The widest float of a backend, which integers pass through for what has no integer kernels. */
export const widest = ({ backend }: Run): FloatDType => (backend.dtypes.includes('float64') ? 'float64' : 'float32');

/** Applies an operation of floats; integers are turned into floats and back. */
export function byFloats(run: Run, operands: readonly (Tensor | number)[], compute: Compute): Tensor {
  const isWhole = operands.some((x) => typeof x !== 'number' && !isFloat(x.dtype));
  if (!isWhole) return compute(...operands);
  return scope(() =>
    cast(compute(...operands.map((x) => (typeof x === 'number' ? x : cast(x, widest(run))))), 'int32'),
  );
}

/** An operation on tensors and numbers. */
export type Compute = (...operands: (Tensor | number)[]) => Tensor;

export function asDType(run: Run, value: Value, dtype: FloatDType | 'int32'): DeviceValue {
  if (isDevice(value)) {
    const { tensor, type, layout } = value;
    return tensor.dtype === dtype ? value : device(cast(tensor, dtype), type, layout);
  }
  const data = dtype === 'int32' ? Int32Array.from(value.data) : floats(dtype, value.data);
  return device(upload(run.backend, { layout: 'dense', shape: value.shape, data }), value.type);
}

const floats = (dtype: FloatDType, data: ArrayLike<number>): Float32Array | Float64Array =>
  dtype === 'float64' ? Float64Array.from(data) : Float32Array.from(data);
