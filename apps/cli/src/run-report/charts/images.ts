/** Encodes pixels as images inside the page. */
import { encode } from 'fast-png';
import type { FirstLayer } from '../read/first-layer.js';

/** Returns a data URI of a PNG. `pixels` are bytes, row by row: 1 channel is grey, 3 are colours, 4 include opacity. */
export function pngUri(pixels: Uint8Array, height: number, width: number, channels: 1 | 3 | 4): string {
  const png = encode({ data: pixels, height, width, channels, depth: 8 });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

/** Colours of weights below and above 0, visible on light and dark backgrounds. */
const NEGATIVE = [217, 84, 30] as const;
const POSITIVE = [38, 112, 222] as const;

/**
 * Returns the image of one unit's weights. For grey images, blue is above 0 and orange below, stronger if farther away.
 * For colour images, grey is 0, and each channel is brighter above 0.
 */
export function weightsUri({ height, width, channels, scale: end }: FirstLayer, weights: Float64Array): string {
  const scale = end > 0 && Number.isFinite(end) ? end : 1;
  if (channels === 3) {
    return pngUri(
      Uint8Array.from(weights, (weight) => byte(127.5 + (127.5 * weight) / scale)),
      height,
      width,
      3,
    );
  }
  const pixels = new Uint8Array(weights.length * 4);
  for (const [at, weight] of weights.entries()) {
    pixels.set([...(weight < 0 ? NEGATIVE : POSITIVE), byte((255 * Math.abs(weight)) / scale)], at * 4);
  }
  return pngUri(pixels, height, width, 4);
}

const byte = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));
