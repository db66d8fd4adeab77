/** Reads and writes networks of other libraries. */
export { type ExportedOnnx, type ExportOnnxOptions, exportOnnx } from './export/export-onnx.js';
export { type ExportedNetwork, type ExportOptions, toGraphModel } from './export/to-graph-model.js';
export type { GraphDefinition, GraphParameter, GraphValue } from './graph/definition.js';
export { type GraphModule, type GraphModuleOptions, graphModule } from './graph/graph-module.js';
export { graphNodes, type ListedGraph, type ListedNode } from './graph/graph-nodes.js';
export { type ImportOnnxOptions, importOnnx } from './graph/import-onnx.js';
export { OPERATOR_LAYERS, OperatorGraph } from './graph/operator-graph.js';
export { type RunGraphOptions, runGraph } from './graph/run-graph.js';
export { unsupportedOperators } from './graph/unsupported.js';
export * from './hdf5/hdf5.js';
export {
  type ImportedModel,
  type ImportedNetworkOptions,
  importedNetwork,
  importedOptimizer,
} from './keras/imported-model.js';
export { KERAS_LAYERS } from './keras/modules.js';
export { type ReadKerasOptions, readKeras } from './keras/read/read-keras.js';
export type { ExportedModel } from './keras/write/model.js';
export { type WriteKerasOptions, writeKeras } from './keras/write/write-keras.js';
export type * from './model/graph-model.js';
export * from './model/host-tensor.js';
export { readNpy, writeNpy } from './numpy/npy.js';
export { readNpz, type WriteNpzOptions, writeNpz } from './numpy/npz.js';
export { type ReadOnnxOptions, readOnnx } from './onnx/read-onnx.js';
export { type OnnxDataOptions, type OnnxFiles, writeOnnx, writeOnnxFiles } from './onnx/write-onnx.js';
export { readTfjs, type TfjsFiles } from './tfjs/read-tfjs.js';
export { type WriteTfjsOptions, writeTfjs } from './tfjs/write-tfjs.js';
export * from './torch/index.js';
export { type ReadZipOptions, readZip, type WriteZipOptions, writeZip, type ZipFile } from './zip/zip.js';
