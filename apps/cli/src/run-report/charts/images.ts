/** Pixels as images that lie in the page. */
import { encode } from 'fast-png';
import type { FirstLayer } from '../read/first-layer.js';

/** A data URI of a PNG. `pixels`: bytes, row by row; 1 channel is grey, 3 are colours, 4 have an opacity. */
export function pngUri(pixels: Uint8Array, height: number, width: number, channels: 1 | 3 | 4): string {
  const png = encode({ data: pixels, height, width, channels, depth: 8 });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

/** Of weights below and above 0; both stand out from a light and a dark card. */
const NEGATIVE = [217, 84, 30] as const;
const POSITIVE = [38, 112, 222] as const;

/**
 * One unit's weights. Of grey images: blue above 0, orange below, the stronger the farther from it. Of colours: grey is
 * 0, and each channel is brighter above it.
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
