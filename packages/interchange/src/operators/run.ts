/** What operators use while a graph runs. */
import {
  type Backend,
  type Context,
  dense,
  type FloatDType,
  type FusedActivation,
  type LinearMap,
  NablaError,
  type Tensor,
  upload,
} from '@nablajs/core';
import type { ElementType, HostTensor } from '../model/host-tensor.js';
import { type DeviceValue, isDevice, isFloatType, reorder, toLastAxes, toLogicalAxes, type Value } from './values.js';

/** How a constant weight lies where core's kernels want another order than the file: turned once, at import. */
export interface WeightForm {
  /** Such as `filters`. Weights in this form have it as their `layout`. */
  readonly name: string;
  /** Turns the file's array. */
  toKernel(weight: HostTensor): HostTensor;
  /** Turns an array back, for the way out. */
  toFile(weight: HostTensor): HostTensor;
  /** Turns a tensor, where the weight was computed, or is used by other nodes too. */
  turn(weight: Tensor): Tensor;
  /** A form without elements that are 0, for weights of which `holds` says so. */
  readonly short?: { readonly form: WeightForm; holds(weight: HostTensor): boolean };
}

/** One run of a graph. */
export class Run {
  readonly backend: Backend;
  /** The dtype of all floats; undefined if each has its own. */
  readonly dtype: FloatDType | undefined;
  /** Of the module that is being called; undefined outside of a network. */
  readonly context: Context | undefined;
  readonly training: boolean;

  constructor(backend: Backend, dtype: FloatDType | undefined, context?: Context) {
    this.backend = backend;
    this.dtype = dtype;
    this.context = context;
    this.training = context?.training === true;
  }

  /** The dtype on the device of what the file calls float32 or float64. */
  dtypeOf(type: 'float32' | 'float64'): FloatDType {
    return this.dtype ?? type;
  }

  /** Uploads a value of the host; a value on the device stays as it is. */
  toDevice(value: Value): DeviceValue {
    if (isDevice(value)) return value;
    const { type, shape } = value;
    return { tensor: upload(this.backend, dense(this.#elements(value), shape)), type, layout: 'logical' };
  }

  #elements({ type, data }: HostTensor): Float32Array | Float64Array | Int32Array {
    if (isFloatType(type)) {
      const isDouble = this.dtypeOf(type) === 'float64';
      if (isDouble) return data instanceof Float64Array ? data : Float64Array.from(data);
      return data instanceof Float32Array ? data : Float32Array.from(data);
    }
    return data instanceof Int32Array ? data : Int32Array.from(data, narrow);
  }

  /** The tensor of a value in the file's order of axes. */
  tensor(value: Value): Tensor {
    const { tensor, layout } = this.toDevice(value);
    if (layout === 'logical') return tensor;
    if (layout === 'channelsLast') return reorder(tensor, toLogicalAxes(tensor.shape.length));
    throw new NablaError('data', `A weight in the form '${layout}' is used as a plain tensor.`);
  }

  /** The tensor of a value with axis 1 of the file as its last axis: [n, height, width, channels]. */
  asChannelsLast(value: Value): Tensor {
    const { tensor, layout } = this.toDevice(value);
    if (layout === 'channelsLast') return tensor;
    const { length } = tensor.shape;
    return length < 3 ? tensor : reorder(this.tensor(value), toLastAxes(length));
  }

  /** A number for one element of the host, without axes that would change the shape; else the tensor. */
  operand(value: Value): Tensor | number {
    if (!isDevice(value) && value.data.length === 1 && value.shape.length === 0) return value.data[0] as number;
    return this.tensor(value);
  }

  /** The tensor of a weight in the form that a kernel wants. */
  inForm(value: Value, form: WeightForm): Tensor {
    if (isDevice(value) && value.layout === form.name) return value.tensor;
    return form.turn(this.tensor(value));
  }

  /** Computes a linear layer: see `Context.linear`. w is the weight's tensor as its kernel wants it. */
  linear(map: LinearMap, x: Tensor, weight: Value, w: Tensor, b: Tensor | undefined, how: FusedActivation): Tensor {
    const name = isDevice(weight) && weight.tensor === w ? weight.parameter : undefined;
    if (this.context === undefined || name === undefined) return map(x, w, b, how);
    return this.context.linear(map, x, name, b, how);
  }

  /**
   * Sets a parameter that an operator updates while training, such as a running mean: see `Context.update`. Does
   * nothing for a value that is no parameter.
   */
  update(value: Value | undefined, next: Tensor): void {
    if (isDevice(value) && value.parameter !== undefined) this.context?.update(value.parameter, next);
  }

  /** Whether a value is a frozen parameter. */
  isFrozen(value: Value | undefined): boolean {
    return isDevice(value) && value.parameter !== undefined && this.context?.isFrozen(value.parameter) === true;
  }

  /** The dtype on the device of a type of elements. */
  dtypeOn(type: ElementType): FloatDType | 'int32' {
    return isFloatType(type) ? this.dtypeOf(type) : 'int32';
  }
}

/** Limits whole numbers to int32: files write the largest int64 for `to the end`. */
const narrow = (value: number): number => Math.max(-2147483648, Math.min(2147483647, value));
