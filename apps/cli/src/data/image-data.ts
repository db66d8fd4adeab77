/** Loads images as training data, from IDX files or from a folder with one subfolder per class. */
import { usageError, workError } from '@nablajs/command-line';
import { type Backend, type Dataset, type FloatDType, Random } from '@nablajs/core';
import {
  augmented,
  type ImageDataset,
  type ImageFolderDataset,
  type ImageForm,
  imageFolderDataset,
  placementOf,
  split,
} from '@nablajs/datasets';
import type { Example } from '../results/example.js';
import { DEFAULT_VALIDATION, type TrainSettings } from '../settings/settings.js';
import { loadSplits, NORMALISATION } from './image-splits.js';
import { chooseLayout } from './layout.js';
import type { TrainingData } from './training-data.js';

/** Loads four IDX files, or MNIST. Throws a NablaError of code `data`. */
export async function loadIdx(settings: TrainSettings, backend: Pick<Backend, 'csr' | 'name'>): Promise<TrainingData> {
  const { data, dtype, layout, validation, imageSize, layers } = settings;
  if (imageSize !== undefined)
    throw usageError('--image-size: the images of IDX files already have a size. Leave the flag out.');
  if (typeof validation === 'string') {
    throw usageError(`--validation: expected a share of the images, such as 0.1. Received ${validation}.`);
  }
  const flatten = layers.length === 0;
  const options = { dtype, layout: chooseLayout(layout, backend, flatten), normalisation: NORMALISATION, flatten };
  const { train: images, test, classes } = await loadSplits(data, options);
  const { height, width } = images.source;
  const placement = placementOf(images.source);
  const form = {
    ...{ type: 'images', height, width, channels: 1, normalisation: NORMALISATION, placement, classes },
  } as const;
  const parts =
    validation === undefined ? { train: augment(images, settings), test } : splitOff(images, validation, settings);
  return {
    ...{ train: parts.train, validation: parts.test, test, testName: 'test', layout: images.layout },
    task: { kind: 'classification', classes },
    ...{ form, normalisation: NORMALISATION, notes: [], shape: { kind: 'images', height, width, channels: 1 } },
    examples: async (indices) => Array.from(indices, (index) => exampleOf(test, index)),
  };
}

/** Loads a folder with one subfolder of images per class. Throws a NablaError of code `data`. */
export async function loadImageFolder(
  path: string,
  settings: TrainSettings,
  backend: Pick<Backend, 'csr' | 'name'>,
): Promise<TrainingData> {
  const { dtype, layout, validation = DEFAULT_VALIDATION, imageSize, layers } = settings;
  const flatten = layers.length === 0;
  const chosen = chooseLayout(layout, backend, flatten);
  const all = await imageFolderDataset(path, { dtype, layout: chosen, flatten, ...imageSize });
  const { form, classes, normalisation } = all;
  const { height, width, channels } = form;
  const other =
    typeof validation === 'string'
      ? await folderWithForm(validation, form, { dtype, layout: all.layout, flatten })
      : undefined;
  const parts =
    other === undefined
      ? splitOff(all, Number(validation), settings)
      : { train: augment(all, settings), test: other, testRows: undefined };
  return {
    ...{ train: parts.train, validation: parts.test, test: parts.test, testName: 'validation', layout: all.layout },
    ...{ task: { kind: 'classification', classes }, form: { ...form, normalisation: { ...form.normalisation } } },
    ...{ normalisation, notes: [], shape: { kind: 'images', height, width, channels } },
    examples: async (indices) =>
      Array.from(indices, (index) => exampleOf(other ?? all, parts.testRows?.[index] ?? index)),
  };
}

/** Applies `--augment`. */
function augment<D extends ImageDataset | ImageFolderDataset>(images: D, { augment: changes, seed }: TrainSettings): D {
  if (changes === undefined || Object.keys(changes).length === 0) return images;
  const { shift, flip, rotate } = changes;
  return augmented(images, {
    ...{ seed, ...(shift !== undefined && { shift }) },
    ...{ ...(flip !== undefined && { flip }), ...(rotate !== undefined && { rotate }) },
  });
}

/** Splits a share off for validation. */
function splitOff(images: ImageDataset | ImageFolderDataset, share: number, settings: TrainSettings) {
  const { labels } = images;
  return split(augment(images, settings), share, new Random(settings.seed), { labels });
}

/** Loads a folder of images to test a model on: all images, or only those that training kept for validation. */
export async function loadTestFolder(
  path: string,
  form: ImageForm,
  options: FolderOptions,
  kept?: { readonly validation: number; readonly seed: number },
): Promise<Dataset> {
  const all = await folderWithForm(path, form, options);
  if (kept === undefined) return all;
  return split(all, kept.validation, new Random(kept.seed), { labels: all.labels }).test;
}

interface FolderOptions {
  readonly dtype: FloatDType;
  readonly layout: 'dense' | 'csr';
  /** Whether to flatten each image to a vector. */
  readonly flatten: boolean;
}

async function folderWithForm(path: string, form: ImageForm, options: FolderOptions): Promise<ImageFolderDataset> {
  const { height, width, channels, placement, normalisation, classes } = form;
  const found = await imageFolderDataset(path, { height, width, channels, placement, normalisation, ...options });
  if (JSON.stringify(found.classes) === JSON.stringify(classes)) return found;
  const [expected, received] = [classes, found.classes].map((names) => names.slice(0, 10).join(', '));
  throw workError(`${path}: expected a folder for each of the model's classes: ${expected}. Received ${received}.`);
}

function exampleOf({ source }: Pick<ImageDataset, 'source'>, index: number): Example {
  const { height, width, channels = 1, images } = source;
  const size = height * width * channels;
  return { kind: 'image', height, width, channels, pixels: images.slice(index * size, (index + 1) * size) };
}
