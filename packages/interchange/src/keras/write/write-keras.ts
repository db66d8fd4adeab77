/** Writes `.keras` files of Keras 3. */
import { checkOptionNames, type FloatDType, NablaError, type OptimizerState } from '@nablajs/core';
import type { Hdf5Group } from '../../hdf5/hdf5.js';
import { writeHdf5 } from '../../hdf5/hdf5.js';
import type { HostTensor } from '../../model/host-tensor.js';
import { writeZip } from '../../zip/zip.js';
import { hostTensor, negated } from '../arrays.js';
import { isJson, type Json, snakeCase } from '../config.js';
import { kerasOptimizer } from '../optimizer.js';
import type { WrittenCall, WrittenLayer, WrittenModel, WrittenValue } from './emitter.js';
import { type ExportedModel, toKerasModel } from './model.js';

/** Options of `writeKeras`. */
export interface WriteKerasOptions {
  /** The optimizer's state, as `takeOptimizerState` returns it: Keras then goes on training. Default: none. */
  readonly optimizer?: OptimizerState;
  /** Keras' name of the loss, with an optimizer: `mean_squared_error`. Default: none; compile the model in Keras. */
  readonly loss?: string;
  /** What Keras computes in. Default: that of the parameters. */
  readonly dtype?: FloatDType;
}

/**
 * Writes a network as a `.keras` file, for `keras.saving.load_model` of Keras 3: a Functional model with the layers,
 * their weights and, if passed, the state of the optimizer.
 *
 * Throws NablaError `argument` that lists, with their counts, all modules that Keras has no layer for, and for an
 * optimizer that it does not have: one with groups, or without `formula: 'keras'`.
 *
 * @example
 * ```ts
 * const parameters = await model.parameters.read();
 * const { module, declaredShapes: inputShape } = model;
 * const bytes = writeKeras({ module, parameters, inputShape, frozen: model.parameters.frozen });
 * await writeFile('model.keras', bytes);
 * ```
 */
export function writeKeras(model: ExportedModel, options: WriteKerasOptions = {}): Uint8Array {
  checkOptionNames('writeKeras', options, ['optimizer', 'loss', 'dtype']);
  const written = toKerasModel('writeKeras', model, false);
  const isDouble = [...model.parameters.values()].some(({ data }) => data instanceof Float64Array);
  const { optimizer, loss, dtype = isDouble ? 'float64' : 'float32' } = options;
  const saved = optimizer && kerasOptimizer(optimizer.config);
  if (optimizer !== undefined && saved === undefined) {
    const remedy = "create it without groups and with formula: 'keras'";
    throw new NablaError(
      'argument',
      `writeKeras: Keras has no optimizer like this ${optimizer.config.type}; ${remedy}.`,
    );
  }
  const compiled = saved && { compile_config: { optimizer: saved.json, loss: loss ?? null, metrics: null } };
  const config = { ...modelConfig(written, dtype), ...compiled };
  const root = weightTree(written);
  if (optimizer !== undefined && saved !== undefined) {
    const vars = optimizerArrays(written, optimizer, saved, dtype);
    root.groups.set('optimizer', branch(new Map([['vars', branch(new Map(), vars)]])));
  }
  const encode = (value: Json): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const files = [
    ['metadata.json', encode({ keras_version: '3.15.0', date_saved: '1980-01-01@00:00:00' })],
    ['config.json', encode(config)],
    ['model.weights.h5', writeHdf5(root)],
  ] as const;
  return writeZip(new Map(files));
}

const reference = ({ layer, call }: WrittenValue): readonly [string, number, number] => [layer.name, call, 0];

function modelConfig({ layers, inputs, outputs, tokens }: WrittenModel, dtype: string): Json {
  const several = (values: readonly WrittenValue[]): unknown => {
    const all = values.map(reference);
    return all.length === 1 ? all[0] : all;
  };
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: 'nabla',
      trainable: true,
      layers: layers.map((layer) => layerConfig(layer, tokens.has(layer) ? 'int32' : dtype)),
      input_layers: several(inputs),
      output_layers: several(outputs),
    },
    registered_name: 'Functional',
  };
}

function layerConfig({ className, name, config, calls, isTrainable }: WrittenLayer, dtype: string): Json {
  const isInput = className === 'InputLayer';
  return {
    module: 'keras.layers',
    class_name: className,
    config: isInput
      ? { ...config, dtype, name }
      : { name, ...(!isTrainable && { trainable: false }), dtype, ...withInner(config, dtype) },
    registered_name: null,
    name,
    inbound_nodes: isInput ? [] : calls.map((call) => callConfig(className, call, dtype)),
  };
}

/** A layer inside a layer has a dtype of its own. */
const withInner = (config: Json, dtype: string): Json =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) =>
      isJson(value) && isJson(value['config'])
        ? [name, { ...value, config: { ...value['config'], dtype } }]
        : [name, value],
    ),
  );

/** Layers that take a list of values. */
const MERGES = ['Add', 'Multiply', 'Subtract', 'Average', 'Maximum', 'Minimum', 'Concatenate'];

function callConfig(className: string, { inputs, options }: WrittenCall, dtype: string): Json {
  // Keras makes the shape anew when it calls the layer.
  const tensors = inputs.map((value) => ({
    class_name: '__keras_tensor__',
    config: { shape: [null], dtype, keras_history: reference(value) },
  }));
  return { args: MERGES.includes(className) ? [tensors] : tensors, kwargs: options };
}

/** A group that can still grow. */
interface Branch extends Hdf5Group {
  readonly groups: Map<string, Branch>;
  readonly arrays: Map<string, HostTensor>;
}

const branch = (groups = new Map<string, Branch>(), arrays = new Map<string, HostTensor>()): Branch => ({
  attributes: new Map(),
  groups,
  arrays,
});

/** Weights lie where Keras walks: `layers/dense_1/vars/0`, counted for each class. */
function weightTree({ layers }: WrittenModel): Branch {
  const root = branch();
  const used = new Map<string, number>();
  for (const { className, variables } of layers) {
    const snake = snakeCase(className);
    const count = used.get(snake) ?? 0;
    used.set(snake, count + 1);
    for (const { path, array } of variables) {
      const parts = ['layers', count === 0 ? snake : `${snake}_${count}`, ...path.split('/')];
      const last = parts.pop() as string;
      let group = root;
      for (const part of parts) {
        const next = group.groups.get(part) ?? branch();
        group.groups.set(part, next);
        group = next;
      }
      group.arrays.set(last, variableTensor(array));
    }
  }
  return root;
}

const variableTensor = (array: WrittenLayer['variables'][number]['array']): HostTensor =>
  array.data instanceof Int32Array ? { type: 'int32', shape: array.shape, data: array.data } : hostTensor(array);

/** The optimizer's variables: iterations, learning rate, then the slots of what is trained. */
function optimizerArrays(
  { layers }: WrittenModel,
  { steps, slots, config }: OptimizerState,
  { groups, isNegated = false }: NonNullable<ReturnType<typeof kerasOptimizer>>,
  dtype: 'float32' | 'float64',
): Map<string, HostTensor> {
  const trained = layers
    .filter(({ isTrainable }) => isTrainable)
    .flatMap(({ variables }) => variables.filter(({ trainable }) => trainable));
  const Floats = dtype === 'float64' ? Float64Array : Float32Array;
  const all: HostTensor[] = [
    { type: 'int64', shape: [], data: Float64Array.of(steps) },
    { type: dtype, shape: [], data: Floats.of(config['learningRate'] as number) },
  ];
  for (const group of groups) {
    for (const { from, make, array } of trained) {
      for (const slot of group) {
        const own = from.map((name) => slots.get(`${name}/${slot}`));
        const zeros = { ...array, data: new Floats(array.data.length) };
        const made = own.includes(undefined) ? zeros : make(own as never);
        all.push(hostTensor(isNegated ? negated(made) : made));
      }
    }
  }
  return new Map(all.map((tensor, at) => [`${at}`, tensor]));
}
