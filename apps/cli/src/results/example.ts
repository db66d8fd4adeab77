/** Examples of the validation data, as results keep them. */

/** An image. Pixels are bytes, row by row, with the channels of a pixel next to each other. */
interface ImageExample {
  readonly kind: 'image';
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** height * width * channels bytes. */
  readonly pixels: Uint8Array;
}

/** A row of a table: its columns and their texts. */
interface RowExample {
  readonly kind: 'row';
  readonly cells: readonly (readonly [column: string, text: string])[];
}

export type Example = ImageExample | RowExample;

/** An example as JSON: pixels are base64, and texts are short enough for a table. */
export type KeptExample =
  | (Omit<ImageExample, 'pixels'> & { readonly pixels: string })
  | { readonly kind: 'row'; readonly cells: [string, string][] };

/** The longest side of a kept image; larger images are shrunk. */
export const LONGEST_SIDE = 128;
export const MOST_CELLS = 100;
export const LONGEST_TEXT = 200;

export function keepExample(example: Example): KeptExample {
  if (example.kind === 'image') {
    const { pixels, ...image } = shrink(example);
    return { ...image, pixels: Buffer.from(pixels).toString('base64') };
  }
  const cells = example.cells.slice(0, MOST_CELLS);
  return { kind: 'row', cells: cells.map(([column, text]) => [shortText(column), shortText(text)]) };
}

/** Shortens a text to `LONGEST_TEXT` UTF-16 units, with dots at the end. */
export const shortText = (text: string): string =>
  text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;

/** Averages squares of pixels, so that no side is longer than `LONGEST_SIDE`. */
function shrink(image: ImageExample): ImageExample {
  const factor = Math.ceil(Math.max(image.height, image.width) / LONGEST_SIDE);
  if (factor <= 1) return image;
  const { channels } = image;
  const [height, width] = [Math.ceil(image.height / factor), Math.ceil(image.width / factor)];
  const pixels = new Uint8Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        pixels[(y * width + x) * channels + channel] = meanOf(image, y * factor, x * factor, factor, channel);
      }
    }
  }
  return { kind: 'image', height, width, channels, pixels };
}

function meanOf(image: ImageExample, top: number, left: number, size: number, channel: number): number {
  const { height, width, channels, pixels } = image;
  let [sum, count] = [0, 0];
  for (let y = top; y < Math.min(top + size, height); y++) {
    for (let x = left; x < Math.min(left + size, width); x++) {
      sum += pixels[(y * width + x) * channels + channel] ?? 0;
      count++;
    }
  }
  return Math.round(sum / count);
}
