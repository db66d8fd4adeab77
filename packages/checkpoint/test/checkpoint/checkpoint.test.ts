/** What a checkpoint keeps, and what it refuses to keep. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { dense, type TrainState } from '@nablajs/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CheckpointExtras,
  decodeCheckpoint,
  decodeSafetensors,
  encodeCheckpoint,
  loadCheckpoint,
} from '../../src/index.js';
import { VERSION } from '../../src/version.js';
import { bitsOf } from '../helpers.js';
import { anyNote, anyState, plain, smallExtras, smallState } from '../states.js';

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test('a state keeps every bit, with its model and its note', async () => {
  const { state, nabla, ...extras } = await decodeCheckpoint(await encodeCheckpoint(smallState(), smallExtras));
  expect(plain(state)).toEqual(plain(smallState()));
  expect(extras).toEqual(smallExtras);
  expect(nabla).toBe(VERSION);
});

test('version 1 stays readable', async () => {
  // Made with packCheckpoint(await encodeCheckpoint(smallState(), smallExtras)), before runs had `parts`. From the
  // first release on it stays as it is.
  const path = fileURLToPath(new URL('../fixtures/checkpoint-1.tar', import.meta.url));
  const { state, nabla, ...extras } = await loadCheckpoint(path);
  const { parts: _parts, ...run } = smallState().run;
  expect(plain(state)).toEqual(plain({ ...smallState(), run }));
  expect(extras).toEqual(smallExtras);
  expect(nabla).toBe('0.0.0');
});

test('tied parameters are stored once and stay tied', async () => {
  const shared = dense(Float32Array.of(1, 2, 3), [3]);
  const parameters = new Map([
    ['a.weight', shared],
    ['b.weight', shared],
  ]);
  const files = await encodeCheckpoint({ ...smallState(), parameters, callbacks: {} });
  const { state } = await decodeCheckpoint(files);
  expect(state.parameters.get('b.weight')?.data).toEqual(shared.data);
  expect(state.parameters.get('b.weight')).toBe(state.parameters.get('a.weight'));
  const { tensors } = decodeSafetensors(files.get('tensors.safetensors') as Uint8Array, 'tensors');
  expect([...tensors.keys()].filter((name) => name.endsWith('.weight'))).toEqual(['parameters/a.weight']);
});

test('what is optional stays away', async () => {
  const checkpoint = await decodeCheckpoint(await encodeCheckpoint(smallState()));
  expect(Object.keys(checkpoint).sort()).toEqual(['nabla', 'state']);
});

test('a note as large as a tokenizer is kept', async () => {
  const note = { vocab: Object.fromEntries(Array.from({ length: 51_000 }, (_, at) => [`token ${at}`, at])) };
  const read = await decodeCheckpoint(await encodeCheckpoint(smallState(), { note }));
  expect(JSON.stringify(read.note)).toBe(JSON.stringify(note));
});

test('any state and note keep every bit', async () => {
  await fc.assert(
    fc.asyncProperty(anyState, anyNote, async (state, note) => {
      const checkpoint = await decodeCheckpoint(await encodeCheckpoint(state, { note }));
      expect(plain(checkpoint.state)).toEqual(plain(state));
      expect(checkpoint.note).toEqual(note);
    }),
    { numRuns: 60 },
  );
});

test('equal states give equal bytes, in any order of their tensors', async () => {
  const state = smallState();
  const slots = new Map([...state.optimizer.slots].reverse());
  const other = { ...state, optimizer: { ...state.optimizer, slots } };
  expect(await encodeCheckpoint(other)).toEqual(await encodeCheckpoint(state));
});

test('the manifest has one line per part, and the SHA-256 of the tensors and of itself', async () => {
  const files = await encodeCheckpoint(smallState(), smallExtras);
  const manifest = text(files.get('manifest.json'));
  const tensors = files.get('tensors.safetensors') ?? new Uint8Array();
  const digest = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
  const sealed = manifest.slice(0, manifest.lastIndexOf('  "sha256"'));
  const number = (name: string) => `{"$number":"${name}"}`;
  expect(manifest.split('\n')).toEqual([
    '{',
    '  "format": "nabla-checkpoint",',
    '  "version": 2,',
    `  "nabla": "${VERSION}",`,
    '  "run": {"seed":7,"examples":400,"batchSize":2,"shuffle":true,"parts":1,"schedule":null},',
    `  "position": {"epoch":6,"step":200,"steps":1200,"sums":{"names":["loss"],"numbers":[${number('NaN')},400]},` +
      '"learningRate":0.1,"epochEnded":true,"validatedAt":100},',
    `  "unreported": [{"step":1200,"rows":2,"loss":${number('Infinity')}}],`,
    '  "history": [{"names":["loss","val_loss"],"logs":' +
      `[[0.5,${number('-Infinity')}],[${number('-0')},${number('NaN')}]]}],`,
    '  "optimizer": {"config":{"type":"Adam","learningRate":0.1},"steps":1200,"counts":{"0.weight":1200}},',
    `  "callbacks": {"ema":{"decay":0.99},"stopping":{"best":${number('Infinity')},"wait":0}},`,
    '  "model": {"dtype":"float32","inputShape":[2],' +
      '"layers":[{"type":"Dense","units":1,"initializer":"heNormal","bias":false}],' +
      '"normalisation":{"divisor":255},"notes":{"preset":"small"}},',
    `  "note": {"host":"a","tried":[${number('-0')},null]},`,
    `  "files": {"tensors.safetensors":{"bytes":${tensors.length},"sha256":"${digest(tensors)}"}},`,
    `  "sha256": "${digest(sealed)}"`,
    '}',
    '',
  ]);
});

test('tensors have prefixes that name their owner', async () => {
  const files = await encodeCheckpoint(smallState());
  const { tensors } = decodeSafetensors(files.get('tensors.safetensors') ?? new Uint8Array(), 'tensors');
  expect([...tensors.keys()]).toEqual([
    'callbacks/ema/0.weight',
    'optimizer/0.weight/m',
    'optimizer/0.weight/v',
    'parameters/0.weight',
  ]);
});

test('callbacks with slashes in their names are kept apart', async () => {
  const kept = (value: number) => ({ values: {}, tensors: new Map([['x', dense(Int32Array.of(value), [])]]) });
  const tensors = new Map([['b/x', dense(Int32Array.of(2), [])]]);
  const callbacks = { 'a/b': kept(1), a: { values: {}, tensors }, 'a%2Fb': kept(3) };
  const { state } = await decodeCheckpoint(await encodeCheckpoint({ ...smallState(), callbacks }));
  const values = Object.entries(state.callbacks).map(([name, callback]) => [name, bitsOf(callback.tensors)]);
  expect(values).toEqual([
    ['a/b', { x: ['Int32Array', [], '01000000'] }],
    ['a', { 'b/x': ['Int32Array', [], '02000000'] }],
    ['a%2Fb', { x: ['Int32Array', [], '03000000'] }],
  ]);
});

test('tensors larger than one slice are kept', async () => {
  const data = Float64Array.from({ length: 3 * 2 ** 19 + 1 }, (_, index) => index);
  const parameters = new Map([['large', dense(data, [data.length])]]);
  const { state } = await decodeCheckpoint(await encodeCheckpoint({ ...smallState(), parameters }));
  const read = state.parameters.get('large')?.data;
  expect(read?.length).toBe(data.length);
  expect(data.every((value, index) => read?.[index] === value)).toBe(true);
});

test('a custom module with several inputs can be described', async () => {
  const config = { inputShape: [[2], [3, 4]], module: { type: 'Two', units: 3 } };
  const model = { config, dtype: 'float32' } as const;
  const checkpoint = await decodeCheckpoint(await encodeCheckpoint(smallState(), { model }));
  expect(checkpoint.model).toEqual(model);
});

describe('encodeCheckpoint refuses', () => {
  const state = smallState();
  const withValues = (values: unknown) => ({ callbacks: { a: { values, tensors: new Map() } } });
  const withModel = (change: object) => ({ model: { ...smallExtras.model, ...change } }) as CheckpointExtras;
  const nested = (depth: number): object => (depth === 1 ? {} : { a: nested(depth - 1) });
  const none = undefined;
  test.each<[string, object | undefined, CheckpointExtras | undefined, string]>([
    ['nothing', none, none, 'expected the state of a training, takeState(training). Received "undefined".'],
    ['a state without parameters', { ...state, parameters: none }, none, 'expected the state of a training'],
    ['an unknown key', { ...state, extra: 1 }, none, 'manifest.json: unknown key "extra".'],
    ['a missing one', { ...state, run: {} }, none, 'manifest.json.run.seed: expected a value. Received none.'],
    ['a function', { ...state, ...withValues({ f: () => 1 }) }, none, 'callbacks.a.f: expected what JSON can hold'],
    ['a key __proto__', { ...state, ...withValues(JSON.parse('{"__proto__":1}')) }, none, 'the key "__proto__" is not'],
    ['an array', { ...state, ...withValues({ a: new Float32Array(1) }) }, none, 'Received a Float32Array;'],
    ['values that are too deep', { ...state, ...withValues({ a: nested(64) }) }, none, 'Received nesting deeper'],
    ['half a step', { ...state, position: { ...state.position, step: 0.5 } }, none, 'expected a whole number >= 0'],
    ['a note of 20 MB', state, { note: 'x'.repeat(20_000_000) }, 'expected at most 20000000 bytes. Received 2000'],
    ['a note that is undefined inside', state, { note: [undefined] as never }, 'note.0: expected what JSON can hold'],
    ['a model of another dtype', state, withModel({ dtype: 'float64' }), "'0.weight': expected float64, as the model"],
    [
      'a model without layers',
      state,
      withModel({ config: { inputShape: [1] } }),
      'model.layers: expected what JSON can hold. Received undefined',
    ],
    ['a divisor of 0', state, withModel({ normalisation: { divisor: 0 } }), 'normalisation.divisor: expected a number'],
    [
      'data that do not fit',
      { ...state, parameters: new Map([['w', dense(new Float32Array(3), [2])]]) },
      none,
      "'parameters/w': expected 2 elements",
    ],
  ])('%s', async (_what, given, extras, message) => {
    const encoding = encodeCheckpoint(given as TrainState, extras);
    await expect(encoding).rejects.toMatchObject({ code: 'argument', message: expect.stringContaining(message) });
  });
});
