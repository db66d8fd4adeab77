/** Encodes ONNX models, with the few messages of onnx.proto that the networks of the workloads need. */

const IR_VERSION = 8;
const DEFAULT_OPERATORS = { '': 17 };
export const ELEMENT_TYPES = { float32: 1, int32: 6, int64: 7, float64: 11 };

/** A negative number is its complement in 64 bits. */
function varint(value) {
  const bytes = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest % 128n) + 128);
  }
}

const numberField = (field, value) => Buffer.concat([varint(field * 8), varint(value)]);

/** Encodes a field with a string, bytes or a message. */
function bytesField(field, value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

function floatField(field, value) {
  return Buffer.concat([varint(field * 8 + 5), new Uint8Array(Float32Array.of(value).buffer)]);
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
function valueInfo({ name, type, shape }) {
  const dims = shape.map((size) =>
    bytesField(1, typeof size === 'string' ? bytesField(2, size) : numberField(1, size)),
  );
  const tensorType = Buffer.concat([numberField(1, type), bytesField(2, Buffer.concat(dims))]);
  return Buffer.concat([bytesField(1, name), bytesField(2, bytesField(1, tensorType))]);
}

/** AttributeProto: name 1, f 2, i 3, type 20 (1 for f, 2 for i). A whole number is i. */
function attribute([name, value]) {
  const content = Number.isInteger(value)
    ? [numberField(3, value), numberField(20, 2)]
    : [floatField(2, value), numberField(20, 1)];
  return Buffer.concat([bytesField(1, name), ...content]);
}

/** NodeProto: input 1, output 2, op_type 4, attribute 5, domain 7. The operator may have a domain: `domain/Gelu`. */
export function node(operator, from, to, attributes = {}) {
  const [type, domain = ''] = operator.split('/').reverse();
  return Buffer.concat([
    ...from.map((name) => bytesField(1, name)),
    ...to.map((name) => bytesField(2, name)),
    bytesField(4, type),
    ...Object.entries(attributes).map((one) => bytesField(5, attribute(one))),
    ...(domain === '' ? [] : [bytesField(7, domain)]),
  ]);
}

/**
 * Returns the bytes of a model: ModelProto with ir_version 1, graph 7, opset_import 8 (domain 1, version 2); GraphProto
 * with node 1, name 2, initializer 5, input 11, output 12.
 *
 * @param {object} graph
 * @param {Buffer[]} graph.nodes From `node`.
 * @param {[name: string, type: number, values: { data: ArrayBufferView, shape: number[] }][]} graph.parameters
 * @param {{ name: string, type: number, shape: (number | string)[] }[]} graph.inputs
 * @param {{ name: string, type: number, shape: (number | string)[] }[]} graph.outputs
 * @param {Record<string, number>} [graph.operators] The version of the operators of each domain.
 */
export function model({ nodes, parameters, inputs, outputs, operators = DEFAULT_OPERATORS }) {
  const graph = Buffer.concat([
    ...nodes.map((message) => bytesField(1, message)),
    bytesField(2, 'network'),
    ...parameters.map((one) => bytesField(5, tensor(...one))),
    ...inputs.map((one) => bytesField(11, valueInfo(one))),
    ...outputs.map((one) => bytesField(12, valueInfo(one))),
  ]);
  const versions = Object.entries(operators).map(([domain, version]) =>
    bytesField(8, Buffer.concat([...(domain === '' ? [] : [bytesField(1, domain)]), numberField(2, version)])),
  );
  return Buffer.concat([numberField(1, IR_VERSION), bytesField(7, graph), ...versions]);
}
