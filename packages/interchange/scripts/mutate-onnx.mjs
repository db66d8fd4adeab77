// Reads ONNX models with random changes. Each must give a graph that can be written again, or a typed error of one line
// that begins with ONNX. A graph must become a network, or give a typed error. No file outside of the model's folder
// may be asked for, no case may take 2 s or 200 MB. Needs the built package (npm run build).
//
//   node packages/interchange/scripts/mutate-onnx.mjs [--cases 50000] [--seed 1]
import { createBackend } from '@nablajs/backend-ts';
import { Chain, Conv2d, Dense, Flatten, isNablaError, Network } from '@nablajs/core';
import { GPT } from '@nablajs/sequences';
import { exportOnnx, importOnnx, readOnnx, writeOnnx, writeOnnxFiles } from '../dist/index.js';
import { exportCases } from './export-cases.mjs';
import { base64, below, pick, readMutated } from './mutations/mutations.mjs';

const { concat, from } = Buffer;

const backend = await createBackend();
const networks = [
  { module: new Chain([new Conv2d(3, 2), new Flatten(), new Dense(2)]), inputShape: [4, 4, 2] },
  { module: new GPT({ vocabulary: 7, context: 9, blocks: 1, width: 4, heads: 2 }), inputShape: ['time'] },
  exportCases().find(({ name }) => name === 'masked LSTM of any length'),
];
/** A branch, attributes of all kinds, and elements of all types. */
function every() {
  const value = (name, type = 'float32', shape = []) => ({ name, type, shape });
  const node = (type, inputs, outputs, attributes = {}) => ({
    ...{ name: '', domain: '', type, inputs, outputs, attributes },
  });
  const tensor = (type, data) => ({ type, shape: [data.length], data });
  const branch = (name) => ({
    ...{ name, inputs: [], outputs: [value(name)], constants: new Map() },
    nodes: [node('Identity', ['x'], [name])],
  });
  const attributes = {
    ...{ then_branch: { kind: 'graph', value: branch('a') }, else_branch: { kind: 'graph', value: branch('b') } },
    ...{ floats: { kind: 'floats', value: [1, 2] }, strings: { kind: 'strings', value: ['é', ''] } },
    ...{ ints: { kind: 'ints', value: [-1, 2 ** 40] }, tensor: { kind: 'tensor', value: tensor('bool', [1]) } },
  };
  const types = { float32: Float32Array, int8: Int8Array, uint8: Uint8Array, int16: Int16Array, bool: Uint8Array };
  const wide = { float64: Float64Array, int64: Float64Array, uint64: Float64Array, uint32: Float64Array };
  const constants = Object.entries({ ...types, ...wide, int32: Int32Array, uint16: Uint16Array }).map(
    ([type, Elements]) => [type, tensor(type, Elements.of(1, 0, 1))],
  );
  attributes.tensor.value.data = Uint8Array.of(1);
  return {
    ...{ name: 'every', inputs: [value('x'), value('c', 'bool')], outputs: [value('y')], metadata: { key: 'text' } },
    ...{ nodes: [node('If', ['c'], ['y'], attributes)], constants: new Map(constants) },
    ...{ opsets: { '': 21 }, functions: [] },
  };
}

const models = await Promise.all(
  networks.map(
    async ({ module, inputShape }) => (await exportOnnx(new Network(backend, module, { inputShape }))).model,
  ),
);
const outside = writeOnnxFiles(readOnnx(models[0]), { location: 'model.data', least: 1 });
const FILES = [...models, writeOnnx(every()), outside.model].map((bytes) => from(bytes));

/** Numbers of one to ten bytes, lengths and texts that mean something. */
const PIECES = [
  ...[
    [0],
    [0x7f],
    [0x80, 0x01],
    [0xff, 0xff, 0xff, 0xff, 0x0f],
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
  ],
  ...[[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], new Array(30).fill(0xff), [0x80, 0x80, 0x80]],
  ...[new Array(3000).fill([0x3a, 0x00]).flat(), new Array(2000).fill([0x0a, 0x00]).flat(), [0xc3], [0xff, 0xfe]],
].map((bytes) => from(bytes));
PIECES.push(
  ...['../../etc/passwd', '/etc/passwd', 'C:\\x', '__proto__', 'constructor', 'x', ''].map((text) => from(text)),
);

/** Graphs inside of graphs: each layer is an attribute of a node. */
function nested(depth) {
  const field = (number, bytes) => {
    let length = bytes.length;
    const size = [];
    for (; length > 127; length = Math.floor(length / 128)) size.push((length % 128) | 128);
    return concat([from([number * 8 + 2, ...size, length]), bytes]);
  };
  let graph = field(2, from('g'));
  for (let at = 0; at < depth; at++) {
    const attribute = concat([field(1, from('body')), field(6, graph), from([0xa0, 0x01, 5])]);
    graph = field(1, concat([field(4, from('Loop')), field(5, attribute)]));
  }
  return concat([from([8, 8]), field(7, graph), field(8, from([0x10, 21]))]);
}
FILES.push(nested(3), nested(5000));

function mutateOnce(bytes, keepsLength) {
  const at = below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + below(pick([1, 8, 64])));
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  const put = pick(PIECES).subarray(0, bytes.length - at);
  switch (below(keepsLength ? 3 : 7)) {
    case 0:
      return concat([before, piece.map((byte) => byte ^ (1 << below(8))), after]);
    case 1:
      return concat([before, piece.map(() => below(256)), after]);
    case 2:
      return concat([before, put, bytes.subarray(at + put.length)]);
    case 3:
      return concat([before, after]);
    case 4:
      return concat([before, piece, piece, after]);
    case 5:
      return before;
    default:
      return concat([before, put, piece, after]);
  }
}

/** Half of the changes keep the length of the file: others rarely pass the lengths of messages. */
function mutate(bytes) {
  const keepsLength = below(2) === 0;
  let changed = bytes;
  for (let times = 1 + below(4); times > 0; times--) changed = mutateOnce(changed, keepsLength);
  return changed;
}

function external(location) {
  const isInside = /^[^/\\:]+(\/[^/\\:]+)*$/.test(location) && !location.split('/').includes('..');
  if (!isInside) throw new Error(`asked for ${JSON.stringify(location)}`);
  return outside.data;
}

function readWhole(bytes) {
  const model = readOnnx(bytes, { external });
  const again = writeOnnx(model);
  if (Buffer.compare(writeOnnx(readOnnx(again)), again) !== 0) throw new Error('writing changes a model');
}

/** Makes a network of a graph; returns whether that was possible. */
function imports(bytes) {
  try {
    importOnnx(backend, bytes, { external, dtype: 'float32' }).dispose();
    return true;
  } catch (error) {
    if (isNablaError(error) && !error.message.includes('\n')) return false;
    throw error;
  }
}

for (const bytes of FILES.slice(0, -2)) readWhole(bytes);
const make = () => {
  const bytes = mutate(pick(FILES));
  const read = () => {
    readWhole(bytes);
    return imports(bytes) ? 'became networks' : 'read, and no network by a typed error';
  };
  return { read, shown: () => base64(bytes) };
};
readMutated('onnx', 50_000, make, ({ code, message }) => code === 'data' && message.startsWith('ONNX: '));
