import { type Backend, checkOptionNames, type FloatDType, Network } from '@nablajs/core';
import { type ReadOnnxOptions, readOnnx } from '../onnx/read-onnx.js';
import { type GraphModuleOptions, graphModule } from './graph-module.js';
import type { OperatorGraph } from './operator-graph.js';

/** Options of `importOnnx`. */
export interface ImportOnnxOptions extends ReadOnnxOptions, GraphModuleOptions {
  /** The dtype of parameters, activations and gradients. Default: the backend's first. */
  readonly dtype?: FloatDType;
}

/**
 * Reads an ONNX model as a network, which computes, trains and is saved as any other; pass `OPERATOR_LAYERS` when you
 * load it again. Throws as `readOnnx` and `graphModule` do.
 *
 * @example
 * ```ts
 * using network = importOnnx(backend, await readFile('model.onnx'));
 * const [scores] = await predict(network, images);
 * ```
 */
export function importOnnx(
  backend: Backend,
  bytes: Uint8Array,
  options: ImportOnnxOptions = {},
): Network<OperatorGraph> {
  checkOptionNames('importOnnx', options, ['external', 'inputShapes', 'inputs', 'outputs', 'inferenceOnly', 'dtype']);
  const { external, dtype, ...choices } = options;
  const model = readOnnx(bytes, external === undefined ? {} : { external });
  const { module, parameters, inputShape } = graphModule(model, choices);
  return new Network(backend, module, { inputShape, parameters, ...(dtype !== undefined && { dtype }) });
}
