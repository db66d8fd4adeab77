import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeSafetensors, loadModel } from '../../src/index.js';
import { bitsOf, expectRefused, modelOf, saved, temporaryFolder } from '../helpers.js';

test('a folder without a model, and a missing folder', async () => {
  const folder = temporaryFolder();
  await expectRefused(folder, `no model in ${folder}: expected model.json or checkpoints; save one with saveModel`);
  await expectRefused(join(folder, 'none'), `no model in ${join(folder, 'none')}`);
  writeFileSync(join(folder, 'file'), '');
  await expectRefused(join(folder, 'file'), `no model in ${join(folder, 'file')}`);
});

test('a folder in place of a file', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'model.json'));
  await expectRefused(folder, `${join(folder, 'model.json')}: expected a file. Received a folder`);
});

test('missing weights', async () => {
  const folder = await saved();
  rmSync(join(folder, 'weights.safetensors'));
  await expectRefused(folder, 'Received no such file');
});

test('a model.json beyond its size limit is not read', async () => {
  const folder = await saved();
  writeFileSync(join(folder, 'model.json'), Buffer.alloc(20_000_001, ' '));
  await expectRefused(folder, 'expected at most 20000000 bytes. Received 20000001');
});

test('weights of another model', async () => {
  const [folder, other] = [await saved(), await saved(modelOf('float32', 2))];
  writeFileSync(join(folder, 'weights.safetensors'), readFileSync(join(other, 'weights.safetensors')));
  await expectRefused(folder, 'expected the SHA-256');
});

type Json = Record<string, unknown>;

/** Changes model.json. */
function edit(folder: string, change: (document: Json) => unknown): void {
  const path = join(folder, 'model.json');
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as Json)));
}

test('a model.json with another layout is the same model', async () => {
  const folder = await saved();
  edit(folder, (document) => document);
  expect(bitsOf((await loadModel(folder)).parameters)).toEqual(bitsOf(modelOf('float32').parameters));
});

const weightsWith = (document: Json, change: Json) => ({
  ...document,
  weights: { ...(document['weights'] as Json), ...change },
});

test.each<[string, (document: Json) => unknown, string]>([
  ['another format', (d) => ({ ...d, format: 'other' }), 'expected format "nabla-model". Received "other"'],
  ['null', () => null, 'not a nabla model'],
  ['a list', () => [], 'not a nabla model'],
  [
    'a later version',
    (d) => ({ ...d, formatVersion: 3 }),
    'expected formatVersion 1 or 2. Received 3; made by a newer nabla: upgrade @nablajs/checkpoint',
  ],
  ['the version of fewer bits', (d) => ({ ...d, formatVersion: 2 }), 'weights.dtype: expected a value. Received none'],
  ['version 0', (d) => ({ ...d, formatVersion: 0 }), 'Received 0; save the model again'],
  ['an unknown key', (d) => ({ ...d, extra: 1 }), '"extra"'],
  ['an unknown dtype', (d) => ({ ...d, dtype: 'int32' }), 'dtype: '],
  ['the other dtype', (d) => ({ ...d, dtype: 'float64' }), 'expected the text that the weights were saved with'],
  ['weights elsewhere', (d) => weightsWith(d, { file: '../w' }), 'weights.file: '],
  [
    'half a checksum',
    (d) => weightsWith(d, { sha256: 'ab' }),
    'weights.sha256: expected 64 hexadecimal digits. Received "ab"',
  ],
  ['an unknown key of weights', (d) => weightsWith(d, { url: 'x' }), '"url"'],
  ['weights past 2 GiB', (d) => weightsWith(d, { bytes: 2 ** 31 }), 'expected at most 2147483647 bytes'],
  ['a layer without type', (d) => ({ ...d, layers: [{ units: 1 }] }), 'layers.0.type: '],
  ['no layers', (d) => ({ ...d, layers: [] }), 'layers: '],
  ['layers and a module', (d) => ({ ...d, module: { type: 'ReLU' } }), 'expected either layers'],
  [
    'neither layers nor a module',
    ({ layers: _, ...d }) => d,
    'expected either layers with the shape of one input, or a module',
  ],
  [
    'layers with two inputs',
    (d) => ({ ...d, inputShape: [[1], [1]] }),
    'expected either layers with the shape of one input',
  ],
  ['other layers', (d) => ({ ...d, layers: [{ type: 'ReLU' }] }), 'expected the text that the weights were saved with'],
  ['a negative dimension', (d) => ({ ...d, inputShape: [-1] }), 'inputShape.0: '],
  ['a divisor in words', (d) => ({ ...d, normalisation: { divisor: '255' } }), 'normalisation.divisor: '],
  ['a deviation of 0', (d) => ({ ...d, normalisation: { divisor: 1, standardDeviation: 0 } }), 'standardDeviation: '],
  ['another divisor', (d) => ({ ...d, normalisation: { divisor: 254 } }), 'expected the text that the weights'],
  ['a constructor key', (d) => ({ ...d, notes: { constructor: 1 } }), 'the key "constructor" is not allowed'],
])('a model.json with %s', async (_what, change, message) => {
  const folder = await saved();
  edit(folder, change);
  await expectRefused(folder, message);
});

test.each([
  ['"bias": true', '"__proto__": {"x": 1}', 'the key "__proto__" is not allowed'],
  ['"nested": {', '"nested": {"\\u005f_proto__": 1,', 'the key "__proto__" is not allowed'],
  ['"dtype":', '"dtype": "float64", "dtype":', 'the key "dtype" appears twice'],
  ['"epochs": 3', `"epochs": ${'['.repeat(99)}${']'.repeat(99)}`, 'nested at most 64 deep'],
])('a model.json in which %s is %s', async (before, after, message) => {
  const folder = await saved();
  const path = join(folder, 'model.json');
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(before);
  writeFileSync(path, text.replace(before, after));
  await expectRefused(folder, message);
});

/** Other weights, which model.json then names: the two checksums agree. */
function replaceWeights(folder: string, weights: Uint8Array): void {
  writeFileSync(join(folder, 'weights.safetensors'), weights);
  const digest = createHash('sha256').update(weights).digest('hex');
  edit(folder, (document) => weightsWith(document, { bytes: weights.length, sha256: digest }));
}

test.each([
  ['no metadata', undefined],
  ['metadata without a digest', { other: 'x' }],
  ['an empty digest', { 'nabla.model.sha256': '' }],
])('weights with %s, in files that otherwise agree', async (_what, metadata) => {
  const folder = await saved();
  replaceWeights(folder, encodeSafetensors(modelOf('float32').parameters, metadata));
  await expectRefused(folder, 'expected the text that the weights were saved with');
});

test('parameters of another dtype than the model, in files that otherwise agree', async () => {
  const folder = await saved();
  const { parameters } = modelOf('float64');
  const old = readFileSync(join(folder, 'weights.safetensors'));
  const digest = /"nabla\.model\.sha256":"([0-9a-f]{64})"/.exec(old.toString('latin1'))?.[1] ?? '';
  replaceWeights(folder, encodeSafetensors(parameters, { 'nabla.model.sha256': digest }));
  await expectRefused(folder, '"0.bias": expected float32. Received float64 [2]');
});
