/** Weights in fewer bits: their values, their checks, and that other weights are unchanged. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DenseArray, dense, type FloatDType } from '@nablajs/core';
import { describe, expect, test } from 'vitest';
import { loadModel, loadModelFiles, type ReducedDType, type SavedModel, saveModel } from '../../src/index.js';
import { encodeStored, readStored } from '../../src/safetensors/safetensors.js';
import { bitsOf, expectRefused, modelOf, temporaryFolder } from '../helpers.js';

type Elements = (values: readonly number[]) => DenseArray['data'];
const ARRAYS: Readonly<Record<FloatDType, Elements>> = {
  float32: (values) => Float32Array.from(values),
  float64: (values) => Float64Array.from(values),
};

/** Channels of very different sizes, one of zeros and one of subnormals; the same numbers every time. */
const COLUMNS = [1, 1e-6, 0, 3e4, 2e-45, 1e30];
const matrix = (rows: number): number[] =>
  Array.from({ length: rows * COLUMNS.length }, (_, at) => {
    return ((((at + 1) * 7919) % 1000) / 500 - 1) * (COLUMNS[at % COLUMNS.length] as number);
  });

function small(dtype: FloatDType = 'float32', change: Record<string, DenseArray> = {}): SavedModel {
  const array = ARRAYS[dtype];
  const parameters = {
    '0.weight': dense(array([0.1, -2, 3.3, 4, 5, 65504]), [3, 2]),
    '0.bias': dense(array([1e-9, -7]), [2]),
    ...change,
  };
  return { ...modelOf(dtype), parameters: new Map(Object.entries(parameters)) };
}

async function savedAs(weights: ReducedDType, model: SavedModel): Promise<string> {
  const folder = temporaryFolder();
  await saveModel(folder, model, { weights });
  return folder;
}

const filesOf = (folder: string) => ({
  model: readFileSync(join(folder, 'model.json'), 'utf8'),
  weights: new Uint8Array(readFileSync(join(folder, 'weights.safetensors'))),
});

describe.each(['float32', 'float64'] as const)('a model of %s', (dtype) => {
  test('in float16 has the nearest halves', async () => {
    const folder = await savedAs('float16', small(dtype));
    const { parameters, ...description } = await loadModel(folder);
    const { parameters: _, ...expected } = small(dtype);
    expect(description).toEqual(expected);
    const array = ARRAYS[dtype];
    expect(Object.fromEntries(parameters)).toEqual({
      '0.weight': dense(array([0.0999755859375, -2, 3.30078125, 4, 5, 65504]), [3, 2]),
      '0.bias': dense(array([0, -7]), [2]),
    });
  });

  test('in int8 is off by half a scale at most; vectors and matrices of one row keep every bit', async () => {
    const array = ARRAYS[dtype];
    const weight = dense(array(matrix(50)), [50, 6]);
    const exact = { '1.weight': dense(array([1 / 3, 2 / 3, 1e30]), [1, 3]), '1.bias': dense(array([1e-40]), [1]) };
    const model = small(dtype, { '0.weight': weight, ...exact });
    const { parameters } = await loadModel(await savedAs('int8', model));
    const { '0.weight': restored, ...others } = Object.fromEntries(parameters);
    expect(others).toEqual({ '0.bias': model.parameters.get('0.bias'), ...exact });
    expect(restored?.shape).toEqual([50, 6]);
    for (let channel = 0; channel < 6; channel++) {
      const [before, after] = [weight, restored as DenseArray].map(({ data }) =>
        [...data].filter((_, at) => at % 6 === channel),
      ) as [number[], number[]];
      const scale = Math.max(...before.map(Math.abs)) / 127;
      const worst = Math.max(...before.map((value, at) => Math.abs(value - (after[at] as number))));
      // Subnormal scales are rounded up, by much. Other scales lose only a little, to float32.
      expect(worst).toBeLessThanOrEqual(Math.max((scale / 2) * (1 + 1e-4), 2 ** -149));
      if (channel < 4 && channel !== 2) expect(worst).toBeGreaterThan(scale / 10);
    }
  });

  test.each(['float16', 'int8'] as const)('loaded from %s can be saved and loaded like any other', async (weights) => {
    const loaded = await loadModel(await savedAs(weights, small(dtype)));
    const folder = temporaryFolder();
    await saveModel(folder, loaded);
    expect(bitsOf((await loadModel(folder)).parameters)).toEqual(bitsOf(loaded.parameters));
  });
});

test('the files describe their content, and other tools can read them', async () => {
  const folder = await savedAs('int8', small());
  const { model, weights } = filesOf(folder);
  expect(JSON.parse(model)).toMatchObject({ formatVersion: 2, dtype: 'float32', weights: { dtype: 'int8' } });
  const { tensors } = readStored(weights, 'file');
  expect([...tensors].map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual([
    ['0.bias', 'float32', [2]],
    ['0.weight.scale', 'float32', [2]],
    ['0.weight', 'int8', [3, 2]],
  ]);
  // Channels [0.1, 3.3, 5] and [-2, 4, 65504], divided by their largest magnitudes, times 127.
  const values = new Int8Array(Uint8Array.from(tensors.get('0.weight')?.bytes ?? []).buffer);
  expect([...values]).toEqual([3, 0, 84, 0, 127, 127]);
});

test('a model with every bit has the same files as before there were reduced weights', async () => {
  const digests = {
    float32: [
      'bd6a5aefc091d45bd969a5444063d1ef352530bfa544c516634ccddc62676823',
      'b6de2f9bd3c4e1523c55d6ecf24a791185ac42fb7205c90bbe67d0ba670ceddf',
    ],
    float64: [
      '3a53683ccc19f4b61e5f0fee1c1c28b152937d875c110008300e51115beb7566',
      'cdfcf2847a4c08a235ae4de9bd3f99efa7c43ae8939f92a30dc576dba532d110',
    ],
  };
  for (const dtype of ['float32', 'float64'] as const) {
    const folder = temporaryFolder();
    await saveModel(folder, modelOf(dtype));
    const files = ['model.json', 'weights.safetensors'].map((name) => readFileSync(join(folder, name)));
    expect(files.map((bytes) => createHash('sha256').update(bytes).digest('hex'))).toEqual(digests[dtype]);
  }
});

describe('saveModel refuses', () => {
  const weight = (...values: number[]) => ({ '0.weight': dense(Float32Array.from(values), [values.length / 2, 2]) });
  test.each<[string, ReducedDType, Record<string, DenseArray>, string]>([
    ['a weight past the halves', 'float16', weight(1, 65520), "'0.weight': expected elements of at most 65504"],
    ['NaN in float16', 'float16', weight(1, Number.NaN), "'0.weight': expected finite elements. Received NaN."],
    ['an infinity in int8', 'int8', weight(1, -Infinity), "'0.weight': expected finite elements. Received -Infinity."],
    [
      'the name of a scale',
      'int8',
      { '0.weight.scale': dense(Float32Array.of(1), [1]) },
      "'0.weight.scale': expected a name that is not the name of a scale",
    ],
    ['data of another shape', 'float16', { w: dense(new Float32Array(3), [2]) }, "'w': expected 2 elements"],
    ['another type', 'bfloat16' as ReducedDType, {}, "expected weights 'float16', 'int8' or undefined. Received"],
  ])('%s', async (_what, weights, change, message) => {
    const saving = saveModel(temporaryFolder(), small('float32', change), { weights });
    await expect(saving).rejects.toMatchObject({ code: 'argument', message: expect.stringContaining(message) });
  });

  test('a scale past float32', async () => {
    const model = small('float64', { '0.weight': dense(Float64Array.of(1e300, 1, 1, 1), [2, 2]) });
    await expect(saveModel(temporaryFolder(), model, { weights: 'int8' })).rejects.toThrow(
      "saveModel: parameter '0.weight': expected weights whose scale fits into float32.",
    );
  });
});

type Json = Record<string, unknown>;

describe('a model in fewer bits is refused', () => {
  test.each(['model.json', 'weights.safetensors'])('with any bit of %s flipped', async (name) => {
    const folder = await savedAs('int8', small());
    const whole = readFileSync(join(folder, name));
    for (let bit = 0; bit < whole.length * 8; bit += process.env['NABLA_SLOW'] === '1' ? 7 : 31) {
      const flipped = Uint8Array.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(join(folder, name), flipped);
      await expectRefused(folder, folder);
    }
  });

  const ofWeights = (document: Json, change: Json): Json => {
    return { ...document, weights: { ...(document['weights'] as Json), ...change } };
  };
  test.each<[string, (document: Json) => Json, string]>([
    ['a version that knows no such weights', (d) => ({ ...d, formatVersion: 1 }), 'unknown key "dtype"'],
    ['another type', (d) => ofWeights(d, { dtype: 'int4' }), 'expected "float16" or "int8". Received "int4"'],
    ['the other type', (d) => ofWeights(d, { dtype: 'float16' }), '"0.bias": expected float16. Received float32 [2]'],
  ])('if model.json says %s', async (_what, change, message) => {
    const folder = await savedAs('int8', small());
    const path = join(folder, 'model.json');
    writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))));
    await expectRefused(folder, message);
  });

  const scale = (values: Float32Array, shape = [values.length]) => {
    return { dtype: 'float32', shape, bytes: new Uint8Array(values.buffer) } as const;
  };
  test.each<[string, ReturnType<typeof scale> | undefined, string]>([
    ['without scales', undefined, 'expected the scales, float32 [2]. Received none'],
    ['with too few', scale(Float32Array.of(1)), 'expected the scales, float32 [2]. Received float32 [1]'],
    ['with a negative one', scale(Float32Array.of(1, -1)), 'expected finite scales >= 0. Received -1'],
    ['with one that is NaN', scale(Float32Array.of(Number.NaN, 1)), 'expected finite scales >= 0. Received NaN'],
  ])('%s, in files that otherwise agree', async (_what, tensor, message) => {
    const folder = await savedAs('int8', small());
    const { tensors, metadata } = readStored(filesOf(folder).weights, 'file');
    const changed = new Map([...tensors].filter(([name]) => name !== '0.weight.scale'));
    if (tensor !== undefined) changed.set('0.weight.scale', tensor);
    const weights = encodeStored(changed, metadata);
    writeFileSync(join(folder, 'weights.safetensors'), weights);
    const path = join(folder, 'model.json');
    const sha256 = createHash('sha256').update(weights).digest('hex');
    writeFileSync(
      path,
      JSON.stringify(ofWeights(JSON.parse(readFileSync(path, 'utf8')), { bytes: weights.length, sha256 })),
    );
    await expectRefused(folder, `"0.weight.scale": ${message}`);
  });
});

describe('loadModelFiles', () => {
  test.each([undefined, 'float16', 'int8'] as const)(
    'returns what loadModel returns, for weights %s',
    async (weights) => {
      const folder = temporaryFolder();
      await saveModel(folder, small(), weights === undefined ? {} : { weights });
      const { model, weights: bytes } = filesOf(folder);
      const expected = await loadModel(folder);
      for (const text of [model, new TextEncoder().encode(model)]) {
        const { parameters, ...description } = await loadModelFiles({ model: text, weights: bytes });
        expect(description).toEqual({ ...expected, parameters: undefined });
        expect(bitsOf(parameters)).toEqual(bitsOf(expected.parameters));
      }
    },
  );

  test('names the file that is damaged, truncated or from another model', async () => {
    const [files, others] = [filesOf(await savedAs('int8', small())), filesOf(await savedAs('float16', small()))];
    const flipped = Uint8Array.from(files.weights);
    flipped[flipped.length - 1] = 0;
    const cases: [Partial<typeof files>, string][] = [
      [{ weights: flipped }, 'weights.safetensors: expected the SHA-256 '],
      [{ weights: files.weights.subarray(1) }, `weights.safetensors: expected ${files.weights.length} bytes. Received`],
      [{ weights: others.weights }, 'weights.safetensors: expected '],
      [{ model: files.model.replace('255', '254') }, 'model.json: expected the text that the weights were saved with'],
      [{ model: '<html>' }, 'model.json: expected JSON. Received "<html>"'],
      [{ model: ' '.repeat(20_000_001) }, 'model.json: expected at most 20000000 bytes. Received 20000001'],
    ];
    for (const [change, message] of cases) {
      const loading = loadModelFiles({ ...files, ...change });
      await expect(loading).rejects.toMatchObject({ code: 'data', message: expect.stringContaining(message) });
    }
  });
});
