/** Encodes a dense network as an ONNX model, with the few messages of onnx.proto that it needs. */
import { parameterNames } from './network.mjs';

const IR_VERSION = 8;
const OPERATORS_VERSION = 17;
const ELEMENT_TYPES = { float32: 1, float64: 11 };

function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

const numberField = (field, value) => Buffer.concat([varint(field * 8), varint(value)]);

/** Encodes a field with a string, bytes or a message. */
function bytesField(field, value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9. */
function tensor(name, type, { data, shape }) {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const dims = shape.map((size) => numberField(1, size));
  return Buffer.concat([...dims, numberField(2, type), bytesField(8, name), bytesField(9, raw)]);
}

/**
 * ValueInfoProto: name 1, type 2. The type is a TypeProto: tensor_type 1 with elem_type 1 and shape 2, whose dim 1 has
 * dim_value 1 or dim_param 2.
 */
function valueInfo(name, type, columns) {
  const shape = Buffer.concat([bytesField(1, bytesField(2, 'rows')), bytesField(1, numberField(1, columns))]);
  const tensorType = Buffer.concat([numberField(1, type), bytesField(2, shape)]);
  return Buffer.concat([bytesField(1, name), bytesField(2, bytesField(1, tensorType))]);
}

/** NodeProto: input 1, output 2, op_type 4. */
function node(operator, from, to) {
  return Buffer.concat([...from.map((name) => bytesField(1, name)), bytesField(2, to), bytesField(4, operator)]);
}

function nodes(layers) {
  return Array.from({ length: layers }, (_, index) => {
    const layer = index + 1;
    const last = layer === layers;
    const from = index === 0 ? 'x' : `a${index}`;
    const gemm = node('Gemm', [from, `w${layer}`, `b${layer}`], last ? 'logits' : `z${layer}`);
    return last ? [gemm] : [gemm, node('Relu', [`z${layer}`], `a${layer}`)];
  }).flat();
}

/**
 * Returns the bytes of a model from `x` [rows, features] to `logits` [rows, classes]: ModelProto with ir_version 1,
 * graph 7, opset_import 8; GraphProto with node 1, name 2, initializer 5, input 11, output 12.
 *
 * @param {Record<string, import('./files.mjs').Input>} inputs `x` and the parameters.
 */
export function onnxModel(workload, inputs) {
  const type = ELEMENT_TYPES[workload.dtype];
  const names = parameterNames(workload);
  const graph = Buffer.concat([
    ...nodes(names.length / 2).map((message) => bytesField(1, message)),
    bytesField(2, 'network'),
    ...names.map((name) => bytesField(5, tensor(name, type, inputs[name]))),
    bytesField(11, valueInfo('x', type, inputs.x.shape[1])),
    bytesField(12, valueInfo('logits', type, inputs[names.at(-1)].shape[0])),
  ]);
  const operators = numberField(2, OPERATORS_VERSION);
  return Buffer.concat([numberField(1, IR_VERSION), bytesField(7, graph), bytesField(8, operators)]);
}
