/** Makes a data set from a folder of images. Node.js only. */
import { checkOptionNames, NablaError } from '@nablajs/core';
import { decodeImage, readImageHeader } from './codecs/decode-image.js';
import { firstChannel, isGrey } from './codecs/decoded-image.js';
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
   * The height of the network's input in pixels. Default: the median height of about 100 images from all over the
   * folder. If the median height or width is above 64, both are scaled down together so that the larger is 64.
   */
  readonly height?: number;
  /** The width of the network's input in pixels. Default: the median width, scaled down as the height. */
  readonly width?: number;
  /** 1: grey. 3: red, green and blue. `auto`: 1 if every image is grey, else 3. Default: `auto`. */
  readonly channels?: 'auto' | 1 | 3;
  /** How to place images: see `Placement`. `centred` is for handwriting, and makes images grey. Default: `fit`. */
  readonly placement?: Placement;
}

/** A data set of images with the names of its classes, and the form that converts other images to inputs. */
export interface ImageFolderDataset extends Omit<ImageDataset, 'classes'> {
  /** The name of each class, indexed by label. */
  readonly classes: readonly string[];
  /** Save it with the model, and pass it to `encodeImage` for other images. */
  readonly form: ImageForm;
}

const OPTIONS = ['height', 'width', 'channels', 'placement', 'dtype', 'layout', 'normalisation', 'targets', 'flatten'];
/** How many images determine the default size. */
const SAMPLE = 100;
const MAX_DEFAULT_SIDE = 64;
const MAX_BYTES = 2 ** 30;

/**
 * Reads a folder that has a sub-folder of PNG or JPEG files for each class. The classes are the names of the
 * sub-folders, sorted by code unit. Images are scaled to one size and kept as bytes. Hidden files, files with other
 * extensions, and symbolic links that lead out of the folder are ignored.
 *
 * @throws A `NablaError` with code `data` that names the path if there are fewer than two sub-folders, a class without
 * images, or an image that `decodeImage` refuses; with code `argument` for an option out of range.
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
      images: channels === form.channels ? images : firstChannel(images),
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

/** Returns the size in the options, or else the default size. */
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
  const isLarger = Math.max(median.height, median.width) > MAX_DEFAULT_SIDE;
  const size = isLarger ? scaledSize(median, MAX_DEFAULT_SIDE, MAX_DEFAULT_SIDE) : median;
  return { height: height ?? size.height, width: width ?? size.width };
}

/** Returns the median; if there are two middle values, the lower one. */
function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
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

/** Reads one image at a time: a decoded file takes more memory than the scaled image. */
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
