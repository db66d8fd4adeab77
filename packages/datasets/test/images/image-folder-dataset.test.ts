import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DenseArray } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import {
  decodeImage,
  encodeImage,
  type ImageFolderOptions,
  imageFolderDataset,
  readImageForm,
} from '../../src/index.js';
import { nablaError, temporaryFolder } from '../files.js';
import { fileOf, png } from '../image-fixtures.js';

/** A folder of files by their paths. */
function folderOf(files: Readonly<Record<string, Uint8Array>>): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return folder;
}

function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array>>): void {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

const grey = (...pixels: readonly number[]): Uint8Array => png(Uint8Array.from(pixels), 2, 1);
const colour = (...pixels: readonly number[]): Uint8Array => png(Uint8Array.from(pixels), 2, 1, 3);

describe('imageFolderDataset', () => {
  it('makes a class of each sub-folder of grey images, sorted by code unit', async () => {
    const folder = folderOf({
      'dog/b.png': grey(51, 102),
      'dog/a.PNG': grey(0, 255),
      'Zebra/1.png': colour(204, 204, 204, 153, 153, 153),
      'ärger/x.jpg': grey(9, 9),
    });
    const dataset = await imageFolderDataset(folder);
    const classes = ['Zebra', 'dog', 'ärger'];
    expect(dataset).toMatchObject({ length: 4, inputShape: [2], classes });
    expect(dataset.labels).toEqual(Uint8Array.of(0, 1, 1, 2));
    expect(dataset.source.images).toEqual(Uint8Array.of(204, 153, 0, 255, 51, 102, 9, 9));
    expect(dataset.form).toEqual({
      ...{ type: 'images', height: 1, width: 2, channels: 1, placement: 'fit', classes },
      normalisation: { divisor: 255 },
    });
    expect(readImageForm(JSON.parse(JSON.stringify(dataset.form)), 'x')).toEqual(dataset.form);
    const { x, y } = dataset.batch(Int32Array.of(2, 0));
    expect(y).toEqual({ layout: 'dense', shape: [2], data: Int32Array.of(1, 0) });
    expect(x).toEqual({ layout: 'dense', shape: [2, 2], data: Float32Array.of(0.2, 0.4, 0.8, 0.6) });
  });

  it('keeps colours if any image has some', async () => {
    const folder = folderOf({ 'a/1.png': grey(5, 10), 'b/1.png': colour(1, 2, 3, 4, 5, 6) });
    const dataset = await imageFolderDataset(folder, {
      dtype: 'float64',
      normalisation: { divisor: 1 },
      layout: 'dense',
    });
    expect(dataset).toMatchObject({ inputShape: [6], form: { channels: 3 } });
    expect((dataset.batch(Int32Array.of(0, 1)).x as DenseArray).data).toEqual(
      Float64Array.of(5, 5, 5, 10, 10, 10, 1, 2, 3, 4, 5, 6),
    );
    const shaped = await imageFolderDataset(folder, { flatten: false });
    expect(shaped.inputShape).toEqual([1, 2, 3]);
    const one = await imageFolderDataset(folder, { channels: 1 });
    expect(one).toMatchObject({ inputShape: [2], form: { channels: 1 } });
    // 0.299 * 1 + 0.587 * 2 + 0.114 * 3 = 1.8, and 4.8.
    expect(one.source.images).toEqual(Uint8Array.of(5, 10, 2, 5));
    const three = await imageFolderDataset(folderOf({ 'a/1.png': grey(5, 10), 'b/1.png': grey(7, 8) }), {
      channels: 3,
    });
    expect(three.source.images).toEqual(Uint8Array.of(5, 5, 5, 10, 10, 10, 7, 7, 7, 8, 8, 8));
  });

  it('takes the median size, but at most 64 pixels for the longer side', async () => {
    const blank = (width: number, height: number): Uint8Array => png(new Uint8Array(width * height), width, height);
    const small = folderOf({ 'a/1.png': blank(3, 9), 'a/2.png': blank(5, 4), 'b/1.png': blank(30, 2) });
    expect((await imageFolderDataset(small)).form).toMatchObject({ width: 5, height: 4 });
    const large = folderOf({ 'a/1.png': blank(300, 100), 'b/1.png': blank(300, 100) });
    expect((await imageFolderDataset(large)).form).toMatchObject({ width: 64, height: 21 });
    expect((await imageFolderDataset(large, { height: 8 })).form).toMatchObject({ width: 64, height: 8 });
    expect((await imageFolderDataset(large, { height: 8, width: 9 })).form).toMatchObject({ width: 9, height: 8 });
  });

  it('has the same inputs as its form gives for the same files', async () => {
    const names = ['rgb 8', 'jpeg 4:4:4', 'grey 16', 'palette 4 with alphas'];
    const folder = folderOf(Object.fromEntries(names.map((name, at) => [`${at % 2}/${at}.png`, fileOf(name)])));
    for (const options of [
      { width: 7, height: 7 },
      { width: 7, height: 7, placement: 'centred' },
    ] as const) {
      const dataset = await imageFolderDataset(folder, options);
      const encoded = [0, 2, 1, 3].map((at) =>
        encodeImage(decodeImage(fileOf(names[at] as string), 'x'), dataset.form),
      );
      expect(dataset.source.images).toEqual(Uint8Array.from(Buffer.concat(encoded)));
    }
  });

  it('ignores hidden files, and links that lead out of the folder', async () => {
    const parent = folderOf({ 'root/a/1.png': grey(1, 2), 'root-other/secret/1.png': grey(1, 1) });
    const [folder, elsewhere] = [join(parent, 'root'), join(parent, 'root-other')];
    const files = {
      ...{ 'a/.2.png': grey(1, 2), 'b/1.png': grey(3, 4), '.git/1.png': grey(1, 2), 'readme.md': grey(1, 2) },
    };
    writeFiles(folder, files);
    symlinkSync(join(elsewhere, 'secret'), join(folder, 'c'));
    symlinkSync(join(elsewhere, 'secret', '1.png'), join(folder, 'a', 'out.png'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'a', 'broken.png'));
    symlinkSync(join('..', 'b', '1.png'), join(folder, 'a', 'within.png'));
    const dataset = await imageFolderDataset(folder);
    expect(dataset.classes).toEqual(['a', 'b']);
    expect(dataset.source.images).toEqual(Uint8Array.of(1, 2, 3, 4, 3, 4));
    expect(dataset.labels).toEqual(Uint8Array.of(0, 0, 1));
    expect(dataset.skipped).toEqual([]);
  });

  it('skips other files and damaged images, and lists them with the reasons', async () => {
    const notPng = 'expected a PNG or a JPEG; save it as one of these';
    const folder = folderOf({
      ...{ 'a/1.png': grey(1, 2), 'a/2.png': grey(5, 6).subarray(0, 60), 'a/3.webp': grey(1, 2) },
      ...{ 'b/1.png': grey(1, 2).subarray(0, 20), 'b/2.png': grey(3, 4), 'b/sub.png/1.png': grey(1, 2) },
      'b/3.jpg': Buffer.from('RIFF'),
    });
    for (const options of [{}, { height: 1, width: 2 }]) {
      const dataset = await imageFolderDataset(folder, options);
      expect(dataset).toMatchObject({ length: 2, inputShape: [2], form: { height: 1, width: 2, channels: 1 } });
      expect(dataset.source.images).toEqual(Uint8Array.of(1, 2, 3, 4));
      expect(dataset.labels).toEqual(Uint8Array.of(0, 1));
      expect(dataset.skipped).toEqual([
        { path: join(folder, 'a/3.webp'), reason: notPng },
        { path: join(folder, 'b/sub.png'), reason: notPng },
        { path: join(folder, 'a/2.png'), reason: expect.stringMatching(/^this PNG is cut short/) },
        { path: join(folder, 'b/1.png'), reason: 'this PNG ends after 20 bytes, within its header' },
        { path: join(folder, 'b/3.jpg'), reason: notPng },
      ]);
    }
    const refused = async (without: readonly string[]): Promise<string> => {
      for (const path of without) rmSync(join(folder, path), { recursive: true });
      const { message } = await nablaError(() => imageFolderDataset(folder, { strict: true }));
      return message.replace(folder, 'FOLDER');
    };
    expect(await refused([])).toBe(`FOLDER/a/3.webp: ${notPng}.`);
    expect(await refused(['a/3.webp', 'b/sub.png'])).toMatch(/^FOLDER\/a\/2.png: this PNG is cut short/);
    rmSync(join(folder, 'b/2.png'));
    expect((await nablaError(() => imageFolderDataset(folder))).message.replace(folder, 'FOLDER')).toBe(
      'FOLDER/b: expected images. Received 2 that cannot be read; the first one: this PNG ends after 20 bytes, ' +
        'within its header.',
    );
  });

  it('has 32-bit labels for more than 256 classes', async () => {
    const names = Array.from({ length: 257 }, (_, at) => String(at).padStart(3, '0'));
    const folder = folderOf(Object.fromEntries(names.map((name) => [`${name}/1.png`, grey(7, 8)])));
    const dataset = await imageFolderDataset(folder);
    expect(dataset.labels).toEqual(Int32Array.from({ length: 257 }, (_, label) => label));
    expect(dataset.batch(Int32Array.of(256)).y.data).toEqual(Int32Array.of(256));
    rmSync(join(folder, '000'), { recursive: true });
    expect((await imageFolderDataset(folder)).labels).toBeInstanceOf(Uint8Array);
  });

  const two = { 'a/1.png': grey(1, 2), 'b/1.png': grey(3, 4) };

  it.each<[string, Readonly<Record<string, Uint8Array>>, RegExp]>([
    [
      'a folder of photos without sub-folders',
      { '1.png': grey(1, 2), '2.webp': grey(1, 2) },
      /^FOLDER: .* at least two classes. Received no sub-folders and 2 files; move each file into/,
    ],
    [
      'an empty folder',
      { '.1.png': grey(1, 2) },
      /^FOLDER: .* at least two classes. Received no sub-folders. See https/,
    ],
    ['one class', { 'a/1.png': grey(1, 2) }, /^FOLDER: .* at least two classes. Received 1 sub-folder. See https/],
    [
      'a class without files',
      { ...two, 'c/.1.png': grey(1, 2) },
      /^FOLDER\/c: .* PNG or JPEG files. Received none. See https:\S+$/,
    ],
    [
      'a class without images',
      { ...two, 'c/1.webp': grey(1, 2), 'c/\u001b[2J': grey(1, 2) },
      /^FOLDER\/c: .* Received 2 other files, such as FOLDER\/c\/\?\[2J; save them as PNG or JPEG. See https:\S+$/,
    ],
    ['only damaged images', { ...two, 'b/1.png': grey(1, 2).subarray(0, 60) }, /^FOLDER\/b: .* PNG is cut short/],
    ['a class that nobody can read', { ...two, '\u001b[2J/1.png': grey(1, 2) }, /class names .*Received "\?\[2J".$/],
  ])('refuses %s', async (_, files, message) => {
    const folder = folderOf(files);
    const error = await nablaError(() => imageFolderDataset(folder));
    expect(error.code).toBe('data');
    expect(error.message.replaceAll(folder, 'FOLDER')).toMatch(message);
  });

  it('refuses a path that is not a folder', async () => {
    const folder = folderOf({ file: grey(1, 2) });
    for (const path of ['nowhere', 'file']) {
      const error = await nablaError(() => imageFolderDataset(join(folder, path)));
      expect(error.code).toBe('data');
      expect(error.message).toMatch(/(nowhere|file): expected a folder. Received E[A-Z]+.*; check the path.$/);
    }
  });

  it.each<[object, string]>([
    [{ height: 0 }, 'height: expected a whole number from 1'],
    [{ width: '28' }, 'width: expected a whole number from 1 to 1000000. Received 28.'],
    [{ channels: 2 }, "channels: expected 'auto', 1 or 3"],
    [{ placement: 'left' }, "placement: expected 'fit' or 'centred'"],
    [{ placement: 'centred', channels: 3 }, "1 with placement 'centred'"],
    [{ strict: 'no' }, 'strict: expected true or false. Received no.'],
    [{ size: 28 }, "unknown option 'size'"],
    [{ height: 1000, width: 1000 }, 'at most 1000000 numbers for an image. Received 3000000.'],
    [{ normalisation: { divisor: 0 } }, 'normalisation.divisor'],
  ])('refuses the options %o', async (options, message) => {
    const error = await nablaError(() => imageFolderDataset(folderOf(two), options as ImageFolderOptions));
    expect(error.code).toBe('argument');
    expect(error.message).toContain(message);
  });
});
