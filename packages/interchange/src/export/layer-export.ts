/** What the exporters of layers use. */
import {
  type Blueprint,
  type DenseArray,
  type FloatDType,
  type Module,
  NablaError,
  type Shape,
  shapesOf,
  sizeOf,
  type TypedConfig,
} from '@nablajs/core';
import { fits32 } from '../model/decimals.js';
import type { OperatorFunction } from '../model/graph-model.js';
import { type ElementType, type HostTensor, hostData } from '../model/host-tensor.js';
import { type Attributes, NodeWriter } from './node-writer.js';

/**
 * A value of the network. Our images have their channels last, ONNX's first, so a value has one name for each order in
 * which it is there.
 */
export interface Value {
  /** Without the batch, channels last; NaN for open dimensions. */
  readonly shape: Shape;
  readonly type: ElementType;
  /** Its names; at least one is there. */
  readonly names: { last?: string; first?: string };
}

/** The order of axes. */
export type Order = 'last' | 'first';

/** Writes one type of modules: adds nodes, and returns the outputs. */
export type ExportModule = (layer: LayerExport, ...inputs: readonly Value[]) => Value | readonly Value[];

/** Exporters by the type of the module's config. */
export type ExportTable = Readonly<Record<string, ExportModule>>;

/** What all layers of a network share. */
export class ExportState {
  readonly writer: NodeWriter;
  readonly dtype: FloatDType;
  readonly constants: Map<string, HostTensor> = new Map();
  readonly functions: OperatorFunction[] = [];
  readonly table: ExportTable;
  /** The version of ONNX's operators. */
  readonly opset: number;
  /** The versions of operators of other domains. */
  readonly opsets: Map<string, number> = new Map();
  /** More parameters: other names of those that graphs have. */
  readonly more: Map<string, DenseArray> = new Map();
  readonly #parameters: ReadonlyMap<string, DenseArray>;
  /** The names of initializers, by the array and its order of axes: tied parameters are one. */
  readonly #known = new Map<DenseArray, Map<string, string>>();

  constructor(table: ExportTable, parameters: ReadonlyMap<string, DenseArray>, dtype: FloatDType, opset: number) {
    this.table = table;
    this.opset = opset;
    this.#parameters = parameters;
    this.dtype = dtype;
    this.writer = new NodeWriter(dtype, opset);
  }

  /** Whether attributes of 32 bits would lose digits. */
  get isDouble(): boolean {
    return this.dtype === 'float64';
  }

  /** Returns the elements of a parameter. */
  array(name: string): DenseArray {
    const array = this.#parameters.get(name) ?? this.more.get(name);
    if (array !== undefined) return array;
    throw new NablaError('argument', `toGraphModel: there is no parameter '${name}'.`);
  }

  parameter(name: string, form: WeightForm = {}): string {
    const array = this.array(name);
    const names = this.#known.get(array) ?? new Map<string, string>();
    this.#known.set(array, names);
    const { key = '', turn = same, type = this.dtype } = form;
    const known = names.get(key);
    if (known !== undefined) return known;
    const own = this.writer.unique(name);
    const { data, shape } = turn(array);
    if (data.constructor !== hostData(type, 0).constructor) {
      throw new NablaError('dtype', `toGraphModel: expected ${type}. The parameter '${name}' has other elements.`);
    }
    this.constants.set(own, { type, shape, data: data as HostTensor['data'] });
    names.set(key, own);
    return own;
  }
}

export interface WeightForm {
  /** Differs between forms. */
  readonly key?: string;
  /** Default: the dtype of the network. */
  readonly type?: ElementType;
  readonly turn?: (array: DenseArray) => Pick<DenseArray, 'data' | 'shape'>;
}

const same = (array: DenseArray): DenseArray => array;

/** One module where it is called. */
export class LayerExport {
  readonly state: ExportState;
  readonly module: Module;
  readonly path: string;
  readonly blueprint: Blueprint;

  constructor(state: ExportState, module: Module, path: string, blueprint: Blueprint) {
    this.state = state;
    this.module = module;
    this.path = path;
    this.blueprint = blueprint;
  }

  /** The module's options. */
  get config(): TypedConfig {
    return this.module.config;
  }

  get writer(): NodeWriter {
    return this.state.writer;
  }

  /** Whether an operator of ONNX, which is there since a version, can have numbers of 32 bits as its attributes. */
  isPlain(since = 1, ...numbers: readonly number[]): boolean {
    return !this.state.isDouble && this.state.opset >= since && numbers.every(fits32);
  }

  /** The shape of the first output. */
  get shape(): Shape {
    return shapesOf(this.blueprint.outputShape)[0] as Shape;
  }

  nameOf(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  /** Adds a parameter, and returns its name. */
  parameter(name: string, form?: WeightForm): string {
    return this.state.parameter(this.nameOf(name), form);
  }

  add(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.writer.add(type, inputs, attributes, this.path);
  }

  last(value: Value): string {
    return lastOf(this.writer, value);
  }

  first(value: Value): string {
    const { names, shape } = value;
    if (shape.length < 2) return this.last(value);
    if (names.first === undefined) {
      const axes = [0, shape.length, ...Array.from({ length: shape.length - 1 }, (_, at) => at + 1)];
      names.first = this.writer.transpose(names.last as string, axes);
    }
    return names.first;
  }

  /** Makes an output of its name. Default: the first output of the module. */
  value(name: string, order: Order = 'last', shape: Shape = this.shape, type: ElementType = this.state.dtype): Value {
    return { shape, type, names: shape.length < 2 ? { last: name } : { [order]: name } };
  }

  /** Computes in the order that the inputs are there. */
  elementwise(inputs: readonly Value[], make: (names: readonly string[], order: Order) => string): Value {
    const order = inputs.some(({ names }) => names.last === undefined) ? 'first' : 'last';
    return this.value(
      make(
        inputs.map((input) => this[order](input)),
        order,
      ),
      order,
    );
  }

  /** Calls an inner module by its name. */
  run(name: string, module: Module, ...inputs: readonly Value[]): readonly Value[] {
    return exportModule(this.state, module, name === '' ? this.path : this.nameOf(name), inputs);
  }

  /** Calls an inner module that has one output. */
  one(name: string, module: Module, ...inputs: readonly Value[]): Value {
    return this.run(name, module, ...inputs)[0] as Value;
  }
}

/** Reorders the value if it is not there with its channels last. */
export function lastOf(writer: NodeWriter, { names, shape }: Value): string {
  const axes = [0, ...Array.from({ length: shape.length - 1 }, (_, at) => at + 2), 1];
  names.last ??= writer.transpose(names.first as string, axes);
  return names.last;
}

/** Throws NablaError `argument` for a type that is unknown here. */
export function exportModule(
  state: ExportState,
  module: Module,
  path: string,
  inputs: readonly Value[],
): readonly Value[] {
  const { type } = module.config;
  if (!Object.hasOwn(state.table, type)) {
    throw new NablaError('argument', `toGraphModel: '${path}' is of type '${type}', which has no form in ONNX.`);
  }
  const blueprint = module.build(...inputs.map(({ shape }) => shape));
  const made = (state.table[type] as ExportModule)(new LayerExport(state, module, path, blueprint), ...inputs);
  return (Array.isArray(made) ? made : [made]) as readonly Value[];
}

/** A form with the axes in another order. */
export const inOrder = (axes: readonly number[]): WeightForm => ({
  key: `${axes}`,
  turn: ({ data, shape }) => permuted(data as HostTensor['data'], shape, axes),
});

/** Reorders the axes of an array. */
export function permuted(data: HostTensor['data'], shape: Shape, axes: readonly number[]): HostTensorParts {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const sizes = axes.map((axis) => shape[axis] as number);
  const steps = axes.map((axis) => strides[axis] as number);
  const out = new (data.constructor as new (length: number) => HostTensor['data'])(data.length);
  const index = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = data[from] as number;
    // Counts the index up, like the digits of a number.
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (sizes[axis] as number)) break;
      from -= (steps[axis] as number) * (sizes[axis] as number);
      index[axis] = 0;
    }
  }
  return { data: out as DenseArray['data'], shape: sizes };
}

/** An array without its type. */
type HostTensorParts = Pick<DenseArray, 'data' | 'shape'>;
