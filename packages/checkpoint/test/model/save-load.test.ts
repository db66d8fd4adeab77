import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dense, Parameters } from '@nablajs/core';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { checkModelFolder, loadModel, type SavedModel, saveModel } from '../../src/index.js';
import { AWKWARD, bitsOf, modelOf, temporaryFolder } from '../helpers.js';

/** The random part of the next pending names, for tests that need to know it. */
const random = vi.hoisted(() => ({ bytes: undefined as Buffer | undefined }));

vi.mock('node:crypto', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:crypto')>();
  return { ...real, randomBytes: (size: number) => random.bytes ?? real.randomBytes(size) };
});

describe.each(['float32', 'float64'] as const)('a %s model', (dtype) => {
  test('keeps every bit', async () => {
    const folder = join(temporaryFolder(), 'deep', 'er');
    await saveModel(folder, modelOf(dtype));
    const { parameters, ...description } = await loadModel(folder);
    const { parameters: expected, ...expectedDescription } = modelOf(dtype);
    expect(bitsOf(parameters)).toEqual(bitsOf(expected));
    expect(description).toEqual(expectedDescription);
    expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.safetensors']);
  });
});

test('model.json describes the weights', async () => {
  const folder = temporaryFolder();
  await saveModel(folder, modelOf('float64'));
  const weights = readFileSync(join(folder, 'weights.safetensors'));
  expect(JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'))).toEqual({
    format: 'nabla-model',
    formatVersion: 1,
    dtype: 'float64',
    inputShape: [10],
    layers: [{ type: 'Dense', units: 2, initializer: 'heNormal', bias: true }],
    normalisation: { divisor: 255, mean: 0.1307, standardDeviation: 0.3081 },
    notes: modelOf('float64').notes,
    weights: {
      file: 'weights.safetensors',
      bytes: weights.length,
      sha256: createHash('sha256').update(weights).digest('hex'),
    },
  });
});

test('what is optional stays away', async () => {
  const folder = temporaryFolder();
  const plain: SavedModel = {
    config: { inputShape: [], layers: [{ type: 'ReLU' }] },
    dtype: 'float32',
    parameters: new Map(),
  };
  await saveModel(folder, plain);
  expect(await loadModel(folder)).toEqual(plain);
});

test('any weights keep every bit', async () => {
  const folder = temporaryFolder();
  const values = fc.array(fc.oneof(fc.constantFrom(...AWKWARD), fc.double()), { maxLength: 30 });
  // Several in one model, since a save waits for the disk.
  const several = fc.array(values, { minLength: 1, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(several, fc.constantFrom('float32', 'float64'), async (lists, dtype) => {
      const toArray = (numbers: number[]) =>
        dtype === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers);
      const parameters = lists.map((numbers, at) => [`w${at}`, dense(toArray(numbers), [numbers.length])] as const);
      const model: SavedModel = { ...modelOf(dtype), parameters: new Map(parameters) };
      await saveModel(folder, model);
      expect(bitsOf((await loadModel(folder)).parameters)).toEqual(bitsOf(model.parameters));
    }),
    { numRuns: 10 },
  );
});

const notes = (value: unknown) => ({ notes: value }) as Partial<SavedModel>;

function cyclic(): NonNullable<SavedModel['notes']> {
  const deep: unknown[] = [];
  deep.push(deep);
  return { deep } as unknown as NonNullable<SavedModel['notes']>;
}

/** Each object holds the next one twice. */
function doubled(depth: number): NonNullable<SavedModel['notes']> {
  let next = {};
  for (let level = 0; level < depth; level++) next = { a: next, b: next };
  return next;
}

/** `depth` objects, each in the one before. */
function nested(depth: number): object {
  return depth === 1 ? {} : { a: nested(depth - 1) };
}

test('notes as large as a tokenizer are kept', async () => {
  const vocab = Object.fromEntries(Array.from({ length: 51_000 }, (_, at) => [`token ${at}`, at]));
  const folder = temporaryFolder();
  await saveModel(folder, { ...modelOf('float32'), notes: { vocab } });
  expect(JSON.stringify((await loadModel(folder)).notes)).toBe(JSON.stringify({ vocab }));
});

test('notes of the greatest depth, with the same object twice, are kept', async () => {
  const folder = temporaryFolder();
  const shared = { x: 1 };
  // model.json takes one level, `notes` another.
  const saved = { ...modelOf('float32'), ...notes({ first: shared, second: shared, deep: nested(62) }) };
  await saveModel(folder, saved);
  expect((await loadModel(folder)).notes).toEqual(saved.notes);
});

describe('saveModel refuses, and writes nothing, for', () => {
  const layers = (...list: object[]) => ({ config: { inputShape: [10], layers: list } }) as Partial<SavedModel>;
  test.each<[string, Partial<SavedModel>, string]>([
    ['mixed dtypes', { dtype: 'float64' }, "parameter '0.weight': expected float64. Received float32"],
    ['a shape that does not fit', { parameters: new Map([['w', dense(new Float32Array(3), [2])]]) }, "'w': expected 2"],
    ['a NaN in the config', layers({ type: 'A', rate: Number.NaN }), 'layers.0.rate: '],
    ['a function in the config', layers({ type: 'A', run: () => 1 }), 'layers.0.run: '],
    [
      'a constructor key in the config',
      layers({ type: 'A', constructor: 'B' }),
      'the key "constructor" is not allowed',
    ],
    ['no layer', layers(), 'layers: '],
    ['a divisor of 0', { normalisation: { divisor: 0 } }, 'normalisation.divisor: '],
    ['an infinite mean', { normalisation: { divisor: 1, mean: Infinity } }, 'normalisation.mean: '],
    [
      'notes that contain themselves',
      { notes: cyclic() },
      'notes.deep.0: expected what JSON can hold. Received an object',
    ],
    [
      'a function in the notes',
      notes({ a: [1, () => 1] }),
      'notes.a.1: expected what JSON can hold. Received a function',
    ],
    ['a BigInt in the notes', notes({ a: 1n }), 'notes.a: expected what JSON can hold. Received a bigint'],
    ['a symbol in the notes', notes({ a: Symbol('s') }), 'notes.a: expected what JSON can hold. Received a symbol'],
    ['NaN in the notes', notes({ a: { b: Number.NaN } }), 'notes.a.b: expected what JSON can hold. Received NaN'],
    ['undefined in the notes', notes({ a: undefined }), 'notes.a: expected what JSON can hold. Received undefined'],
    [
      'a hole in a list of the notes',
      notes({ a: new Array(1) }),
      'notes.a.0: expected what JSON can hold. Received undefined',
    ],
    ['a date in the notes', notes({ a: new Date(0) }), 'notes.a: expected what JSON can hold. Received a Date'],
    [
      'an object of no class in the notes',
      notes({ a: Object.create(Object.create(null)) }),
      'notes.a: expected what JSON can hold. Received a strange object',
    ],
    ['a map in the notes', notes({ a: new Map() }), 'notes.a: expected what JSON can hold. Received a Map'],
    ['notes that are nested too deep', notes(nested(64)), 'notes.a.a: expected what JSON can hold. Received nesting'],
    [
      'notes that JSON would repeat 2^60 times',
      { notes: doubled(60) },
      'notes: expected what JSON can hold. Received more than 2000000 values',
    ],
    [
      'notes of 20 megabytes',
      notes({ a: 'x'.repeat(20_000_000) }),
      'expected a model.json of at most 20000000 bytes. Received',
    ],
    ['notes with __proto__', { notes: JSON.parse('{"a": {"__proto__": 1}}') }, 'the key "__proto__" is not allowed'],
  ])('%s', async (_what, change, message) => {
    const folder = join(temporaryFolder(), 'out');
    const saving = saveModel(folder, { ...modelOf('float32'), ...change });
    await expect(saving).rejects.toMatchObject({ code: 'argument', message: expect.stringContaining(message) });
    await expect(loadModel(folder)).rejects.toThrow(`no model in ${folder}`);
    expect(readdirSync(join(folder, '..'))).toEqual([]);
  });
});

describe('a folder that holds other files', () => {
  test('keeps them', async () => {
    const folder = temporaryFolder();
    for (const name of ['notes.txt', 'other.safetensors', 'model.json.new']) writeFileSync(join(folder, name), name);
    await saveModel(folder, modelOf('float32', 1));
    await saveModel(folder, modelOf('float32', 2));
    expect(readdirSync(folder).sort()).toEqual([
      'model.json',
      'model.json.new',
      'notes.txt',
      'other.safetensors',
      'weights.safetensors',
    ]);
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('notes.txt');
  });

  test.each([
    [
      'model.json',
      '{"format": "layers-model"}',
      'expected format "nabla-model". Received "layers-model"; move it away',
    ],
    ['model.json', 'half a fi', 'expected JSON. Received "half a fi"; move it away'],
    ['weights.safetensors', 'of someone', 'there is no model.json beside it'],
  ])('keeps a foreign %s: %s', async (name, content, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, name), content);
    const expected = { code: 'data', message: expect.stringContaining(message) };
    await expect(checkModelFolder(folder)).rejects.toMatchObject(expected);
    await expect(saveModel(folder, modelOf('float32'))).rejects.toMatchObject(expected);
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name), 'utf8')).toBe(content);
  });

  test.each([
    ['of another size', () => Buffer.from('of someone'), 'expected \\d+ bytes. Received 10'],
    ['of the same size', (whole: Buffer) => Buffer.alloc(whole.length, 1), 'expected the SHA-256'],
    ['of another model', (_: Buffer, other: Buffer) => other, 'expected the SHA-256'],
  ])('keeps weights %s beside our model.json', async (_what, change, problem) => {
    const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
    await saveModel(folder, modelOf('float32', 1));
    await saveModel(elsewhere, modelOf('float32', 2));
    const path = join(folder, 'weights.safetensors');
    const theirs = change(readFileSync(path), readFileSync(join(elsewhere, 'weights.safetensors')));
    const model = readFileSync(join(folder, 'model.json'));
    writeFileSync(path, theirs);
    const message = expect.stringMatching(
      new RegExp(`^saveModel: .*${problem}.*; move it away or save to another folder\\.$`),
    );
    await expect(checkModelFolder(folder)).rejects.toMatchObject({ code: 'data', message });
    await expect(saveModel(folder, modelOf('float32', 3))).rejects.toMatchObject({ code: 'data', message });
    expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.safetensors']);
    expect(readFileSync(path)).toEqual(theirs);
    expect(readFileSync(join(folder, 'model.json'))).toEqual(model);
  });

  test('and a model without its weights can be replaced', async () => {
    const folder = temporaryFolder();
    await saveModel(folder, modelOf('float32', 1));
    rmSync(join(folder, 'weights.safetensors'));
    await expect(checkModelFolder(folder)).resolves.toMatchObject({ dtype: 'float32' });
    await saveModel(folder, modelOf('float32', 2));
    expect(bitsOf((await loadModel(folder)).parameters)).toEqual(bitsOf(modelOf('float32', 2).parameters));
  });

  test('is accepted if it holds a model, which is described, is empty, or is missing', async () => {
    const folder = join(temporaryFolder(), 'new');
    await expect(checkModelFolder(folder)).resolves.toBeUndefined();
    const { parameters, ...description } = modelOf('float32');
    await saveModel(folder, { ...description, notes: { accuracy: 0.5 }, parameters });
    await expect(checkModelFolder(folder)).resolves.toEqual({ ...description, notes: { accuracy: 0.5 } });
  });

  test('cannot be a file', async () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    await expect(saveModel(path, modelOf('float32'))).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(/^saveModel: cannot write to .*file: EEXIST/),
    });
  });
});

describe('symbolic links', () => {
  const names = ['weights.safetensors', 'model.json'].flatMap((name) => [
    `${name}.nabla-new`,
    `${name}.nabla-new-0123456789abcdef`,
  ]);

  test('with the names of pending files are not followed, even if the name was guessed', async () => {
    const folder = temporaryFolder();
    const victim = join(temporaryFolder(), 'victim');
    writeFileSync(victim, 'precious');
    for (const name of names) symlinkSync(victim, join(folder, name));
    random.bytes = Buffer.from('0123456789abcdef', 'hex');
    await saveModel(folder, modelOf('float32', 1)).finally(() => {
      random.bytes = undefined;
    });
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    for (const name of ['model.json', 'weights.safetensors']) expect(lstatSync(join(folder, name)).isFile()).toBe(true);
    expect(bitsOf((await loadModel(folder)).parameters)).toEqual(bitsOf(modelOf('float32', 1).parameters));
  });

  test('as pending weights are ignored', async () => {
    const [folder, other] = [temporaryFolder(), temporaryFolder()];
    await saveModel(folder, modelOf('float32', 1));
    const weights = join(folder, 'weights.safetensors');
    renameSync(weights, join(other, 'weights.safetensors'));
    symlinkSync(join(other, 'weights.safetensors'), `${weights}.nabla-new-0123456789abcdef`);
    await expect(loadModel(folder)).rejects.toThrow('Received no such file');
  });

  test('in place of the weights are replaced, and their targets stay', async () => {
    const [folder, other] = [temporaryFolder(), join(temporaryFolder(), 'elsewhere')];
    await saveModel(folder, modelOf('float32', 1));
    const weights = join(folder, 'weights.safetensors');
    const first = readFileSync(weights);
    renameSync(weights, other);
    symlinkSync(other, weights);
    await saveModel(folder, modelOf('float32', 2));
    expect(readFileSync(other)).toEqual(first);
    expect(bitsOf((await loadModel(folder)).parameters)).toEqual(bitsOf(modelOf('float32', 2).parameters));
  });
});

test.each([
  ['nothing', undefined, 'undefined'],
  ['a name', 'mine', '"mine"'],
  ['a config alone', { config: { inputShape: [2], layers: [] }, dtype: 'float32' }, 'another object'],
  ['a network’s own parameters', { ...modelOf('float32'), parameters: new Parameters() }, 'another object'],
  ['parameters as a list', { ...modelOf('float32'), parameters: [] }, 'another object'],
  ['an object without a config', { dtype: 'float32', parameters: new Map() }, 'another object'],
])('%s in place of a model is refused', async (_what, model, received) => {
  const folder = join(temporaryFolder(), 'out');
  await expect(saveModel(folder, model as never)).rejects.toMatchObject({
    name: 'NablaError',
    code: 'argument',
    message:
      'saveModel: expected a model, { config, dtype, parameters: await network.parameters.read() }. ' +
      `Received ${received}.`,
  });
  expect(readdirSync(join(folder, '..'))).toEqual([]);
});

test.each([-1, Number.NaN])('a lockTimeout of %d is refused', async (lockTimeout) => {
  const folder = join(temporaryFolder(), 'out');
  await expect(saveModel(folder, modelOf('float32'), { lockTimeout })).rejects.toMatchObject({
    code: 'argument',
    message: `saveModel: expected a lockTimeout of at least 0 ms. Received ${lockTimeout}.`,
  });
  expect(readdirSync(join(folder, '..'))).toEqual([]);
});

describe('mayReplace', () => {
  test('is called with the description of the existing model, and only if there is one', async () => {
    const folder = temporaryFolder();
    const asked: unknown[] = [];
    const mayReplace = (existing: unknown) => void asked.push(existing);
    await saveModel(folder, modelOf('float32', 1), { mayReplace });
    await saveModel(folder, modelOf('float64', 2), { mayReplace });
    const { parameters: _, ...description } = modelOf('float32', 1);
    expect(asked).toEqual([description]);
  });

  test('stops a save by throwing', async () => {
    const folder = temporaryFolder();
    await saveModel(folder, modelOf('float32', 1));
    const error = new Error('keep it');
    const mayReplace = () => {
      throw error;
    };
    await expect(saveModel(folder, modelOf('float32', 2), { mayReplace })).rejects.toBe(error);
    expect(bitsOf((await loadModel(folder)).parameters)).toEqual(bitsOf(modelOf('float32', 1).parameters));
    expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.safetensors']);
  });
});
