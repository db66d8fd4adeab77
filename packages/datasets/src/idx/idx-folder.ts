import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkOptionNames, NablaError } from '@nablajs/core';
import { checkClasses, type LabelledImages, type NamedIdx, pairImages } from '../images/labelled-images.js';
import { parseIdx } from './idx.js';
import { readIdxBytes, reason } from './idx-file.js';

/** The paths of the four files of an MNIST-like data set. */
export type IdxQuartet = Readonly<Record<QuartetPart, string>>;
/** One of the four files. */
export type QuartetPart = 'trainImages' | 'trainLabels' | 'testImages' | 'testLabels';

/** The images and labels in a folder of four IDX files. */
export interface ImageFolder {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

/** Options of `loadIdxFolder`. */
export interface IdxFolderOptions {
  /** The number of classes, from 1 to 256. All labels must be below it. Default: 10. */
  readonly classes?: number;
}

/** Called with the uncompressed bytes of each file before they are parsed. Throws to refuse the file. */
export type CheckBytes = (part: QuartetPart, bytes: Uint8Array, path: string) => void;

const STEMS: Readonly<Record<QuartetPart, readonly [stem: string, kind: 'idx3-ubyte' | 'idx1-ubyte']>> = {
  trainImages: ['train-images', 'idx3-ubyte'],
  trainLabels: ['train-labels', 'idx1-ubyte'],
  testImages: ['t10k-images', 'idx3-ubyte'],
  testLabels: ['t10k-labels', 'idx1-ubyte'],
};

/** The possible names of a file, in order of preference. */
function namesOf(part: QuartetPart): string[] {
  const [stem, kind] = STEMS[part];
  return ['', '.gz'].flatMap((end) => [`${stem}-${kind}${end}`, `${stem}.${kind}${end}`]);
}

/**
 * Finds the four IDX files of an MNIST-like data set in a folder. Their names may have a dash or a dot
 * (`train-images-idx3-ubyte` or `train-images.idx3-ubyte`), and may end with `.gz`.
 *
 * @throws NablaError `data` that names every missing file.
 *
 * @example
 * ```ts
 * const { testImages, testLabels } = await findIdxQuartet('mnist');
 * ```
 */
export async function findIdxQuartet(directory: string): Promise<IdxQuartet> {
  const present = new Set(await listFolder(directory));
  const missing: string[] = [];
  const find = (part: QuartetPart): string => {
    const names = namesOf(part);
    const found = names.find((name) => present.has(name));
    if (found === undefined) missing.push(names.join(' or '));
    return join(directory, found ?? '');
  };
  const quartet = {
    trainImages: find('trainImages'),
    trainLabels: find('trainLabels'),
    testImages: find('testImages'),
    testLabels: find('testLabels'),
  };
  if (missing.length > 0) {
    throw new NablaError('data', `${directory}: expected four IDX files. Missing: ${missing.join('; ')}.`);
  }
  return quartet;
}

async function listFolder(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    const problem = `expected a folder with four IDX files. Received ${reason(error)}; check the path.`;
    throw new NablaError('data', `${directory}: ${problem}`, { cause: error });
  }
}

/** The magic numbers of unsigned bytes in three dimensions, and in one. */
const MAGIC = { 'idx3-ubyte': 0x803, 'idx1-ubyte': 0x801 } as const;

/** Refuses IDX files of another type or rank; the parser refuses other files. */
function checkMagic(part: QuartetPart, bytes: Uint8Array, path: string): void {
  const [zero0, zero1, type = 0, rank = 0] = bytes;
  const magic = type * 256 + rank;
  const expected = MAGIC[STEMS[part][1]];
  if (zero0 !== 0 || zero1 !== 0 || magic === expected) return;
  throw new NablaError(
    'data',
    `${path}: expected the magic number ${expected} (unsigned bytes, dimensions: ${expected % 256}). ` +
      `Received ${magic}. Check that it is the right file.`,
  );
}

/**
 * Loads an MNIST-like data set (MNIST, Fashion-MNIST, KMNIST) from a folder with four IDX files. See `findIdxQuartet`
 * for their names.
 *
 * @throws NablaError `data` if a file is missing or damaged, a label is not below `classes`, or the numbers or sizes of
 * images and labels do not fit.
 *
 * @example
 * ```ts
 * const { train, test } = await loadIdxFolder('fashion-mnist', { classes: 10 });
 * const dataset = imageDataset(train);
 * ```
 */
export function loadIdxFolder(directory: string, options: IdxFolderOptions = {}): Promise<ImageFolder> {
  checkOptionNames('loadIdxFolder', options, ['classes']);
  return loadChecked(directory, options, () => {});
}

export async function loadChecked(
  directory: string,
  options: IdxFolderOptions,
  check: CheckBytes,
): Promise<ImageFolder> {
  const classes = options.classes ?? 10;
  checkClasses(classes);
  const quartet = await findIdxQuartet(directory);
  const read = async (part: QuartetPart): Promise<NamedIdx> => {
    const name = quartet[part];
    const bytes = await readIdxBytes(name);
    check(part, bytes, name);
    checkMagic(part, bytes, name);
    return { name, ...parseIdx(bytes, name) };
  };
  const train = pairImages(await read('trainImages'), await read('trainLabels'), classes);
  const test = pairImages(await read('testImages'), await read('testLabels'), classes);
  if (train.height !== test.height || train.width !== test.width) {
    throw new NablaError(
      'data',
      `${quartet.testImages}: expected ${train.height} x ${train.width} images as in ${quartet.trainImages}. ` +
        `Received ${test.height} x ${test.width}.`,
    );
  }
  return { train, test };
}
