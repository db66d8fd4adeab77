/** Runs a model outside of a network: any inputs, no axis for examples. */
import { type Backend, checkOptionNames, type FloatDType, NablaError, scope, type Tensor } from '@nablajs/core';
import type { GraphModel } from '../model/graph-model.js';
import { type HostTensor, hostData, type NamedTensors } from '../model/host-tensor.js';
import { Run } from '../operators/run.js';
import { isDevice, isFloatType, shapeOf, type Value } from '../operators/values.js';
import { compiled } from './graph-module.js';

/** Options of `runGraph`. */
export interface RunGraphOptions {
  /** The dtype of all floats. Default: that of each value in the file. */
  readonly dtype?: FloatDType;
  /**
   * Where inputs are: `mixed` has floats on the device and all others on the host, where whole numbers are exact.
   * Default: `mixed`.
   */
  readonly place?: 'mixed' | 'host' | 'device';
}

/**
 * Computes the outputs of a model by name. It compiles the model in each call; to predict, use `importOnnx`. Throws as
 * `graphModule` does, and for an input that is missing.
 *
 * @example
 * ```ts
 * const outputs = await runGraph(backend, model, new Map([['x', { type: 'float32', shape: [2], data }]]));
 * ```
 */
export async function runGraph(
  backend: Backend,
  model: GraphModel,
  inputs: NamedTensors,
  options: RunGraphOptions = {},
): Promise<Map<string, HostTensor>> {
  checkOptionNames('runGraph', options, ['dtype', 'place']);
  const { dtype, place = 'mixed' } = options;
  const { module, weights } = compiled(model);
  const run = new Run(backend, dtype);
  const { hostInputs } = module;
  const isPlaced = (name: string, value: HostTensor): boolean =>
    !hostInputs.has(name) && (place === 'device' || (place === 'mixed' && isFloatType(value.type)));
  const values = scope(() => {
    const given = model.inputs.map(({ name }): Value => {
      const value = inputs.get(name);
      if (value === undefined) throw new NablaError('argument', `runGraph: the input '${name}' is missing.`);
      return isPlaced(name, value) ? run.toDevice(value) : value;
    });
    const weight = (name: string): Tensor => run.toDevice(weights.get(name) as HostTensor).tensor;
    return module.evaluate(run, given, weight).map((value) => onePlace(run, value));
  });
  try {
    const read = await Promise.all(values.map(downloaded));
    return new Map(model.outputs.map(({ name }, at) => [name, read[at] as HostTensor]));
  } finally {
    for (const value of values) if (isDevice(value)) value.tensor.dispose();
  }
}

/** A value of the host as it is, or a tensor in the file's order of axes. */
function onePlace(run: Run, value: Value): Value {
  if (!isDevice(value)) return value;
  // A handle of its own: two outputs may be one tensor, and an output may be an input.
  const tensor = run.tensor(value);
  return { ...value, tensor: tensor.reshape(tensor.shape), layout: 'logical' };
}

async function downloaded(value: Value): Promise<HostTensor> {
  if (!isDevice(value)) return value;
  const elements = await value.tensor.data();
  const data = hostData(value.type, elements.length);
  data.set(elements);
  return { type: value.type, shape: shapeOf(value), data };
}
