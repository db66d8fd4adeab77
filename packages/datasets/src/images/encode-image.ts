/** Converts an image of any size to the bytes of a network's input. */
import { NablaError } from '@nablajs/core';
import { centred } from './centred.js';
import {
  checkImage,
  type DecodedImage,
  type OpaqueImage,
  toColour,
  toGrey,
  withoutAlpha,
} from './codecs/decoded-image.js';
import { placed, scaledSize } from './frame.js';
import type { ImageForm } from './image-form.js';
import { resample } from './resample.js';

/**
 * Scales and places an image as a form says. Returns bytes [height, width, channels] for `imageDataset`; the form's
 * normalisation turns them into inputs. Transparent pixels are blended with white.
 *
 * @throws NablaError `argument` if the image does not have as many pixels as its size says.
 *
 * @example
 * ```ts
 * const form = readImageForm(saved.form, 'model.json');
 * const bytes = encodeImage(decodeImage(await readFile('seven.png'), 'seven.png'), form);
 * ```
 */
export function encodeImage(image: DecodedImage, form: ImageForm): Uint8Array {
  checkImage('encodeImage', image);
  const { height, width, channels, placement } = form;
  const opaque = withoutAlpha(image, 255);
  if (placement === 'fit') return fitted(channels === 1 ? toGrey(opaque) : toColour(opaque), width, height);
  if (channels === 1) return centred(toGrey(opaque), width, height);
  throw new NablaError('argument', "encodeImage: placement 'centred' is for 1 channel. Received a form of 3.");
}

/** Scales the whole image to fit, and centres it on black. */
function fitted(image: OpaqueImage, width: number, height: number): Uint8Array {
  const size = scaledSize(image, width, height);
  const whole = { left: 0, top: 0, right: image.width, bottom: image.height };
  const scaled = resample(image, whole, size.width, size.height);
  const left = Math.floor((width - size.width) / 2);
  const top = Math.floor((height - size.height) / 2);
  return placed(scaled, left, top, width, height);
}
