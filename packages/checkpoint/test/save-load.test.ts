import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dense } from '@nablajs/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkModelFolder, loadModel, type SavedModel, saveModel } from '../src/index.js';
import { AWKWARD, bitsOf, modelOf, temporaryFolder } from './helpers.js';

describe.each(['float32', 'float64'] as const)('a %s model', (dtype) => {
  test('comes back to the bit', async () => {
    const folder = join(temporaryFolder(), 'deep', 'er');
    await saveModel(folder, modelOf(dtype));
    const { parameters, ...description } = await loadModel(folder);
    const { parameters: expected, ...expectedDescription } = modelOf(dtype);
    expect(bitsOf(parameters)).toEqual(bitsOf(expected));
    expect(description).toEqual(expectedDescription);
    expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.safetensors']);
  });
});

test('model.json says what the weights are', async () => {
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

test('any weights come back to the bit', async () => {
  const folder = temporaryFolder();
  const values = fc.array(fc.oneof(fc.constantFrom(...AWKWARD), fc.double()), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(values, fc.constantFrom('float32', 'float64'), async (numbers, dtype) => {
      const data = dtype === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers);
      const model: SavedModel = { ...modelOf(dtype), parameters: new Map([['w', dense(data, [numbers.length])]]) };
      await saveModel(folder, model);
      expect(bitsOf((await loadModel(folder)).parameters)).toEqual(bitsOf(model.parameters));
    }),
    { numRuns: 40 },
  );
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
    ['weights.safetensors', 'of someone', 'there is no model.json with this file'],
  ])('keeps its own %s: %s', async (name, content, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, name), content);
    const expected = { code: 'data', message: expect.stringContaining(message) };
    await expect(checkModelFolder(folder)).rejects.toMatchObject(expected);
    await expect(saveModel(folder, modelOf('float32'))).rejects.toMatchObject(expected);
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name), 'utf8')).toBe(content);
  });

  test('is fine where it is a model, or empty, or not there', async () => {
    const folder = join(temporaryFolder(), 'new');
    await expect(checkModelFolder(folder)).resolves.toBeUndefined();
    await saveModel(folder, modelOf('float32'));
    await expect(checkModelFolder(folder)).resolves.toBeUndefined();
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
