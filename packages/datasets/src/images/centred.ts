/**
 * Places digits and letters as in MNIST: bright ink on black, scaled without distortion into a box of 20/28 of the
 * frame, with its centre of mass in the middle (Y. LeCun, C. Cortes and C. J. C. Burges, "The MNIST database of
 * handwritten digits"). An image placed like this comes out unchanged.
 */
import type { OpaqueImage } from './codecs/decoded-image.js';
import { placed, scaledSize } from './frame.js';
import type { Placement } from './image-form.js';
import type { LabelledImages } from './labelled-images.js';
import { type Box, resample } from './resample.js';

/** A grey image with bright ink. */
interface Ink extends OpaqueImage {
  /** Pixels above this level are ink. */
  readonly threshold: number;
  /** Pixels above this level have mass. It is 0 if the background is uniform: even faint edges count. */
  readonly noise: number;
}

type Size = Pick<OpaqueImage, 'width' | 'height'>;

/** With a smaller difference between the darkest and the brightest pixel, an image has no ink. */
const MIN_CONTRAST = 16;
/** If the brightest pixel is below this level, the ink is made brighter. */
const MIN_PEAK = 192;
/** Pixels above this share of the brightest pixel are ink. */
const INK_SHARE = 1 / 16;

/** Cuts out what is written on a grey image, and places it: bytes [height, width], all black if there is no ink. */
export function centred(image: OpaqueImage, width: number, height: number): Uint8Array {
  const ink = inkOf(image);
  if (ink === undefined) return new Uint8Array(width * height);
  const box = boundsOf(ink);
  const own = { width: box.right - box.left, height: box.bottom - box.top };
  const size = scaledSize(own, boxSide(width), boxSide(height));
  if (isNearlySameSize(own, size)) return centredAtMass(ink, ink, box, width, height);
  const scaled = resample(ink, box, size.width, size.height);
  return centredAtMass(scaled, ink, { left: 0, top: 0, right: size.width, bottom: size.height }, width, height);
}

const boxSide = (side: number): number => Math.max(1, Math.round((side * 20) / 28));

/** Whether the longer side would change by at most 1/20: then the ink is not scaled. */
function isNearlySameSize(own: Size, size: Size): boolean {
  const [side, other] = own.width > own.height ? [own.width, size.width] : [own.height, size.height];
  return 20 * Math.abs(side - other) <= Math.max(side, other);
}

function centredAtMass(image: OpaqueImage, { noise }: Ink, box: Box, width: number, height: number): Uint8Array {
  const centre = centreOfMass(image, noise);
  // In MNIST, the centre of mass, counted from the centre of the first pixel, rounds to 14 of 28.
  const left = Math.floor(width / 2) - centre.x;
  const top = Math.floor(height / 2) - centre.y;
  const isCentred = image.width === width && image.height === height && Math.abs(left) <= 1 && Math.abs(top) <= 1;
  if (isCentred) return image.pixels.slice();
  const within = (at: number, from: number, to: number, side: number) => Math.min(Math.max(at, -from), side - to);
  const [x, y] = [within(left, box.left, box.right, width), within(top, box.top, box.bottom, height)];
  return placed(image, x, y, width, height);
}

/** Makes ink bright and the background black. Returns undefined if there is no ink. */
function inkOf(image: OpaqueImage): Ink | undefined {
  const { pixels } = image;
  let [least, most] = [255, 0];
  for (const value of pixels) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (most - least < MIN_CONTRAST) return undefined;
  const border = borderOf(image);
  const isLight = 2 * border.median > least + most;
  const background = isLight ? 255 - border.median : border.median;
  const peak = isLight ? 255 - least : most;
  const levels = levelsOf(isLight, background, peak);
  const brightest = levels[isLight ? least : most] as number;
  const threshold = Math.floor(brightest * INK_SHARE);
  const noise = border.isUniform ? 0 : threshold;
  return { ...image, pixels: pixels.map((value) => levels[value] as number), threshold, noise };
}

/** Maps each grey level to its new level. */
function levelsOf(isLight: boolean, background: number, peak: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, level) => {
    const value = isLight ? 255 - level : level;
    if (background === 0 && peak >= MIN_PEAK) return value;
    const above = Math.min(Math.max(value - background, 0), peak - background);
    return Math.floor((510 * above + peak - background) / (2 * (peak - background)));
  });
}

/** Returns the median of the outermost pixels, and whether three quarters of them are equal to it. */
function borderOf({ width, height, pixels }: OpaqueImage): { readonly median: number; readonly isUniform: boolean } {
  const counts = new Float64Array(256);
  let total = 0;
  const count = (x: number, y: number): void => {
    (counts[pixels[y * width + x] as number] as number) += 1;
    total += 1;
  };
  for (let x = 0; x < width; x++) {
    count(x, 0);
    if (height > 1) count(x, height - 1);
  }
  for (let y = 1; y < height - 1; y++) {
    count(0, y);
    if (width > 1) count(width - 1, y);
  }
  let [median, below] = [0, counts[0] as number];
  while (2 * below < total) below += counts[++median] as number;
  return { median, isUniform: 4 * (counts[median] as number) >= 3 * total };
}

function boundsOf({ width, height, pixels, threshold }: Ink): Box {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if ((pixels[at] as number) <= threshold) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  return { left, top, right, bottom };
}

/** Returns the centre of mass in whole pixels, rounded half up. */
function centreOfMass(
  { width, height, pixels }: OpaqueImage,
  noise: number,
): { readonly x: number; readonly y: number } {
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const value = pixels[at] as number;
      if (value <= noise) continue;
      mass += value;
      sumX += value * x;
      sumY += value * y;
    }
  }
  // After scaling, all pixels may be as faint as noise.
  if (mass === 0) return { x: Math.floor(width / 2), y: Math.floor(height / 2) };
  return { x: Math.floor(sumX / mass + 0.5), y: Math.floor(sumY / mass + 0.5) };
}

/** The largest number of images that `placementOf` looks at. */
const SAMPLE = 1000;

/**
 * Detects how the images of a data set were placed: `centred` if at least nine of ten of up to 1,000 images stay
 * unchanged when they are placed as in MNIST, else `fit`.
 *
 * @example
 * ```ts
 * const { train } = await loadIdxFolder('mnist');
 * console.log(placementOf(train)); // centred
 * ```
 */
export function placementOf({ images, count, height, width, channels = 1 }: LabelledImages): Placement {
  if (channels !== 1) return 'fit';
  const step = Math.max(1, Math.ceil(count / SAMPLE));
  let [same, inked] = [0, 0];
  for (let index = 0; index < count; index += step) {
    const pixels = images.subarray(index * height * width, (index + 1) * height * width);
    if (pixels.every((byte) => byte === pixels[0])) continue;
    inked += 1;
    const again = centred({ width, height, channels: 1, pixels }, width, height);
    if (again.every((byte, at) => byte === pixels[at])) same += 1;
  }
  return inked > 0 && 10 * same >= 9 * inked ? 'centred' : 'fit';
}
