import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dense } from '@nablajs/core';
import { expect, test } from 'vitest';
import { saveModel } from '../../src/index.js';
import { encodeModelFiles, loadModelFiles, type SavedModel } from '../../src/portable.js';
import { bitsOf, modelOf, temporaryFolder } from '../helpers.js';

/** `modelOf` has weights that no smaller type can hold. */
const plain: SavedModel = {
  ...modelOf('float32'),
  parameters: new Map([['0.weight', dense(Float32Array.of(0.1, -2, 3.3, 4, 5, 6), [3, 2])]]),
};

test.each([
  ['float32', modelOf('float32'), {}],
  ['float64', modelOf('float64'), {}],
  ['float16', plain, { weights: 'float16' }],
  ['int8', plain, { weights: 'int8' }],
] as const)('a %s model becomes the two files that saveModel writes', async (_name, model, options) => {
  const folder = temporaryFolder();
  await saveModel(folder, model, options);
  const files = await encodeModelFiles(model, options);
  expect(files.model).toBe(readFileSync(join(folder, 'model.json'), 'utf8'));
  expect(Buffer.from(files.weights).equals(readFileSync(join(folder, 'weights.safetensors')))).toBe(true);
});

test('loadModelFiles returns every bit of it', async () => {
  const model = modelOf('float64');
  const { parameters, ...description } = await loadModelFiles(await encodeModelFiles(model));
  const { parameters: expected, ...expectedDescription } = model;
  expect(bitsOf(parameters)).toEqual(bitsOf(expected));
  expect(description).toEqual(expectedDescription);
});

test.each([
  [
    undefined,
    {},
    'expected a model, { config, dtype, parameters: await network.parameters.read() }. Received undefined.',
  ],
  [plain, { weights: 'int4' }, "expected weights 'float16', 'int8' or undefined. Received \"int4\"."],
  [{ ...plain, dtype: 'float64' }, {}, "parameter '0.weight': expected float64. Received float32; convert it."],
  [modelOf('float32'), { weights: 'float16' }, "parameter '0.weight': expected finite elements. Received NaN."],
  [{ ...plain, notes: { at: Number.NaN } }, {}, 'notes.at: expected what JSON can hold. Received NaN; leave it out'],
])('names itself in errors: %#', async (model, options, message) => {
  await expect(encodeModelFiles(model as never, options as never)).rejects.toMatchObject({
    code: 'argument',
    message: expect.stringContaining(`encodeModelFiles: ${message}`),
  });
});
