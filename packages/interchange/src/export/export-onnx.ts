import { checkOptionNames, type Network } from '@nablajs/core';
import type { GraphModel } from '../model/graph-model.js';
import { type OnnxDataOptions, writeOnnx, writeOnnxFiles } from '../onnx/write-onnx.js';
import { type ExportOptions, toGraphModel } from './to-graph-model.js';

/** Options of `exportOnnx` with a file of the weights. */
export interface ExportOnnxOptions extends ExportOptions {
  /** Puts large weights into a second file. Default: all are in the model. */
  readonly external?: OnnxDataOptions;
}

/** An ONNX file, or two. */
export interface ExportedOnnx {
  readonly model: Uint8Array;
  /** The file of the weights, if it is wanted. */
  readonly data?: Uint8Array;
}

/**
 * Writes a network as an ONNX file: see `toGraphModel`. With `external`, large weights are in a second file of the same
 * folder.
 *
 * Throws NablaError `argument` for a module without a form in ONNX, and of code `data` for more than 2 GB in one file.
 *
 * @example
 * ```ts
 * const { model } = await exportOnnx(network, { classes: ['cat', 'dog'], softmax: true });
 * await writeFile('model.onnx', model);
 * ```
 */
export async function exportOnnx(network: Network, options: ExportOnnxOptions = {}): Promise<ExportedOnnx> {
  checkOptionNames('exportOnnx', options, ['softmax', 'classes', 'normalisation', 'metadata', 'external']);
  const { external, ...rest } = options;
  const { module, declaredShapes, dtype } = network;
  const parameters = await network.parameters.read();
  const graph: GraphModel = toGraphModel({ module, parameters, inputShape: declaredShapes, dtype }, rest);
  return external === undefined ? { model: writeOnnx(graph) } : writeOnnxFiles(graph, external);
}
