/** Turns photos upright by the tag Orientation of a JPEG's Exif data (Exif 2.32, CIPA DC-008). */
import type { OpaqueImage } from './decoded-image.js';

/** 'Exif', and two zeros. */
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
const [LITTLE_ENDIAN, BIG_ENDIAN] = [0x4949, 0x4d4d];
const ENTRY_BYTES = 12;
const [ORIENTATION, SHORT] = [0x112, 3];

/** Reads the orientation, from 1 to 8, in the body of an APP1 segment. Returns undefined if it has none. */
export function orientationOf(body: Uint8Array): number | undefined {
  if (body.length < EXIF.length + 8 || EXIF.some((byte, at) => body[at] !== byte)) return undefined;
  const view = new DataView(body.buffer, body.byteOffset + EXIF.length, body.length - EXIF.length);
  const order = view.getUint16(0);
  if (order !== LITTLE_ENDIAN && order !== BIG_ENDIAN) return undefined;
  const little = order === LITTLE_ENDIAN;
  const directory = view.getUint32(4, little);
  if (directory + 2 > view.byteLength) return undefined;
  let entries = view.getUint16(directory, little);
  for (let at = directory + 2; entries > 0 && at + ENTRY_BYTES <= view.byteLength; entries--, at += ENTRY_BYTES) {
    if (view.getUint16(at, little) !== ORIENTATION || view.getUint16(at + 2, little) !== SHORT) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** Whether an image of this orientation is stored lying on its side. */
export const isTurned = (orientation: number): boolean => orientation >= 5;

/** The orientations whose stored rows run from right to left, and those whose stored columns run upwards. */
const [LEFTWARDS, UPWARDS] = [
  [2, 3, 7, 8],
  [3, 4, 6, 7],
];

/** Turns and mirrors a stored image, so it is upright. */
export function upright(image: OpaqueImage, orientation: number): OpaqueImage {
  if (orientation === 1) return image;
  const { width, height, channels, pixels } = image;
  // From a pixel to its neighbours in the stored image, and where the upper left pixel of the upright image is.
  const across = LEFTWARDS.includes(orientation) ? -1 : 1;
  const down = UPWARDS.includes(orientation) ? -width : width;
  const first = (across < 0 ? width - 1 : 0) + (down < 0 ? (height - 1) * width : 0);
  const [right, below] = isTurned(orientation) ? [down, across] : [across, down];
  const size = isTurned(orientation) ? { width: height, height: width } : { width, height };
  const turned = new Uint8Array(pixels.length);
  for (let y = 0, to = 0; y < size.height; y++) {
    let from = (first + y * below) * channels;
    for (let x = 0; x < size.width; x++, from += right * channels) {
      for (let channel = 0; channel < channels; channel++) turned[to++] = pixels[from + channel] as number;
    }
  }
  return { ...size, channels, pixels: turned };
}
