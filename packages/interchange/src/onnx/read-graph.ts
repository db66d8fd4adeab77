import type {
  Attribute,
  AttributeKind,
  OperatorFunction,
  OperatorGraphModel,
  OperatorNode,
  ValueInfo,
} from '../model/graph-model.js';
import type { HostTensor } from '../model/host-tensor.js';
import { damaged, show } from './damaged.js';
import type { Reading } from './external-data.js';
import { ATTRIBUTE, FUNCTION, GRAPH, KINDS, NODE, OPSET } from './fields.js';
import { type ProtobufReader, textOf } from './protobuf-reader.js';
import { readTensor } from './read-tensor.js';
import { readValueInfo } from './read-value-info.js';
import { sortNodes } from './sort-nodes.js';

/** How deep graphs may be inside of each other. */
const MOST_DEPTH = 16;

/** The names of kinds by their number. */
const KIND_NAMES = new Map<number, AttributeKind>(
  Object.entries(KINDS).map(([kind, number]) => [number, kind as AttributeKind]),
);

/** `depth` counts the graphs around it. */
export function readGraph(reader: ProtobufReader, reading: Reading, depth = 0): OperatorGraphModel {
  if (depth > MOST_DEPTH) throw damaged(`there are more than ${MOST_DEPTH} graphs inside of each other`);
  let name = '';
  const nodes: OperatorNode[] = [];
  const constants = new Map<string, HostTensor>();
  const [inputs, outputs] = [[], []] as [ValueInfo[], ValueInfo[]];
  while (reader.hasMore) {
    const field = reader.field();
    reading.count();
    if (field === GRAPH.node) nodes.push(readNode(reader.message(), reading, depth));
    else if (field === GRAPH.name) name = reader.text();
    else if (field === GRAPH.initializer) {
      const [key, tensor] = readTensor(reader.message(), reading.external);
      if (key === '' || constants.has(key)) throw damaged(`two initializers have the name ${show(key)}, or none`);
      constants.set(key, tensor);
    } else if (field === GRAPH.input) inputs.push(readValueInfo(reader.message(), depth > 0));
    else if (field === GRAPH.output) outputs.push(readValueInfo(reader.message(), true));
    else if (field === GRAPH.sparseInitializer) throw damaged('a sparse initializer is not supported');
    else reader.skip();
  }
  // Old files list initializers among the inputs.
  return { name, inputs: inputs.filter((input) => !constants.has(input.name)), outputs, nodes, constants };
}

function readNode(reader: ProtobufReader, reading: Reading, depth: number): OperatorNode {
  const texts = new Map<number, string>();
  const [inputs, outputs] = [[], []] as [string[], string[]];
  const attributes = new Map<string, Attribute>();
  while (reader.hasMore) {
    const field = reader.field();
    if (field === NODE.input) inputs.push(reader.text());
    else if (field === NODE.output) outputs.push(reader.text());
    else if (field === NODE.attribute) addAttribute(attributes, reader.message(), reading, depth);
    else if (field === NODE.name || field === NODE.type || field === NODE.domain || field === NODE.overload) {
      texts.set(field, reader.text());
    } else reader.skip();
  }
  const [name = '', type = '', domain = '', overload = ''] = [NODE.name, NODE.type, NODE.domain, NODE.overload].map(
    (field) => texts.get(field),
  );
  if (type === '') throw damaged(`the node ${show(name)} has no operator`);
  if (overload !== '') throw damaged(`the node ${show(name)} names an overload, which is not supported`);
  return { name, type, domain: domainOf(domain), inputs, outputs, attributes: Object.fromEntries(attributes) };
}

/** ONNX's own operators have two names of their domain. */
const domainOf = (domain: string): string => (domain === 'ai.onnx' ? '' : domain);

function addAttribute(
  attributes: Map<string, Attribute>,
  reader: ProtobufReader,
  reading: Reading,
  depth: number,
): void {
  reading.count();
  const [name, attribute] = readAttribute(reader, reading, depth);
  if (attributes.has(name)) throw damaged(`a node has two attributes ${show(name)}`);
  attributes.set(name, attribute);
}

/** What the fields of an attribute hold. */
interface Fields {
  readonly lists: { readonly floats: number[]; readonly ints: number[]; readonly strings: string[] };
  readonly single: Partial<Record<AttributeKind, Attribute>>;
  kind: number;
  reference: string;
}

function readAttribute(reader: ProtobufReader, reading: Reading, depth: number): readonly [string, Attribute] {
  let name = '';
  const fields: Fields = { lists: { floats: [], ints: [], strings: [] }, single: {}, kind: 0, reference: '' };
  while (reader.hasMore) {
    const field = reader.field();
    if (field === ATTRIBUTE.name) name = reader.text();
    else readField(fields, field, reader, reading, depth);
  }
  const { single, lists, kind: number, reference } = fields;
  const found = KIND_NAMES.get(number) ?? (number === 0 ? (Object.keys(single)[0] as AttributeKind) : undefined);
  if (found === undefined) {
    throw damaged(`the attribute ${show(name)} is of kind ${number} (a sequence, a type or sparse), not supported`);
  }
  if (reference !== '') return [name, { kind: 'reference', value: reference, of: found }];
  if (found === 'floats' || found === 'ints') return [name, { kind: found, value: lists[found] }];
  if (found === 'strings') return [name, { kind: found, value: lists[found] }];
  return [name, single[found] ?? emptyOf(name, found)];
}

function readField(fields: Fields, field: number, reader: ProtobufReader, reading: Reading, depth: number): void {
  const { single, lists } = fields;
  if (field === ATTRIBUTE.float) single.float = { kind: 'float', value: reader.float() };
  else if (field === ATTRIBUTE.int) single.int = { kind: 'int', value: reader.integer() };
  else if (field === ATTRIBUTE.string) single.string = { kind: 'string', value: textOf(reader.bytes()) };
  else if (field === ATTRIBUTE.tensor)
    single.tensor = { kind: 'tensor', value: readTensor(reader.message(), reading.external)[1] };
  else if (field === ATTRIBUTE.graph)
    single.graph = { kind: 'graph', value: readGraph(reader.message(), reading, depth + 1) };
  else if (field === ATTRIBUTE.floats) reader.floats(lists.floats, 4);
  else if (field === ATTRIBUTE.ints) reader.integers(lists.ints);
  else if (field === ATTRIBUTE.strings) lists.strings.push(textOf(reader.bytes()));
  else if (field === ATTRIBUTE.kind) fields.kind = reader.integer();
  else if (field === ATTRIBUTE.reference) fields.reference = reader.text();
  else reader.skip();
}

/** Writers leave out numbers and texts that are 0 or empty. */
function emptyOf(name: string, kind: AttributeKind): Attribute {
  if (kind === 'float' || kind === 'int') return { kind, value: 0 };
  if (kind === 'string') return { kind, value: '' };
  throw damaged(`the attribute ${show(name)} has no ${kind}`);
}

/** Reads a function that a file defines. */
export function readFunction(reader: ProtobufReader, reading: Reading): OperatorFunction {
  const texts = new Map<number, string>();
  const [inputs, outputs, names] = [[], [], []] as [string[], string[], string[]];
  const nodes: OperatorNode[] = [];
  const defaults = new Map<string, Attribute>();
  const opsets = new Map<string, number>();
  while (reader.hasMore) {
    const field = reader.field();
    reading.count();
    if (field === FUNCTION.input) inputs.push(reader.text());
    else if (field === FUNCTION.output) outputs.push(reader.text());
    else if (field === FUNCTION.attribute) names.push(reader.text());
    else if (field === FUNCTION.node) nodes.push(readNode(reader.message(), reading, 0));
    else if (field === FUNCTION.opsetImport) opsets.set(...readOpset(reader.message()));
    else if (field === FUNCTION.defaults) addAttribute(defaults, reader.message(), reading, 0);
    else if (field === FUNCTION.name || field === FUNCTION.domain || field === FUNCTION.overload) {
      texts.set(field, reader.text());
    } else reader.skip();
  }
  const [name = '', domain = ''] = [texts.get(FUNCTION.name), domainOf(texts.get(FUNCTION.domain) ?? '')];
  if (name === '') throw damaged('a function has no name');
  if (texts.get(FUNCTION.overload)) throw damaged(`the function ${show(name)} is an overload, which is not supported`);
  return {
    ...{ name, domain, inputs, outputs, attributes: names, opsets: Object.fromEntries(opsets) },
    nodes: sortNodes(`the function ${show(name)}`, nodes, inputs, outputs),
    ...(defaults.size > 0 && { defaults: Object.fromEntries(defaults) }),
  };
}

export function readOpset(reader: ProtobufReader): readonly [domain: string, version: number] {
  let [domain, version] = ['', 0];
  while (reader.hasMore) {
    const field = reader.field();
    if (field === OPSET.domain) domain = reader.text();
    else if (field === OPSET.version) version = reader.integer();
    else reader.skip();
  }
  return [domainOf(domain), version];
}
