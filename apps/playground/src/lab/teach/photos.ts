/** Photos on their way to a network: decoded by the browser, then fitted as the network's form says. */
import { type DecodedImage, encodeImage, type ImageForm } from '@nablajs/datasets/portable';

/** Decodes a photo of any format that the browser knows, upright, and scaled so that no side is longer than `most`. */
export type DecodePhoto = (photo: Blob, most: number) => Promise<DecodedImage>;

/** What a photo is fitted to. */
export type PhotoForm = Omit<ImageForm, 'classes'>;

/** A small picture for the page. */
export interface Thumb {
  readonly width: number;
  readonly height: number;
  /** [height, width, 4]: red, green, blue and alpha. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** Before its last scaling a photo may be so many times larger than the input. */
const SHARPNESS = 4;

/** Returns bytes [height, width, channels] for the network, and a thumb of which no side is longer than `side`. */
export async function readPhoto(
  photo: Blob,
  { form, decode, side }: { readonly form: PhotoForm; readonly decode: DecodePhoto; readonly side: number },
): Promise<{ readonly bytes: Uint8Array; readonly thumb: Thumb }> {
  const image = await decode(photo, SHARPNESS * Math.max(form.height, form.width));
  return { bytes: encodeImage(image, { ...form, classes: ['photo'] }), thumb: thumbOf(image, side) };
}

function thumbOf(image: DecodedImage, most: number): Thumb {
  const scale = Math.min(1, most / Math.max(image.width, image.height));
  const scaled = (length: number): number => Math.max(1, Math.round(length * scale));
  const [width, height] = [scaled(image.width), scaled(image.height)];
  const rgb = encodeImage(image, {
    ...{ type: 'images', width, height, channels: 3, placement: 'fit', normalisation: { divisor: 255 } },
    classes: ['photo'],
  });
  const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let at = 0; at < width * height; at++) pixels.set(rgb.subarray(3 * at, 3 * at + 3), 4 * at);
  return { width, height, pixels };
}
