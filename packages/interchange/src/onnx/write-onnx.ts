import { checkOptionNames, unexpected } from '@nablajs/core';
import type {
  Attribute,
  GraphModel,
  OperatorFunction,
  OperatorGraphModel,
  OperatorNode,
  ValueInfo,
} from '../model/graph-model.js';
import type { HostTensor } from '../model/host-tensor.js';
import { bytesOf, TYPE_NUMBERS } from './element-types.js';
import {
  ATTRIBUTE,
  DIMENSION,
  FUNCTION,
  GRAPH,
  KINDS,
  MODEL,
  NODE,
  OPSET,
  SHAPE,
  TENSOR_TYPE,
  TYPE,
  VALUE,
} from './fields.js';
import { ProtobufWriter } from './protobuf-writer.js';
import { TENSOR } from './read-tensor.js';

/** A model whose large weights are in a file of their own. */
export interface OnnxFiles {
  /** The file of the model. */
  readonly model: Uint8Array;
  /** The file of the weights, which belongs into the same folder. */
  readonly data: Uint8Array;
}

/** Where the large weights go. */
export interface OnnxDataOptions {
  /** The name of the file of the weights, such as `model.onnx.data`. */
  readonly location: string;
  /** From how many bytes on a tensor is large. Default: 1024. */
  readonly least?: number;
}

/** Weights in a file of their own start at multiples of this, for other programs to map them. */
const ALIGNMENT = 4096;

/**
 * Writes an ONNX model with its weights inside. Throws NablaError `data` for more than 2 GB.
 *
 * @example
 * ```ts
 * await writeFile('model.onnx', writeOnnx(model));
 * ```
 */
export const writeOnnx = (model: GraphModel): Uint8Array => modelOf(model, writeTensor).finish();

/**
 * Writes an ONNX model whose large weights are in a second file, which may exceed 2 GB. Throws NablaError `argument`
 * for options that do not fit.
 *
 * @example
 * ```ts
 * const files = writeOnnxFiles(model, { location: 'model.onnx.data' });
 * await writeFile('model.onnx', files.model);
 * await writeFile('model.onnx.data', files.data);
 * ```
 */
export function writeOnnxFiles(model: GraphModel, options: OnnxDataOptions): OnnxFiles {
  checkOptionNames('writeOnnxFiles', options, ['location', 'least']);
  const { location, least = 1024 } = options;
  if (!/^[^/\\:]+$/.test(location)) throw unexpected('writeOnnxFiles location', "a name, 'model.onnx.data'", location);
  const parts: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  let end = 0;
  const writer = modelOf(model, (name, tensor) => {
    const bytes = bytesOf(tensor.type, tensor.data);
    if (bytes.length < least) return writeTensor(name, tensor);
    const offset = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    parts.push({ offset, bytes });
    end = offset + bytes.length;
    const place = { location, offset: `${offset}`, length: `${bytes.length}` };
    return describeTensor(name, tensor).entries(TENSOR.external, place).integer(TENSOR.location, 1);
  });
  const data = new Uint8Array(end);
  for (const { offset, bytes } of parts) data.set(bytes, offset);
  return { model: writer.finish(), data };
}

/** How an initializer is written. */
type WriteTensor = (name: string, tensor: HostTensor) => ProtobufWriter;

function modelOf(model: GraphModel, initializer: WriteTensor): ProtobufWriter {
  const writer = new ProtobufWriter()
    // Version 10 has functions; later ones came with opset 23.
    .integer(MODEL.irVersion, (model.opsets[''] ?? 0) > 22 ? 11 : 10)
    .text(MODEL.producerName, 'nabla')
    .message(MODEL.graph, writeGraph(model, initializer));
  writeOpsets(writer, MODEL.opsetImport, model.opsets);
  writer.entries(MODEL.metadata, model.metadata);
  for (const one of model.functions) writer.message(MODEL.functions, writeFunction(one));
  return writer;
}

function writeOpsets(writer: ProtobufWriter, field: number, opsets: Readonly<Record<string, number>>): void {
  for (const [domain, version] of Object.entries(opsets)) {
    writer.message(field, new ProtobufWriter().text(OPSET.domain, domain).integer(OPSET.version, version));
  }
}

function writeGraph(graph: OperatorGraphModel, initializer: WriteTensor): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const node of graph.nodes) writer.message(GRAPH.node, writeNode(node));
  writer.text(GRAPH.name, graph.name || 'graph');
  for (const [name, tensor] of graph.constants) writer.message(GRAPH.initializer, initializer(name, tensor));
  for (const value of graph.inputs) writer.message(GRAPH.input, writeValueInfo(value));
  for (const value of graph.outputs) writer.message(GRAPH.output, writeValueInfo(value));
  return writer;
}

function writeNode({ name, type, domain, inputs, outputs, attributes }: OperatorNode): ProtobufWriter {
  const writer = new ProtobufWriter().texts(NODE.input, inputs).texts(NODE.output, outputs);
  if (name !== '') writer.text(NODE.name, name);
  writer.text(NODE.type, type);
  writeAttributes(writer, NODE.attribute, attributes);
  if (domain !== '') writer.text(NODE.domain, domain);
  return writer;
}

function writeAttributes(writer: ProtobufWriter, field: number, attributes: Readonly<Record<string, Attribute>>): void {
  for (const [name, attribute] of Object.entries(attributes)) writer.message(field, writeAttribute(name, attribute));
}

function writeAttribute(name: string, attribute: Attribute): ProtobufWriter {
  const writer = new ProtobufWriter().text(ATTRIBUTE.name, name);
  const { kind, value } = attribute;
  if (kind === 'reference') writer.text(ATTRIBUTE.reference, value);
  else if (kind === 'int') writer.integer(ATTRIBUTE.int, value);
  else if (kind === 'float') writer.float(ATTRIBUTE.float, value);
  else if (kind === 'string') writer.text(ATTRIBUTE.string, value);
  else if (kind === 'tensor') writer.message(ATTRIBUTE.tensor, writeTensor('', value));
  else if (kind === 'graph') writer.message(ATTRIBUTE.graph, writeGraph(value, writeTensor));
  else if (kind === 'strings') writer.texts(ATTRIBUTE.strings, value);
  else if (kind === 'ints') for (const one of value) writer.integer(ATTRIBUTE.ints, one);
  else for (const one of value) writer.float(ATTRIBUTE.floats, one);
  return writer.integer(ATTRIBUTE.kind, KINDS[kind === 'reference' ? attribute.of : kind]);
}

function writeFunction(one: OperatorFunction): ProtobufWriter {
  const writer = new ProtobufWriter()
    .text(FUNCTION.name, one.name)
    .texts(FUNCTION.input, one.inputs)
    .texts(FUNCTION.output, one.outputs)
    .texts(FUNCTION.attribute, one.attributes);
  for (const node of one.nodes) writer.message(FUNCTION.node, writeNode(node));
  writeOpsets(writer, FUNCTION.opsetImport, one.opsets);
  writer.text(FUNCTION.domain, one.domain);
  writeAttributes(writer, FUNCTION.defaults, one.defaults ?? {});
  return writer;
}

function describeTensor(name: string, { type, shape }: HostTensor): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const size of shape) writer.integer(TENSOR.dims, size);
  writer.integer(TENSOR.dataType, TYPE_NUMBERS[type]);
  return name === '' ? writer : writer.text(TENSOR.name, name);
}

const writeTensor: WriteTensor = (name, tensor) =>
  describeTensor(name, tensor).bytes(TENSOR.raw, bytesOf(tensor.type, tensor.data));

function writeValueInfo({ name, type, shape }: ValueInfo): ProtobufWriter {
  const tensor = new ProtobufWriter().integer(TENSOR_TYPE.elements, TYPE_NUMBERS[type]);
  if (shape !== undefined) {
    const dimensions = new ProtobufWriter();
    for (const one of shape) {
      const dimension = new ProtobufWriter();
      if (typeof one === 'number') dimension.integer(DIMENSION.size, one);
      else dimension.text(DIMENSION.name, one);
      dimensions.message(SHAPE.dimension, dimension);
    }
    tensor.message(TENSOR_TYPE.shape, dimensions);
  }
  return new ProtobufWriter()
    .text(VALUE.name, name)
    .message(VALUE.type, new ProtobufWriter().message(TYPE.tensor, tensor));
}
