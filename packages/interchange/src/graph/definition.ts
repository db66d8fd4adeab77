import { isNablaError, type JsonValue, NablaError, type Shape, sizeOf, type TypedConfig } from '@nablajs/core';
import type { Attribute, OperatorGraphModel, OperatorNode } from '../model/graph-model.js';
import { type ElementType, type HostTensor, hostData } from '../model/host-tensor.js';

/** An input or an output of an `OperatorGraph`. */
export interface GraphValue {
  readonly name: string;
  readonly type: ElementType;
}

/** A weight of an `OperatorGraph`. */
export interface GraphParameter {
  /** As it lies here, in the form that a kernel wants. */
  readonly shape: Shape;
  readonly type: ElementType;
  /** The name of that form: see `WeightForm`. Default: as the file has it. */
  readonly form?: string;
  /** False for what operators update themselves, such as a running mean. Default: true. */
  readonly trainable?: boolean;
}

/** Everything that an `OperatorGraph` is made of, but for the elements of its parameters. */
export interface GraphDefinition {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  readonly nodes: readonly OperatorNode[];
  /** Fixed values that are not trained, by name. */
  readonly constants: ReadonlyMap<string, HostTensor>;
  readonly parameters: Readonly<Record<string, GraphParameter>>;
  /** The version of each domain's operators. */
  readonly opsets: Readonly<Record<string, number>>;
}

/** Up to here, elements are written as numbers, which people can read. */
const MOST_NUMBERS = 64;

/** JSON has no infinities and no NaN. */
const numberToJson = (value: number): JsonValue =>
  Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? '-0' : String(value);

const numberFromJson = (value: JsonValue | undefined): number => Number(value);

function tensorToJson({ type, shape, data }: HostTensor): JsonValue {
  if (data.length <= MOST_NUMBERS) return { type, shape, data: Array.from(data, numberToJson) };
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    // At most 8,192 arguments.
    text += String.fromCharCode.apply(undefined, bytes.subarray(at, at + 8192) as unknown as number[]);
  }
  return { type, shape, base64: btoa(text) };
}

function tensorFromJson(json: JsonValue | undefined): HostTensor {
  const { type, shape, data, base64 } = objectOf(json) as {
    readonly type: ElementType;
    readonly shape: Shape;
    readonly data?: readonly JsonValue[];
    readonly base64?: string;
  };
  const text = base64 === undefined ? '' : atob(base64);
  const elements = elementsOf(type, Array.isArray(shape) ? sizeOf(shape) : Number.NaN, data?.length, text.length);
  if (data !== undefined) elements.set(data.map(numberFromJson));
  const bytes = new Uint8Array(elements.buffer);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return { type, shape, data: elements };
}

/** Room for so many elements or bytes. */
function elementsOf(type: ElementType, size: number, numbers: number | undefined, bytes: number): HostTensor['data'] {
  const { BYTES_PER_ELEMENT: width } = hostData(type, 0);
  if (size === numbers || (numbers === undefined && size * width === bytes)) return hostData(type, size);
  throw new NablaError('data', `OperatorGraph: a constant of ${size} elements has another number of them.`);
}

function objectOf(json: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, JsonValue>;
  throw new NablaError('data', 'OperatorGraph: the config is damaged; expected an object.');
}

const listFrom = (json: JsonValue | undefined): readonly JsonValue[] => {
  if (Array.isArray(json)) return json;
  throw new NablaError('data', 'OperatorGraph: the config is damaged; expected an array.');
};

function attributeToJson(attribute: Attribute): JsonValue {
  const { kind, value } = attribute;
  if (kind === 'tensor') return { kind, value: tensorToJson(value) };
  if (kind === 'graph') return { kind, value: subgraphToJson(value) };
  if (kind === 'float' || kind === 'int') return { kind, value: numberToJson(value) };
  if (kind === 'floats' || kind === 'ints') return { kind, value: value.map(numberToJson) };
  return { kind, value };
}

function attributeFromJson(json: JsonValue): Attribute {
  const { kind, value } = objectOf(json) as { readonly kind: Attribute['kind']; readonly value: JsonValue };
  if (kind === 'tensor') return { kind, value: tensorFromJson(value) };
  if (kind === 'graph') return { kind, value: subgraphFromJson(value) };
  if (kind === 'float' || kind === 'int') return { kind, value: numberFromJson(value) };
  if (kind === 'floats' || kind === 'ints') return { kind, value: listFrom(value).map(numberFromJson) };
  return { kind, value } as Attribute;
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

/** Leaves out what is empty. */
function nodeToJson({ name, type, domain, inputs, outputs, attributes }: OperatorNode): JsonValue {
  const hasAttributes = Object.keys(attributes).length > 0;
  return {
    ...{ type, inputs, outputs },
    ...(name !== '' && { name }),
    ...(domain !== '' && { domain }),
    ...(hasAttributes && { attributes: mapValues(attributes, attributeToJson) }),
  };
}

function nodeFromJson(json: JsonValue): OperatorNode {
  const { name = '', type, domain = '', inputs, outputs, attributes = {} } = objectOf(json);
  const read = mapValues(objectOf(attributes), attributeFromJson);
  return {
    ...{ name: String(name), type: String(type), domain: String(domain), attributes: read },
    ...{ inputs: listFrom(inputs).map(String), outputs: listFrom(outputs).map(String) },
  };
}

const constantsToJson = (constants: ReadonlyMap<string, HostTensor>): JsonValue =>
  mapValues(Object.fromEntries(constants), tensorToJson);

const constantsFromJson = (json: JsonValue | undefined): Map<string, HostTensor> =>
  new Map(Object.entries(mapValues(objectOf(json), tensorFromJson)));

/** Branches have no shapes: they are those of the values around them. */
function subgraphToJson({ name, inputs, outputs, nodes, constants }: OperatorGraphModel): JsonValue {
  const values = { inputs: inputs.map(bareValue), outputs: outputs.map(bareValue) };
  return {
    name,
    ...values,
    nodes: nodes.map(nodeToJson),
    constants: constantsToJson(constants),
  } as unknown as JsonValue;
}

function subgraphFromJson(json: JsonValue): OperatorGraphModel {
  const { name, inputs, outputs, nodes, constants } = objectOf(json);
  const values = (list: JsonValue | undefined) => valuesFrom(list).map((value) => ({ ...value, shape: undefined }));
  return {
    ...{ name: String(name), inputs: values(inputs), outputs: values(outputs) },
    ...{ nodes: listFrom(nodes).map(nodeFromJson), constants: constantsFromJson(constants) },
  };
}

const bareValue = ({ name, type }: GraphValue): GraphValue => ({ name, type });
const valuesFrom = (json: JsonValue | undefined): GraphValue[] => listFrom(json) as unknown as GraphValue[];

export const toConfig = ({ inputs, outputs, nodes, constants, parameters, opsets }: GraphDefinition): TypedConfig =>
  ({
    ...{ type: 'OperatorGraph', inputs: inputs.map(bareValue), outputs: outputs.map(bareValue), opsets },
    ...{ nodes: nodes.map(nodeToJson), constants: constantsToJson(constants), parameters },
  }) as unknown as TypedConfig;

/** Throws NablaError `data` for anything that `toConfig` did not write. */
export function fromConfigOf(config: TypedConfig): GraphDefinition {
  try {
    return read(config);
  } catch (error) {
    throw isNablaError(error)
      ? error
      : new NablaError('data', 'OperatorGraph: the config is damaged.', { cause: error });
  }
}

function read({ inputs, outputs, nodes, constants, parameters, opsets }: TypedConfig): GraphDefinition {
  return {
    ...{ inputs: valuesFrom(inputs), outputs: valuesFrom(outputs), nodes: listFrom(nodes).map(nodeFromJson) },
    constants: constantsFromJson(constants),
    parameters: objectOf(parameters) as unknown as GraphDefinition['parameters'],
    opsets: objectOf(opsets) as unknown as GraphDefinition['opsets'],
  };
}
