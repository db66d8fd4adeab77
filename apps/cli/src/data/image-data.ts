import { relative } from 'node:path';
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
import { imagesDigest } from './data-digest.js';
import { loadSplits, NORMALISATION } from './image-splits.js';
import { chooseLayout } from './layout.js';
import type { TrainingData } from './training-data.js';

/** `flatten`: whether each image is a vector. */
type ImageSettings = TrainSettings & { readonly flatten: boolean };

/** Without a folder, loads MNIST. `known`: the form of the model to start with. Throws a NablaError of code `data`. */
export async function loadIdx(
  settings: ImageSettings,
  backend: Pick<Backend, 'csr' | 'name'>,
  known?: ImageForm,
): Promise<TrainingData> {
  const { data, dtype, layout, validation, imageSize, flatten } = settings;
  const { normalisation } = known ?? { normalisation: NORMALISATION };
  if (imageSize !== undefined)
    throw usageError('--image-size: the images of IDX files already have a size. Leave the flag out.');
  if (typeof validation === 'string') {
    throw usageError(`--validation: expected a share of the images, such as 0.1. Received ${validation}.`);
  }
  const options = { dtype, layout: chooseLayout(layout, backend, flatten), normalisation, flatten };
  const { train: images, test, classes } = await loadSplits(data, options);
  const { height, width } = images.source;
  const placement = placementOf(images.source);
  const form = {
    ...{ type: 'images', height, width, channels: 1, normalisation: { ...normalisation }, placement, classes },
  } as const;
  const parts =
    validation === undefined ? { train: augment(images, settings), test } : splitOff(images, validation, settings);
  return {
    ...{ train: parts.train, validation: parts.test, test, testName: 'test', layout: images.layout },
    task: { kind: 'classification', classes },
    ...{ form, normalisation, notes: [], shape: { kind: 'images', height, width, channels: 1 } },
    digest: () => imagesDigest(classes, [images.source, test.source]),
    examples: async (indices) => Array.from(indices, (index) => exampleOf(test, index)),
  };
}

/**
 * Loads one subfolder of images per class. `known`: the form of the model to start with, which may have other classes.
 * Throws a NablaError of code `data`.
 */
export async function loadImageFolder(
  path: string,
  settings: ImageSettings,
  backend: Pick<Backend, 'csr' | 'name'>,
  known?: ImageForm,
): Promise<TrainingData> {
  const { dtype, layout, validation = DEFAULT_VALIDATION, imageSize, flatten, strict } = settings;
  const chosen = chooseLayout(layout, backend, flatten);
  const all =
    known === undefined
      ? await imageFolderDataset(path, { dtype, layout: chosen, flatten, strict, ...imageSize })
      : await folderOf(path, known, { dtype, layout: chosen, flatten, strict });
  const { form, classes, normalisation } = all;
  const { height, width, channels } = form;
  const other =
    typeof validation === 'string'
      ? await folderWithForm(validation, form, { dtype, layout: all.layout, flatten, strict })
      : undefined;
  const parts =
    other === undefined
      ? splitOff(all, Number(validation), settings)
      : { train: augment(all, settings), test: other, testRows: undefined };
  return {
    ...{ train: parts.train, validation: parts.test, test: parts.test, testName: 'validation', layout: all.layout },
    ...{ task: { kind: 'classification', classes }, form: { ...form, normalisation: { ...form.normalisation } } },
    ...{ normalisation, shape: { kind: 'images', height, width, channels } },
    notes: [...skippedNotes(path, all), ...(other === undefined ? [] : skippedNotes(`${validation}`, other))],
    digest: () => imagesDigest(classes, other === undefined ? [all.source] : [all.source, other.source]),
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

function splitOff(images: ImageDataset | ImageFolderDataset, share: number, settings: TrainSettings) {
  const { labels, length } = images;
  if (length * share < 0.5) {
    throw workError(
      `--validation: a share of ${share} of ${length} images is none. Add images, or hold out more: --validation 0.5.`,
    );
  }
  return split(augment(images, settings), share, new Random(settings.seed), { labels });
}

/** Loads all images, or only those that training kept for validation. */
export async function loadTestFolder(
  path: string,
  form: ImageForm,
  options: FolderOptions,
  kept?: { readonly validation: number; readonly seed: number },
): Promise<{ readonly test: Dataset; readonly notes: readonly string[] }> {
  const all = await folderWithForm(path, form, options);
  const notes = skippedNotes(path, all);
  if (kept === undefined) return { test: all, notes };
  return { test: split(all, kept.validation, new Random(kept.seed), { labels: all.labels }).test, notes };
}

/** How many files to name for each reason, and how many reasons. */
const [MOST_FILES, MOST_REASONS] = [3, 20];

/** One note for each reason to leave files out. */
function skippedNotes(folder: string, { skipped }: ImageFolderDataset): string[] {
  const byReason = new Map<string, string[]>();
  for (const { path, reason } of skipped) {
    const files = byReason.get(reason);
    if (files === undefined) byReason.set(reason, [path]);
    else files.push(path);
  }
  const notes = Array.from(byReason, ([reason, files]) => {
    const names = files.slice(0, MOST_FILES).map((path) => relative(folder, path));
    const which = files.length > MOST_FILES ? `${names.join(', ')}, …` : names.join(', ');
    return `${folder}: ${files.length} ${files.length === 1 ? 'file is' : 'files are'} left out (${which}): ${reason}.`;
  });
  if (notes.length <= MOST_REASONS) return notes;
  return [...notes.slice(0, MOST_REASONS), `${folder}: ${skipped.length} files are left out in all.`];
}

interface FolderOptions {
  readonly dtype: FloatDType;
  readonly layout: 'auto' | 'dense' | 'csr';
  readonly flatten: boolean;
  readonly strict: boolean;
}

/** Reads the images as a form says, with classes of their own. */
function folderOf(path: string, form: ImageForm, options: FolderOptions): Promise<ImageFolderDataset> {
  const { height, width, channels, placement, normalisation } = form;
  return imageFolderDataset(path, { height, width, channels, placement, normalisation, ...options });
}

async function folderWithForm(path: string, form: ImageForm, options: FolderOptions): Promise<ImageFolderDataset> {
  const { classes } = form;
  const found = await folderOf(path, form, options);
  if (JSON.stringify(found.classes) === JSON.stringify(classes)) return found;
  const [expected, received] = [classes, found.classes].map((names) => names.slice(0, 10).join(', '));
  throw workError(`${path}: expected a folder for each of the model's classes: ${expected}. Received ${received}.`);
}

function exampleOf({ source }: Pick<ImageDataset, 'source'>, index: number): Example {
  const { height, width, channels = 1, images } = source;
  const size = height * width * channels;
  return { kind: 'image', height, width, channels, pixels: images.slice(index * size, (index + 1) * size) };
}
