/** A data set of the images in a folder. Node.js only. */
import { checkOptionNames, NablaError } from '@nablajs/core';
import { decodeImage, readImageHeader } from './codecs/decode-image.js';
import { everyThird, isGrey } from './codecs/decoded-image.js';
import { encodeImage } from './encode-image.js';
import { scaledSize } from './frame.js';
import { type ImageDataset, type ImageDatasetOptions, imageDataset } from './image-dataset.js';
import { type ClassFolder, listClasses, readImageFile } from './image-folder.js';
import { type ImageForm, MAX_FORM_VALUES, type Placement } from './image-form.js';
import { normalisationTable } from './normalisation.js';

/** Options of `imageFolderDataset`. */
export interface ImageFolderOptions
  extends Pick<ImageDatasetOptions, 'dtype' | 'layout' | 'normalisation' | 'targets' | 'flatten'> {
  /**
   * Of the network's input, in pixels. Default: the median height and the median width of a hundred images that are spread
   * over the folder, both scaled down where the longer one is above 64.
   */
  readonly height?: number;
  readonly width?: number;
  /** 1 grey, 3 red, green and blue; 'auto' (default) is 1 where every image is grey, whatever its file has. */
  readonly channels?: 'auto' | 1 | 3;
  /** Default 'fit'; 'centred' is for handwriting, and always grey. */
  readonly placement?: Placement;
}

/** A data set of images, the names of its classes, and the form that makes inputs of other images. */
export interface ImageFolderDataset extends Omit<ImageDataset, 'classes'> {
  /** By label. */
  readonly classes: readonly string[];
  readonly form: ImageForm;
}

const OPTIONS = ['height', 'width', 'channels', 'placement', 'dtype', 'layout', 'normalisation', 'targets', 'flatten'];
/** How many images the default size comes from. */
const SAMPLE = 100;
const LONGEST_SIDE = 64;
const MAX_BYTES = 2 ** 30;

/**
 * Reads a folder that has a sub-folder of PNG or JPEG files for each class; the sub-folders' names are the classes', sorted by
 * code unit. It ignores everything else: hidden files, files of other names, symbolic links that lead out of the folder.
 * Images are kept as bytes of one size.
 *
 * ```ts
 * const dataset = await imageFolderDataset('pets', { height: 32, width: 32 });
 * console.log(dataset.classes, dataset.form); // [ 'cat', 'dog' ] { type: 'images', height: 32, … }
 * ```
 *
 * Throws a NablaError of code `data` that names the path: for a folder without sub-folders, with only one, a class without
 * images, and an image that `decodeImage` refuses. Options out of their range have code `argument`.
 */
export async function imageFolderDataset(
  folder: string,
  options: ImageFolderOptions = {},
): Promise<ImageFolderDataset> {
  checkOptions(options);
  const { placement = 'fit', normalisation = { divisor: 255 }, dtype, layout, targets, flatten } = options;
  const folders = await listClasses(folder);
  const classes = folders.map(({ name }) => name);
  const paths = folders.flatMap((one) => one.paths);
  const size = await frameOf(paths, options);
  const asked = placement === 'centred' ? 1 : (options.channels ?? 'auto');
  checkBytes(folder, paths.length, size, asked);
  const form = { type: 'images', ...size, channels: asked === 1 ? 1 : 3, normalisation, placement, classes } as const;
  const { images, areGrey } = await readImages(paths, form);
  const channels = asked === 'auto' && areGrey ? 1 : form.channels;
  const dataset = imageDataset(
    {
      images: channels === form.channels ? images : everyThird(images),
      labels: labelsOf(folders),
      count: paths.length,
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
  return { ...dataset, classes, form: { ...form, channels } };
}

type Size = Pick<ImageForm, 'height' | 'width'>;

function checkOptions(options: ImageFolderOptions): void {
  checkOptionNames('imageFolderDataset', options, OPTIONS);
  if (options.normalisation !== undefined) normalisationTable(options.normalisation, 'float32');
  const { height = 1, width = 1, channels = 'auto', placement = 'fit' } = options;
  for (const [name, value] of Object.entries({ height, width })) {
    const isSide = Number.isInteger(value) && value >= 1 && value <= MAX_FORM_VALUES;
    if (!isSide) throw wrong(name, `a whole number from 1 to ${MAX_FORM_VALUES}`, value);
  }
  if (!['auto', 1, 3].includes(channels)) throw wrong('channels', "'auto', 1 or 3", channels);
  if (placement !== 'fit' && placement !== 'centred') throw wrong('placement', "'fit' or 'centred'", placement);
  if (placement === 'centred' && channels === 3) {
    throw wrong('channels', "1 with placement 'centred', which makes images grey", channels);
  }
}

const wrong = (option: string, expected: string, received: unknown): NablaError =>
  new NablaError('argument', `imageFolderDataset: ${option}: expected ${expected}. Received ${String(received)}.`);

/** The size that is asked for; by default that of the images. */
async function frameOf(paths: readonly string[], { height, width }: ImageFolderOptions): Promise<Size> {
  if (height !== undefined && width !== undefined) return { height, width };
  const step = Math.ceil(paths.length / SAMPLE);
  const [heights, widths]: [number[], number[]] = [[], []];
  for (let at = 0; at < paths.length; at += step) {
    const path = paths[at] as string;
    const header = readImageHeader(await readImageFile(path), path);
    heights.push(header.height);
    widths.push(header.width);
  }
  const median = { height: medianOf(heights), width: medianOf(widths) };
  const isLarger = Math.max(median.height, median.width) > LONGEST_SIDE;
  const size = isLarger ? scaledSize(median, LONGEST_SIDE, LONGEST_SIDE) : median;
  return { height: height ?? size.height, width: width ?? size.width };
}

/** The lower one of the two in the middle, where there are two. */
function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] as number;
}

/** What an input may have, and what memory can hold. */
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

/** One after the other: a file that was decoded takes more memory than what is kept of it. */
async function readImages(
  paths: readonly string[],
  form: ImageForm,
): Promise<{ readonly images: Uint8Array; readonly areGrey: boolean }> {
  const size = form.height * form.width * form.channels;
  const images = new Uint8Array(paths.length * size);
  let areGrey = true;
  for (const [at, path] of paths.entries()) {
    const image = decodeImage(await readImageFile(path), path);
    areGrey &&= isGrey(image);
    images.set(encodeImage(image, form), at * size);
  }
  return { images, areGrey };
}

function labelsOf(folders: readonly ClassFolder[]): Uint8Array | Int32Array {
  const labels = folders.flatMap(({ paths }, label) => paths.map(() => label));
  return folders.length <= 256 ? Uint8Array.from(labels) : Int32Array.from(labels);
}
