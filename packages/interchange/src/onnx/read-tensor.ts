/** TensorProto: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto. */
import { type HostData, type HostTensor, hostData } from '../model/host-tensor.js';
import { damaged, show } from './damaged.js';
import { BFLOAT16, elementBytes, elementsOf, elementType, FLOAT16, TYPE_NUMBERS } from './element-types.js';
import type { ExternalData } from './external-data.js';
import type { ProtobufReader } from './protobuf-reader.js';

/** The numbers of the fields. */
export const TENSOR = {
  dims: 1,
  dataType: 2,
  floats: 4,
  int32s: 5,
  strings: 6,
  int64s: 7,
  name: 8,
  raw: 9,
  doubles: 10,
  uint64s: 11,
  external: 13,
  location: 14,
} as const;

const MOST_AXES = 64;

/** What the fields hold. */
interface Fields {
  name: string;
  type: number;
  readonly dims: number[];
  /** Elements as numbers, if they are not in bytes. */
  readonly values: number[];
  bytes: Uint8Array | undefined;
  isExternal: boolean;
  readonly place: Map<string, string>;
}

/** Throws NablaError `data` for elements that do not fit the shape. */
export function readTensor(reader: ProtobufReader, external: ExternalData): readonly [name: string, HostTensor] {
  const fields = fieldsOf(reader);
  const what = fields.name === '' ? 'a tensor' : `the tensor ${show(fields.name)}`;
  const size = checkDims(what, fields.dims);
  const type = elementType(fields.type, what);
  const data = dataOf(what, fields, size, external);
  if (data.length !== size) {
    throw damaged(`${what} has the shape [${fields.dims.join(', ')}], but ${data.length} elements`);
  }
  return [fields.name, { type, shape: fields.dims, data }];
}

function fieldsOf(reader: ProtobufReader): Fields {
  const fields: Fields = {
    name: '',
    type: 0,
    dims: [],
    values: [],
    bytes: undefined,
    isExternal: false,
    place: new Map(),
  };
  while (reader.hasMore) {
    const field = reader.field();
    if (field === TENSOR.dims) reader.integers(fields.dims);
    else if (field === TENSOR.dataType) fields.type = reader.integer();
    else if (field === TENSOR.floats) reader.floats(fields.values, 4);
    else if (field === TENSOR.doubles) reader.floats(fields.values, 8);
    else if (field === TENSOR.int32s || field === TENSOR.int64s) reader.integers(fields.values);
    else if (field === TENSOR.uint64s) reader.integers(fields.values, true);
    else if (field === TENSOR.name) fields.name = reader.text();
    else if (field === TENSOR.raw) fields.bytes = reader.bytes();
    else if (field === TENSOR.external) fields.place.set(...readEntry(reader.message()));
    else if (field === TENSOR.location) fields.isExternal = reader.integer() === 1;
    else reader.skip();
  }
  return fields;
}

/** Reads a key and its value. */
export function readEntry(reader: ProtobufReader): readonly [key: string, value: string] {
  const parts = ['', ''] as [string, string];
  while (reader.hasMore) {
    const field = reader.field();
    if (field === 1 || field === 2) parts[field - 1] = reader.text();
    else reader.skip();
  }
  return parts;
}

function checkDims(what: string, dims: readonly number[]): number {
  const size = dims.reduce((product, dim) => product * dim, 1);
  const areWhole = dims.every((dim) => Number.isSafeInteger(dim) && dim >= 0);
  if (areWhole && Number.isSafeInteger(size) && dims.length <= MOST_AXES) return size;
  throw damaged(`${what} has the shape [${dims.slice(0, 9).join(', ')}${dims.length > 9 ? ', …' : ''}]`);
}

function dataOf(what: string, fields: Fields, size: number, external: ExternalData): HostData {
  const { type, values, bytes, isExternal, place } = fields;
  const needed = size * elementBytes(type);
  if (isExternal) {
    const [location = '', offset, length] = ['location', 'offset', 'length'].map((key) => place.get(key));
    const found = external.bytes(what, { location, offset: Number(offset ?? 0), length: Number(length ?? needed) });
    return checked(what, type, found, needed);
  }
  if (bytes !== undefined) return checked(what, type, bytes, needed);
  if (type === FLOAT16 || type === BFLOAT16) {
    return elementsOf(type, new Uint8Array(Uint16Array.from(values).buffer));
  }
  const data = hostData(elementType(type, what), values.length);
  data.set(type === TYPE_NUMBERS.bool ? values.map((value) => (value === 0 ? 0 : 1)) : values);
  return data;
}

function checked(what: string, type: number, bytes: Uint8Array, needed: number): HostData {
  if (bytes.length === needed) return elementsOf(type, bytes);
  throw damaged(`${what} needs ${needed} bytes. Received ${bytes.length}`);
}
