/** Images in memory, and conversions between grey, colour and alpha. */
import { NablaError } from '@nablajs/core';

/** An image as bytes, from a decoder or a canvas. */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** 1: grey. 2: grey and alpha. 3: red, green and blue. 4: these and alpha. Alpha is not premultiplied. */
  readonly channels: 1 | 2 | 3 | 4;
  /** [height, width, channels], row-major, 0 to 255. */
  readonly pixels: Uint8Array;
}

/** An image without alpha. */
export interface OpaqueImage extends DecodedImage {
  readonly channels: 1 | 3;
}

/** Throws NablaError `argument` if the size, channels and pixels do not fit. */
export function checkImage(who: string, { width, height, channels, pixels }: DecodedImage): void {
  const whole = [width, height, channels].every((value) => Number.isSafeInteger(value) && value > 0);
  if (whole && channels <= 4 && pixels.length === width * height * channels) return;
  throw new NablaError(
    'argument',
    `${who}: expected pixels [height, width, 1 to 4 channels], at least one. ` +
      `Received [${height}, ${width}, ${channels}] with ${pixels.length} bytes.`,
  );
}

/** Blends an image with a background of one grey level, 0 to 255. Returns an image without alpha as it is. */
export function withoutAlpha(image: DecodedImage, background: number): OpaqueImage {
  const { width, height, channels, pixels } = image;
  if (channels === 1 || channels === 3) return image as OpaqueImage;
  const colours = channels === 2 ? 1 : 3;
  const opaque = new Uint8Array(width * height * colours);
  for (let from = 0, to = 0; from < pixels.length; from += channels) {
    const alpha = pixels[from + colours] as number;
    for (let colour = 0; colour < colours; colour++, to++) {
      const sum = (pixels[from + colour] as number) * alpha + background * (255 - alpha);
      opaque[to] = Math.floor((sum + 127) / 255);
    }
  }
  return { width, height, channels: colours, pixels: opaque };
}

/** Whether red, green and blue are equal in every pixel. */
export function isGrey({ channels, pixels }: OpaqueImage): boolean {
  if (channels === 1) return true;
  for (let at = 0; at < pixels.length; at += 3) {
    if (pixels[at] !== pixels[at + 1] || pixels[at] !== pixels[at + 2]) return false;
  }
  return true;
}

/** Computes the luma of ITU-R BT.601, 0.299 red + 0.587 green + 0.114 blue, with the 16-bit weights of Pillow. */
export function toGrey({ width, height, channels, pixels }: OpaqueImage): OpaqueImage {
  if (channels === 1) return { width, height, channels, pixels };
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at++) {
    const [red, green, blue] = [pixels[3 * at], pixels[3 * at + 1], pixels[3 * at + 2]] as [number, number, number];
    grey[at] = (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
  }
  return { width, height, channels: 1, pixels: grey };
}

/** Repeats grey as red, green and blue. */
export function toColour({ width, height, channels, pixels }: OpaqueImage): OpaqueImage {
  if (channels === 3) return { width, height, channels, pixels };
  const colour = new Uint8Array(3 * pixels.length);
  for (let at = 0; at < pixels.length; at++) colour.fill(pixels[at] as number, 3 * at, 3 * at + 3);
  return { width, height, channels: 3, pixels: colour };
}

/** Returns the red of pixels [height, width, 3]. For grey pixels this equals `toGrey`. */
export function firstChannel(pixels: Uint8Array): Uint8Array {
  const grey = new Uint8Array(pixels.length / 3);
  for (let at = 0; at < grey.length; at++) grey[at] = pixels[3 * at] as number;
  return grey;
}
