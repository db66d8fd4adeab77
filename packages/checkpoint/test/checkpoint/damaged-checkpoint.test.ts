/** Every byte counts: any change or truncation of a checkpoint's files is noticed. */
import { createHash } from 'node:crypto';
import { isNablaError } from '@nablajs/core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type CheckpointFiles,
  decodeCheckpoint,
  encodeCheckpoint,
  encodeSafetensors,
  packCheckpoint,
  unpackCheckpoint,
} from '../../src/index.js';
import { plain, smallExtras, smallState, withFile } from '../states.js';

let files: CheckpointFiles;
let packed: Uint8Array;
beforeAll(async () => {
  files = await encodeCheckpoint(smallState(), smallExtras);
  packed = packCheckpoint(files);
});

const MANIFEST = 'manifest.json';
const TENSORS = 'tensors.safetensors';
const fileOf = (name: string): Uint8Array => files.get(name) ?? new Uint8Array();

/** Expects an error of one line that begins with the checkpoint's name and the damaged part. */
async function expectRefused(reading: () => Promise<unknown>, start: string | RegExp): Promise<void> {
  const error: unknown = await reading().then(
    () => 'was read',
    (reason: unknown) => reason,
  );
  if (!isNablaError(error)) throw new Error(`${start}: ${error}`, { cause: error });
  const starts = typeof start === 'string' ? error.message.startsWith(start) : start.test(error.message);
  if (error.code !== 'data' || !starts || !/^\P{Cc}*\.$/u.test(error.message)) {
    throw new Error(`expected ${start}`, { cause: error });
  }
}

/** The slow tests try three times as many places. */
const EVERY = process.env['NABLA_SLOW'] === '1' ? 1 : 3;

/** Changes one byte at each place, each time in another way. */
function* flips(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += EVERY) {
    const copy = Uint8Array.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ (1 + ((at * 37) % 255));
    yield copy;
  }
}

function* cuts(bytes: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length += EVERY) yield bytes.subarray(0, length);
}

describe.each([
  ['a flip of any byte', flips],
  ['a cut at any length', cuts],
])('%s', (_what, damages) => {
  test.each([MANIFEST, TENSORS])('of %s is refused, and the error names it', async (name) => {
    for (const bytes of damages(fileOf(name))) {
      await expectRefused(() => decodeCheckpoint(withFile(files, name, bytes), 'step-1'), `step-1: ${name}`);
    }
  });

  test('of the packed file is refused', async () => {
    const parts = /^step-1: (manifest\.json|tensors\.safetensors|expected the header of a file at byte \d+ of \d+)/;
    for (const bytes of damages(packed)) {
      await expectRefused(async () => decodeCheckpoint(unpackCheckpoint(bytes, 'step-1'), 'step-1'), parts);
    }
  });
});

test('an extra byte is refused', async () => {
  const longer = (bytes: Uint8Array) => Uint8Array.from([...bytes, 0]);
  for (const name of [MANIFEST, TENSORS]) {
    await expectRefused(() => decodeCheckpoint(withFile(files, name, longer(fileOf(name))), 'a'), `a: ${name}`);
  }
  expect(() => unpackCheckpoint(longer(packed), 'a')).toThrow(/^a: expected the header of a file at byte \d+/);
});

describe('a set of files', () => {
  test.each([MANIFEST, TENSORS])('without %s is refused', async (name) => {
    const without = new Map([...files].filter(([file]) => file !== name));
    await expectRefused(() => decodeCheckpoint(without, 'a'), `a: ${name}`);
  });

  test('with an extra file is refused', async () => {
    const more = withFile(files, 'extra', new Uint8Array());
    await expectRefused(() => decodeCheckpoint(more, 'a'), 'a: "extra": expected only the files that manifest.json');
  });

  test('of two checkpoints is refused', async () => {
    const other = await encodeCheckpoint(smallState(1201), smallExtras);
    const mixed = withFile(files, TENSORS, other.get(TENSORS) ?? new Uint8Array());
    await expectRefused(() => decodeCheckpoint(mixed), 'checkpoint: tensors.safetensors: expected the SHA-256');
  });
});

const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Replaces the manifest's text, with the right SHA-256 at its end. */
function edited(change: (text: string) => string): CheckpointFiles {
  const text = new TextDecoder().decode(fileOf(MANIFEST));
  const sealed = change(text.slice(0, text.lastIndexOf('  "sha256"')));
  if (`${sealed}` === text.slice(0, text.lastIndexOf('  "sha256"'))) throw new Error('nothing was changed');
  return withFile(files, MANIFEST, new TextEncoder().encode(`${sealed}  "sha256": "${digest(sealed)}"\n}\n`));
}

describe('a manifest that says', () => {
  test.each<[string, string | RegExp, string, string]>([
    [
      'a newer version',
      '"version": 2',
      '"version": 3',
      ': written by a newer nabla: version 3, this one reads up to 2; update @nablajs/checkpoint.',
    ],
    ['version 0', '"version": 2', '"version": 0', ': expected a version from 1 to 2. Received 0.'],
    ['a version in words', '"version": 2', '"version": "3"', ': expected a version from 1 to 2. Received "3".'],
    ['another format', 'nabla-checkpoint', 'other', ': not a nabla checkpoint: expected format "nabla-checkpoint"'],
    ['a key twice', '"nabla":', '"format": "x",\n  "nabla":', ': the key "format" appears twice'],
    ['an unknown key', '"nabla":', '"other": 1,\n  "nabla":', ': unknown key "other".'],
    ['a key of a prototype', '"nabla":', '"constructor": 1,\n  "nabla":', ': the key "constructor" is not allowed.'],
    ['no run', /"run".*\n/, '', '.run: expected a value. Received none.'],
    ['a list for the run', /"run": .*,/, '"run": [],', '.run: expected an object. Received [].'],
    ['less than no seed', '"seed":7', '"seed":-7', '.run.seed: expected a whole number >= 0. Received -7.'],
    [
      'half an example',
      '"examples":400',
      '"examples":0.5',
      '.run.examples: expected a whole number >= 0. Received 0.5.',
    ],
    ['2^53 steps', '"steps":1200', '"steps":9007199254740992', '.position.steps: expected a whole number >= 0.'],
    ['-0 steps', '"step":200', '"step":{"$number":"-0"}', '.position.step: expected a whole number >= 0. Received 0.'],
    [
      'a shuffle in words',
      '"shuffle":true',
      '"shuffle":"yes"',
      '.run.shuffle: expected true or false. Received "yes".',
    ],
    ['a schedule of no class', '"schedule":null', '"schedule":{}', '.run.schedule.type: expected the name of a class.'],
    [
      'a loss in words',
      '[[0.5,',
      '[["0.5",',
      '.history.0.logs.0: expected 2 numbers, one for each name. Received ["0.5",',
    ],
    ['a loss past all numbers', '[[0.5,', '[[1e999,', '.history.0.logs.0.0: expected a finite number.'],
    ['a loss more', '[[0.5,', '[[0.5,1,', '.history.0.logs.0: expected 2 numbers, one for each name. Received [0.5,1,'],
    ['a loss twice', '["loss","val_loss"]', '["loss","loss"]', '.history.0.names: expected each name once.'],
    ['a number that is none', '"-Infinity"', '"infinity"', '.history.0.logs.0.1: expected a $number of NaN, Infinity,'],
    ['a number and more', '{"$number":"-0"}', '{"$number":"-0","a":1}', '.history.0.logs.1.0: expected a $number of'],
    [
      'more and a number',
      '{"$number":"-0"}',
      '{"a":1,"$number":"-0"}',
      '.history.0.logs.1.0: expected no key "$number"',
    ],
    ['no list of history', /"history": .*,/, '"history": {},', '.history: expected a list. Received {}.'],
    ['no name of a layer', '"type":"Dense"', '"type":""', '.model.layers.0.type: expected the name of a class.'],
    ['a negative shape', '"inputShape":[2]', '"inputShape":[-2]', '.model.inputShape.0: expected a whole number >= 0.'],
    [
      'two inputs of layers',
      '"inputShape":[2]',
      '"inputShape":[[2],[2]]',
      '.model: expected either layers with the shape of one',
    ],
    ['another dtype', '"dtype":"float32"', '"dtype":"float64"', '"0.weight": expected float64. Received float32 [2].'],
    ['no dtype', '"dtype":"float32"', '"dtype":"int32"', '.model.dtype: expected "float32" or "float64".'],
    [
      'a divisor of 0',
      '"divisor":255',
      '"divisor":0',
      '.model.normalisation.divisor: expected a number > 0. Received 0.',
    ],
    ['half a SHA-256', /("sha256":)"[0-9a-f]{64}"/, '$1"ab"', '.files.tensors.safetensors.sha256: expected 64 hexa'],
    [
      'a file elsewhere',
      '"files": {"tensors',
      '"files": {"../tensors',
      '.files: unknown key "../tensors.safetensors".',
    ],
    ['a callback less', '"ema":', '"emb":', '"callbacks/ema/0.weight": expected the name of something in the manifest'],
    ['a step more', '"seed":7', '"seed":7,,', ': expected JSON. Received '],
    [
      'nesting too deep',
      '"note": ',
      `"note": ${'['.repeat(64)}${']'.repeat(64)},\n"note": `,
      ': expected JSON nested at',
    ],
  ])('%s', async (_what, before, after, message) => {
    const reading = decodeCheckpoint(
      edited((text) => text.replace(before, after)),
      'a',
    );
    await expect(reading).rejects.toMatchObject({ code: 'data', message: expect.stringContaining(message) });
    await expect(reading).rejects.toThrow(/^a: (manifest\.json|tensors\.safetensors)/);
  });
});

test('tensors of an unknown kind are refused', async () => {
  const tensors = encodeSafetensors(new Map([['weights/0', { layout: 'dense', shape: [], data: Int32Array.of(1) }]]));
  const reading = decodeCheckpoint(
    withFile(
      edited((text) =>
        text.replace(
          /"files": .*,/,
          `"files": {"tensors.safetensors":{"bytes":${tensors.length},"sha256":"${digest(tensors)}"}},`,
        ),
      ),
      TENSORS,
      tensors,
    ),
  );
  await expect(reading).rejects.toThrow('tensors.safetensors: "weights/0": expected the name of something');
});

test('a manifest over 20 MB is refused before it is read', async () => {
  const large = withFile(files, MANIFEST, new Uint8Array(20_000_001));
  await expectRefused(
    () => decodeCheckpoint(large, 'a'),
    'a: manifest.json: expected at most 20000000 bytes. Received',
  );
});

test('a manifest with another layout and the right SHA-256 is the same', async () => {
  const spaced = edited((text) => text.replaceAll('":', '": '));
  expect(plain((await decodeCheckpoint(spaced)).state)).toEqual(plain(smallState()));
});
