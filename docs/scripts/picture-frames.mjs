/** Screenshots as a moving picture. */
import { decodeImage } from '@nablajs/datasets';
import gifenc from 'gifenc';

/**
 * Encodes frames, `{ png, seconds }` of one size, as a GIF with that many colours in each. Frames that show the same
 * become one.
 */
export function encodeFrames(all, colours) {
  const gif = gifenc.GIFEncoder();
  const images = [];
  for (const { png, seconds } of all) {
    const before = images.at(-1);
    if (before?.png.equals(png)) before.seconds += seconds;
    else images.push({ png, seconds });
  }
  for (const { png, seconds } of images) {
    const { width, height, channels, pixels } = decodeImage(png, 'a screenshot');
    const rgba = new Uint8Array(width * height * 4).fill(255);
    for (let at = 0; at < width * height; at++)
      for (let channel = 0; channel < 3; channel++)
        rgba[4 * at + channel] = pixels[channels * at + (channels === 1 ? 0 : channel)];
    const palette = gifenc.quantize(rgba, colours);
    const delay = Math.round(seconds * 1000);
    gif.writeFrame(gifenc.applyPalette(rgba, palette), width, height, { palette, delay });
  }
  gif.finish();
  return gif.bytes();
}
