import type { ValueInfo } from '../model/graph-model.js';
import { damaged, show } from './damaged.js';
import { elementType } from './element-types.js';
import { DIMENSION, SHAPE, TENSOR_TYPE, TYPE, VALUE } from './fields.js';
import type { ProtobufReader } from './protobuf-reader.js';

/** What a type says of a tensor. */
interface TensorType {
  readonly elements: number;
  readonly shape: ValueInfo['shape'];
}

export function readValueInfo(reader: ProtobufReader, isOptional: boolean): ValueInfo {
  let name = '';
  let type: ProtobufReader | undefined;
  while (reader.hasMore) {
    const field = reader.field();
    if (field === VALUE.name) name = reader.text();
    else if (field === VALUE.type) type = reader.message();
    else reader.skip();
  }
  const what = `the value ${show(name)}`;
  const { elements, shape } = (type && tensorType(what, name, type)) ?? { elements: 0, shape: undefined };
  return { name, type: isOptional && elements === 0 ? 'float32' : elementType(elements, what), shape };
}

function tensorType(what: string, name: string, reader: ProtobufReader): TensorType | undefined {
  let found: TensorType | undefined;
  while (reader.hasMore) {
    const field = reader.field();
    if (field === TYPE.tensor) found = tensorOf(name, reader.message());
    else if (reader.isBytes && field > TYPE.tensor && field !== 6) {
      throw damaged(`${what} is no tensor (a sequence, a map, an optional or a sparse one), which is not supported`);
    } else reader.skip();
  }
  return found;
}

function tensorOf(name: string, reader: ProtobufReader): TensorType {
  let elements = 0;
  let shape: (number | string)[] | undefined;
  while (reader.hasMore) {
    const field = reader.field();
    if (field === TENSOR_TYPE.elements) elements = reader.integer();
    else if (field === TENSOR_TYPE.shape) shape = shapeOf(name, reader.message());
    else reader.skip();
  }
  return { elements, shape };
}

function shapeOf(name: string, reader: ProtobufReader): (number | string)[] {
  const shape: (number | string)[] = [];
  while (reader.hasMore) {
    // A dimension without a name may have any length too.
    if (reader.field() === SHAPE.dimension) shape.push(dimension(reader.message()) ?? `${name}.${shape.length}`);
    else reader.skip();
  }
  return shape;
}

function dimension(reader: ProtobufReader): number | string | undefined {
  let found: number | string | undefined;
  while (reader.hasMore) {
    const field = reader.field();
    if (field === DIMENSION.size) found = reader.integer();
    else if (field === DIMENSION.name) found = reader.text();
    else reader.skip();
  }
  const isKnown = typeof found === 'string' ? found !== '' : Number.isSafeInteger(found) && Number(found) >= 0;
  return isKnown ? found : undefined;
}
