/** The browser's decoders are fast and know all of its formats. */
import type { DecodePhoto } from './photos.js';

/** Rejects with an Error if the browser cannot decode the file. */
export const decodeInBrowser: DecodePhoto = async (photo, most) => {
  const whole = await createImageBitmap(photo).catch((cause: unknown) => {
    throw new Error('this browser cannot read it as a picture. Save it as a PNG or a JPEG.', { cause });
  });
  const scale = Math.min(1, most / Math.max(whole.width, whole.height));
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  const [width, height] = [side(whole.width), side(whole.height)];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser has no canvas in workers. Use a newer one.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, width, height);
  whole.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, channels: 4, pixels: new Uint8Array(data.buffer) };
};
