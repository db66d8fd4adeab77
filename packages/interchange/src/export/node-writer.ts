/** Collects the nodes of a graph or of a function, and invents names for their values. */
import type { FloatDType, Shape } from '@nablajs/core';
import type { Attribute, OperatorNode } from '../model/graph-model.js';
import { type ElementType, type HostData, type HostTensor, hostData } from '../model/host-tensor.js';
import { TYPE_NUMBERS } from '../onnx/element-types.js';

/** Attributes by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

export const int = (value: number): Attribute => ({ kind: 'int', value });
export const ints = (value: readonly number[]): Attribute => ({ kind: 'ints', value });
export const float = (value: number): Attribute => ({ kind: 'float', value });
export const string = (value: string): Attribute => ({ kind: 'string', value });

/** From this version on, axes of means and maxima are inputs. */
const AXES_ARE_INPUTS = 18;

/** Collects nodes. Values are strings: their names. */
export class NodeWriter {
  readonly nodes: OperatorNode[] = [];
  readonly dtype: FloatDType;
  /** The version of the operators. */
  readonly opset: number;
  readonly #used = new Set<string>();
  readonly #constants = new Map<string, string>();

  readonly #prefix: string;

  /** `used`: names that are taken; `prefix`: stands before all new names, in a graph inside of another. */
  constructor(dtype: FloatDType, opset: number, used: Iterable<string> = [], prefix = '') {
    this.dtype = dtype;
    this.opset = opset;
    this.#prefix = prefix;
    for (const name of used) this.#used.add(name);
  }

  unique(wanted: string): string {
    const first = this.#prefix + wanted;
    let name = first;
    for (let at = 2; this.#used.has(name); at++) name = `${first}_${at}`;
    this.#used.add(name);
    return name;
  }

  add(type: string, inputs: readonly string[], attributes: Attributes = {}, path = ''): string {
    return this.several(type, inputs, 1, attributes, path)[0] as string;
  }

  several(type: string, inputs: readonly string[], count: number, attributes: Attributes = {}, path = ''): string[] {
    const name = this.unique(path === '' ? type : `${path}/${type}`);
    const outputs = [name, ...Array.from({ length: count - 1 }, (_, at) => this.unique(`${name}:${at + 1}`))];
    this.nodes.push({ name, type, domain: '', inputs, outputs, attributes });
    return outputs;
  }

  /** Adds a value that is no weight, once. */
  constant(tensor: HostTensor): string {
    const key = `${tensor.type} ${tensor.shape} ${tensor.data}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = this.add('Constant', [], { value: { kind: 'tensor', value: tensor } });
    this.#constants.set(key, name);
    return name;
  }

  /** Without brackets, adds a scalar. */
  integers(values: number | readonly number[], type: ElementType = 'int64'): string {
    const list = typeof values === 'number' ? [values] : values;
    return this.constant({ type, shape: typeof values === 'number' ? [] : [list.length], data: filled(type, list) });
  }

  number(value: number, dtype: FloatDType = this.dtype): string {
    return this.floats([value], [], dtype);
  }

  floats(values: readonly number[], shape: Shape, dtype: FloatDType = this.dtype): string {
    return this.constant({ type: dtype, shape, data: filled(dtype, values) });
  }

  /** Converts elements. */
  cast(x: string, type: ElementType): string {
    return this.add('Cast', [x], { to: int(TYPE_NUMBERS[type]) });
  }

  /** Inserts axes of length 1. */
  unsqueeze(x: string, axes: readonly number[]): string {
    return this.add('Unsqueeze', [x, this.integers(axes)]);
  }

  /** Reshapes: 0 stands for the length of the same axis before, -1 for what is left. */
  reshape(x: string, shape: readonly number[]): string {
    return this.add('Reshape', [x, this.integers(shape)]);
  }

  /** Reorders axes. */
  transpose(x: string, axes: readonly number[]): string {
    return this.add('Transpose', [x], { perm: ints(axes) });
  }

  /** The length of an axis, a scalar. */
  length(x: string, axis: number): string {
    return this.add('Gather', [this.add('Shape', [x]), this.integers(axis)]);
  }

  /** Reduces axes by an operator such as `ReduceSum`. */
  reduce(type: string, x: string, axes: readonly number[], keep = true): string {
    const keepdims = int(keep ? 1 : 0);
    if (this.opset < AXES_ARE_INPUTS) return this.add(type, [x], { axes: ints(axes), keepdims });
    return this.add(type, [x, this.integers(axes)], { keepdims });
  }
}

function filled(type: ElementType, values: readonly number[]): HostData {
  const data = hostData(type, values.length);
  data.set(values);
  return data;
}
