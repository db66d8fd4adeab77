import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findIdxQuartet, loadIdxFolder, loadMnistFiles } from '../../src/index.js';
import { idx, nablaError, temporaryFolder, writeQuartet } from '../files.js';

describe('loadIdxFolder', () => {
  it.each([
    ['-', false],
    ['-', true],
    ['.', false],
    ['.', true],
  ] as const)("reads names with '%s', gzip %s", async (separator, gzip) => {
    const { train, test } = await loadIdxFolder(writeQuartet(separator, gzip));
    expect(train).toMatchObject({ count: 3, height: 2, width: 2 });
    expect([...train.images]).toEqual([0, 255, 51, 0, 0, 0, 0, 102, 0, 0, 0, 0]);
    expect([...train.labels]).toEqual([9, 0, 4]);
    expect(test).toMatchObject({ count: 2, height: 2, width: 2 });
    expect([...test.images]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...test.labels]).toEqual([3, 2]);
  });

  it('finds the four paths', async () => {
    const folder = writeQuartet('.', true);
    expect(await findIdxQuartet(folder)).toEqual({
      trainImages: join(folder, 'train-images.idx3-ubyte.gz'),
      trainLabels: join(folder, 'train-labels.idx1-ubyte.gz'),
      testImages: join(folder, 't10k-images.idx3-ubyte.gz'),
      testLabels: join(folder, 't10k-labels.idx1-ubyte.gz'),
    });
  });

  it('names every missing file', async () => {
    const folder = writeQuartet('-', false);
    rmSync(join(folder, 'train-labels-idx1-ubyte'));
    rmSync(join(folder, 't10k-images-idx3-ubyte'));
    const { code, message } = await nablaError(() => loadIdxFolder(folder));
    expect(code).toBe('data');
    expect(message).toContain(
      'Missing: train-labels-idx1-ubyte or train-labels.idx1-ubyte or ' +
        'train-labels-idx1-ubyte.gz or train-labels.idx1-ubyte.gz; t10k-images-idx3-ubyte or',
    );
    expect(message).not.toContain('train-images');
  });

  it('names a missing folder', async () => {
    const folder = join(temporaryFolder(), 'none');
    const { code, message, cause } = await nablaError(() => loadIdxFolder(folder));
    expect(code).toBe('data');
    expect(message).toContain(`${folder}: expected a folder`);
    expect(cause).toMatchObject({ code: 'ENOENT' });
  });

  it.each([
    ['counts that differ', 'train-labels', idx(8, [2], [1, 2]), 'one label for each of the 3 images of'],
    ['a label above 9', 't10k-labels', idx(8, [2], [3, 12]), 'label 12 at index 1 of'],
    [
      'labels as images',
      't10k-images',
      idx(8, [2], [3, 2]),
      'expected the magic number 2051 (unsigned bytes, dimensions: 3). Received 2049',
    ],
    [
      'images of ints',
      't10k-images',
      idx(0x0c, [1, 1, 1], [0, 0, 0, 1]),
      'expected the magic number 2051 (unsigned bytes, dimensions: 3). Received 3075',
    ],
    [
      'images of no size',
      'train-images',
      idx(8, [3, 0, 2], []),
      'expected images [count, height, width], no dimension 0. Received [3, 0, 2]',
    ],
    ['no labels', 'train-labels', idx(8, [0], []), 'expected labels [count], no dimension 0. Received [0]'],
    [
      'images as labels',
      'train-labels',
      idx(8, [3, 1, 1], [1, 2, 3]),
      'expected the magic number 2049 (unsigned bytes, dimensions: 1). Received 2051',
    ],
    ['test images of another height', 't10k-images', idx(8, [2, 1, 2], [1, 2, 3, 4]), 'expected 2 x 2 images as in'],
    ['test images of another width', 't10k-images', idx(8, [2, 2, 1], [1, 2, 3, 4]), 'expected 2 x 2 images as in'],
    ['a first byte that no IDX file has', 'train-images', Uint8Array.of(1, 0, 8, 1, 0, 0, 0, 1), 'not an IDX file'],
    ['a second byte that none has', 'train-images', Uint8Array.of(0, 1, 8, 1, 0, 0, 0, 1), 'not an IDX file'],
    ['a truncated file', 'train-images', idx(8, [3, 2, 2], [1, 2, 3]), 'truncated'],
  ])('refuses %s', async (_, part, bytes, message) => {
    const error = await nablaError(() => loadIdxFolder(writeQuartet('-', false, { [part]: bytes })));
    expect(error.code).toBe('data');
    expect(error.message).toContain(message);
    expect(error.message).toContain(part);
    expect(error.message).not.toContain('\n');
  });

  it('accepts another number of classes', async () => {
    const folder = writeQuartet('-', false, { 't10k-labels': idx(8, [2], [3, 26]) });
    expect([...(await loadIdxFolder(folder, { classes: 27 })).test.labels]).toEqual([3, 26]);
    expect((await nablaError(() => loadIdxFolder(folder, { classes: 26 }))).message).toContain('expected 0 to 25');
    expect([...(await loadIdxFolder(folder, { classes: 256 })).test.labels]).toEqual([3, 26]);
    for (const classes of [0, 257, 1.5]) {
      const { code, message } = await nablaError(() => loadIdxFolder(folder, { classes }));
      expect(code).toBe('argument');
      expect(message).toContain(`from 1 to 256. Received ${classes}`);
    }
  });
});

describe('loadMnistFiles', () => {
  it('refuses files that are not the originals', async () => {
    const { code, message } = await nablaError(() => loadMnistFiles(writeQuartet('-', true)));
    expect(code).toBe('data');
    expect(message).toMatch(/expected MD5 6bbc9ace898e44ae57da46a324031adb\. Received [0-9a-f]{32};/);
  });

  it('reads them without verification', async () => {
    expect((await loadMnistFiles(writeQuartet('-', false), { verify: false })).train.count).toBe(3);
  });
});
