/** Makes a data set from a folder of images. Node.js only. */
import { dirname, join } from 'node:path';
import { checkOptionNames, isNablaError, NablaError } from '@nablajs/core';
import { decodeImage, readImageHeader } from './codecs/decode-image.js';
import { firstChannel, isGrey } from './codecs/decoded-image.js';
import { damaged, problemOf } from './codecs/image-file.js';
import { encodeImage } from './encode-image.js';
import { scaledSize } from './frame.js';
import { type ImageDataset, type ImageDatasetOptions, imageDataset } from './image-dataset.js';
import { listClasses, readImageFile, type SkippedFile } from './image-folder.js';
import { type ImageForm, MAX_FORM_VALUES, type Placement } from './image-form.js';
import { normalisationTable } from './normalisation.js';

/** Options of `imageFolderDataset`. */
export interface ImageFolderOptions
  extends Pick<ImageDatasetOptions, 'dtype' | 'layout' | 'normalisation' | 'targets' | 'flatten'> {
  /**
   * The height of the network's input in pixels. Default: the median height of about 100 images. If the median height
   * or width is above 64, both are scaled down until the larger is 64.
   */
  readonly height?: number;
  /** The width of the network's input in pixels. Default: the median width, scaled down as the height. */
  readonly width?: number;
  /** 1: grey. 3: red, green and blue. `auto`: 1 if every image is grey, else 3. Default: `auto`. */
  readonly channels?: 'auto' | 1 | 3;
  /** How to place images: see `Placement`. `centred` is for handwriting, and makes images grey. Default: `fit`. */
  readonly placement?: Placement;
  /** Whether to throw an error for the first file that would be skipped. Default: false. */
  readonly strict?: boolean;
}

/** A data set of images with the names of its classes, and the form that converts other images to inputs. */
export interface ImageFolderDataset extends Omit<ImageDataset, 'classes'> {
  /** The name of each class, indexed by label. */
  readonly classes: readonly string[];
  /** Save it with the model, and pass it to `encodeImage` for other images. */
  readonly form: ImageForm;
  /** The files left out, and why: other files than PNGs and JPEGs, and images that cannot be decoded. */
  readonly skipped: readonly SkippedFile[];
}

const OPTIONS: readonly (keyof ImageFolderOptions)[] = [
  ...(['height', 'width', 'channels', 'placement', 'dtype', 'layout', 'normalisation', 'targets', 'flatten'] as const),
  'strict',
];
/** How many images determine the default size. */
const SAMPLE = 100;
const MAX_DEFAULT_SIDE = 64;
const MAX_BYTES = 2 ** 30;

/**
 * Reads a folder that has a sub-folder of PNG or JPEG files for each class. The classes are the names of the
 * sub-folders, sorted by code unit. Images are scaled to one size and kept as bytes. `skipped` lists files with other
 * extensions, and images that `decodeImage` refuses. Hidden files, and links that lead out of the folder, are ignored.
 *
 * @throws NablaError `data` that names the path if there are fewer than two sub-folders, if a class has no image that
 * can be decoded, or with `strict` if a file would be skipped; `argument` for an option out of range.
 *
 * @example
 * ```ts
 * const dataset = await imageFolderDataset('pets', { height: 32, width: 32 });
 * console.log(dataset.classes, dataset.form); // [ 'cat', 'dog' ] { type: 'images', height: 32, … }
 * ```
 */
export async function imageFolderDataset(
  folder: string,
  options: ImageFolderOptions = {},
): Promise<ImageFolderDataset> {
  checkOptions(options);
  const { placement = 'fit', normalisation = { divisor: 255 }, strict = false } = options;
  const { dtype, layout, targets, flatten } = options;
  const found = await listClasses(folder);
  const classes = found.classes.map(({ name }) => name);
  const files = found.classes.flatMap(({ paths }, label) => paths.map((path) => ({ path, label })));
  const [other] = found.skipped;
  if (strict && other !== undefined) throw damaged(other.path, other.reason);
  const size = await frameOf(files, options);
  const asked = placement === 'centred' ? 1 : (options.channels ?? 'auto');
  checkBytes(folder, files.length, size, asked);
  const form = { type: 'images', ...size, channels: asked === 1 ? 1 : 3, normalisation, placement, classes } as const;
  const { images, labels, areGrey, skipped } = await readImages(files, form, strict);
  const channels = asked === 'auto' && areGrey ? 1 : form.channels;
  const present = new Set(labels);
  const missing = classes.find((_, label) => !present.has(label));
  if (missing !== undefined) throw withoutImages(join(folder, missing), skipped);
  const dataset = imageDataset(
    {
      images: channels === form.channels ? images : firstChannel(images),
      labels: classes.length <= 256 ? Uint8Array.from(labels) : Int32Array.from(labels),
      count: labels.length,
      ...size,
      channels,
    },
    {
      classes: classes.length,
      normalisation,
      ...(dtype && { dtype }),
      ...(layout && { layout }),
      ...(targets && { targets }),
      ...(flatten !== undefined && { flatten }),
    },
  );
  return { ...dataset, classes, form: { ...form, channels }, skipped: [...found.skipped, ...skipped] };
}

type Size = Pick<ImageForm, 'height' | 'width'>;

function checkOptions(options: ImageFolderOptions): void {
  checkOptionNames('imageFolderDataset', options, OPTIONS);
  if (options.normalisation !== undefined) normalisationTable(options.normalisation, 'float32');
  const { height = 1, width = 1, channels = 'auto', placement = 'fit', strict = false } = options;
  for (const [name, value] of Object.entries({ height, width })) {
    const isSide = Number.isInteger(value) && value >= 1 && value <= MAX_FORM_VALUES;
    if (!isSide) throw wrong(name, `a whole number from 1 to ${MAX_FORM_VALUES}`, value);
  }
  if (!['auto', 1, 3].includes(channels)) throw wrong('channels', "'auto', 1 or 3", channels);
  if (placement !== 'fit' && placement !== 'centred') throw wrong('placement', "'fit' or 'centred'", placement);
  if (typeof strict !== 'boolean') throw wrong('strict', 'true or false', strict);
  if (placement === 'centred' && channels === 3) {
    throw wrong('channels', "1 with placement 'centred', which makes images grey", channels);
  }
}

const wrong = (option: string, expected: string, received: unknown): NablaError =>
  new NablaError('argument', `imageFolderDataset: ${option}: expected ${expected}. Received ${String(received)}.`);

/** Returns the size in the options, or else the default size. */
async function frameOf(files: readonly LabelledFile[], { height, width }: ImageFolderOptions): Promise<Size> {
  if (height !== undefined && width !== undefined) return { height, width };
  const step = Math.ceil(files.length / SAMPLE);
  const headers: Size[] = [];
  let problem: unknown;
  for (let at = 0; at < files.length; at += step) {
    const { path } = files[at] as LabelledFile;
    try {
      headers.push(readImageHeader(await readImageFile(path), path));
    } catch (error) {
      problem ??= error;
    }
  }
  if (headers.length === 0) throw problem;
  const median = { height: medianOf(headers, 'height'), width: medianOf(headers, 'width') };
  const isLarger = Math.max(median.height, median.width) > MAX_DEFAULT_SIDE;
  const size = isLarger ? scaledSize(median, MAX_DEFAULT_SIDE, MAX_DEFAULT_SIDE) : median;
  return { height: height ?? size.height, width: width ?? size.width };
}

/** Returns the median; if there are two middle values, the lower one. */
function medianOf(sizes: readonly Size[], side: keyof Size): number {
  const sorted = sizes.map((size) => size[side]).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] as number;
}

/** Checks the limits on one input and on all images together. */
function checkBytes(folder: string, count: number, { height, width }: Size, channels: 'auto' | 1 | 3): void {
  const values = height * width * (channels === 1 ? 1 : 3);
  if (values > MAX_FORM_VALUES) throw wrong('height', `at most ${MAX_FORM_VALUES} numbers for an image`, values);
  if (count * values <= MAX_BYTES) return;
  throw new NablaError(
    'data',
    `${folder}: expected images of at most ${MAX_BYTES} bytes in all. ` +
      `Received ${count} of ${height} x ${width}; ask for a smaller height and width.`,
  );
}

interface LabelledFile {
  readonly path: string;
  readonly label: number;
}

interface ReadImages {
  readonly images: Uint8Array;
  readonly labels: readonly number[];
  readonly areGrey: boolean;
  readonly skipped: readonly SkippedFile[];
}

/** Reads one image at a time. */
async function readImages(files: readonly LabelledFile[], form: ImageForm, strict: boolean): Promise<ReadImages> {
  const size = form.height * form.width * form.channels;
  const images = new Uint8Array(files.length * size);
  const [labels, skipped]: [number[], SkippedFile[]] = [[], []];
  let areGrey = true;
  for (const { path, label } of files) {
    try {
      const image = decodeImage(await readImageFile(path), path);
      areGrey &&= isGrey(image);
      images.set(encodeImage(image, form), labels.length * size);
      labels.push(label);
    } catch (error) {
      if (strict || !isNablaError(error)) throw error;
      skipped.push({ path, reason: problemOf(path, error) });
    }
  }
  return { images: images.subarray(0, labels.length * size), labels, areGrey, skipped };
}

/** Creates the error for a class none of whose images can be decoded. */
function withoutImages(path: string, skipped: readonly SkippedFile[]): NablaError {
  const own = skipped.filter((file) => dirname(file.path) === path);
  const [first] = own;
  return damaged(path, `expected images. Received ${own.length} that cannot be read; the first one: ${first?.reason}`);
}
