import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { packModel, unpackModel } from '../../src/ui/parts/save-files.js';

const MODEL = { model: '{"a": 1}\n', weights: Uint8Array.of(1, 2, 3) };
const file = (name: string, content: Uint8Array<ArrayBuffer> | string): File => new File([content], name);

it('a model survives its .zip, which is always the same', async () => {
  const zip = packModel(MODEL);
  expect(packModel(MODEL)).toEqual(zip);
  expect(await unpackModel([file('m.zip', zip)])).toEqual(MODEL);
  expect(await unpackModel([file('M.ZIP', zip)])).toEqual(MODEL);
});

it('a model may be in a folder of the .zip, or be two files', async () => {
  const zip = zipSync({
    'a/model.json': strToU8(MODEL.model),
    'a/weights.safetensors': MODEL.weights,
    'a/x': strToU8(''),
  });
  expect(await unpackModel([file('m.zip', zip as Uint8Array<ArrayBuffer>)])).toEqual(MODEL);
  const two = [file('weights.safetensors', MODEL.weights), file('model.json', MODEL.model)];
  expect(await unpackModel(two)).toEqual(MODEL);
});

it.each([
  [[file('model.json', '{}')], /Expected a model: .*Received model\.json\.$/],
  [[file('cat.png', 'x')], /Expected a model: .*Received cat\.png\.$/],
  [[file('m.zip', 'no zip')], /^m\.zip: this \.zip is damaged\.$/],
])('refuses anything else: %#', async (files, message) => {
  await expect(unpackModel(files)).rejects.toThrow(message);
});
