// Reads models of Keras and TensorFlow.js with random changes: bytes of .h5 and of .keras, and values in configs. Each
// must give a network, or a typed error of one line. No case may take 2 s or 200 MB. Needs the built package
// (npm run build).
//
//   node packages/interchange/scripts/mutate-keras.mjs [--cases 30000] [--seed 1]
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createBackend } from '@nablajs/backend-ts';
import { importedNetwork, readKeras, readTfjs, readZip, writeZip } from '../dist/index.js';
import { below, pick, readMutated, uniform } from './mutations/mutations.mjs';

const backend = await createBackend();
const FIXTURES = new URL('../fixtures/keras/', import.meta.url);
const bytesOf = (name) => new Uint8Array(readFileSync(new URL(name, FIXTURES)));
const HDF5 = ['outputs/nested', 'outputs/sequences', 'training/mlp'].map(
  (name) => new Uint8Array(gunzipSync(bytesOf(`${name}.h5.gz`))),
);
const KERAS = ['outputs/images', 'outputs/nested', 'outputs/sequences', 'training/lstm'].map((name) =>
  bytesOf(`${name}.keras`),
);
const TFJS = JSON.parse(readFileSync(new URL('tfjs.json', FIXTURES), 'utf8'));

/** Changes some bytes, most often near the start, where the structures are. */
function changed(given) {
  const bytes = given.slice();
  for (let left = 1 + below(4); left > 0; left--) {
    const at = below(uniform() < 0.5 ? bytes.length : Math.ceil(bytes.length / 8));
    const kind = below(4);
    if (kind === 0) bytes[at] = below(256);
    else if (kind === 1) bytes[at] ^= 1 << below(8);
    else if (kind === 2) bytes.fill(pick([0, 255, 127]), at, at + pick([1, 2, 4, 8, 64]));
    else bytes.copyWithin(at, below(bytes.length), below(bytes.length));
  }
  return below(10) === 0 ? bytes.slice(0, below(bytes.length)) : bytes;
}

const deep = (depth) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
const inside = (depth) => {
  let model = { class_name: 'Dense', config: { name: 'd', units: 1 } };
  for (let level = 0; level < depth; level++)
    model = { class_name: 'Sequential', config: { name: 's', layers: [model] } };
  return model;
};
/** Values that a config should not have. */
const VALUES = [
  ...[
    0,
    -1,
    1,
    2,
    1.5,
    1e9,
    2 ** 31,
    2 ** 53,
    1e300,
    null,
    true,
    false,
    '',
    'x',
    'a\nb',
    '__proto__',
    'constructor',
    [],
    {},
  ],
  ...[[0], [1, 2], [1e9, 1e9], [-1, -1], [null], ['a', 0, 0], [['a', 0, 0]], [[['a', 0, 0]]], { a: 1 }],
  ...['relu', 'same', 'causal', 'channels_first', 'Dense', 'Functional', deep(300), inside(40)],
];

/** Replaces, removes or doubles a value anywhere in JSON. */
function changedJson(json) {
  const copy = structuredClone(json);
  for (let left = 1 + below(3); left > 0; left--) {
    let [parent, key] = [undefined, undefined];
    let here = copy;
    while (typeof here === 'object' && here !== null && Object.keys(here).length > 0 && (!parent || below(8) > 0)) {
      [parent, key] = [here, pick(Object.keys(here))];
      here = here[key];
    }
    if (parent === undefined) continue;
    const kind = below(4);
    if (kind === 0 && Array.isArray(parent)) parent.push(structuredClone(pick(parent)));
    else if (kind === 1) delete parent[key];
    else
      parent[key] = structuredClone(
        kind === 2 && typeof here === 'number' ? here * pick([2, 3, 1e6, -1]) : pick(VALUES),
      );
  }
  return copy;
}

const text = (bytes) => new TextDecoder().decode(bytes);
const ZIPS = KERAS.map((bytes) => {
  const zip = readZip(bytes);
  return { config: JSON.parse(text(zip.read('config.json'))), weights: zip.read('model.weights.h5') };
});
const encode = (json) => new TextEncoder().encode(JSON.stringify(json));

/** Each returns how to read a changed file. */
const KINDS = [
  () => {
    const bytes = changed(pick(HDF5));
    return () => readKeras(bytes);
  },
  () => {
    const bytes = changed(pick(KERAS));
    return () => readKeras(bytes);
  },
  () => {
    const { config, weights } = pick(ZIPS);
    const parts = [
      ['config.json', encode(changedJson(config))],
      ['model.weights.h5', below(3) === 0 ? changed(weights) : weights],
    ];
    const bytes = writeZip(new Map(parts));
    return () => readKeras(bytes);
  },
  () => {
    const { model, weights } = pick(TFJS);
    const files = Object.entries(weights).map(([path, data]) => [path, new Uint8Array(Buffer.from(data, 'base64'))]);
    const text = JSON.stringify(changedJson(model));
    return () => readTfjs({ model: text, weights: new Map(files) });
  },
];

readMutated('keras and tfjs', 30_000, () => {
  const readModel = pick(KINDS)();
  const read = () => {
    importedNetwork(backend, readModel()).dispose();
    return 'read';
  };
  return { read };
});
