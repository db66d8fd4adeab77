/** Types of elements and choices between elements. */
import { cast, equal, type Tensor, upload, where } from '@nablajs/core';
import { type ElementType, type HostTensor, hostData } from '../../model/host-tensor.js';
import { mapHost, storedAs } from '../exact/arrays.js';
import type { Operator, OperatorTable } from '../operator.js';
import type { Run } from '../run.js';
import { type DeviceValue, device, isDevice, isFloatType, type Value } from '../values.js';
import { aligned, asDType, inPlace } from './align.js';

/** The numbers that ONNX gives to types. float16 and bfloat16 are float32 here. */
const TYPES: Readonly<Record<number, ElementType>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float32',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  16: 'float32',
};

/** The type of a number in an attribute, such as `to` of Cast; undefined for one that is not supported. */
export const elementTypeOf = (number: number): ElementType | undefined => TYPES[number];

/** Floats lose their fraction; what does not fit wraps. */
function hostCast(x: HostTensor, type: ElementType): HostTensor {
  if (type === x.type) return x;
  const data = hostData(type, x.data.length);
  const store = storedAs(type);
  const isCut = isFloatType(x.type) && !isFloatType(type) && type !== 'bool';
  for (let i = 0; i < data.length; i++) {
    const value = x.data[i] as number;
    data[i] = store(isCut ? Math.trunc(value) : value);
  }
  return { type, shape: x.shape, data };
}

/** Integers are int32 on the device; a bool stays in the dtype of what was compared. */
function deviceCast(run: Run, value: DeviceValue, type: ElementType): DeviceValue {
  const dtype = run.dtypeOn(type);
  return inPlace(
    run,
    value,
    (x) => {
      if (type === 'bool') return value.type === 'bool' ? x : truth(x);
      return x.dtype === dtype ? x : cast(x, dtype);
    },
    type,
  );
}

/** 1 where x is not 0. */
const truth = (x: Tensor): Tensor => equal(equal(x, 0), 0);

const casting: Operator = (node) => {
  const type = elementTypeOf(node.int('to'));
  if (type === undefined) throw node.error(`has no type of elements number ${node.int('to')}`);
  return {
    host: (x) => hostCast(x, type),
    device: (run, x) => deviceCast(run, run.toDevice(x), type),
  };
};

const like: Operator = () => ({
  host: (x, other) => hostCast(x, other.type),
  device: (run, x, other) => (isDevice(x) ? deviceCast(run, x, other.type) : hostCast(x, other.type)),
});

/** The condition in the dtype of the values: core casts an int32 in each call. */
function choice(run: Run, condition: Value, a: Value, b: Value): DeviceValue {
  const typed = isDevice(a) ? a.tensor.dtype : isDevice(b) ? b.tensor.dtype : run.dtypeOn(a.type);
  const test = asDType(run, condition, typed as 'float32');
  const { operands, layout } = aligned(run, [test, a, b]);
  const [chosen, yes, no] = operands as [Tensor, Tensor | number, Tensor | number];
  if (typeof yes !== 'number' || typeof no !== 'number') return device(where(chosen, yes, no), a.type, layout);
  const only = upload(run.backend, { layout: 'dense', shape: [], data: constant(yes, chosen) });
  return device(where(chosen, only, no), a.type, layout);
}

const constant = (value: number, { dtype }: Tensor): Float32Array | Float64Array | Int32Array =>
  dtype === 'int32' ? Int32Array.of(value) : dtype === 'float64' ? Float64Array.of(value) : Float32Array.of(value);

export const SELECTION: OperatorTable = {
  Cast: casting,
  CastLike: like,
  Where: () => ({
    host: (test, a, b) => mapHost(a.type, [test, a, b], (t, x, y) => (t === 0 ? y : x)),
    device: (run, test, a, b) => choice(run, test, a, b),
  }),
};
